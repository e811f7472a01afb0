/*
 * Values to type. Letters go into the field; Esc leads to the menu, where
 * they are keys again.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmem.h"
#include "model/value.h"
#include "ui/wrap.h"
#include "view.h"

static void open_fields(struct app *a, const struct prompt *p)
{
	a->nfields = p->nfields;
	a->fields = xcalloc(p->nfields + 1, sizeof(*a->fields));
	a->faults = xcalloc(p->nfields + 1, sizeof(*a->faults));
	a->focus = 0;
	for (size_t i = 0; i < p->nfields; i++) {
		edit_init(&a->fields[i]);
		a->fields[i].secret = p->fields[i].var->type == VAR_SECRET;
		if (p->fields[i].value)
			edit_set(&a->fields[i], p->fields[i].value);
	}
	/* What is known already is not asked first. */
	while (a->focus < a->nfields && a->fields[a->focus].text.len)
		a->focus++;
}

static void body(struct app *a, const struct prompt *p, struct page *pg)
{
	body_title(pg, p);
	body_blocks(pg, p);
}

static void menu(struct app *a, const struct prompt *p, struct menu *m)
{
	menu_add(m, &(struct row){.label = "Go on", .role = ROLE_TEXT},
		&(struct option){.does = ROW_NEXT});
	if (p->may_skip)
		menu_add(m,
			&(struct row){.label = "Pass: not known now",
				.letter = 'x',
				.role = ROLE_TEXT},
			&(struct option){
				.does = ROW_ACTION, .action = ACTION_SKIP});
}

static size_t ask_lines(struct lines *l, const struct prompt_field *f, int cols)
{
	const char *ask = f->var->ask ? f->var->ask : f->var->id;

	l->n = 0;
	wrap_text(l, ask, strlen(ask), cols > 24 ? (size_t)cols - 6 : 18);
	return l->n;
}

/* The question, the field, and a line of remarks under it. */
static int field_height(const struct prompt_field *f, int cols)
{
	struct lines l = {0};
	int height = (int)ask_lines(&l, f, cols) + 2;

	lines_release(&l);
	return height;
}

static int height(struct app *a, int cols)
{
	const struct prompt *p = guide_prompt(a->g);
	int sum = 0;

	for (size_t i = 0; i < a->nfields; i++)
		sum += field_height(&p->fields[i], cols);
	return sum;
}

static void remark(struct app *a, size_t i, const struct canvas *c, int y)
{
	const struct prompt_field *f = &guide_prompt(a->g)->fields[i];
	struct str text = STR_INIT;

	if (a->faults[i])
		str_adds(&text, a->faults[i]);
	else if (f->value && f->source)
		str_addf(&text, "known: %s", f->source);
	else if (f->var->example)
		str_addf(&text, "for example %s%s", f->var->example,
			f->required ? "" : "; may stay empty");
	else if (!f->required)
		str_adds(&text, "may stay empty");
	canvas_text(c, y, 3,
		a->faults[i] ? ROLE_BAD
		: f->source  ? ROLE_SOURCE
			     : ROLE_DIM,
		text.s);
	str_release(&text);
}

static int draw_field(struct app *a, size_t i, const struct canvas *c, int y)
{
	const struct prompt_field *f = &guide_prompt(a->g)->fields[i];
	const char *ask = f->var->ask ? f->var->ask : f->var->id;
	bool focus = i == a->focus;
	struct lines l = {0};
	struct canvas box;

	ask_lines(&l, f, c->cols);
	if (focus)
		canvas_text(c, y, 1, ROLE_KEY, canvas_glyph(c, GLYPH_ARROW));
	for (size_t k = 0; k < l.n; k++)
		canvas_bytes(c, y++, 3, focus ? ROLE_TITLE : ROLE_TEXT,
			(struct piece){ask + l.list[k].start, l.list[k].len});
	lines_release(&l);
	box = canvas_cut(c, y++, 3, 1, c->cols - 6);
	edit_draw(&a->fields[i], &box, focus);
	remark(a, i, c, y++);
	return y;
}

static void draw(struct app *a, const struct canvas *c)
{
	const struct prompt *p = guide_prompt(a->g);
	size_t first = 0;
	int y = 0, need = 0;

	/* Keep the field that is typed in on the screen. */
	for (size_t i = 0; i <= a->focus && i < a->nfields; i++)
		need += field_height(&p->fields[i], c->cols);
	while (need > c->rows && first < a->focus)
		need -= field_height(&p->fields[first++], c->cols);
	for (size_t i = first; i < a->nfields && y < c->rows; i++)
		y = draw_field(a, i, c, y);
}

/* False: the field keeps the focus and says why. */
static bool accept(struct app *a, const struct prompt *p, size_t i)
{
	struct str value = STR_INIT, shown = STR_INIT;
	const char *why = NULL;
	bool empty = a->fields[i].text.len == 0, fits;

	a->faults[i] = NULL;
	if (empty && !p->fields[i].required)
		return true;
	fits = !empty && value_accept(p->fields[i].var, a->fields[i].text.s,
				 &value, &why);
	if (fits) {
		edit_set(&a->fields[i], value.s);
		value_show(p->fields[i].var, value.s, &shown);
		if (strcmp(shown.s, value.s) != 0 && !a->fields[i].secret)
			guide_tell(a->g, "read it back: %s", shown.s);
	} else {
		a->faults[i] = empty ? "this is needed here" : why;
	}
	str_release(&value);
	str_release(&shown);
	return fits;
}

static void next(struct app *a, const struct prompt *p)
{
	struct pair *list = xcalloc(a->nfields + 1, sizeof(*list));
	struct pairs values = {list, 0};

	for (size_t i = 0; i < a->nfields; i++) {
		if (!accept(a, p, i)) {
			a->focus = i;
			free(list);
			return;
		}
		list[values.n].key = p->fields[i].var->id;
		list[values.n++].value = a->fields[i].text.s;
	}
	if (guide_form(a->g, &values))
		app_moved(a);
	free(list);
}

static void move(struct app *a, const struct prompt *p, bool down)
{
	if (down && accept(a, p, a->focus))
		a->focus++;
	else if (!down && a->focus > 0)
		a->focus--;
}

static bool event(struct app *a, const struct prompt *p, const struct event *e)
{
	if (a->focus >= a->nfields) {
		if (a->nfields && a->list.selected == 0 &&
			(event_is(e, KEYS_UP) || event_is(e, KEYS_BACKTAB))) {
			a->focus = a->nfields - 1;
			return true;
		}
		if (a->nfields && event_is(e, KEYS_TAB)) {
			a->focus = 0;
			return true;
		}
		return false;
	}
	if (edit_event(&a->fields[a->focus], e)) {
		a->faults[a->focus] = NULL;
		return true;
	}
	if (event_is(e, KEYS_ENTER) || event_is(e, KEYS_NEWLINE) ||
		event_is(e, KEYS_TAB) || event_is(e, KEYS_DOWN))
		move(a, p, true);
	else if (event_is(e, KEYS_UP) || event_is(e, KEYS_BACKTAB))
		move(a, p, false);
	else if (event_is(e, KEYS_ESC))
		a->focus = a->nfields;
	else if (e->kind == EVENT_KEY && e->alt && e->key < 0x80)
		app_act(a, keys_action((char)e->key, keys_when(p)));
	return true;
}

const struct view view_form = {.open = open_fields,
	.body = body,
	.menu = menu,
	.height = height,
	.draw = draw,
	.event = event,
	.next = next};
