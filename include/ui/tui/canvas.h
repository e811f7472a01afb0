/*
 * Drawing, clipped and themed. A canvas is a rectangle of the screen; a
 * smaller one is cut out of it. What is drawn has its control characters
 * made visible, so nothing that was pasted or written in a tree can reach
 * the terminal as a command.
 */
#ifndef UI_TUI_CANVAS_H
#define UI_TUI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/theme.h"

struct screen;

struct canvas {
	struct screen *screen;
	int top, left, rows, cols; /* on the screen */
};

/* Marks that have a plain form where the terminal has no UTF-8. */
enum glyph {
	GLYPH_BAR,    /* beside a command */
	GLYPH_BAR_ON, /* beside the rest of a wrapped one */
	GLYPH_DOT,    /* between parts of a line */
	GLYPH_ARROW,  /* the selected option; where a path goes on */
	GLYPH_LINE,   /* horizontal rule */
	GLYPH_DONE,   /* answered */
	GLYPH_MORE,   /* more above or below */
	GLYPH_LESS,
	GLYPH_SIDE, /* vertical rule */
	GLYPH_FULL, /* filled part of a bar chart */
	GLYPH_REST,
	GLYPH_COUNT,
};

const char *canvas_glyph(const struct canvas *, enum glyph);

/* Clipped to what is there; may become empty. */
struct canvas canvas_cut(const struct canvas *, int y, int x, int rows,
	int cols);
/* One line of text at a place; gives the column after it. Cut at the edge
 * with an ellipsis when it does not fit. */
int canvas_text(const struct canvas *, int y, int x, enum role, const char *);
struct piece {
	const char *s;
	size_t n;
};
int canvas_bytes(const struct canvas *, int y, int x, enum role, struct piece);
int canvas_printf(const struct canvas *, int y, int x, enum role,
	const char *fmt, ...) __attribute__((format(printf, 5, 6)));
void canvas_rule(const struct canvas *, int y, int x, enum role, int n);
/* The rest of a line, or all of it, in the colours of a role. */
void canvas_fill(const struct canvas *, int y, int x, int n, enum role);
void canvas_clear(const struct canvas *);
/* Where the hardware cursor goes; readers of the screen follow it. */
void canvas_cursor(const struct canvas *, int y, int x);

#endif
