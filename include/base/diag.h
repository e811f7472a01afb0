/*
 * What is wrong with a file, collected so that one run reports everything.
 * A message prints as `file:line:col: VTnnn text`, then the line of the file
 * and a caret under the place.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct mark {
	unsigned line, col; /* from 1; col counts code points; 0 = unknown */
};

enum severity {
	SEVERITY_ERROR,
	SEVERITY_WARNING,
};

struct diag {
	enum severity severity;
	unsigned code;    /* the nnn of VTnnn; the list is in doc/messages.md */
	const char *file; /* owned by the diags */
	struct mark at;
	char *text;    /* owned */
	char *excerpt; /* the line of the file, cut to a width; owned or NULL */
};

struct diags {
	struct diag *list;
	size_t n, cap;
	size_t nerrors;
	char **files; /* names, each once */
	size_t nfiles, capfiles;
};

/* The bytes that marks point into, for the excerpt. */
struct source {
	const char *name; /* as shown to a person */
	const char *bytes;
	size_t len;
};

void diags_init(struct diags *);
void diags_release(struct diags *);

/* At most 200 are kept of one file; the last then says so. */
void diag_add(struct diags *, const struct source *, struct mark, unsigned code,
	const char *fmt, ...) __attribute__((format(printf, 5, 6)));
void diag_warn(struct diags *, const struct source *, struct mark,
	unsigned code, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));

/* By file, then line, then column; equal places stay in order of finding. */
void diags_sort(struct diags *);
void diag_print(const struct diag *, struct str *out);

#endif
