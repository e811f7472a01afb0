/* vpntriage: picks the command and gives its exit status. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xmem.h"
#include "cmd/args.h"
#include "cmd/help.h"

#ifndef VERSION
#define VERSION "unknown"
#endif

int main(int argc, char **argv)
{
	const struct command *c;
	struct args args;
	struct given *list;
	int status;

	/* Only what letters are; sorting and numbers stay as in C. */
	setlocale(LC_CTYPE, "");
	c = args_command(argc, argv);
	list = xcalloc((size_t)argc + 1, sizeof(*list));
	if (!args_parse(argc, argv, c, list, &args)) {
		status = STATUS_USAGE;
	} else if (args_has(&args, "--version")) {
		puts("vpntriage " VERSION);
		status = STATUS_OK;
	} else if (args_has(&args, "--help")) {
		status = help_command(c);
	} else {
		status = c->run(&args);
	}
	free(list);
	return status;
}
