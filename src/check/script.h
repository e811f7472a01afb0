/*
 * A check on its way to a shell's standard input, between two lines that
 * nobody can guess: the first shows that the shell is one, the last carries
 * the exit code. What stands before and after (greetings, profiles, motd) is
 * no output of the check.
 */
#ifndef CHECK_SCRIPT_H
#define CHECK_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "model/check_spec.h"

#define SCRIPT_MARK 43 /* "vpntriage-", 32 hex digits, the end */

void script_mark(char mark[SCRIPT_MARK]);
void script_build(const struct check_spec *, const char *mark, struct str *);

struct script_seen {
	bool begun, ended;
	int exit;          /* when ended */
	size_t start, end; /* the output in the text; to its end if not ended */
};

/* Finds the lines in readable text (LF, UTF-8). */
void script_read(const char *text, size_t n, const char *mark,
	struct script_seen *);

/* The command without empty lines and without blanks at the ends of lines:
 * a PowerShell that reads from a pipe takes an empty line for the end. */
void script_dense(const char *command, struct str *);

/* The PowerShell command with every 'literal' that is not ASCII written as
 * ('a' + [char]252 + 'b'): neither a pipe nor a file without a mark says which
 * code page it is in. */
void script_ascii(const char *command, struct str *);
/* Both of these. */
void script_powershell(const char *command, struct str *);

#endif
