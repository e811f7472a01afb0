/* Rows to choose from: by arrow, number, letter, or a click. */
#ifndef UI_TUI_CHOOSER_H
#define UI_TUI_CHOOSER_H

#include "ui/tui/canvas.h"
#include "ui/tui/input.h"

struct row {
	int number;  /* shown before it; 0: none */
	char letter; /* 0: none */
	const char *label;
	const char *remark; /* under the label, smaller; or NULL */
	const char *right;  /* at the right edge; or NULL */
	bool may_hide;      /* right is dropped where it has no room */
	enum role role;     /* of the label when it is not selected */
	bool head;          /* a heading: cannot be chosen */
	bool bare;          /* no row here has a number or letter */
};

struct chooser {
	size_t n, selected;
	int scroll;
	bool passive; /* the keys are elsewhere: nothing is marked */
	/* Where the rows stood when they were last drawn. */
	int top, left, rows, cols;
	int *lines; /* of each row the first line */
	size_t nlines;
};

enum chooser_does {
	CHOOSER_NOTHING, /* not for a list */
	CHOOSER_MOVED,
	CHOOSER_CHOSEN, /* selected is what was taken */
};

void chooser_release(struct chooser *);
/* New rows: the selection stays inside and off the headings. */
void chooser_set(struct chooser *, const struct row *, size_t n);
int chooser_height(const struct row *, size_t n, int cols);
void chooser_draw(struct chooser *, const struct row *, const struct canvas *);
/* Arrows, Home, End, pages, wheel, Enter, click; digits and letters when
 * the rows show them. */
enum chooser_does chooser_event(struct chooser *, const struct row *,
	const struct event *);

#endif
