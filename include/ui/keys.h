/*
 * One table of what can be done: it drives the keys of the screen, the words
 * of the line mode, both helps and the line of hints.
 */
#ifndef UI_KEYS_H
#define UI_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/engine.h"

enum action {
	ACTION_NONE,
	ACTION_HELP,
	ACTION_BACK,
	ACTION_HISTORY,
	ACTION_FACTS,
	ACTION_NOTE,
	ACTION_FLAG,
	ACTION_TRIED,
	ACTION_COPY,
	ACTION_RUN,
	ACTION_PASTE,
	ACTION_WHERE,
	ACTION_SKIP,
	ACTION_EXPORT,
	ACTION_START,
	ACTION_QUIT,
};

/* Where an action makes sense. */
enum key_when {
	WHEN_WALK = 1 << 0, /* anywhere in a walk */
	WHEN_RUN = 1 << 1,  /* a check waits */
	WHEN_FORM = 1 << 2,
	WHEN_COPY = 1 << 3, /* a command is shown */
	WHEN_ENDED = 1 << 4,
};

struct key_row {
	enum action action;
	char key;
	const char *word; /* the same, typed in line mode */
	const char *hint; /* one word for the bottom line; NULL: none */
	const char *help; /* one line, no full stop */
	unsigned when;
};

/* Ends with ACTION_NONE. */
extern const struct key_row key_rows[];

unsigned keys_when(const struct prompt *);
/* By key, for what is on the screen; NONE: nobody has it. */
enum action keys_action(char key, unsigned when);

/*
 * The letter of each choice: the tree's own where it is free, else another
 * one of its label, so that no option hides a command. `letters` has room for
 * all choices; 0 where none was left.
 */
void keys_letters(const struct prompt *, char *letters);

#endif
