/* A small editor: characters go in, the cursor moves by what is seen. */
#include "edit.h"

#include <string.h>

#include "base/utf8.h"

void edit_init(struct edit *e)
{
	memset(e, 0, sizeof(*e));
	str_init(&e->text);
}

void edit_release(struct edit *e)
{
	str_release(&e->text);
}

void edit_set(struct edit *e, const char *text)
{
	str_reset(&e->text);
	str_adds(&e->text, text);
	e->at = e->text.len;
	e->scroll = 0;
}

static uint32_t code_at(const struct edit *e, size_t at, size_t *used)
{
	return utf8_decode(e->text.s + at, e->text.len - at, used);
}

static bool is_mark(const struct edit *e, size_t at)
{
	size_t used;
	uint32_t c = code_at(e, at, &used);

	return c != '\n' && c != UTF8_BAD && c >= 0x300 && utf8_width(c) == 0;
}

/* A character with the marks that belong to it is one step. */
static size_t after(const struct edit *e, size_t at)
{
	size_t used;

	if (at >= e->text.len)
		return at;
	code_at(e, at, &used);
	at += used;
	while (at < e->text.len && is_mark(e, at)) {
		code_at(e, at, &used);
		at += used;
	}
	return at;
}

static size_t before(const struct edit *e, size_t at)
{
	while (at > 0) {
		at--;
		while (at > 0 && ((unsigned char)e->text.s[at] & 0xC0) == 0x80)
			at--;
		if (!is_mark(e, at))
			break;
	}
	return at;
}

static void insert(struct edit *e, const char *s, size_t n)
{
	size_t tail = e->text.len - e->at;

	if (n == 0)
		return;
	str_reserve(&e->text, n);
	memmove(e->text.s + e->at + n, e->text.s + e->at, tail);
	memcpy(e->text.s + e->at, s, n);
	e->text.len += n;
	e->text.s[e->text.len] = '\0';
	e->at += n;
}

static void cut(struct edit *e, size_t from, size_t to)
{
	memmove(e->text.s + from, e->text.s + to, e->text.len - to);
	str_truncate(&e->text, e->text.len - (to - from));
	e->at = from;
}

/* In one line, line breaks become blanks and those at the ends go. */
static void paste(struct edit *e, const char *s, size_t n)
{
	if (e->many) {
		struct str clean = STR_INIT;

		for (size_t i = 0; i < n; i++)
			if (s[i] != '\r')
				str_addc(&clean, s[i]);
			else if (i + 1 >= n || s[i + 1] != '\n')
				str_addc(&clean, '\n');
		insert(e, clean.s, clean.len);
		str_release(&clean);
		return;
	}
	while (n > 0 && strchr("\r\n\t ", s[n - 1]))
		n--;
	for (size_t i = 0; i < n; i++)
		insert(e, strchr("\r\n\t", s[i]) ? " " : s + i, 1);
}

