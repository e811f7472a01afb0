/*
 * `{{name}}` in texts and commands. In a command it stands for one whole
 * quoted literal; inside quotes, in a comment, or glued to other text it is
 * a mistake that lint reports. In a text the value is shown with control
 * characters made visible. `\{{` is a literal `{{`.
 */
#ifndef MODEL_FILL_H
#define MODEL_FILL_H

#include <stdbool.h>

#include "base/str.h"
#include "model/check_spec.h"
#include "model/facts.h"

/* What is wrong with a template, found without any value. */
struct fill_fault {
	size_t offset;
	const char *text; /* static */
};

/* Calls back for every placeholder; offset of its first brace. */
typedef void fill_visit(void *ctx, const char *name, size_t offset);
void fill_names(const char *tmpl, fill_visit *, void *ctx);
/* False and *fault when a command template breaks a rule of placement. */
bool fill_check(const char *tmpl, enum shell, struct fill_fault *);

/*
 * A command with its values. False: *name is the var that is not known or
 * cannot be quoted here, *why the reason (static); *name is borrowed from
 * `out`, which then holds nothing else.
 */
bool fill_command(const char *tmpl, enum shell, const struct facts *,
	struct str *out, const char **why);
/* A text with its values; what is not known is shown as <name>. */
void fill_text(const char *tmpl, const struct facts *, struct str *out);

/* The same command as one line, for consoles that ask at every line; false
 * when it cannot be one line. */
bool fill_one_line(const char *command, enum shell, struct str *out);

#endif
