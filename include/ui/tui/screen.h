/*
 * The screen: ncurses as a renderer into a file that is nowhere, and one
 * write to the terminal for each frame, between the marks of a synchronised
 * update. ncurses never reads the keyboard and never touches the terminal's
 * modes.
 */
#ifndef UI_TUI_SCREEN_H
#define UI_TUI_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "ui/tui/canvas.h"

struct screen;

enum screen_flags {
	SCREEN_NO_COLOUR = 1 << 0,
	SCREEN_NO_MOUSE = 1 << 1,
	SCREEN_OFF = 1 << 2, /* nothing is written anywhere; for tests */
};

/* The theme is borrowed. NULL: TERM is unknown or cannot place a cursor. */
struct screen *screen_new(const char *terminal, const struct theme *,
	unsigned flags, int rows, int cols);
void screen_free(struct screen *);

/* What takes the terminal and gives it back; borrowed. */
const char *screen_enter(const struct screen *);
const char *screen_leave(const struct screen *);

void screen_resize(struct screen *, int rows, int cols);
/* The next frame draws every cell again. */
void screen_redraw(struct screen *);
/* The whole of it, emptied; drawing begins. */
struct canvas screen_canvas(struct screen *);
/* The same without emptying it. */
struct canvas screen_size(const struct screen *);
/* What changed, as bytes for the terminal (borrowed until the next frame);
 * empty when nothing did. */
const struct str *screen_frame(struct screen *);
/* The text of a line, as it would be seen, without blanks at its end. */
void screen_line(const struct screen *, int y, struct str *out);
void screen_where(const struct screen *, int *y, int *x);
/* The terminal's characters are UTF-8. */
bool screen_is_wide(const struct screen *);

#endif
