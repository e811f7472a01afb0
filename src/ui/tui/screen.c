/*
 * ncurses behind a fence: the only file that includes it. Screen and canvas
 * are here together, since both talk to it.
 */
#define NCURSES_WIDECHAR 1
#include "ui/tui/screen.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "base/utf8.h"
#include "base/xmem.h"
#include "os/term.h"

/* Last, for it makes macros of plain words such as columns. */
#include <term.h>

struct screen {
	SCREEN *curses;
	FILE *out; /* on the scratch file */
	int fd;
	const struct theme *theme;
	bool wide, off;
	int cy, cx; /* where the cursor goes */
	attr_t attr[ROLE_COUNT];
	short pair[ROLE_COUNT];
	struct str frame, enter, leave;
};

static const char *const glyphs[GLYPH_COUNT][2] = {
	[GLYPH_BAR] = {"|", "\xE2\x96\x8E"},
	[GLYPH_BAR_ON] = {":", "\xE2\x94\x8A"},
	[GLYPH_DOT] = {"-", "\xC2\xB7"},
	[GLYPH_ARROW] = {">", "\xE2\x80\xBA"},
	[GLYPH_LINE] = {"-", "\xE2\x94\x80"},
	[GLYPH_DONE] = {"*", "\xE2\x9C\x93"},
	[GLYPH_MORE] = {"v", "\xE2\x96\xBC"},
	[GLYPH_LESS] = {"^", "\xE2\x96\xB2"},
	[GLYPH_SIDE] = {"|", "\xE2\x94\x82"},
	[GLYPH_FULL] = {"#", "\xE2\x96\x88"},
	[GLYPH_REST] = {".", "\xE2\x96\x91"},
};

/*
 * Only the kind of characters is taken from the locale. Where it says
 * nothing at all, a terminal of today speaks UTF-8.
 */
static bool choose_locale(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	bool said = false;

	setlocale(LC_CTYPE, "");
	for (size_t i = 0; i < 3; i++) {
		const char *value = getenv(names[i]);

		said = said || (value && *value);
	}
	if (!said || !strcmp(nl_langinfo(CODESET), "ANSI_X3.4-1968"))
		if (!said)
			setlocale(LC_CTYPE, "C.UTF-8");
	return !strcmp(nl_langinfo(CODESET), "UTF-8");
}

static attr_t attributes(unsigned flags)
{
	attr_t a = A_NORMAL;

	if (flags & STYLE_BOLD)
		a |= A_BOLD;
	if (flags & STYLE_DIM)
		a |= A_DIM;
	if (flags & STYLE_UNDERLINE)
		a |= A_UNDERLINE;
	if (flags & STYLE_REVERSE)
		a |= A_REVERSE;
	if (flags & STYLE_ITALIC)
		a |= A_ITALIC;
	return a;
}

static void dress_roles(struct screen *s, bool colour)
{
	colour = colour && has_colors() && start_color() == OK &&
		 use_default_colors() == OK;
	for (int i = 0; i < ROLE_COUNT; i++) {
		const struct style *st = &s->theme->style[i];
		bool many = COLORS >= 256;
		int fg = many ? st->fg : st->fg8, bg = many ? st->bg : st->bg8;

		s->pair[i] = 0;
		s->attr[i] = attributes(colour ? st->flags : st->mono);
		if (!colour || (fg < 0 && bg < 0))
			continue;
		s->pair[i] = (short)(i + 1);
		init_pair(s->pair[i], (short)fg, (short)bg);
	}
}

static void add_capability(struct str *out, const char *name)
{
	char *value = tigetstr(name);

	/* Padding is not wanted on anything that is drawn today. */
	if (value && value != (char *)-1)
		str_adds(out, value);
}

