/* Styled text that scrolls: lines already broken to a width. */
#ifndef UI_TUI_PAGE_H
#define UI_TUI_PAGE_H

#include "base/arena.h"
#include "ui/tui/canvas.h"

struct page_line {
	const char *lead; /* before the text; or NULL */
	enum role lead_role;
	int indent; /* columns before the text, the lead among them */
	enum role role;
	const char *text;
	size_t len;
};

struct page {
	struct arena arena;
	struct page_line *lines;
	size_t n, cap;
	int width;
	bool wide; /* glyphs are UTF-8 */
	const struct canvas *canvas;
};

/* The canvas gives width and glyphs; it is borrowed while lines are added. */
void page_start(struct page *, const struct canvas *, int width);
void page_release(struct page *);
void page_blank(struct page *);
void page_text(struct page *, enum role, int indent, const char *);
void page_printf(struct page *, enum role, int indent, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* A word, then text that hangs beside it. */
void page_lead(struct page *, enum role lead_role, const char *lead, enum role,
	const char *text);
/* Verbatim, with a bar beside it. */
void page_command(struct page *, const char *);

/* How far one may scroll in `rows` rows. */
int page_most(const struct page *, int rows);
void page_draw(const struct page *, const struct canvas *, int from);

#endif
