/*
 * The screen without a terminal: an app over the trees of tests/ui/trees,
 * fed with bytes as a terminal sends them, and its screen as text.
 */
#ifndef TESTS_UI_TUI_SCENE_H
#define TESTS_UI_TUI_SCENE_H

#include "load/load.h"
#include "ui/tui/app.h"

struct scene {
	struct catalog catalog;
	struct theme *theme;
	struct ui_options o;
	struct guide g;
	struct screen *screen;
	struct app *app;
	struct input in;
	struct str text; /* of the screen */
};

/* Once for a group of tests. */
int scene_load(void **state);
int scene_unload(void **state);
/* Starts with what `o` says (tree, ticket ...); NULL: nothing. */
void scene_open(struct scene *, const struct ui_options *o, int rows, int cols);
void scene_close(struct scene *);

/* Bytes as typed; "\033[B" and the like are keys. */
void scene_type(struct scene *, const char *bytes);
void scene_paste(struct scene *, const char *text);
void scene_later(struct scene *, int seconds);
void scene_resize(struct scene *, int rows, int cols);
/* Borrowed until the next call. */
const char *scene_text(struct scene *);
void scene_has(struct scene *, const char *text);
void scene_has_not(struct scene *, const char *text);
/* Compares with tests/screens/NAME.screen; with UPDATE_SCREENS set in the
 * environment the file is written anew, to be read by a person. */
void scene_is(struct scene *, const char *name);

#endif
