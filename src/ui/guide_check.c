/* Where checks run, and whether they may. */
#include "ui/guide.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"

static struct place *find(const struct guide *g, const char *machine)
{
	for (size_t i = 0; i < g->nplaces; i++)
		if (!strcmp(g->places[i].machine, machine))
			return &g->places[i];
	return NULL;
}

/* What is on this machine runs here; the rest is pasted until somebody says
 * how to get there. */
void guide_where(const struct guide *g, const char *machine, struct where *w)
{
	const struct place *p = find(g, machine);
	const char *why;

	if (p && where_parse(p->where, w, &why))
		return;
	w->host = NULL;
	w->kind = strcmp(machine, "here") ? WHERE_PASTE : WHERE_LOCAL;
}

bool guide_place(struct guide *g, const char *machine, const char *where)
{
	struct place *p = find(g, machine);
	struct where w;
	const char *why = NULL;

	if (!where_parse(where, &w, &why)) {
		guide_tell(g, "'%s': %s", where, why ? why : "not understood");
		g->trouble = true;
		return false;
	}
	if (!p) {
		g->places = grow(g->places, &g->capplaces, g->nplaces,
			sizeof(*g->places));
		p = &g->places[g->nplaces++];
		p->machine = xstrdup(machine);
		p->where = NULL;
	}
	free(p->where);
	p->where = xstrdup(where);
	g->consent.given = false; /* another machine: show it again */
	g->changes++;
	return true;
}

enum leave guide_may_run(struct guide *g, const char **why)
{
	const struct prompt *p = guide_prompt(g);

	if (!p || !p->check) {
		*why = "there is nothing to run here";
		return LEAVE_NONE;
	}
	return consent_ask(&g->consent, p->tree, p->check, why);
}

void guide_consent(struct guide *g)
{
	g->consent.given = true;
}

struct job *guide_run(struct guide *g)
{
	const struct prompt *p = guide_prompt(g);
	struct runner_setup setup = {0};
	struct where where;

	if (!g->runner)
		g->runner = runner_new(&setup);
	guide_where(g, p->check->machine, &where);
	return runner_start(g->runner, p->check, &where);
}
