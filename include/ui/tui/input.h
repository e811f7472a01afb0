/*
 * What a terminal sends, as events: keys in the encodings that terminals
 * use, bracketed paste as one text, mouse reports, the answer to DA1. Pure:
 * bytes in, events out, in any cut.
 */
#ifndef UI_TUI_INPUT_H
#define UI_TUI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Keys beyond the characters; above all code points. */
enum key_code {
	KEYS_FIRST = 0x110000,
	KEYS_UP,
	KEYS_DOWN,
	KEYS_LEFT,
	KEYS_RIGHT,
	KEYS_HOME,
	KEYS_END,
	KEYS_PAGE_UP,
	KEYS_PAGE_DOWN,
	KEYS_INSERT,
	KEYS_DELETE,
	KEYS_BACKSPACE,
	KEYS_ENTER,
	KEYS_NEWLINE, /* Alt-Enter, Ctrl-J: a line break in a text */
	KEYS_TAB,
	KEYS_BACKTAB,
	KEYS_ESC,
	KEYS_F1,
	KEYS_F12 = KEYS_F1 + 11,
	KEYS_WHEEL_UP,
	KEYS_WHEEL_DOWN,
};

enum event_kind {
	EVENT_KEY,
	EVENT_PASTE, /* text is all of it */
	EVENT_CLICK,
	EVENT_DA1, /* clipboard: it says that it takes OSC 52 */
};

struct event {
	enum event_kind kind;
	uint32_t key; /* a code point, or an enum key_code */
	bool ctrl, alt;
	int row, col; /* CLICK: from 0 */
	bool clipboard;
	const char *text; /* PASTE: borrowed until the next event is taken */
	size_t len;
};

#ifdef TINY
#define INPUT_MOST_PASTE ((size_t)4096)
#else
#define INPUT_MOST_PASTE ((size_t)64 << 20)
#endif

struct input {
	struct str pending; /* not yet understood */
	size_t used;        /* of pending */
	struct str paste;
	bool pasting;
	bool cut; /* the paste was longer than INPUT_MOST_PASTE */
};

void input_init(struct input *);
void input_release(struct input *);
void input_add(struct input *, const char *, size_t n);
/* False: nothing whole is there. */
bool input_next(struct input *, struct event *);
/* Part of a sequence waits for its rest; a pause means it was Escape. */
bool input_is_open(const struct input *);
/* No more will come for now: what waits is taken as it stands. */
bool input_flush(struct input *, struct event *);

#endif
