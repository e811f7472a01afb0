#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void an_empty_str_is_an_empty_string(void **state)
{
	struct str b = STR_INIT;

	assert_string_equal(b.s, "");
	str_release(&b);
	assert_string_equal(b.s, "");
}

static void adding_grows_and_keeps_what_was_there(void **state)
{
	struct str b = STR_INIT;

	for (int i = 0; i < 1000; i++)
		str_addf(&b, "%d,", i % 10);
	assert_int_equal(b.len, 2000);
	assert_memory_equal(b.s + 1990, "5,6,7,8,9,", 11);
	str_release(&b);
}

static void near_words_are_found_and_far_ones_not(void **state)
{
	static const struct {
		const char *wrong, *right;
		bool near;
	} cases[] = {
		{"priorty", "prior", false},
		{"optoins", "options", true},
		{"chioces", "choices", true},
		{"Kind", "kind", true},
		{"title", "nodes", false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (is_near(cases[i].wrong, cases[i].right) != cases[i].near)
			fail_msg("%s / %s", cases[i].wrong, cases[i].right);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_str_is_an_empty_string),
		cmocka_unit_test(adding_grows_and_keeps_what_was_there),
		cmocka_unit_test(near_words_are_found_and_far_ones_not),
	};

	return cmocka_run_group_tests_name("base/str", tests, NULL, NULL);
}
