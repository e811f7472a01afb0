/* --help, from the commands' own tables. */
#ifndef CMD_HELP_H
#define CMD_HELP_H

#include "command.h"

int help_command(const struct command *);

#endif
