#include "model/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct pattern *compile(const char *text)
{
	char why[160];
	size_t offset;
	struct pattern *p = pattern_new(text, why, sizeof(why), &offset);

	if (!p)
		fail_msg("%s: %s", text, why);
	return p;
}

static void groups_are_captured_by_name(void **state)
{
	struct pattern *p = compile("^RAS=(?<state>\\w+) code=(?<code>\\d+)$");
	struct capture groups[2];
	struct captures c = {.group = groups};
	const char *text = "noise\nRAS=failed code=853\nmore";

	assert_int_equal(pattern_match(p, text, strlen(text), 0, &c),
		MATCH_YES);
	assert_int_equal(pattern_group_count(p), 2);
	assert_string_equal(pattern_group_name(p, 1), "code");
	assert_memory_equal(text + groups[1].start, "853", 3);
	pattern_free(p);
}

static void a_broken_pattern_says_where(void **state)
{
	char why[160];
	size_t offset = 0;

	assert_null(pattern_new("abc(def", why, sizeof(why), &offset));
	assert_int_equal(offset, 7);
	assert_true(strlen(why) > 0);
}

static void a_costly_match_is_given_up_not_denied(void **state)
{
	struct pattern *p = compile("^(a+)+$");
	char text[64];

	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = 'b';
	assert_int_equal(pattern_match(p, text, sizeof(text), 0, NULL),
		MATCH_TOO_COSTLY);
	pattern_free(p);
}

static void a_pattern_that_fits_nothing_is_known(void **state)
{
	struct pattern *p = compile("x*"), *q = compile("x+");

	assert_true(pattern_matches_empty(p));
	assert_false(pattern_matches_empty(q));
	pattern_free(p);
	pattern_free(q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(groups_are_captured_by_name),
		cmocka_unit_test(a_broken_pattern_says_where),
		cmocka_unit_test(a_costly_match_is_given_up_not_denied),
		cmocka_unit_test(a_pattern_that_fits_nothing_is_known),
	};

	return cmocka_run_group_tests_name("model/pattern", tests, NULL, NULL);
}
