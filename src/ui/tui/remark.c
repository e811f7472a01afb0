/*
 * One line to type: a note, a flag, "already tried", where a machine is. What
 * is half typed stays when the page is left.
 */
#include "view.h"

static const char *const hints[][2] = {{"Enter", "keep it"},
	{"Esc", "back; what is typed stays"}, {NULL, NULL}};

static const struct {
	const char *ask, *help;
} kinds[] = {
	[DRAFT_NOTE] = {"A note for the ticket:",
		"It stands in the transcript with its time."},
	[DRAFT_FLAG] = {"What is wrong or missing at this place of the tree?",
		"It goes to the author of the tree, with the place."},
	[DRAFT_TRIED] = {"Tried already: what, when and with what result?",
		"It stands in the handover, so that nobody tries it again."},
	[DRAFT_WHERE] = {"Where do this machine's checks run?",
		"paste: by hand, the output comes back. local: on this "
		"computer. ssh:user@host: with OpenSSH, without questions."},
};

static void draw(struct app *a, const struct canvas *c)
{
	const struct prompt *p = guide_prompt(a->g);
	struct page *pg = &a->ppage;
	struct canvas box;
	size_t n;
	const struct answered *t = guide_trail(a->g, &n);
	int y;

	page_start(pg, c, c->cols);
	page_text(pg, ROLE_TITLE, 0, kinds[a->draft_now].ask);
	page_text(pg, ROLE_DIM, 0, kinds[a->draft_now].help);
	if (a->draft_now == DRAFT_WHERE && p && p->check)
		page_printf(pg, ROLE_TEXT, 0, "Machine: %s",
			p->check->machine_title);
	y = (int)pg->n + 1;
	page_draw(pg, c, 0);
	box = canvas_cut(c, y, 0, 1, c->cols);
	y += 2;
	for (size_t i = 0; a->draft_now == DRAFT_NOTE && i < n; i++)
		if (t[i].kind == REPLY_NOTE)
			canvas_text(c, y++, 2, ROLE_DIM, t[i].label);
	edit_draw(&a->draft[a->draft_now], &box, true);
}

static bool keep(struct app *a)
{
	const struct prompt *p = guide_prompt(a->g);
	const char *typed = a->draft[a->draft_now].text.s;

	switch (a->draft_now) {
	case DRAFT_NOTE:
		return guide_note(a->g, typed);
	case DRAFT_FLAG:
		return guide_flag(a->g, typed);
	case DRAFT_TRIED:
		return guide_tried(a->g, typed);
	case DRAFT_WHERE:
		if (!p || !p->check ||
			!guide_place(a->g, p->check->machine, typed))
			return false;
		if (a->g->o->keep_place)
			a->g->o->keep_place(p->check->machine, typed);
		return true;
	case DRAFT_PASTE:
	case DRAFT_FILE:
	case DRAFT_COUNT:
		break;
	}
	return false;
}

static bool event(struct app *a, const struct event *e)
{
	if (edit_event(&a->draft[a->draft_now], e))
		return true;
	if (event_is(e, KEYS_ESC)) {
		panel_close(a);
		return true;
	}
	if (!event_is(e, KEYS_ENTER))
		return true;
	if (keep(a)) {
		edit_set(&a->draft[a->draft_now], "");
		panel_close(a);
	} else if (a->draft[a->draft_now].text.len == 0) {
		panel_close(a);
	}
	return true;
}

const struct panel panel_remark = {"write", hints, NULL, draw, event};
