/* Choosing a row. */
#include "chooser.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmem.h"
#include "ui/wrap.h"

#define GUTTER 8 /* mark, number, letter */
#define NARROW 3 /* the mark alone */

void chooser_release(struct chooser *l)
{
	free(l->lines);
	memset(l, 0, sizeof(*l));
}

static size_t step(const struct chooser *l, const struct row *rows, size_t from,
	int by)
{
	size_t at = from;

	for (;;) {
		if ((by < 0 && at == 0) || (by > 0 && at + 1 >= l->n))
			return from;
		at += (size_t)by;
		if (!rows[at].head)
			return at;
	}
}

void chooser_set(struct chooser *l, const struct row *rows, size_t n)
{
	l->n = n;
	if (n == 0) {
		l->selected = 0;
		return;
	}
	if (l->selected >= n)
		l->selected = n - 1;
	if (rows[l->selected].head) {
		size_t next = step(l, rows, l->selected, 1);

		l->selected = next != l->selected
				      ? next
				      : step(l, rows, l->selected, -1);
	}
}

static int gutter(const struct row *r)
{
	return r->head ? 1 : r->bare ? NARROW : GUTTER;
}

/* What stands at the right gives way before the label is broken. */
static bool has_right(const struct row *r, int cols)
{
	size_t need = utf8_columns(r->label, strlen(r->label)) + 2;

	if (!r->right)
		return false;
	need += utf8_columns(r->right, strlen(r->right)) + (size_t)gutter(r);
	return !r->may_hide || need < (size_t)cols;
}

static size_t text_width(const struct row *r, int cols)
{
	int width = cols - gutter(r);

	if (has_right(r, cols))
		width -= (int)utf8_columns(r->right, strlen(r->right)) + 2;
	return width > 4 ? (size_t)width : 4;
}

static int row_height(const struct row *r, int cols)
{
	struct lines l = {0};
	int h;

	wrap_text(&l, r->label, strlen(r->label), text_width(r, cols));
	h = (int)l.n;
	lines_release(&l);
	if (r->remark) {
		wrap_text(&l, r->remark, strlen(r->remark),
			text_width(r, cols));
		h += (int)l.n;
		lines_release(&l);
	}
	return h;
}

int chooser_height(const struct row *rows, size_t n, int cols)
{
	int h = 0;

	for (size_t i = 0; i < n; i++)
		h += row_height(&rows[i], cols);
	return h;
}

/* First line of each row, and the scroll that shows the selected one. */
static void place(struct chooser *l, const struct row *rows,
	const struct canvas *c)
{
	int y = 0, first, last;

	l->lines = xrealloc(l->lines, (l->n + 1) * sizeof(*l->lines));
	l->nlines = l->n;
	for (size_t i = 0; i < l->n; i++) {
		l->lines[i] = y;
		y += row_height(&rows[i], c->cols);
	}
	l->lines[l->n] = y;
	if (l->n == 0)
		return;
	first = l->lines[l->selected];
	last = l->lines[l->selected + 1];
	if (l->selected == 1 && rows[0].head)
		first = 0;
	if (last - l->scroll > c->rows)
		l->scroll = last - c->rows;
	if (first < l->scroll)
		l->scroll = first;
	if (l->scroll > y - c->rows)
		l->scroll = y > c->rows ? y - c->rows : 0;
}

static int draw_wrapped(const struct canvas *c, int y, const struct row *r,
	const char *text, enum role role)
{
	struct lines l = {0};
	int x = gutter(r);

	wrap_text(&l, text, strlen(text), text_width(r, c->cols));
	for (size_t i = 0; i < l.n; i++)
		canvas_bytes(c, y++, x, role,
			(struct piece){text + l.list[i].start, l.list[i].len});
	lines_release(&l);
	return y;
}

