/* The commands there are: one row each. */
#include "command.h"

extern const struct command cmd_collect, cmd_trust;
extern const struct command cmd_explain, cmd_diagnose, cmd_trees, cmd_walk,
	cmd_test, cmd_lint;
extern const struct command cmd_probe, cmd_wizard;
extern const struct command cmd_sessions, cmd_resume, cmd_export, cmd_stats;
extern const struct command cmd_graph, cmd_new, cmd_schema, cmd_docs;
extern const struct command cmd_simulate, cmd_doctor;

const struct command *const commands[] = {
	&cmd_wizard,
	&cmd_explain,
	&cmd_diagnose,
	&cmd_walk,
	&cmd_probe,
	&cmd_sessions,
	&cmd_resume,
	&cmd_export,
	&cmd_stats,
	&cmd_trees,
	&cmd_collect,
	&cmd_trust,
	&cmd_lint,
	&cmd_test,
	&cmd_graph,
	&cmd_new,
	&cmd_simulate,
	&cmd_schema,
	&cmd_doctor,
	&cmd_docs,
	NULL,
};
