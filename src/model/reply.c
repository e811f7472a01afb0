/* Deep copies of replies. */
#include "model/reply.h"

#include <string.h>

#include "base/arena.h"

static const char *dup(struct arena *a, const char *s)
{
	return s ? arena_strdup(a, s) : NULL;
}

struct reply *reply_copy(struct arena *a, const struct reply *from)
{
	struct reply *r = arena_copy(a, from, 1, sizeof(*from));

	r->node = dup(a, from->node);
	r->choice = dup(a, from->choice);
	r->name = dup(a, from->name);
	r->source = dup(a, from->source);
	r->text = from->text ? arena_strndup(a, from->text, from->len) : NULL;
	r->values.p = arena_copy(a, from->values.p, from->values.n,
		sizeof(*r->values.p));
	for (size_t i = 0; i < r->values.n; i++) {
		r->values.p[i].key = dup(a, from->values.p[i].key);
		r->values.p[i].value = dup(a, from->values.p[i].value);
	}
	if (from->kind != REPLY_RESULT)
		return r;
	r->result.out =
		arena_strndup(a, from->result.out ? from->result.out : "",
			from->result.out ? from->result.outlen : 0);
	r->result.err =
		arena_strndup(a, from->result.err ? from->result.err : "",
			from->result.err ? from->result.errlen : 0);
	r->result.say = dup(a, from->result.say);
	return r;
}
