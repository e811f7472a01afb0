/* Breaking text into lines. */
#include "ui/wrap.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmem.h"

void lines_release(struct lines *l)
{
	free(l->list);
	memset(l, 0, sizeof(*l));
}

static void add(struct lines *l, size_t start, size_t end, bool goes_on)
{
	l->list = grow(l->list, &l->cap, l->n, sizeof(*l->list));
	l->list[l->n++] = (struct line){start, end - start, goes_on};
}

/* Where to break s[0..n), which is too wide: after the last blank that lets
 * it fit, else where it is full. At least one character. */
static size_t break_at(const char *s, size_t n, size_t width)
{
	size_t fit = utf8_fit(s, n, width), at, used;

	if (fit == 0 && n > 0) {
		utf8_decode(s, n, &used);
		return used;
	}
	if (fit >= n || s[fit] == ' ')
		return fit;
	for (at = fit; at > 0; at--)
		if (s[at - 1] == ' ')
			break;
	return at > 0 ? at : fit;
}

static void wrap_line(struct lines *l, const char *text, struct line whole,
	size_t width, bool drop)
{
	size_t at = whole.start, end = whole.start + whole.len;

	for (;;) {
		size_t left = end - at, len, stop;

		if (utf8_columns(text + at, left) <= width) {
			add(l, at, end, false);
			return;
		}
		len = break_at(text + at, left, width);
		stop = at + len;
		while (drop && stop > at && text[stop - 1] == ' ')
			stop--;
		add(l, at, stop, true);
		at += len;
		while (drop && at < end && text[at] == ' ')
			at++;
		if (at == end && drop) {
			l->list[l->n - 1].goes_on = false;
			return;
		}
	}
}

static void wrap(struct lines *l, const char *text, size_t n, size_t width,
	bool drop)
{
	size_t at = 0;

	if (width == 0)
		width = 1;
	for (;;) {
		const char *nl = memchr(text + at, '\n', n - at);
		size_t end = nl ? (size_t)(nl - text) : n;

		if (!nl && at == n && n > 0)
			return;
		wrap_line(l, text, (struct line){at, end - at, false}, width,
			drop);
		if (!nl)
			return;
		at = end + 1;
	}
}

void wrap_text(struct lines *l, const char *text, size_t n, size_t width)
{
	wrap(l, text, n, width, true);
}

void wrap_command(struct lines *l, const char *text, size_t n, size_t width)
{
	wrap(l, text, n, width, false);
}