static void draw_row(const struct canvas *c, int y, const struct row *r,
	bool selected)
{
	enum role role = selected ? ROLE_SELECTED : r->role;
	int height = row_height(r, c->cols), end;

	if (selected)
		for (int i = 0; i < height; i++)
			canvas_fill(c, y + i, 0, c->cols, role);
	if (selected)
		canvas_text(c, y, 1, role, canvas_glyph(c, GLYPH_ARROW));
	if (r->number > 0)
		canvas_printf(c, y, 3, selected ? role : ROLE_KEY, "%d",
			r->number);
	if (r->letter)
		canvas_printf(c, y, 5, selected ? role : ROLE_KEY, "%c",
			r->letter);
	end = draw_wrapped(c, y, r, r->label, role);
	if (has_right(r, c->cols))
		canvas_text(c, y,
			c->cols -
				(int)utf8_columns(r->right, strlen(r->right)) -
				1,
			selected ? role : ROLE_SOURCE, r->right);
	if (r->remark)
		draw_wrapped(c, end, r, r->remark, selected ? role : ROLE_DIM);
}

void chooser_draw(struct chooser *l, const struct row *rows,
	const struct canvas *c)
{
	place(l, rows, c);
	l->top = c->top;
	l->left = c->left;
	l->rows = c->rows;
	l->cols = c->cols;
	for (size_t i = 0; i < l->n; i++) {
		int y = l->lines[i] - l->scroll;

		if (y >= c->rows || l->lines[i + 1] - l->scroll <= 0)
			continue;
		draw_row(c, y, &rows[i],
			i == l->selected && !rows[i].head && !l->passive);
		if (i == l->selected)
			canvas_cursor(c, y, 1);
	}
	if (l->scroll > 0)
		canvas_text(c, 0, c->cols - 1, ROLE_KEY,
			canvas_glyph(c, GLYPH_LESS));
	if (l->n && l->lines[l->n] - l->scroll > c->rows)
		canvas_text(c, c->rows - 1, c->cols - 1, ROLE_KEY,
			canvas_glyph(c, GLYPH_MORE));
}

static enum chooser_does move(struct chooser *l, const struct row *rows, int by)
{
	for (int n = by < 0 ? -by : by; n > 0; n--)
		l->selected = step(l, rows, l->selected, by < 0 ? -1 : 1);
	return CHOOSER_MOVED;
}

static enum chooser_does click(struct chooser *l, const struct row *rows,
	const struct event *e)
{
	int y = e->row - l->top + l->scroll;

	if (e->row < l->top || e->row >= l->top + l->rows || e->col < l->left ||
		e->col >= l->left + l->cols)
		return CHOOSER_NOTHING;
	for (size_t i = 0; i < l->nlines && i < l->n; i++) {
		if (y < l->lines[i] || y >= l->lines[i + 1] || rows[i].head)
			continue;
		if (l->selected == i)
			return CHOOSER_CHOSEN;
		l->selected = i;
		return CHOOSER_MOVED;
	}
	return CHOOSER_NOTHING;
}

static enum chooser_does by_character(struct chooser *l, const struct row *rows,
	uint32_t c)
{
	for (size_t i = 0; i < l->n; i++) {
		bool digit = c >= '1' && c <= '9' &&
			     rows[i].number == (int)(c - '0');

		if (rows[i].head ||
			(!digit && (!rows[i].letter ||
					   c != (unsigned char)rows[i].letter)))
			continue;
		l->selected = i;
		return CHOOSER_CHOSEN;
	}
	return CHOOSER_NOTHING;
}

enum chooser_does chooser_event(struct chooser *l, const struct row *rows,
	const struct event *e)
{
	if (l->n == 0)
		return CHOOSER_NOTHING;
	if (e->kind == EVENT_CLICK)
		return click(l, rows, e);
	if (e->kind != EVENT_KEY || e->ctrl || e->alt)
		return CHOOSER_NOTHING;
	switch (e->key) {
	case KEYS_UP:
	case KEYS_WHEEL_UP:
		return move(l, rows, -1);
	case KEYS_DOWN:
	case KEYS_WHEEL_DOWN:
		return move(l, rows, 1);
	case KEYS_HOME:
		return move(l, rows, -(int)l->n);
	case KEYS_END:
		return move(l, rows, (int)l->n);
	case KEYS_ENTER:
	case KEYS_NEWLINE:
		return rows[l->selected].head ? CHOOSER_NOTHING
					      : CHOOSER_CHOSEN;
	default:
		return by_character(l, rows, e->key);
	}
}
