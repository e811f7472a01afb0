/* Typing a text: one line or many. */
#ifndef UI_TUI_EDIT_H
#define UI_TUI_EDIT_H

#include "base/str.h"
#include "ui/tui/canvas.h"
#include "ui/tui/input.h"

struct edit {
	struct str text;
	size_t at; /* the cursor, in bytes */
	bool many; /* Enter starts a new line */
	bool secret;
	int scroll; /* first line (many) or column (one) that is shown */
};

void edit_init(struct edit *);
void edit_release(struct edit *);
void edit_set(struct edit *, const char *);
/* True: it was for us. A paste goes in as it is, in one line as words. */
bool edit_event(struct edit *, const struct event *);
void edit_draw(struct edit *, const struct canvas *, bool focus);

#endif
