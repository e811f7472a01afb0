/* A page to read. */
#include "view.h"

static void body(struct app *a, const struct prompt *p, struct page *pg)
{
	body_title(pg, p);
	body_blocks(pg, p);
}

static void menu(struct app *a, const struct prompt *p, struct menu *m)
{
	menu_add(m, &(struct row){.label = "Go on", .role = ROLE_TEXT},
		&(struct option){.does = ROW_NEXT});
}

static void next(struct app *a, const struct prompt *p)
{
	if (guide_next(a->g))
		app_moved(a);
}

const struct view view_page = {.body = body, .menu = menu, .next = next};
