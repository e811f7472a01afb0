/* The head and the tail of a stream, in memory that does not grow with it. */
#include "keep.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"

void keep_init(struct keep *k, size_t most)
{
	memset(k, 0, sizeof(*k));
	str_init(&k->head);
	/* Even, so that two-byte characters stay whole where it is cut. */
	k->most = most & ~(size_t)1;
}

void keep_release(struct keep *k)
{
	str_release(&k->head);
	free(k->tail);
	k->tail = NULL;
}

void keep_add(struct keep *k, const char *s, size_t n)
{
	size_t room = k->most - k->head.len;
	size_t m = n < room ? n : room;

	str_add(&k->head, s, m);
	s += m;
	n -= m;
	if (n && !k->tail)
		k->tail = xmalloc(KEEP_TAIL);
	while (n) {
		size_t at = (size_t)(k->over % KEEP_TAIL);

		m = n < KEEP_TAIL - at ? n : KEEP_TAIL - at;
		memcpy(k->tail + at, s, m);
		k->over += m;
		s += m;
		n -= m;
	}
}

static size_t tail_len(const struct keep *k)
{
	size_t n = k->over < KEEP_TAIL ? (size_t)k->over : KEEP_TAIL;

	return k->over > KEEP_TAIL ? n - (size_t)(k->over & 1) : n;
}

uint64_t keep_left_out(const struct keep *k)
{
	return k->over - tail_len(k);
}

/* The newest n bytes of the ring; n is at most tail_len. */
static void add_tail(const struct keep *k, size_t n, struct str *out)
{
	size_t at = (size_t)((k->over - n) % KEEP_TAIL);
	size_t m = n < KEEP_TAIL - at ? n : KEEP_TAIL - at;

	if (!n)
		return;
	str_add(out, k->tail + at, m);
	str_add(out, k->tail, n - m);
}

void keep_text(const struct keep *k, struct str *out)
{
	uint64_t gone = keep_left_out(k);

	str_add(out, k->head.s, k->head.len);
	if (gone)
		str_addf(out, "\n[%" PRIu64 " bytes left out]\n", gone);
	add_tail(k, tail_len(k), out);
}

void keep_newest(const struct keep *k, size_t n, struct str *out)
{
	size_t tail = tail_len(k);

	if (n < tail) {
		add_tail(k, n, out);
		return;
	}
	n -= tail;
	if (!keep_left_out(k)) {
		if (n > k->head.len)
			n = k->head.len;
		str_add(out, k->head.s + k->head.len - n, n);
	}
	add_tail(k, tail, out);
}