static size_t line_start(const struct edit *e, size_t at)
{
	while (at > 0 && e->text.s[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_end(const struct edit *e, size_t at)
{
	while (at < e->text.len && e->text.s[at] != '\n')
		at++;
	return at;
}

static bool up_or_down(struct edit *e, bool down)
{
	size_t start = line_start(e, e->at);
	size_t column = utf8_columns(e->text.s + start, e->at - start), end;

	if (!e->many)
		return false;
	if (down) {
		end = line_end(e, e->at);
		if (end == e->text.len)
			return false;
		start = end + 1;
	} else {
		if (start == 0)
			return false;
		start = line_start(e, start - 1);
	}
	end = line_end(e, start);
	e->at = start + utf8_fit(e->text.s + start, end - start, column);
	return true;
}

/* Back to the start of the word before the cursor. */
static size_t word_before(const struct edit *e)
{
	size_t at = e->at;

	while (at > 0 && e->text.s[at - 1] == ' ')
		at--;
	while (at > 0 && e->text.s[at - 1] != ' ' && e->text.s[at - 1] != '\n')
		at--;
	return at;
}

static bool control(struct edit *e, uint32_t key)
{
	switch (key) {
	case 'a':
		e->at = line_start(e, e->at);
		return true;
	case 'e':
		e->at = line_end(e, e->at);
		return true;
	case 'u':
		cut(e, line_start(e, e->at), e->at);
		return true;
	case 'k':
		cut(e, e->at, line_end(e, e->at));
		return true;
	case 'w':
		cut(e, word_before(e), e->at);
		return true;
	default:
		return false;
	}
}

static bool special(struct edit *e, uint32_t key)
{
	switch (key) {
	case KEYS_LEFT:
		e->at = before(e, e->at);
		return true;
	case KEYS_RIGHT:
		e->at = after(e, e->at);
		return true;
	case KEYS_HOME:
		e->at = line_start(e, e->at);
		return true;
	case KEYS_END:
		e->at = line_end(e, e->at);
		return true;
	case KEYS_UP:
		return up_or_down(e, false);
	case KEYS_DOWN:
		return up_or_down(e, true);
	case KEYS_BACKSPACE:
		if (e->at > 0)
			cut(e, before(e, e->at), e->at);
		return true;
	case KEYS_DELETE:
		cut(e, e->at, after(e, e->at));
		return true;
	case KEYS_ENTER:
	case KEYS_NEWLINE:
		if (e->many)
			insert(e, "\n", 1);
		return e->many;
	default:
		return false;
	}
}

bool edit_event(struct edit *e, const struct event *ev)
{
	struct str c = STR_INIT;

	if (ev->kind == EVENT_PASTE) {
		paste(e, ev->text, ev->len);
		return true;
	}
	if (ev->kind != EVENT_KEY || ev->alt)
		return false;
	if (ev->ctrl)
		return control(e, ev->key);
	if (ev->key >= KEYS_FIRST)
		return special(e, ev->key);
	if (utf8_is_control(ev->key))
		return false;
	utf8_add(&c, ev->key);
	insert(e, c.s, c.len);
	str_release(&c);
	return true;
}

static void draw_line(const struct edit *e, const struct canvas *c, int y,
	size_t from, size_t to)
{
	struct str stars = STR_INIT;

	canvas_fill(c, y, 0, c->cols, ROLE_INPUT);
	if (!e->secret) {
		canvas_bytes(c, y, 0, ROLE_INPUT,
			(struct piece){e->text.s + from, to - from});
		return;
	}
	for (size_t at = from; at < to; at = after(e, at))
		str_addc(&stars, '*');
	canvas_text(c, y, 0, ROLE_INPUT, stars.s);
	str_release(&stars);
}

static void draw_one(struct edit *e, const struct canvas *c, bool focus)
{
	size_t from = 0;

	/* Keep the cursor inside, with a little of what stands before it. */
	while (utf8_columns(e->text.s + from, e->at - from) + 1 >
		(size_t)c->cols)
		from = after(e, from);
	draw_line(e, c, 0, from, e->text.len);
	if (focus)
		canvas_cursor(c, 0,
			(int)utf8_columns(e->text.s + from, e->at - from));
}

void edit_draw(struct edit *e, const struct canvas *c, bool focus)
{
	size_t at = 0, line = 0, cursor_line = 0, start;

	if (c->rows < 1 || c->cols < 2)
		return;
	if (!e->many) {
		draw_one(e, c, focus);
		return;
	}
	for (size_t i = 0; i < e->at; i++)
		cursor_line += e->text.s[i] == '\n';
	if ((int)cursor_line < e->scroll)
		e->scroll = (int)cursor_line;
	if ((int)cursor_line >= e->scroll + c->rows)
		e->scroll = (int)cursor_line - c->rows + 1;
	for (int y = 0; y < c->rows; y++)
		canvas_fill(c, y, 0, c->cols, ROLE_INPUT);
	for (;; line++) {
		size_t end = line_end(e, at);
		int y = (int)line - e->scroll;

		if (y >= c->rows)
			break;
		if (y >= 0)
			draw_line(e, c, y, at, end);
		if (end >= e->text.len)
			break;
		at = end + 1;
	}
	start = line_start(e, e->at);
	if (focus)
		canvas_cursor(c, (int)cursor_line - e->scroll,
			(int)utf8_columns(e->text.s + start, e->at - start));
}
