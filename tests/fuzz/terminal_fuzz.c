/* clang-format off */
#define _GNU_SOURCE /* memmem */
/* clang-format on */
/*
 * Whatever a terminal sends, in any cut: every byte is consumed or waits,
 * events are of the kinds there are, a paste is the bytes between its marks.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "ui/tui/input.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void look(const struct event *e)
{
	assert(e->kind <= EVENT_DA1);
	if (e->kind == EVENT_KEY)
		assert(e->key && e->key <= KEYS_WHEEL_DOWN);
	if (e->kind == EVENT_CLICK)
		assert(e->row >= 0 && e->col >= 0);
	if (e->kind == EVENT_PASTE)
		assert(!memmem(e->text, e->len, "\033[201~", 6));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	size_t step = n ? bytes[0] % 7 + 1 : 1, events = 0;
	struct input in;
	struct event e;

	input_init(&in);
	for (size_t at = 0; at < n; at += step) {
		size_t piece = n - at < step ? n - at : step;

		input_add(&in, (const char *)bytes + at, piece);
		while (input_next(&in, &e)) {
			look(&e);
			assert(++events <= n);
		}
	}
	while (input_flush(&in, &e)) {
		look(&e);
		while (input_next(&in, &e))
			look(&e);
		assert(++events <= n);
	}
	input_release(&in);
	return 0;
}
