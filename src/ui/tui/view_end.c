/* Where the walk ended, what was done, and what leaves the house. */
#include <string.h>

#include "ui/words.h"
#include "view.h"

static void tally(struct app *a, struct page *pg)
{
	struct tally t;

	guide_tally(a->g, &t);
	page_blank(pg);
	page_text(pg, ROLE_HEAD, 0, "What was done");
	page_printf(pg, ROLE_TEXT, 2,
		"checks that ran %zu, answered by a person %zu, skipped %zu",
		t.ran, t.by_eye, t.skipped);
	page_printf(pg, ROLE_TEXT, 2,
		"fixes carried out %zu: verified %zu, not verified %zu",
		t.fixes, t.verified, t.not_verified);
}

static void handover(struct page *pg, const struct prompt *p)
{
	if (p->missing.n) {
		page_blank(pg);
		page_text(pg, ROLE_BAD, 0,
			"Still missing for the handover; b goes back to it:");
	}
	for (size_t i = 0; i < p->missing.n; i++)
		page_text(pg, ROLE_BAD, 2, p->missing.s[i]);
	if (p->question) {
		page_blank(pg);
		page_lead(pg, ROLE_HEAD, "Asked of them", ROLE_TEXT,
			p->question);
	}
}

static void body(struct app *a, const struct prompt *p, struct page *pg)
{
	bool good = p->outcome && (!strcmp(p->outcome, "resolved") ||
					  !strcmp(p->outcome, "workaround"));
	const struct cause *cause = engine_cause(a->g->engine);
	struct str text = STR_INIT;

	words_end(p, &text);
	page_text(pg, good ? ROLE_GOOD : ROLE_WARN, 0, text.s);
	body_blocks(pg, p);
	if (cause) {
		page_blank(pg);
		page_lead(pg, ROLE_HEAD, "Cause", ROLE_TEXT, cause->title);
	}
	handover(pg, p);
	tally(a, pg);
	str_release(&text);
}

static void menu(struct app *a, const struct prompt *p, struct menu *m)
{
	static const struct {
		const char *label;
		enum action action;
		char letter;
	} rows[] = {
		{"Look at the transcript and write it", ACTION_EXPORT, 'e'},
		{"Write a last note", ACTION_NOTE, 'n'},
		{"Next caller: back to the start screen", ACTION_START, 's'},
		{"Leave", ACTION_QUIT, 'q'},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		menu_add(m,
			&(struct row){.label = rows[i].label,
				.letter = rows[i].letter,
				.role = ROLE_TEXT},
			&(struct option){
				.does = ROW_ACTION, .action = rows[i].action});
}

const struct view view_end = {.body = body, .menu = menu};
