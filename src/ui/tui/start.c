/*
 * The start screen: one field that takes whatever is there. A paste is read
 * for codes and facts; words look for trees; the name of a file reads it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/moment.h"
#include "os/file.h"
#include "view.h"

#define MOST_ROWS 200

static bool is_file(const char *typed)
{
	return *typed && !strchr(typed, '\n') && file_is_folder(typed) == 0;
}

static void add_trees(struct app *a, struct menu *m)
{
	size_t n;
	struct offer *list = guide_offers(a->g, a->search.text.s, &n);

	if (n == 0)
		menu_add(m,
			&(struct row){.label = "No tree fits these words",
				.head = true,
				.role = ROLE_DIM},
			&(struct option){.does = ROW_OTHER});
	for (size_t i = 0; i < n && i < MOST_ROWS; i++) {
		const struct tree *t = list[i].tree;

		if (i == 0 || list[i].by_evidence != list[i - 1].by_evidence)
			menu_add(m,
				&(struct row){
					.label = list[i].by_evidence
							 ? "Fits what was given"
							 : "By symptom",
					.head = true,
					.role = ROLE_HEAD},
				&(struct option){.does = ROW_OTHER});
		menu_add(m,
			&(struct row){
				.label = arena_strdup(&m->arena, t->title),
				.right = t->id,
				.may_hide = true,
				.bare = true,
				.role = list[i].by_evidence ? ROLE_TITLE
							    : ROLE_TEXT},
			&(struct option){.does = ROW_TREE, .id = t->id});
	}
	free(list);
}

/* Only while nothing is looked for, below the trees that fit evidence. */
static void add_sessions(struct app *a, struct menu *m)
{
	const struct listing *l = guide_recent(a->g);
	struct arena *arena = &m->arena;

	if (l->n == 0 || a->search.text.len || a->g->nevidence)
		return;
	menu_add(m,
		&(struct row){.label = "Last sessions",
			.head = true,
			.role = ROLE_HEAD},
		&(struct option){.does = ROW_OTHER});
	for (size_t i = 0; i < l->n && i < 3; i++) {
		const struct listed *s = &l->rows[i];
		struct str when = STR_INIT;

		if (s->damaged)
			continue;
		moment_add_minute(&when, s->last);
		menu_add(m,
			&(struct row){.label = arena_printf(arena, "%s%s%s, %s",
					      s->ticket ? s->ticket : "",
					      s->ticket ? ": " : "",
					      s->title ? s->title : s->tree,
					      s->state ? s->state : "open"),
				.right = arena_strdup(arena, when.s),
				.bare = true,
				.role = ROLE_TEXT},
			&(struct option){.does = ROW_SESSION,
				.id = arena_strdup(arena, s->id)});
		str_release(&when);
	}
}

void start_update(struct app *a)
{
	menu_start(&a->menu);
	if (is_file(a->search.text.s))
		menu_add(&a->menu,
			&(struct row){.label = "Read this file as evidence",
				.bare = true,
				.role = ROLE_TITLE},
			&(struct option){.does = ROW_FILE});
	add_sessions(a, &a->menu);
	add_trees(a, &a->menu);
	if (a->fresh)
		a->list.selected = 0;
	chooser_set(&a->list, a->menu.rows, a->menu.n);
}

/* What is in the field and what was pasted, understood. */
static void say_read(struct app *a, struct page *pg)
{
	const struct reading *r = &a->g->reading;
	struct str text = STR_INIT;

	for (size_t i = 0; i < a->g->nevidence; i++) {
		const struct evidence *e = &a->g->evidence[i];

		str_reset(&text);
		str_addf(&text, "%s: %u lines, %s", e->name,
			evidence_line(e, e->len), e->encoding);
		page_lead(pg, ROLE_GOOD, canvas_glyph(pg->canvas, GLYPH_DONE),
			ROLE_TEXT, text.s);
	}
	for (size_t i = 0; i < r->ncodes && i < 3; i++) {
		char number[16];

		snprintf(number, sizeof(number), "%d", (int)r->codes[i].code);
		str_reset(&text);
		if (r->codes[i].is_reason || !guide_code(a->g, number, &text))
			str_addf(&text, "%s %s",
				r->codes[i].is_reason ? "NPS reason" : "code",
				number);
		page_text(pg, ROLE_TEXT, 2, text.s);
	}
	str_reset(&text);
	for (size_t i = 0; i < r->n; i++)
		str_addf(&text, "%s%s = %s", text.len ? ", " : "",
			r->findings[i].fact, r->findings[i].value);
	if (text.len)
		page_text(pg, ROLE_SOURCE, 2, text.s);
	str_reset(&text);
	if (a->search.text.len && guide_code(a->g, a->search.text.s, &text))
		page_text(pg, ROLE_GOOD, 2, text.s);
	str_release(&text);
}

