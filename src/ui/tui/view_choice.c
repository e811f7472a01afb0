/* A question, or a fix that was carried out or not. */
#include "view.h"

static void body(struct app *a, const struct prompt *p, struct page *pg)
{
	body_title(pg, p);
	body_blocks(pg, p);
}

static void menu(struct app *a, const struct prompt *p, struct menu *m)
{
	menu_choices(m, p, ROLE_TEXT);
}

const struct view view_choice = {.body = body, .menu = menu};
