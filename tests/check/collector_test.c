#include "check/collector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct check_spec spec_of(const char *command)
{
	struct check_spec s = {.id = "a",
		.shell = SHELL_POWERSHELL,
		.command = command,
		.timeout = 20,
		.read_only = true,
		.runnable = true};

	return s;
}

static void each_check_has_its_name_its_limit_and_its_block(void **state)
{
	struct check_spec s = spec_of("$n = 1\n\n'N={0}' -f $n   \n");
	struct collector c;
	struct str out = STR_INIT;

	collector_init(&c, "7K2");
	assert_true(collector_add(&c, "tree/a", &s));
	collector_script(&c, "nps", "the NPS", "vpntriage collect nps", &out);
	assert_non_null(strstr(out.s,
		"\nRead-Check 'tree/a' 20 {\n$n = 1\n'N={0}' -f $n\n}\n"));
	assert_non_null(strstr(out.s, "\"<vpntriage 7K2 $Name\"\n"));
	assert_non_null(strstr(out.s, "\n'7K2>'\n"));
	assert_non_null(strstr(out.s, "'VPNTRIAGE machine=nps checks=1 "));
	assert_true(starts_with(out.s, "# vpntriage: 1 check for the NPS\n"));
	str_release(&out);
	collector_release(&c);
}

static void what_does_not_only_look_is_left_out_and_named(void **state)
{
	struct check_spec cases[6];
	struct collector c;

	cases[0] = spec_of("Set-Service IAS");
	cases[1] = spec_of("'ok'");
	cases[1].read_only = false;
	cases[2] = spec_of("uname");
	cases[2].shell = SHELL_SH;
	cases[3] = spec_of("'ok'");
	cases[3].run_as = RUN_AS_SYSTEM;
	cases[4] = spec_of(NULL);
	cases[5] = spec_of(NULL);
	cases[5].probe.kind = "ike";
	collector_init(&c, "7K2");
	for (size_t i = 0; i < 6; i++)
		assert_false(collector_add(&c, "t/a", &cases[i]));
	assert_int_equal(c.nchecks, 0);
	assert_int_equal(c.nleft_out, 6);
	assert_non_null(strstr(c.left_out.s, "# left out: t/a: "));
	collector_release(&c);
}

static void nothing_gets_out_of_a_comment(void **state)
{
	struct collector c;
	struct str out = STR_INIT;

	collector_init(&c, "7K2");
	collector_leave_out(&c, "t/a", "x\nRemove-Item C:\\\n");
	collector_script(&c, "nps", "a\r\nSet-X\n", "b\nSet-Y", &out);
	assert_null(strstr(out.s, "\nRemove-Item"));
	assert_null(strstr(out.s, "\nSet-"));
	str_release(&out);
	collector_release(&c);
}

static void letters_beyond_ascii_do_not_depend_on_a_code_page(void **state)
{
	struct check_spec s = spec_of("Get-X -Name 'M\u00FCller'");
	struct collector c;

	collector_init(&c, "7K2");
	assert_true(collector_add(&c, "t/a", &s));
	assert_non_null(strstr(c.checks.s, "('M' + [char]252 + 'ller')"));
	collector_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			each_check_has_its_name_its_limit_and_its_block),
		cmocka_unit_test(what_does_not_only_look_is_left_out_and_named),
		cmocka_unit_test(nothing_gets_out_of_a_comment),
		cmocka_unit_test(
			letters_beyond_ascii_do_not_depend_on_a_code_page),
	};

	return cmocka_run_group_tests_name("check/collector", tests, NULL,
		NULL);
}
