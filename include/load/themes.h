/* Themes: YAML in, struct theme out; and where they are looked for. */
#ifndef LOAD_THEMES_H
#define LOAD_THEMES_H

#include "model/theme.h"

struct source;
struct diags;
struct str;

/*
 * NULL when the file has errors, all of them in diags. What a theme leaves
 * out stays plain.
 */
struct theme *theme_load(const struct source *, struct diags *);

/*
 * By name: a file NAME.yaml in one of the folders (NULL: none), then what
 * ships inside the program. NULL when there is none or it has errors.
 */
struct theme *theme_find(const char *name, const char *const *folders,
	struct diags *);
/* Names of the themes that ship, with blanks between. */
void theme_names(struct str *);

#endif
