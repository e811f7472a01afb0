/* Events to the panel, else to the view, else to what holds everywhere. */
#include "ui/tui/app.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "view.h"

struct app *app_new(struct guide *g, struct screen *s)
{
	struct app *a = xcalloc(1, sizeof(*a));

	a->g = g;
	a->screen = s;
	edit_init(&a->search);
	for (int i = 0; i < DRAFT_COUNT; i++)
		edit_init(&a->draft[i]);
	a->draft[DRAFT_PASTE].many = true;
	str_init(&a->text);
	str_init(&a->output);
	str_init(&a->report);
	edit_init(&a->reason);
	clipboard_init(&a->clip);
	a->fresh = true;
	a->seen = (size_t)-1;
	return a;
}

static void free_fields(struct app *a)
{
	for (size_t i = 0; i < a->nfields; i++)
		edit_release(&a->fields[i]);
	free(a->fields);
	free(a->faults);
	a->fields = NULL;
	a->faults = NULL;
	a->nfields = 0;
}

void app_free(struct app *a)
{
	if (!a)
		return;
	free_fields(a);
	job_free(a->job);
	if (a->has_pasted)
		pasted_release(&a->pasted);
	edit_release(&a->search);
	for (int i = 0; i < DRAFT_COUNT; i++)
		edit_release(&a->draft[i]);
	menu_release(&a->menu);
	menu_release(&a->pmenu);
	chooser_release(&a->list);
	chooser_release(&a->plist);
	page_release(&a->page);
	page_release(&a->ppage);
	clipboard_release(&a->clip);
	str_release(&a->text);
	str_release(&a->output);
	str_release(&a->report);
	edit_release(&a->reason);
	free(a);
}

void menu_start(struct menu *m)
{
	arena_release(&m->arena);
	arena_init(&m->arena);
	m->n = 0;
}

void menu_release(struct menu *m)
{
	arena_release(&m->arena);
	free(m->rows);
	free(m->options);
	memset(m, 0, sizeof(*m));
}

void menu_add(struct menu *m, const struct row *r, const struct option *o)
{
	m->rows = grow(m->rows, &m->cap, m->n, sizeof(*m->rows));
	m->options =
		grow(m->options, &m->capoptions, m->n, sizeof(*m->options));
	m->rows[m->n] = *r;
	m->options[m->n++] = *o;
}

bool event_is(const struct event *e, uint32_t key)
{
	return e->kind == EVENT_KEY && e->key == key && !e->ctrl && !e->alt;
}

void app_moved(struct app *a)
{
	free_fields(a);
	a->fresh = true;
	a->scroll = 0;
	a->countdown = 0;
}

/* Rows and fields of what is shown now. */
static void update(struct app *a)
{
	const struct prompt *p = guide_prompt(a->g);

	if (p && a->node != p->node && !a->fresh)
		app_moved(a);
	if (!a->fresh && a->seen == a->g->changes)
		return;
	a->seen = a->g->changes;
	a->node = p ? p->node : NULL;
	if (p)
		walk_update(a);
	else
		start_update(a);
	a->fresh = false;
}

void app_act(struct app *a, enum action action)
{
	switch (action) {
	case ACTION_NONE:
		break;
	case ACTION_HELP:
		panel_open(a, &panel_help);
		break;
	case ACTION_BACK:
		if (guide_back(a->g))
			app_moved(a);
		break;
	case ACTION_HISTORY:
		panel_open(a, &panel_history);
		break;
	case ACTION_FACTS:
		panel_open(a, &panel_facts);
		break;
	case ACTION_NOTE:
	case ACTION_FLAG:
	case ACTION_TRIED:
	case ACTION_WHERE:
		a->draft_now = action == ACTION_NOTE    ? DRAFT_NOTE
			       : action == ACTION_FLAG  ? DRAFT_FLAG
			       : action == ACTION_TRIED ? DRAFT_TRIED
							: DRAFT_WHERE;
		panel_open(a, &panel_remark);
		break;
	case ACTION_COPY:
		panel_open(a, &panel_copy);
		break;
	case ACTION_RUN:
		run_start(a);
		break;
	case ACTION_PASTE:
		panel_open(a, &panel_paste);
		break;
	case ACTION_SKIP:
		if (guide_skip(a->g))
			app_moved(a);
		break;
	case ACTION_EXPORT:
		panel_open(a, &panel_transcript);
		break;
	case ACTION_START:
		guide_close(a->g);
		app_moved(a);
		break;
	case ACTION_QUIT:
		app_leave(a);
		break;
	}
}

/* What holds wherever one is. */
static bool everywhere(struct app *a, const struct event *e)
{
	if (e->kind == EVENT_DA1) {
		clipboard_answer(&a->clip, e->clipboard);
		return true;
	}
	if (e->kind != EVENT_KEY)
		return false;
	if (e->key == KEYS_F1 && a->panel != &panel_help) {
		panel_open(a, &panel_help);
		return true;
	}
	if (!e->ctrl)
		return false;
	switch (e->key) {
	case 'c':
	case 'q':
		app_leave(a);
		return true;
	case 'z':
		a->stop = true;
		return true;
	case 'l':
		screen_redraw(a->screen);
		return true;
	default:
		return false;
	}
}

