/* Building a prompt, piece by piece, in the engine's scratch arena. */
#include <string.h>

#include "base/xmem.h"
#include "walk.h"

void stage_block(struct stage *s, struct block b)
{
	struct prompt *p = s->prompt;

	if (p->nblocks == s->cap) {
		size_t cap = s->cap ? s->cap * 2 : 8;
		struct block *more = arena_alloc(s->arena, cap * sizeof(*more));

		if (p->nblocks)
			memcpy(more, s->blocks, p->nblocks * sizeof(*more));
		s->blocks = more;
		s->cap = cap;
	}
	s->blocks[p->nblocks++] = b;
}

const char *stage_fill(struct stage *s, const char *tmpl)
{
	struct str text = STR_INIT;
	const char *copy;

	fill_text(tmpl, &s->walk->facts, &text);
	copy = arena_strdup(s->arena, text.s);
	str_release(&text);
	return copy;
}

void stage_text(struct stage *s, enum block_kind kind, const char *tmpl)
{
	stage_block(s,
		(struct block){.kind = kind, .text = stage_fill(s, tmpl)});
}

struct choice *stage_choices(struct stage *s, size_t n)
{
	struct choice *c = arena_alloc(s->arena, (n + 1) * sizeof(*c));

	s->prompt->choices = c;
	s->prompt->nchoices = n;
	return c;
}
