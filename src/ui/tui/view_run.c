/*
 * A check: run it, paste what it said, or answer by eye. After a fix it is
 * the proof, tried several times with a countdown between.
 */
#include <string.h>

#include "ui/words.h"
#include "view.h"

static void open_check(struct app *a, const struct prompt *p)
{
	struct where w;

	guide_where(a->g, p->check->machine, &w);
	/* The first attempt is asked for; later ones come by themselves. */
	if (p->attempt > 1 && p->every > 0 && w.kind != WHERE_PASTE)
		a->countdown = guide_now(a->g) + (int64_t)p->every * 1000;
}

/* The question that is answered by eye; it stands above its options. */
static const struct block *by_eye(const struct prompt *p)
{
	const struct block *last =
		p->nblocks ? &p->blocks[p->nblocks - 1] : NULL;

	return last && last->kind == BLOCK_TEXT && last->text ? last : NULL;
}

static void manners(const struct check_spec *c, struct page *pg)
{
	const char *uac = c->command ? words_uac(c->run_as) : NULL;

	if (uac)
		page_lead(pg, ROLE_WARN, "!", ROLE_DIM, uac);
	if (c->read_only && c->timeout)
		page_printf(pg, ROLE_DIM, 0,
			"It only reads, and is stopped after %d s.",
			c->timeout);
}

static void rank(const struct prompt *p, struct page *pg)
{
	if (p->nrank == 0)
		return;
	page_blank(pg);
	page_text(pg, ROLE_HEAD, 0, "Order of checks, cheapest way first");
	for (size_t i = 0; i < p->nrank && i < 6; i++)
		page_printf(pg, p->rank[i].chosen ? ROLE_TEXT : ROLE_DIM, 2,
			"%zu  %s", i + 1, p->rank[i].title);
}

static void body(struct app *a, const struct prompt *p, struct page *pg)
{
	struct prompt rest = *p;

	body_title(pg, p);
	if (p->attempt > 0)
		page_printf(pg, ROLE_HEAD, 0,
			"Proof that the fix worked: attempt %d of %d",
			p->attempt, p->attempts > 0 ? p->attempts : 1);
	if (by_eye(p))
		rest.nblocks--;
	body_blocks(pg, &rest);
	manners(p->check, pg);
	rank(p, pg);
}

static const char *run_label(struct app *a, const struct prompt *p,
	struct menu *m)
{
	struct where w;

	guide_where(a->g, p->check->machine, &w);
	switch (w.kind) {
	case WHERE_LOCAL:
		return "Run it here";
	case WHERE_SSH:
		return arena_printf(&m->arena, "Run it over ssh on %s", w.host);
	case WHERE_PASTE:
		break;
	}
	return "Run it by itself: say first how to reach the machine";
}

static void add(struct menu *m, const char *label, char letter, enum action act)
{
	menu_add(m,
		&(struct row){
			.label = label, .letter = letter, .role = ROLE_TEXT},
		&(struct option){.does = ROW_ACTION, .action = act});
}

static void menu(struct app *a, const struct prompt *p, struct menu *m)
{
	struct where w;
	bool probe = p->check->probe.kind != NULL;
	const struct block *eye = by_eye(p);

	guide_where(a->g, p->check->machine, &w);
	if (w.kind != WHERE_PASTE && p->check->runnable)
		add(m, run_label(a, p, m), 'r', ACTION_RUN);
	if (!probe)
		add(m, "Copy it, to be run by hand", 'c', ACTION_COPY);
	add(m, "Paste what it said, or name a file with it", 'p', ACTION_PASTE);
	if (w.kind == WHERE_PASTE && p->check->runnable)
		add(m, run_label(a, p, m), 'w', ACTION_WHERE);
	if (p->nchoices)
		menu_add(m,
			&(struct row){.label = eye ? arena_printf(&m->arena,
							     "Or by eye: %s",
							     eye->text)
						   : "Or by eye",
				.head = true,
				.role = ROLE_HEAD},
			&(struct option){.does = ROW_OTHER});
	menu_choices(m, p, ROLE_TEXT);
	add(m, "It cannot be carried out now", 'x', ACTION_SKIP);
}

static int height(struct app *a, int cols)
{
	return a->countdown ? 1 : 0;
}

static void draw(struct app *a, const struct canvas *c)
{
	int64_t left = a->countdown - guide_now(a->g);

	canvas_printf(c, 0, 1, ROLE_STATUS,
		"Tried again in %d s. r runs it now, Esc stops the clock.",
		left > 0 ? (int)((left + 999) / 1000) : 0);
}

static bool event(struct app *a, const struct prompt *p, const struct event *e)
{
	if (a->countdown && event_is(e, KEYS_ESC)) {
		a->countdown = 0;
		return true;
	}
	return false;
}

const struct view view_run = {.open = open_check,
	.body = body,
	.menu = menu,
	.height = height,
	.draw = draw,
	.event = event};