/* Paste in brackets, clicks in SGR form, and the question what it can do. */
static void make_dress(struct screen *s, bool mouse)
{
	add_capability(&s->enter, "smcup");
	add_capability(&s->enter, "smkx");
	str_adds(&s->enter, "\033[?2004h");
	if (mouse)
		str_adds(&s->enter, "\033[?1000h\033[?1006h");
	str_adds(&s->enter, "\033[c");
	if (mouse)
		str_adds(&s->leave, "\033[?1006l\033[?1000l");
	str_adds(&s->leave, "\033[?2026l\033[?2004l");
	add_capability(&s->leave, "rmkx");
	add_capability(&s->leave, "sgr0");
	add_capability(&s->leave, "cnorm");
	add_capability(&s->leave, "rmcup");
}

struct screen *screen_new(const char *terminal, const struct theme *theme,
	unsigned flags, int rows, int cols)
{
	struct screen *s = xcalloc(1, sizeof(*s));
	bool colour = !(flags & SCREEN_NO_COLOUR);

	s->fd = term_scratch();
	s->out = s->fd >= 0 ? fdopen(s->fd, "w+") : NULL;
	s->theme = theme;
	s->off = flags & SCREEN_OFF;
	s->wide = choose_locale();
	str_init(&s->frame);
	str_init(&s->enter);
	str_init(&s->leave);
	s->curses = s->out ? newterm(terminal, s->out, s->out) : NULL;
	if (!s->curses || !tigetstr("cup")) {
		screen_free(s);
		return NULL;
	}
	set_term(s->curses);
	noecho();
	nonl();
	leaveok(stdscr, FALSE);
	resizeterm(rows, cols);
	dress_roles(s, colour);
	bkgdset(COLOR_PAIR(s->pair[ROLE_TEXT]) | s->attr[ROLE_TEXT] | ' ');
	make_dress(s, !(flags & SCREEN_NO_MOUSE));
	term_scratch_take(s->fd, &s->frame); /* newterm's own start */
	return s;
}

void screen_free(struct screen *s)
{
	if (!s)
		return;
	if (s->curses) {
		endwin();
		delscreen(s->curses);
	}
	if (s->out)
		fclose(s->out);
	str_release(&s->frame);
	str_release(&s->enter);
	str_release(&s->leave);
	free(s);
}

const char *screen_enter(const struct screen *s)
{
	return s->enter.s;
}

const char *screen_leave(const struct screen *s)
{
	return s->leave.s;
}

bool screen_is_wide(const struct screen *s)
{
	return s->wide;
}

void screen_resize(struct screen *s, int rows, int cols)
{
	resizeterm(rows, cols);
	screen_redraw(s);
}

void screen_redraw(struct screen *s)
{
	clearok(curscr, TRUE);
}

struct canvas screen_size(const struct screen *s)
{
	struct canvas c = {(struct screen *)s, 0, 0, 0, 0};

	getmaxyx(stdscr, c.rows, c.cols);
	return c;
}

struct canvas screen_canvas(struct screen *s)
{
	struct canvas c = screen_size(s);

	werase(stdscr);
	s->cy = c.rows - 1;
	s->cx = 0;
	return c;
}

const struct str *screen_frame(struct screen *s)
{
	static const char begin[] = "\033[?2026h", end[] = "\033[?2026l";
	size_t n;

	move(s->cy, s->cx);
	wnoutrefresh(stdscr);
	doupdate();
	fflush(s->out);
	str_reset(&s->frame);
	str_adds(&s->frame, begin);
	n = term_scratch_take(s->fd, &s->frame);
	if (n == 0)
		str_reset(&s->frame);
	else
		str_adds(&s->frame, end);
	return &s->frame;
}

void screen_line(const struct screen *s, int y, struct str *out)
{
	wchar_t wide[1024];
	size_t start = out->len;
	int n = mvwinnwstr(stdscr, y, 0, wide, 1023);

	for (int i = 0; i < n; i++)
		utf8_add(out, (uint32_t)wide[i]);
	while (out->len > start && out->s[out->len - 1] == ' ')
		str_truncate(out, out->len - 1);
}

void screen_where(const struct screen *s, int *y, int *x)
{
	*y = s->cy;
	*x = s->cx;
}

const char *canvas_glyph(const struct canvas *c, enum glyph g)
{
	return glyphs[g][c->screen->wide];
}

