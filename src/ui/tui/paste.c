/*
 * Output that comes back: pasted at once, typed into a field, or in a file.
 * What it was taken for is shown before it counts.
 */
#include <string.h>

#include "os/file.h"
#include "view.h"

static const char *const paste_hints[][2] = {{"Ctrl-D", "done"},
	{"Enter", "new line"}, {"Esc", "back; what is there stays"},
	{NULL, NULL}};
static const char *const verdict_hints[][2] = {
	{"Enter", "take it"}, {"Esc", "leave it"}, {NULL, NULL}};

static void drop(struct app *a)
{
	if (a->has_pasted)
		pasted_release(&a->pasted);
	a->has_pasted = false;
	a->came = NULL;
	run_drop(a);
}

void paste_take(struct app *a, const char *name, const char *bytes, size_t n)
{
	const struct prompt *p = guide_prompt(a->g);

	drop(a);
	if (!p)
		return;
	if (p->kind == PROMPT_RUN) {
		pasted_init(&a->pasted, p->check, a->g->tag, bytes, n);
		a->has_pasted = true;
		/* Another check's envelope is evidence all the same. */
		if (a->pasted.kind != PASTE_FOREIGN) {
			a->came = &a->pasted.result;
			a->came_say = a->pasted.say;
			panel_open(a, &panel_verdict);
			return;
		}
	}
	panel_close(a);
	if (guide_evidence(a->g, name, bytes, n))
		app_moved(a);
	if (a->has_pasted && a->pasted.say && !a->g->took)
		guide_tell(a->g, "%s", a->pasted.say);
	drop(a);
}

static bool take_file(struct app *a, const char *path)
{
	struct str bytes = STR_INIT;
	bool there = !strchr(path, '\n') && file_is_folder(path) == 0 &&
		     file_read(path, EVIDENCE_MOST, &bytes) == 0;

	if (there) {
		edit_set(&a->draft[DRAFT_PASTE], "");
		paste_take(a, path, bytes.s, bytes.len);
	}
	str_release(&bytes);
	return there;
}

static void draw_paste(struct app *a, const struct canvas *c)
{
	struct canvas box = canvas_cut(c, 3, 0, c->rows - 3, c->cols);

	canvas_text(c, 0, 0, ROLE_TITLE,
		"Paste the output here, or type the name of a file.");
	canvas_text(c, 1, 0, ROLE_DIM,
		"Prompts, echo and wrapped lines do not matter.");
	edit_draw(&a->draft[DRAFT_PASTE], &box, true);
}

static bool paste_event(struct app *a, const struct event *e)
{
	struct edit *d = &a->draft[DRAFT_PASTE];

	if (e->kind == EVENT_PASTE && d->text.len == 0) {
		paste_take(a, "paste", e->text, e->len);
		return true;
	}
	if (event_is(e, KEYS_ESC)) {
		panel_close(a);
		return true;
	}
	if (event_is(e, KEYS_ENTER) && d->text.len && take_file(a, d->text.s))
		return true;
	if (e->kind == EVENT_KEY && e->ctrl && e->key == 'd') {
		struct str text = STR_INIT;

		str_add(&text, d->text.s, d->text.len);
		edit_set(d, "");
		paste_take(a, "paste", text.s, text.len);
		str_release(&text);
		return true;
	}
	return edit_event(d, e);
}

const struct panel panel_paste = {
	"paste", paste_hints, NULL, draw_paste, paste_event};

/* A run always counts, if only as "not known"; a torn paste does not. */
static bool usable(const struct app *a)
{
	return !a->has_pasted || a->pasted.kind == PASTE_WHOLE ||
	       a->pasted.kind == PASTE_BARE;
}

static const char *label_of(const struct prompt *p, const char *outcome)
{
	for (size_t i = 0; outcome && i < p->nchoices; i++)
		if (!strcmp(p->choices[i].id, outcome))
			return p->choices[i].label;
	return outcome;
}

static void draw_verdict(struct app *a, const struct canvas *c)
{
	const struct prompt *p = guide_prompt(a->g);
	struct page *pg = &a->ppage;
	const char *outcome = engine_judge(a->g->engine, a->came);
	bool decides = outcome && strcmp(outcome, "otherwise") != 0;

	page_start(pg, c, c->cols);
	page_text(pg, ROLE_TITLE, 0,
		usable(a) ? "This came back:"
			  : "This cannot be taken as it is:");
	if (a->came_say)
		page_text(pg, ROLE_WARN, 0, a->came_say);
	page_blank(pg);
	if (usable(a))
		page_lead(pg, ROLE_HEAD, "It says",
			decides ? ROLE_GOOD : ROLE_WARN,
			decides ? label_of(p, outcome)
				: "nothing that decides this; Enter goes on "
				  "with \"not known\", Esc lets you answer "
				  "in another way");
	if (a->has_pasted)
		page_printf(pg, ROLE_DIM, 0, "read as %s", a->pasted.encoding);
	page_blank(pg);
	if (a->came->out)
		page_text(pg, ROLE_COMMAND, 2, a->came->out);
	if (a->came->err && *a->came->err)
		page_text(pg, ROLE_BAD, 2, a->came->err);
	a->pbody_rows = c->rows;
	page_draw(pg, c, a->pscroll);
	draw_scroll(c, a->pscroll, page_most(pg, c->rows));
	canvas_cursor(c, 0, 0);
}

static bool verdict_event(struct app *a, const struct event *e)
{
	if (e->kind == EVENT_PASTE) {
		paste_take(a, "paste", e->text, e->len);
		return true;
	}
	if (panel_scroll(a, e))
		return true;
	if (event_is(e, KEYS_ENTER) && usable(a)) {
		panel_close(a);
		if (guide_result(a->g, a->came))
			app_moved(a);
		drop(a);
	} else if (event_is(e, KEYS_ESC) || event_is(e, KEYS_ENTER) ||
		   event_is(e, 'q')) {
		panel_close(a);
		drop(a);
	}
	return true;
}

const struct panel panel_verdict = {
	"what came back", verdict_hints, NULL, draw_verdict, verdict_event};
