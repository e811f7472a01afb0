/*
 * The longest common run of lines, after what is the same at both ends is set
 * aside. Past a thousand lines of change the table would be too large; then
 * all of the old and all of the new is shown.
 */
#include "difference.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmem.h"

enum {
	MOST = 1000,
	AROUND = 2,
};

struct line {
	const char *s;
	size_t n;
};

struct text {
	struct line *l;
	size_t n, cap;
};

struct pair_of_texts {
	struct text a, b;
	size_t from, aend, bend; /* the part that differs */
	uint16_t *table;         /* lengths of common runs from (i, j) on */
	struct str *out;
};

static void split(struct text *t, const char *s)
{
	*t = (struct text){0};
	while (*s) {
		size_t n = strcspn(s, "\n");

		t->l = grow(t->l, &t->cap, t->n, sizeof(*t->l));
		t->l[t->n++] = (struct line){s, n};
		s += n + (s[n] == '\n');
	}
}

static bool same(const struct line *a, const struct line *b)
{
	return a->n == b->n && memcmp(a->s, b->s, a->n) == 0;
}

static void add(struct str *out, char sign, const struct line *l)
{
	str_addc(out, sign);
	utf8_add_visible(out, l->s, l->n);
	str_addc(out, '\n');
}

static uint16_t *cell(const struct pair_of_texts *p, size_t i, size_t j)
{
	return &p->table[(i - p->from) * (p->bend - p->from + 1) +
			 (j - p->from)];
}

static void fill_table(struct pair_of_texts *p)
{
	size_t n = p->aend - p->from + 1, m = p->bend - p->from + 1;

	p->table = xcalloc(n * m, sizeof(*p->table));
	for (size_t i = p->aend; i-- > p->from;)
		for (size_t j = p->bend; j-- > p->from;) {
			uint16_t down = *cell(p, i + 1, j),
				 right = *cell(p, i, j + 1);

			if (same(&p->a.l[i], &p->b.l[j]))
				*cell(p, i, j) =
					(uint16_t)(*cell(p, i + 1, j + 1) + 1);
			else
				*cell(p, i, j) = down > right ? down : right;
		}
}

static void show_middle(struct pair_of_texts *p)
{
	size_t i = p->from, j = p->from;

	while (i < p->aend || j < p->bend) {
		bool both = i < p->aend && j < p->bend;

		if (both && p->table && same(&p->a.l[i], &p->b.l[j])) {
			add(p->out, ' ', &p->a.l[i]);
			i++;
			j++;
		} else if (j == p->bend ||
			   (both &&
				   (!p->table || *cell(p, i + 1, j) >=
							 *cell(p, i, j + 1)))) {
			add(p->out, '-', &p->a.l[i++]);
		} else {
			add(p->out, '+', &p->b.l[j++]);
		}
	}
}

static void show(struct pair_of_texts *p)
{
	size_t before = p->from < AROUND ? 0 : p->from - AROUND;

	if (p->from == p->aend && p->from == p->bend)
		return;
	for (size_t i = before; i < p->from; i++)
		add(p->out, ' ', &p->a.l[i]);
	if (p->aend - p->from <= MOST && p->bend - p->from <= MOST)
		fill_table(p);
	show_middle(p);
	for (size_t i = p->aend; i < p->a.n && i < p->aend + AROUND; i++)
		add(p->out, ' ', &p->a.l[i]);
}

void difference(const char *before, const char *after, struct str *out)
{
	struct pair_of_texts p = {.out = out};

	split(&p.a, before);
	split(&p.b, after);
	while (p.from < p.a.n && p.from < p.b.n &&
		same(&p.a.l[p.from], &p.b.l[p.from]))
		p.from++;
	p.aend = p.a.n;
	p.bend = p.b.n;
	while (p.aend > p.from && p.bend > p.from &&
		same(&p.a.l[p.aend - 1], &p.b.l[p.bend - 1])) {
		p.aend--;
		p.bend--;
	}
	show(&p);
	free(p.table);
	free(p.a.l);
	free(p.b.l);
}
