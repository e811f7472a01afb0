/* A journal from anywhere: read, told, written, and read the same again. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/reader.h"
#include "../../src/store/where.h"
#include "export/export.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void write_again(const struct record *first)
{
	struct record second;
	struct str one = STR_INIT, two = STR_INIT;
	const char *why;
	size_t good;

	store_write_record(first, &one);
	record_init(&second);
	assert(reader_journal(&second, one.s, one.len, &good, &why));
	assert(good == one.len && second.damaged == 0);
	assert(second.n == first->n);
	store_write_record(&second, &two);
	assert(one.len == two.len && memcmp(one.s, two.s, one.len) == 0);
	record_release(&second);
	str_release(&one);
	str_release(&two);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct record r;
	const char *why;
	size_t good;

	record_init(&r);
	if (reader_journal(&r, (const char *)bytes, n, &good, &why)) {
		assert(good <= n);
		write_again(&r);
		for (const struct exporter *e = exporters; e->name; e++) {
			struct str out = STR_INIT;

			e->write(&r, &out);
			assert(out.len > 0 && out.s[out.len - 1] == '\n');
			str_release(&out);
		}
	} else {
		assert(why);
	}
	record_release(&r);
	return 0;
}
