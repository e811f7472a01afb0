/*
 * Which commands a PowerShell script would run: a scanner that knows strings,
 * comments, blocks, hash tables and where a command may stand, and nothing
 * more. What it cannot place is reported as a command rather than passed over.
 */
#ifndef MODEL_PSCOMMANDS_H
#define MODEL_PSCOMMANDS_H

#include <stddef.h>

enum ps_kind {
	PS_COMMAND,  /* a cmdlet, function, alias or program */
	PS_DYNAMIC,  /* & $x or . 'x': what runs is not in the text */
	PS_METHOD,   /* .Name( or ::Name( */
	PS_WRITE,    /* > or >> to something else than $null or a stream */
	PS_FUNCTION, /* function Name: its body is scanned like the rest */
};

struct ps_command {
	enum ps_kind kind;
	size_t offset, len;   /* of the name */
	size_t args, argslen; /* what follows on the statement; COMMAND only */
};

typedef void ps_visit(void *ctx, const char *script, const struct ps_command *);

void ps_commands(const char *script, ps_visit *, void *ctx);

#endif
