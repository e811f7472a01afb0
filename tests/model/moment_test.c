#include "model/moment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	const char *text;
	int64_t ms;
} known[] = {
	{"1970-01-01T00:00:00.001Z", 1},
	{"1969-12-31T23:59:59.999Z", -1},
	{"2000-02-29T12:00:00.000Z", 951825600000},
	{"2024-12-31T23:59:59.999Z", 1735689599999},
	{"2026-11-21T05:12:00.123Z", 1795237920123},
	{"0001-01-01T00:00:00.000Z", -62135596800000},
	{"9999-12-31T23:59:59.999Z", 253402300799999},
};

static void known_moments_are_written_and_read(void **state)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct str s = STR_INIT;
		int64_t ms = 0;

		moment_add(&s, known[i].ms);
		assert_string_equal(s.s, known[i].text);
		assert_true(moment_parse(s.s, s.len, &ms));
		assert_true(ms == known[i].ms);
		str_release(&s);
	}
}

static void every_day_of_four_centuries_comes_back(void **state)
{
	struct str s = STR_INIT;

	for (int64_t day = -30000; day < 146097 - 30000; day++) {
		int64_t ms = day * 86400000 + 1, back = 0;

		str_reset(&s);
		moment_add(&s, ms);
		if (!moment_parse(s.s, s.len, &back) || back != ms)
			fail_msg("%s", s.s);
	}
	str_release(&s);
}

static void what_is_no_moment_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"2026-11-21",
		"2026-11-21T05:12:00",
		"2026-11-21 05:12:00Z",
		"2026-13-01T00:00:00Z",
		"2026-01-32T00:00:00Z",
		"2026-02-30T00:00:00Z",
		"2026-01-01T24:00:00Z",
		"2026-01-01T00:00:00.12Z",
		"2026-01-01T00:00:00.123",
		"2026-01-01T00:00:00Zx",
		"-026-01-01T00:00:00Z",
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		int64_t ms = 7;

		if (moment_parse(bad[i], strlen(bad[i]), &ms))
			fail_msg("'%s' was taken", bad[i]);
		assert_int_equal(ms, 7);
	}
}

static void an_unknown_moment_is_not_written(void **state)
{
	struct str s = STR_INIT;

	moment_add(&s, 0);
	moment_add(&s, INT64_MAX);
	moment_add_minute(&s, 0);
	assert_string_equal(s.s, "");
	str_release(&s);
}

static void lengths_are_told_in_words(void **state)
{
	struct str s = STR_INIT;

	moment_add_length(&s, 40999);
	str_addc(&s, ',');
	moment_add_length(&s, 12 * 60000);
	str_addc(&s, ',');
	moment_add_length(&s, 65 * 60000);
	str_addc(&s, ',');
	moment_add_length(&s, -5);
	assert_string_equal(s.s, "40 s,12 min,1 h 05 min,0 s");
	str_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_moments_are_written_and_read),
		cmocka_unit_test(every_day_of_four_centuries_comes_back),
		cmocka_unit_test(what_is_no_moment_is_refused),
		cmocka_unit_test(an_unknown_moment_is_not_written),
		cmocka_unit_test(lengths_are_told_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