void app_event(struct app *a, const struct event *e)
{
	update(a);
	if (everywhere(a, e))
		return;
	if (a->panel) {
		a->panel->event(a, e);
		update(a);
		return;
	}
	if (guide_prompt(a->g))
		walk_event(a, e);
	else
		start_event(a, e);
	update(a);
}

static void draw_small(const struct canvas *c)
{
	canvas_printf(c, c->rows / 2 - 1, 0, ROLE_WARN,
		"This window: %d x %d. Needed: %d x %d.", c->cols, c->rows,
		LEAST_COLS, LEAST_ROWS);
	canvas_text(c, c->rows / 2, 0, ROLE_TEXT,
		"Make it larger: nothing is lost.");
	canvas_text(c, c->rows / 2 + 1, 0, ROLE_TEXT,
		"Or Ctrl-C, then start with --plain.");
}

void app_draw(struct app *a)
{
	struct canvas c = screen_canvas(a->screen), middle;

	update(a);
	a->now = guide_now(a->g) / 1000;
	if (c.rows < LEAST_ROWS || c.cols < LEAST_COLS) {
		draw_small(&c);
		return;
	}
	if (!a->panel) {
		if (guide_prompt(a->g))
			walk_draw(a, &c);
		else
			start_draw(a, &c);
		return;
	}
	draw_bar(a, &c, a->panel->title);
	middle = canvas_cut(&c, 2, 1, c.rows - 4, c.cols - 2);
	a->panel->draw(a, &middle);
	draw_hint(&c, c.rows - 1, a->panel->hints);
	if (a->g->say.len)
		draw_say(&c, a->g->trouble ? ROLE_BAD : ROLE_STATUS,
			a->g->say.s);
}

void panel_open(struct app *a, const struct panel *p)
{
	a->panel = p;
	a->pscroll = 0;
	a->plist.selected = 0;
	a->plist.scroll = 0;
	menu_start(&a->pmenu);
	str_reset(&a->g->say);
	a->g->trouble = false;
	if (p->open)
		p->open(a);
}

void panel_close(struct app *a)
{
	a->panel = NULL;
	a->draft_now = DRAFT_NOTE;
}

bool panel_scroll(struct app *a, const struct event *e)
{
	int most = page_most(&a->ppage, a->pbody_rows),
	    page = a->pbody_rows - 1;
	int by = 0;

	if (event_is(e, KEYS_DOWN) || event_is(e, KEYS_WHEEL_DOWN))
		by = 1;
	else if (event_is(e, KEYS_UP) || event_is(e, KEYS_WHEEL_UP))
		by = -1;
	else if (event_is(e, KEYS_PAGE_DOWN) || event_is(e, ' '))
		by = page;
	else if (event_is(e, KEYS_PAGE_UP))
		by = -page;
	else if (event_is(e, KEYS_HOME))
		by = -(int)a->ppage.n;
	else if (event_is(e, KEYS_END))
		by = (int)a->ppage.n;
	if (by == 0)
		return false;
	a->pscroll += by;
	if (a->pscroll > most)
		a->pscroll = most;
	if (a->pscroll < 0)
		a->pscroll = 0;
	return true;
}

bool app_is_done(const struct app *a)
{
	return a->quit;
}

bool app_wants_stop(struct app *a)
{
	bool stop = a->stop;

	a->stop = false;
	return stop;
}

const char *app_bare(struct app *a)
{
	bool wanted = a->bare;

	a->bare = false;
	return wanted ? a->text.s : NULL;
}

struct str *app_output(struct app *a)
{
	return &a->output;
}

/* Half-typed words become a note, secrets never. */
void app_leave(struct app *a)
{
	const struct prompt *p = guide_prompt(a->g);
	struct str note = STR_INIT;

	a->quit = true;
	for (size_t i = 0; p && i < a->nfields && i < p->nfields; i++) {
		const struct prompt_field *f = &p->fields[i];
		const char *typed = a->fields[i].text.s;

		if (a->fields[i].secret || !*typed ||
			(f->value && !strcmp(f->value, typed)))
			continue;
		str_addf(&note, "%s%s = %s",
			note.len ? ", " : "half typed: ", f->var->id, typed);
	}
	for (int i = DRAFT_NOTE; p && i <= DRAFT_TRIED; i++)
		if (a->draft[i].text.len)
			str_addf(&note, "%s%s", note.len ? "; " : "",
				a->draft[i].text.s);
	if (note.len)
		guide_note(a->g, note.s);
	str_release(&note);
}

int app_status(const struct app *a)
{
	const struct prompt *p = guide_prompt(a->g);

	if (p && p->kind == PROMPT_END && p->outcome &&
		!strcmp(p->outcome, "escalated"))
		return 4;
	return 0;
}
