/* The vectors of the quoting rules: every value, every place. */
#include "model/quote.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct vector {
	const char *value, *expected; /* NULL: refused */
};

static void check(enum quote_place place, const struct vector *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str out = STR_INIT;
		const char *why = quote_add(&out, place, v[i].value);

		if (v[i].expected && why)
			fail_msg("%s is refused: %s", v[i].value, why);
		if (!v[i].expected && !why)
			fail_msg("%s is not refused: %s", v[i].value, out.s);
		if (v[i].expected)
			assert_string_equal(out.s, v[i].expected);
		str_release(&out);
	}
}

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static void a_cmdlet_argument_is_one_single_quoted_literal(void **state)
{
	static const struct vector v[] = {
		{"abc", "'abc'"},
		{"O'Brien", "'O''Brien'"},
		{"o'brien@example.com", "'o''brien@example.com'"},
		{"O\xE2\x80\x99"
		 "Brien",
			"'O\xE2\x80\x99\xE2\x80\x99"
			"Brien'"},
		{"\xE2\x80\x9A\xE2\x80\x9B",
			"'\xE2\x80\x9A\xE2\x80\x9A\xE2\x80\x9B\xE2\x80"
			"\x9B'"},
		{"$(calc)", "'$(calc)'"},
		{"`n", "'`n'"},
		{"%PATH%", "'%PATH%'"},
		{"--%", "'--%'"},
		{"a\"b", "'a\"b'"},
		{"", "''"},
		{"CORP\\PC01$", "'CORP\\PC01$'"},
		{"x\xE2\x80\x99; Remove-Item C:\\; \xE2\x80\x98",
			"'x\xE2\x80\x99\xE2\x80\x99; Remove-Item C:\\; "
			"\xE2\x80\x98\xE2\x80\x98'"},
		{"a\nb", NULL},
		{"a\rb", NULL},
		{"a\xC2\x85"
		 "b",
			NULL},
		{"a\xE2\x80\xA8"
		 "b",
			NULL},
		{"a\x1B[2Jb", NULL},
		{"a\xE2\x80\xAE"
		 "b",
			NULL},
		{"a\xFF", NULL},
	};

	check(QUOTE_CMDLET, v, COUNT(v));
}

static void
a_native_argument_refuses_what_two_parsers_would_mangle(void **state)
{
	static const struct vector v[] = {
		{"C:\\x y\\z.cer", "'C:\\x y\\z.cer'"},
		{"C:\\Program Files\\", NULL},
		{"C:\\Temp\\", "'C:\\Temp\\'"},
		{"a\"b", NULL},
		{"a\xE2\x80\x9C"
		 "b",
			NULL},
		{"", NULL},
		{"-user", NULL},
		{"/user", NULL},
		{"\xE2\x80\x93user", NULL},
		{"O'Brien.cer", "'O''Brien.cer'"},
		{"$(calc)", "'$(calc)'"},
	};

	check(QUOTE_NATIVE, v, COUNT(v));
}

static void a_cmd_argument_refuses_its_metacharacters(void **state)
{
	static const struct vector v[] = {
		{"abc def", "\"abc def\""},
		{"%PATH%", NULL},
		{"a&b", NULL},
		{"a|b", NULL},
		{"a^b", NULL},
		{"a\"b", NULL},
		{"a!b", NULL},
		{"(a)", NULL},
		{"C:\\Temp\\", NULL},
		{"-x", NULL},
		{"O'Brien", "\"O'Brien\""},
	};

	check(QUOTE_CMD, v, COUNT(v));
}

static void a_sh_argument_survives_its_own_quotes(void **state)
{
	static const struct vector v[] = {
		{"a b", "'a b'"},
		{"it's", "'it'\\''s'"},
		{"$(reboot)", "'$(reboot)'"},
		{"-rf", NULL},
	};

	check(QUOTE_SH, v, COUNT(v));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_cmdlet_argument_is_one_single_quoted_literal),
		cmocka_unit_test(
			a_native_argument_refuses_what_two_parsers_would_mangle),
		cmocka_unit_test(a_cmd_argument_refuses_its_metacharacters),
		cmocka_unit_test(a_sh_argument_survives_its_own_quotes),
	};

	return cmocka_run_group_tests_name("model/quote", tests, NULL, NULL);
}
