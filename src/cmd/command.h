/*
 * A subcommand is one file and one row in commands.c. The table also makes
 * --help, the manual's list and the completions.
 *
 * Results go to standard output, chatter to standard error. What run()
 * returns is the exit status (enum status).
 */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

enum status {
	STATUS_OK = 0,              /* fixed, found or fine */
	STATUS_PROBLEM = 1,         /* the thing asked about has a problem */
	STATUS_USAGE = 2,           /* wrong usage or an unreadable file */
	STATUS_MISSING = 3,         /* input is missing */
	STATUS_ESCALATED = 4,       /* ended as escalated */
	STATUS_NOT_CARRIED_OUT = 5, /* a check could not be carried out */
	STATUS_INTERRUPTED = 130,
};

/* One option of a command. With `argument` NULL it is a switch. */
struct option_def {
	const char *name;     /* "--json" */
	const char *argument; /* "FILE", or NULL */
	const char *help;     /* one line, no full stop */
};

/* What was given, in order; options may stand anywhere. */
struct given {
	const char *option; /* its name; NULL for a plain argument */
	const char *value;  /* the option's or the plain argument */
};

struct args {
	const struct given *list;
	size_t n;
};

struct command {
	const char *name;
	const char *usage;   /* what follows the name: "[--json] CODE..." */
	const char *summary; /* one line, no full stop; NULL: for building
				the pages of doc/, listed nowhere */
	const struct option_def
		*options; /* ends with a NULL name; the common
			     ones (common_options) come on top */
	int (*run)(const struct args *);
};

/* --trees DIR, --theme NAME, --plain, --json, --no-color, --no-mouse,
 * --ticket ID, --help, --version: every command takes them. */
extern const struct option_def common_options[];
extern const struct command *const commands[]; /* ends with NULL */

/* The last value given for an option; NULL if it was not given ("" for a
 * switch that was). */
const char *args_value(const struct args *, const char *option);
bool args_has(const struct args *, const char *option);
/* The nth plain argument, or NULL. */
const char *args_plain(const struct args *, size_t nth);
size_t args_count_plain(const struct args *);

/* One sentence on standard error, "vpntriage: " before it; gives
 * STATUS_USAGE, so that a command can `return usage_error(...)`. */
int usage_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