static const char *const hints[][2] = {{"Enter", "open"},
	{"paste", "an event or output"}, {"F1", "help"}, {"Ctrl-Q", "quit"},
	{NULL, NULL}};

void start_draw(struct app *a, const struct canvas *c)
{
	struct canvas at;
	struct page pg = {0};
	int y = 2, n;

	draw_bar(a, c, "Always On VPN");
	canvas_text(c, y++, 1, ROLE_TITLE,
		"What does the caller see? Paste it, or type a code or words:");
	at = canvas_cut(c, y++, 1, 1, c->cols - 2);
	page_start(&pg, c, c->cols - 4);
	say_read(a, &pg);
	n = (int)pg.n < c->rows / 3 ? (int)pg.n : c->rows / 3;
	struct canvas said = canvas_cut(c, y, 2, n, c->cols - 4);
	page_draw(&pg, &said, 0);
	page_release(&pg);
	y += n + 1;
	said = canvas_cut(c, y, 0, c->rows - y - 2, c->cols);
	chooser_draw(&a->list, a->menu.rows, &said);
	edit_draw(&a->search, &at, true);
	if (a->g->say.len || a->g->o->remark)
		draw_say(c, a->g->trouble ? ROLE_BAD : ROLE_STATUS,
			a->g->say.len ? a->g->say.s : a->g->o->remark);
	draw_hint(c, c->rows - 1, hints);
}

static void read_file(struct app *a)
{
	struct str bytes = STR_INIT;
	const char *path = a->search.text.s;

	if (file_read(path, EVIDENCE_MOST, &bytes) < 0) {
		guide_tell(a->g, "%s cannot be read", path);
		a->g->trouble = true;
	} else if (guide_evidence(a->g, path, bytes.s, bytes.len)) {
		edit_set(&a->search, "");
	}
	str_release(&bytes);
}

static void take(struct app *a, const struct option *o)
{
	const char *typed = a->search.text.s;

	if (o->does == ROW_FILE) {
		read_file(a);
		return;
	}
	if (o->does == ROW_SESSION && guide_resume(a->g, o->id)) {
		app_moved(a);
		return;
	}
	if (o->does != ROW_TREE)
		return;
	/* A code that was typed is a fact like one that was pasted. */
	if (*typed)
		guide_evidence(a->g, "typed", typed, strlen(typed));
	if (guide_open(a->g, o->id)) {
		edit_set(&a->search, "");
		app_moved(a);
	}
}

/* One short line goes into the field, the rest is evidence. */
static void pasted(struct app *a, const struct event *e)
{
	if (e->len < 120 && !memchr(e->text, '\n', e->len) &&
		!memchr(e->text, '\r', e->len)) {
		edit_event(&a->search, e);
		a->g->changes++;
		return;
	}
	guide_evidence(a->g, "paste", e->text, e->len);
	a->fresh = true;
}

bool start_event(struct app *a, const struct event *e)
{
	bool moves = e->kind == EVENT_CLICK ||
		     (e->kind == EVENT_KEY && e->key >= KEYS_FIRST &&
			     e->key != KEYS_HOME && e->key != KEYS_END &&
			     e->key != KEYS_LEFT && e->key != KEYS_RIGHT);

	str_reset(&a->g->say);
	a->g->trouble = false;
	if (moves)
		switch (chooser_event(&a->list, a->menu.rows, e)) {
		case CHOOSER_MOVED:
			return true;
		case CHOOSER_CHOSEN:
			take(a, &a->menu.options[a->list.selected]);
			return true;
		case CHOOSER_NOTHING:
			break;
		}
	if (e->kind == EVENT_PASTE) {
		pasted(a, e);
		return true;
	}
	if (event_is(e, KEYS_ESC)) {
		edit_set(&a->search, "");
		a->fresh = true;
		return true;
	}
	if (event_is(e, '?') && a->search.text.len == 0) {
		panel_open(a, &panel_help);
		return true;
	}
	if (!edit_event(&a->search, e))
		return false;
	a->fresh = true;
	return true;
}
