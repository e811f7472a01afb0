#include "model/when.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const reason_258[] = {"258"};

/* all: [nps_reason is 258, any: [not (nas_port_type is known)]] */
static void what_is_missing_does_not_hide_the_reason(void **state)
{
	struct when is_258 = {.kind = WHEN_VAR,
		.var = "nps_reason",
		.in = {.s = (const char **)(uintptr_t)reason_258, .n = 1}};
	struct when known = {
		.kind = WHEN_VAR, .var = "nas_port_type", .known = true};
	struct when *not_list[] = {&known};
	struct when not_known = {.kind = WHEN_NOT, .list = not_list, .n = 1};
	struct when *any_list[] = {&not_known};
	struct when any = {.kind = WHEN_ANY, .list = any_list, .n = 1};
	struct when *all_list[] = {&is_258, &any};
	struct when all = {.kind = WHEN_ALL, .list = all_list, .n = 2};
	struct facts facts;
	struct when_input in = {.facts = &facts};
	struct when_reason reason = {0};

	facts_init(&facts);
	facts_set(&facts, "nps_reason", "258", "event.txt:40", 1);
	assert_int_equal(when_judge(&all, &in, &reason), TRUTH_YES);
	assert_string_equal(reason.var, "nps_reason");
	facts_set(&facts, "nas_port_type", "Wireless", "event.txt:38", 1);
	assert_int_equal(when_judge(&all, &in, &reason), TRUTH_NO);
	facts_release(&facts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_missing_does_not_hide_the_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
