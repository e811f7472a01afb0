/*
 * Getting a text out of the program, four ways: the terminal's clipboard
 * (OSC 52), a program of this system, a bare screen for the mouse, a file.
 * Never says "copied" when it cannot know.
 */
#ifndef UI_CLIPBOARD_H
#define UI_CLIPBOARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum clip_way {
	CLIP_TERMINAL, /* OSC 52; the terminal said that it takes it */
	CLIP_PROGRAM,  /* clip.exe, wl-copy, xclip, pbcopy: it said yes */
	CLIP_TMUX,     /* in tmux's own buffer */
	CLIP_SENT,     /* OSC 52; nobody knows whether it arrived */
	CLIP_NONE,     /* too long, or nothing to send to */
};

struct clipboard {
	bool answered; /* DA1 came back */
	bool allowed;  /* and named 52 */
	bool in_tmux, in_screen;
	/* Found when first needed: a program and its arguments; NULL none. */
	const char *const *program;
	bool searched;
};

void clipboard_init(struct clipboard *); /* from the environment */
void clipboard_release(struct clipboard *);
/* The terminal answered DA1. */
void clipboard_answer(struct clipboard *, bool allowed);

/* The bytes that put a text into the terminal's clipboard, wrapped for tmux
 * and screen where these stand between. Pure. */
void clipboard_sequence(const struct clipboard *, const char *, size_t n,
	struct str *out);
/*
 * Copy by the best way there is; blocks at most 2 s for a program. What
 * must be written to the terminal is added to *send; *say is the truth
 * about it in one sentence.
 */
enum clip_way clipboard_copy(struct clipboard *, const char *, size_t n,
	struct str *send, struct str *say);

#endif
