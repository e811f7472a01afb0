/* Before the walk: which trees fit what was pasted or typed. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "ui/guide.h"

/* Does the word begin a word of the text? 2 at its start, 1 inside, 0 no. */
static int word_in(const char *text, const char *word, size_t n)
{
	int found = 0;

	for (const char *p = text; text && *p; p++) {
		size_t i = 0;

		while (i < n && p[i] &&
			tolower((unsigned char)p[i]) ==
				tolower((unsigned char)word[i]))
			i++;
		if (i < n)
			continue;
		if (p == text || !isalnum((unsigned char)p[-1]))
			return 2;
		found = 1;
	}
	return found;
}

static int word_score(const struct tree *t, const char *word, size_t n)
{
	int score = 4 * word_in(t->id, word, n);

	score += 4 * word_in(t->title, word, n);
	score += word_in(t->about.summary, word, n);
	for (size_t i = 0; i < t->about.tags.n; i++)
		score += 2 * word_in(t->about.tags.s[i], word, n);
	for (size_t i = 0; i < t->detect.codes.n; i++)
		score += 4 * word_in(t->detect.codes.s[i], word, n);
	return score;
}

/* Every word must be there; 0 when one is not. */
static int words_score(const struct tree *t, const char *words)
{
	int total = 0;

	while (*words) {
		size_t n = strcspn(words, " \t\n");
		int score;

		if (n == 0) {
			words++;
			continue;
		}
		score = word_score(t, words, n);
		if (score == 0)
			return 0;
		total += score;
		words += n;
	}
	return total;
}

static int by_score(const void *a, const void *b)
{
	const struct offer *x = a, *y = b;

	if (x->by_evidence != y->by_evidence)
		return y->by_evidence - x->by_evidence;
	if (x->score != y->score)
		return y->score > x->score ? 1 : -1;
	return strcmp(x->tree->id, y->tree->id);
}

static bool by_evidence(const struct reading *r, struct offer *o)
{
	for (size_t i = 0; i < r->nscores; i++)
		if (r->scores[i].tree == o->tree) {
			o->score = r->scores[i].score;
			o->by_evidence = true;
			return true;
		}
	return false;
}

struct offer *guide_offers(const struct guide *g, const char *words, size_t *n)
{
	const struct catalog *c = g->o->catalog;
	struct offer *list = xcalloc(c->n + 1, sizeof(*list));
	struct reading typed;
	struct evidence e;

	*n = 0;
	reading_init(&typed);
	evidence_init(&e, "typed", words, strlen(words));
	if (*words && !e.binary)
		reading_add(&typed, c, g->o->codes, &e);
	for (size_t i = 0; i < c->n; i++) {
		struct offer o = {.tree = c->trees[i]};

		if (o.tree->is_part)
			continue;
		if (!by_evidence(&typed, &o) &&
			(*words || !by_evidence(&g->reading, &o))) {
			o.score = words_score(o.tree, words);
			if (*words && o.score == 0)
				continue;
		}
		list[(*n)++] = o;
	}
	/* With nothing to go by, the tree that needs no code leads. */
	for (size_t i = 0; !*words && i < *n; i++)
		list[i].score += strcmp(list[i].tree->id, "start") == 0;
	qsort(list, *n, sizeof(*list), by_score);
	evidence_release(&e);
	reading_release(&typed);
	return list;
}

static bool say_code(const struct guide *g, const struct seen_code *c,
	struct str *out)
{
	if (c->is_reason) {
		const struct reason_row *r = codes_reason(g->o->codes, c->code);

		if (r)
			str_addf(out, "NPS reason %s %s: %s", r->reason,
				r->symbol ? r->symbol : "", r->meaning);
		return r;
	}
	const struct code_row *r = codes_find(g->o->codes, c->code);

	if (r)
		str_addf(out, "%s %s: %s", r->code, r->name ? r->name : "",
			r->meaning);
	return r;
}

bool guide_code(const struct guide *g, const char *typed, struct str *out)
{
	struct reading r;
	struct evidence e;
	bool found = false;

	reading_init(&r);
	evidence_init(&e, "typed", typed, strlen(typed));
	if (!e.binary)
		reading_add(&r, g->o->catalog, g->o->codes, &e);
	for (size_t i = 0; i < r.ncodes && !found; i++)
		found = say_code(g, &r.codes[i], out);
	evidence_release(&e);
	reading_release(&r);
	return found;
}