struct canvas canvas_cut(const struct canvas *c, int y, int x, int rows,
	int cols)
{
	struct canvas cut = {c->screen, c->top + y, c->left + x, rows, cols};

	if (cut.rows > c->rows - y)
		cut.rows = c->rows - y;
	if (cut.cols > c->cols - x)
		cut.cols = c->cols - x;
	if (cut.rows < 0)
		cut.rows = 0;
	if (cut.cols < 0)
		cut.cols = 0;
	return cut;
}

static void set_role(const struct screen *s, enum role role)
{
	attr_set(s->attr[role], s->pair[role], NULL);
}

/* Characters for curses; what a plain terminal cannot show becomes '?'. */
static size_t widen(const struct screen *s, const char *text, size_t n,
	wchar_t *out)
{
	size_t count = 0, used;

	for (size_t i = 0; i < n; i += used) {
		uint32_t c = utf8_decode(text + i, n - i, &used);

		if (c == UTF8_BAD || (!s->wide && c > 0x7E))
			c = '?';
		out[count++] = (wchar_t)c;
	}
	out[count] = 0;
	return count;
}

static int draw_visible(const struct canvas *c, int y, int x, enum role role,
	const struct str *text)
{
	static const char *const dots[] = {"~", "\xE2\x80\xA6"};
	int room = c->cols - x;
	size_t fit = utf8_fit(text->s, text->len, (size_t)room);
	bool cut = fit < text->len;
	wchar_t *wide;
	size_t n;

	if (cut)
		fit = utf8_fit(text->s, text->len, (size_t)room - 1);
	wide = xmalloc((fit + 2) * sizeof(*wide));
	n = widen(c->screen, text->s, fit, wide);
	set_role(c->screen, role);
	mvaddnwstr(c->top + y, c->left + x, wide, (int)n);
	x += (int)utf8_columns(text->s, fit);
	if (cut) {
		widen(c->screen, dots[c->screen->wide],
			strlen(dots[c->screen->wide]), wide);
		mvaddnwstr(c->top + y, c->left + x, wide, 1);
		x++;
	}
	free(wide);
	set_role(c->screen, ROLE_TEXT);
	return x;
}

int canvas_bytes(const struct canvas *c, int y, int x, enum role role,
	struct piece text)
{
	struct str visible = STR_INIT;

	if (y < 0 || y >= c->rows || x < 0 || x >= c->cols)
		return x;
	utf8_add_visible(&visible, text.s, text.n);
	x = draw_visible(c, y, x, role, &visible);
	str_release(&visible);
	return x;
}

int canvas_text(const struct canvas *c, int y, int x, enum role role,
	const char *text)
{
	return canvas_bytes(c, y, x, role, (struct piece){text, strlen(text)});
}

int canvas_printf(const struct canvas *c, int y, int x, enum role role,
	const char *fmt, ...)
{
	struct str text = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	x = canvas_bytes(c, y, x, role, (struct piece){text.s, text.len});
	str_release(&text);
	return x;
}

void canvas_rule(const struct canvas *c, int y, int x, enum role role, int n)
{
	for (int i = 0; i < n; i++)
		canvas_text(c, y, x + i, role, canvas_glyph(c, GLYPH_LINE));
}

void canvas_fill(const struct canvas *c, int y, int x, int n, enum role role)
{
	set_role(c->screen, role);
	if (y >= 0 && y < c->rows)
		for (int i = 0; i < n && x + i < c->cols; i++)
			mvaddch(c->top + y, c->left + x + i, ' ');
	set_role(c->screen, ROLE_TEXT);
}

void canvas_clear(const struct canvas *c)
{
	for (int y = 0; y < c->rows; y++)
		canvas_fill(c, y, 0, c->cols, ROLE_TEXT);
}

void canvas_cursor(const struct canvas *c, int y, int x)
{
	if (y < 0 || y >= c->rows || x < 0)
		return;
	c->screen->cy = c->top + y;
	c->screen->cx = c->left + (x < c->cols ? x : c->cols - 1);
}
