/* The commands there are: one row each. */
#include "command.h"

extern const struct command cmd_explain, cmd_diagnose, cmd_trees;

const struct command *const commands[] = {
	&cmd_explain,
	&cmd_diagnose,
	&cmd_trees,
	NULL,
};
