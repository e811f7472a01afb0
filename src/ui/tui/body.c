/* What a prompt says, as styled lines; shared by the views. */
#include <string.h>

#include "ui/words.h"
#include "view.h"

void body_title(struct page *pg, const struct prompt *p)
{
	if (p->title)
		page_text(pg, ROLE_TITLE, 0, p->title);
	if (p->why) {
		page_blank(pg);
		page_lead(pg, ROLE_HEAD, "Why", ROLE_DIM, p->why);
	}
}

static void command(struct page *pg, const struct block *b)
{
	struct str text = STR_INIT;

	page_blank(pg);
	if (b->alternative)
		page_text(pg, ROLE_WARN, 0,
			"Only if the step before did not do:");
	words_where(b->machine_title, b->shell, b->run_as, &text);
	page_text(pg, ROLE_WHERE, 0, text.s);
	if (b->believed) {
		str_reset(&text);
		str_addf(&text, "Believed, not proved: %s",
			b->because ? b->because : "no reason is given");
		page_text(pg, ROLE_WARN, 2, text.s);
	}
	if (b->kind == BLOCK_BLOCKED) {
		str_reset(&text);
		str_addf(&text, "Not ready: %s", b->text);
		page_text(pg, ROLE_BAD, 2, text.s);
	} else {
		page_command(pg, b->text);
	}
	str_release(&text);
}

void body_blocks(struct page *pg, const struct prompt *p)
{
	bool after_command = false;

	for (size_t i = 0; i < p->nblocks; i++) {
		const struct block *b = &p->blocks[i];
		bool is_command =
			b->kind == BLOCK_COMMAND || b->kind == BLOCK_BLOCKED;

		if (i == 0 || after_command || b->kind == BLOCK_SAY)
			page_blank(pg);
		after_command = is_command;
		switch (b->kind) {
		case BLOCK_TEXT:
			page_text(pg, ROLE_TEXT, 0, b->text);
			break;
		case BLOCK_SAY:
			page_lead(pg, ROLE_HEAD, "Say", ROLE_SAY, b->text);
			break;
		case BLOCK_WARN:
			page_lead(pg, ROLE_WARN, "!", ROLE_WARN, b->text);
			break;
		case BLOCK_HEAD:
			page_blank(pg);
			page_text(pg, ROLE_HEAD, 0, b->text);
			break;
		case BLOCK_COMMAND:
		case BLOCK_BLOCKED:
			command(pg, b);
			break;
		}
	}
}

void menu_choices(struct menu *m, const struct prompt *p, enum role role)
{
	char letters[MOST_LETTERS] = {0};

	if (p->nchoices <= MOST_LETTERS)
		keys_letters(p, letters);
	for (size_t i = 0; i < p->nchoices; i++) {
		const struct choice *c = &p->choices[i];
		struct row r = {.number = i < 9 ? (int)i + 1 : 0,
			.letter = i < MOST_LETTERS ? letters[i] : '\0',
			.label = arena_strdup(&m->arena, c->label),
			.remark = c->help ? arena_strdup(&m->arena, c->help)
					  : NULL,
			.role = role};
		const struct suggestion *s = &p->suggestion;

		if (s->there && s->choice && !strcmp(s->choice, c->id))
			r.right = s->earlier ? "before" : "known";
		menu_add(m, &r,
			&(struct option){.does = ROW_CHOICE,
				.id = arena_strdup(&m->arena, c->id)});
	}
}
