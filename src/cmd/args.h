/* Reading the command line by the options' tables. */
#ifndef CMD_ARGS_H
#define CMD_ARGS_H

#include "command.h"

/* The command that argv names (the wizard when it names none); its name is
 * left out of the args. */
const struct command *args_command(int argc, char **argv);
/* False after a message on standard error. list is the caller's, argc long. */
bool args_parse(int argc, char **argv, const struct command *,
	struct given *list, struct args *);
/* Ended by NULL: which options there are, common ones last. */
const struct option_def *args_option(const struct command *, const char *name);

#endif
