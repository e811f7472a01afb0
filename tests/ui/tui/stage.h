/*
 * The screen without a terminal: an app over the trees of tests/ui/trees,
 * fed with bytes as a terminal sends them, and its screen as text.
 */
#ifndef TESTS_UI_TUI_STAGE_H
#define TESTS_UI_TUI_STAGE_H

#include "load/load.h"
#include "ui/tui/app.h"

struct stage {
	struct library *lib;
	struct theme *theme;
	struct ui_options o;
	struct guide g;
	struct screen *screen;
	struct app *app;
	struct input in;
	struct str text; /* of the screen */
};

/* Starts with what `o` says (tree, ticket ...); NULL: nothing. */
void stage_open(struct stage *, const struct ui_options *o, int rows, int cols);
void stage_close(struct stage *);

/* Bytes as typed; "\033[B" and the like are keys. */
void stage_type(struct stage *, const char *bytes);
void stage_paste(struct stage *, const char *text);
void stage_later(struct stage *, int seconds);
void stage_resize(struct stage *, int rows, int cols);
/* Borrowed until the next call. */
const char *stage_text(struct stage *);
void stage_has(struct stage *, const char *text);
void stage_has_not(struct stage *, const char *text);
/* Compares with tests/screens/NAME.screen; with UPDATE_SCREENS set in the
 * environment the file is written anew, to be read by a person. */
void stage_is(struct stage *, const char *name);

#endif
