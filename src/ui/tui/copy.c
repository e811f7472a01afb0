/*
 * Getting a command out: into a clipboard, onto a bare screen for the mouse,
 * into a file; as the block it is, or as one line for consoles that warn of
 * more.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "model/fill.h"
#include "os/file.h"
#include "ui/words.h"
#include "view.h"

static const char *const hints[][2] = {{"Enter", "copy"},
	{"Tab", "block or one line"}, {"v", "bare, for the mouse"},
	{"o", "to a file"}, {"Esc", "back"}, {NULL, NULL}};

/* The text of the nth thing that can be copied; false: it has no such form. */
static bool text_of(struct app *a, size_t n, bool one_line, struct str *out)
{
	const struct prompt *p = guide_prompt(a->g);
	size_t at = 0, seen = 0;

	if (p->kind == PROMPT_RUN && p->check->command) {
		if (at++ == n) {
			if (one_line)
				return envelope_line(p->check, a->g->tag, out);
			envelope_block(p->check, a->g->tag, out);
			return true;
		}
	}
	/* The command of a check is in its envelope already. */
	for (size_t i = 0; at == 0 && i < p->nblocks; i++) {
		const struct block *b = &p->blocks[i];

		if (b->kind != BLOCK_COMMAND || seen++ != n)
			continue;
		if (one_line)
			return fill_one_line(b->text, b->shell, out);
		str_adds(out, b->text);
		return true;
	}
	return false;
}

static void add(struct app *a, const char *where, const char *text)
{
	size_t n = a->pmenu.n;
	struct arena *arena = &a->pmenu.arena;
	size_t line = strcspn(text, "\n");

	menu_add(&a->pmenu,
		&(struct row){.number = (int)n + 1,
			.label = arena_strdup(arena, where),
			.remark = arena_printf(arena, "%.*s%s", (int)line, text,
				text[line] ? " ..." : ""),
			.role = ROLE_TEXT},
		&(struct option){.does = ROW_OTHER, .number = n});
}

static void open_copy(struct app *a)
{
	const struct prompt *p = guide_prompt(a->g);
	bool envelope = p->kind == PROMPT_RUN && p->check->command;
	struct str where = STR_INIT;

	if (envelope) {
		words_where(p->check->machine_title, p->check->shell,
			p->check->run_as, &where);
		add(a, where.s, p->check->command);
	}
	for (size_t i = 0; !envelope && i < p->nblocks; i++) {
		const struct block *b = &p->blocks[i];

		if (b->kind != BLOCK_COMMAND)
			continue;
		str_reset(&where);
		words_where(b->machine_title, b->shell, b->run_as, &where);
		add(a, where.s, b->text);
	}
	chooser_set(&a->plist, a->pmenu.rows, a->pmenu.n);
	str_release(&where);
}

static void draw(struct app *a, const struct canvas *c)
{
	struct str text = STR_INIT;
	struct page *pg = &a->ppage;
	struct canvas top, rest;
	int height = chooser_height(a->pmenu.rows, a->pmenu.n, c->cols);

	if (height > c->rows / 2)
		height = c->rows / 2;
	top = canvas_cut(c, 0, 0, height, c->cols);
	rest = canvas_cut(c, height + 1, 0, c->rows - height - 1, c->cols);
	page_start(pg, c, c->cols);
	if (text_of(a, a->plist.selected, a->one_line, &text)) {
		page_printf(pg, ROLE_HEAD, 0, "%s, %zu characters:",
			a->one_line ? "As one line" : "As a block", text.len);
		page_command(pg, text.s);
	} else {
		page_text(pg, ROLE_WARN, 0,
			"This one cannot be one line; Tab shows the block.");
	}
	page_draw(pg, &rest, 0);
	if (a->draft_now == DRAFT_FILE) {
		int y = rest.rows - 1;

		canvas_fill(&rest, y - 1, 0, rest.cols, ROLE_TEXT);
		canvas_text(&rest, y - 1, 0, ROLE_TITLE,
			"Into which file? It must be a new one.");
		top = canvas_cut(&rest, y, 0, 1, rest.cols);
		edit_draw(&a->draft[DRAFT_FILE], &top, true);
		top = canvas_cut(c, 0, 0, height, c->cols);
	}
	chooser_draw(&a->plist, a->pmenu.rows, &top);
	if (a->draft_now == DRAFT_FILE) {
		top = canvas_cut(&rest, rest.rows - 1, 0, 1, rest.cols);
		edit_draw(&a->draft[DRAFT_FILE], &top, true);
	}
	str_release(&text);
}

static void copy(struct app *a)
{
	struct str text = STR_INIT, say = STR_INIT;

	if (text_of(a, a->plist.selected, a->one_line, &text)) {
		clipboard_copy(&a->clip, text.s, text.len, &a->output, &say);
		guide_tell(a->g, "%s", say.s);
	}
	str_release(&text);
	str_release(&say);
}

static void write_file(struct app *a)
{
	struct str text = STR_INIT;
	const char *path = a->draft[DRAFT_FILE].text.s;

	text_of(a, a->plist.selected, a->one_line, &text);
	str_addc(&text, '\n');
	if (file_write(NULL, path, text.s, text.len, FILE_NEW) < 0) {
		guide_tell(a->g, "cannot write '%s': %s", path,
			file_error(errno));
		a->g->trouble = true;
	} else {
		guide_tell(a->g, "written to %s", path);
		a->draft_now = DRAFT_NOTE;
	}
	str_release(&text);
}

static bool file_event(struct app *a, const struct event *e)
{
	if (event_is(e, KEYS_ESC))
		a->draft_now = DRAFT_NOTE;
	else if (event_is(e, KEYS_ENTER))
		write_file(a);
	else
		edit_event(&a->draft[DRAFT_FILE], e);
	return true;
}

static bool event(struct app *a, const struct event *e)
{
	if (a->draft_now == DRAFT_FILE)
		return file_event(a, e);
	if (event_is(e, KEYS_TAB) || event_is(e, 'l')) {
		a->one_line = !a->one_line;
	} else if (event_is(e, 'v')) {
		str_reset(&a->text);
		a->bare = text_of(a, a->plist.selected, a->one_line, &a->text);
	} else if (event_is(e, 'o')) {
		a->draft_now = DRAFT_FILE;
		if (a->draft[DRAFT_FILE].text.len == 0)
			edit_set(&a->draft[DRAFT_FILE], "command.txt");
	} else if (event_is(e, KEYS_ESC) || event_is(e, 'q')) {
		panel_close(a);
	} else if (chooser_event(&a->plist, a->pmenu.rows, e) ==
			   CHOOSER_CHOSEN ||
		   event_is(e, 'c')) {
		copy(a);
	}
	return true;
}

const struct panel panel_copy = {"copy", hints, open_copy, draw, event};
