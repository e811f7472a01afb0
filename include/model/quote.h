/*
 * One value as one literal of a shell. A quoted value never changes the
 * structure of the command that it stands in; what cannot be quoted safely
 * is refused with a reason.
 *
 * Sources: PowerShell's tokenizer and CodeGeneration (five single-quote
 * characters, all doubled); the C runtime's argv rules; cmd.exe's
 * metacharacters. See doc/quoting.md for the table of vectors.
 */
#ifndef MODEL_QUOTE_H
#define MODEL_QUOTE_H

#include "base/str.h"

enum quote_place {
	QUOTE_CMDLET, /* an argument of a PowerShell command */
	QUOTE_NATIVE, /* an argument of an .exe called from PowerShell */
	QUOTE_CMD,    /* an argument in cmd.exe */
	QUOTE_SH,     /* an argument in a POSIX shell */
};

/* NULL on success; else why not, a static sentence. */
const char *quote_add(struct str *out, enum quote_place, const char *value);

#endif
