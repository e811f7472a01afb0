/*
 * The kept list of what only looks: cmdlets by verb and name, programs with
 * the arguments that make them harmless, methods that compute. Checks that
 * call themselves read-only, and what `vpntriage collect` writes, hold only
 * commands from it.
 */
#ifndef MODEL_READONLY_H
#define MODEL_READONLY_H

#include <stdbool.h>
#include <stddef.h>

#include "model/check_spec.h"

struct not_read_only {
	size_t offset, len; /* in the script */
	const char *why;    /* a sentence, static */
};

/* True when every command of the script is on the list; else the first that
 * is not. */
bool script_is_read_only(const char *script, enum shell,
	struct not_read_only *);

#endif
