/*
 * How the parts of the screen look: a role has colours for terminals with
 * 256 and with 8 of them, and attributes for those with none. Loaded once,
 * never changed.
 */
#ifndef MODEL_THEME_H
#define MODEL_THEME_H

#include <stdbool.h>

#include "base/arena.h"

enum role {
	ROLE_TEXT,
	ROLE_DIM,      /* what is there if one looks for it */
	ROLE_BAR,      /* the line at the top */
	ROLE_CLOCK,    /* in the bar: time is running out */
	ROLE_TITLE,    /* what is asked */
	ROLE_HEAD,     /* a heading inside a page */
	ROLE_SAY,      /* to be read out to the caller */
	ROLE_WARN,     /* risk, restart, approval */
	ROLE_BAD,      /* what is wrong, what failed */
	ROLE_GOOD,     /* what is proved */
	ROLE_COMMAND,  /* text of a command */
	ROLE_WHERE,    /* the machine and shell above a command */
	ROLE_SELECTED, /* the option under the cursor */
	ROLE_KEY,      /* a key to press */
	ROLE_SOURCE,   /* where an answer is from */
	ROLE_FRAME,    /* lines between parts */
	ROLE_INPUT,    /* what is being typed */
	ROLE_STATUS,   /* the message at the bottom */
	ROLE_COUNT,
};

enum style_flags {
	STYLE_BOLD = 1 << 0,
	STYLE_DIM = 1 << 1,
	STYLE_UNDERLINE = 1 << 2,
	STYLE_REVERSE = 1 << 3,
	STYLE_ITALIC = 1 << 4,
};

#define COLOUR_NONE (-1) /* the terminal's own */

struct style {
	int fg, bg;     /* 0 to 255, or COLOUR_NONE */
	int fg8, bg8;   /* 0 to 7 for terminals with few colours */
	unsigned flags; /* enum style_flags, with colours */
	unsigned mono;  /* the same without any colour */
};

struct theme {
	const char *name, *title;
	struct style style[ROLE_COUNT];
	struct arena arena;
};

/* Indexed by the enum, and by bit; end with NULL. */
extern const char *const role_words[];
extern const char *const style_words[];

/* "red", "bright-red", "default" or a number to 255; false: none of them. */
bool colour_parse(const char *, int *);
/* The nearest of the 8 colours. */
int colour_fewer(int);

/* What is used where no theme can be read. */
void theme_init(struct theme *);
void theme_free(struct theme *);

#endif
