/*
 * The loop: the only place that reads and writes the terminal. It sleeps in
 * one poll, drains what was typed, and draws once.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmem.h"
#include "os/term.h"
#include "ui/tui/app.h"
#include "ui/ui.h"

#define PIECE 65536
#define ESCAPE_MS 40 /* a lone Escape is one when nothing follows */

struct tui {
	struct guide guide;
	struct screen *screen;
	struct app *app;
	struct input input;
	char *piece;
	bool dirty;
};

static void give_events(struct tui *t)
{
	struct event e;

	while (!app_is_done(t->app) && input_next(&t->input, &e)) {
		app_event(t->app, &e);
		t->dirty = true;
	}
}

static void read_keys(struct tui *t)
{
	long n;

	while ((n = term_read(t->piece, PIECE)) > 0) {
		input_add(&t->input, t->piece, (size_t)n);
		give_events(t);
		if (n < PIECE)
			break;
	}
	if (n < 0)
		app_leave(t->app);
}

static void settle_escape(struct tui *t)
{
	struct event e;

	while (input_flush(&t->input, &e)) {
		app_event(t->app, &e);
		t->dirty = true;
		give_events(t);
	}
}

static void resize(struct tui *t)
{
	int rows, cols;

	term_size(&rows, &cols);
	screen_resize(t->screen, rows, cols);
	t->dirty = true;
}

static void serve(struct tui *t, unsigned events)
{
	if (events & TERM_INPUT)
		read_keys(t);
	if (events & TERM_END)
		app_leave(t->app);
	if (events & TERM_SUSPEND || app_wants_stop(t->app)) {
		term_suspend();
		events |= TERM_CONTINUE;
	}
	if (events & TERM_CONTINUE)
		screen_redraw(t->screen);
	if (events & (TERM_RESIZE | TERM_CONTINUE))
		resize(t);
}

/* The text alone on the terminal's own screen, so that the mouse can take
 * it as it is; any key comes back. */
static void show_bare(struct tui *t, const char *text)
{
	struct str out = STR_INIT, lines = STR_INIT;

	str_adds(&out, screen_leave(t->screen));
	str_adds(&out, "\033[2J\033[H");
	utf8_add_visible_lines(&lines, text, strlen(text));
	for (size_t i = 0; i < lines.len; i++) {
		if (lines.s[i] == '\n')
			str_addc(&out, '\r');
		str_addc(&out, lines.s[i]);
	}
	str_adds(&out, "\r\n\r\n(any key comes back)");
	term_write(out.s, out.len);
	while (!(term_wait(-1) & (TERM_INPUT | TERM_END)))
		continue;
	term_read(t->piece, PIECE);
	term_write(screen_enter(t->screen), strlen(screen_enter(t->screen)));
	screen_redraw(t->screen);
	t->dirty = true;
	str_release(&lines);
	str_release(&out);
}

static void draw(struct tui *t)
{
	struct str *beside = app_output(t->app);
	const char *bare = app_bare(t->app);

	const struct str *frame;

	if (bare)
		show_bare(t, bare);
	if (beside->len)
		term_write(beside->s, beside->len);
	str_reset(beside);
	app_draw(t->app);
	frame = screen_frame(t->screen);
	if (frame->len)
		term_write(frame->s, frame->len);
	t->dirty = false;
}

static void loop(struct tui *t)
{
	while (!app_is_done(t->app)) {
		bool waited = false, open = input_is_open(&t->input);
		int due = app_due(t->app);
		unsigned events = 0;

		if (t->dirty)
			draw(t);
		if (open && (due < 0 || due > ESCAPE_MS))
			due = ESCAPE_MS;
		/* A check that runs is polled together with the keyboard. */
		if (app_wait(t->app, term_input(), due, &waited))
			events |= TERM_INPUT;
		if (waited)
			events |= term_events();
		else
			events = term_wait(due);
		if (open && !(events & TERM_INPUT))
			settle_escape(t);
		serve(t, events);
		if (app_tick(t->app))
			t->dirty = true;
	}
}

static int start(struct tui *t, const struct ui_options *o)
{
	const char *terminal = getenv("TERM");
	unsigned flags = 0;
	int rows, cols;

	if (o->flags & UI_NO_COLOUR)
		flags |= SCREEN_NO_COLOUR;
	if (o->flags & UI_NO_MOUSE)
		flags |= SCREEN_NO_MOUSE;
	term_size(&rows, &cols);
	t->screen = screen_new(terminal ? terminal : "dumb", o->theme, flags,
		rows, cols);
	if (!t->screen)
		return -1;
	if (term_start() < 0) {
		screen_free(t->screen);
		return -1;
	}
	die_hook(term_stop);
	term_dress(screen_enter(t->screen), screen_leave(t->screen));
	return 0;
}

static int leave(struct tui *t)
{
	const char *id = guide_session(&t->guide);
	int status = term_signal() ? 130 : app_status(t->app);
	struct str text = STR_INIT;

	if (id)
		str_addf(&text, "session kept: vpntriage resume %s\n", id);
	app_free(t->app);
	term_stop();
	die_hook(NULL);
	/* After the screen, where it stays: what this was. */
	term_write(text.s, text.len);
	str_release(&text);
	screen_free(t->screen);
	input_release(&t->input);
	guide_release(&t->guide);
	free(t->piece);
	return status;
}

int tui_run(const struct ui_options *o)
{
	struct tui t = {.dirty = true};

	if (start(&t, o) < 0)
		return line_run(o);
	t.piece = xmalloc(PIECE);
	input_init(&t.input);
	guide_init(&t.guide, o);
	guide_begin(&t.guide);
	t.app = app_new(&t.guide, t.screen);
	loop(&t);
	return leave(&t);
}

int ui_run(const struct ui_options *o)
{
	const char *terminal = getenv("TERM");
	const char *accessible = getenv("ACCESSIBLE");
	bool plain = o->flags & UI_PLAIN || (accessible && *accessible) ||
		     !term_is_there() || !terminal || !*terminal ||
		     !strcmp(terminal, "dumb");

	return plain ? line_run(o) : tui_run(o);
}
