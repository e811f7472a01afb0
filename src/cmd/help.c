/* One source for --help, the completions and the manual's list. */
#include "help.h"

#include <stdio.h>
#include <string.h>

static void print_options(const struct option_def *o)
{
	char left[40];

	for (; o && o->name; o++) {
		snprintf(left, sizeof(left), "%s%s%s", o->name,
			o->argument ? " " : "", o->argument ? o->argument : "");
		printf("  %-24s %s\n", left, o->help);
	}
}

static int help_all(void)
{
	puts("usage: vpntriage [TREE | CODE]\n"
	     "       vpntriage COMMAND ...\n\n"
	     "Leads a helpdesk from the error of a VPN client to its cause "
	     "and cure.\nWithout a command: the wizard; a tree's name or an "
	     "error code goes straight there.\n\nCommands:");
	for (size_t i = 0; commands[i]; i++)
		if (commands[i]->summary)
			printf("  %-10s %s\n", commands[i]->name,
				commands[i]->summary);
	puts("\nOptions that every command takes:");
	print_options(common_options);
	puts("\nExit status: 0 fixed, found or fine; 1 a problem; 2 wrong "
	     "usage or an unreadable\nfile; 3 input is missing; 4 ended as "
	     "escalated; 5 a check could not be carried\nout; 130 "
	     "interrupted.");
	return STATUS_OK;
}

int help_command(const struct command *c)
{
	if (strcmp(c->name, "wizard") == 0)
		return help_all();
	printf("usage: vpntriage %s %s\n", c->name, c->usage);
	if (c->summary)
		printf("\n%c%s.\n", c->summary[0] - 'a' + 'A', c->summary + 1);
	if (c->options && c->options->name) {
		puts("\nOptions:");
		print_options(c->options);
	}
	puts("\nOptions that every command takes:");
	print_options(common_options);
	return STATUS_OK;
}
