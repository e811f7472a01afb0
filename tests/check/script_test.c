#include "../../src/check/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define MARK "vpntriage-00112233445566778899aabbccddeeff"
#define BEGIN MARK " begin\n"

static void the_output_is_what_stands_between_the_lines(void **state)
{
	static const struct {
		const char *name, *text, *out;
		bool begun, ended;
		int exit;
	} cases[] = {
		{"plain", BEGIN "a\nb\n" MARK " end 0\n", "a\nb\n", true, true,
			0},
		{"a greeting before, a log-off after",
			"Welcome\n" BEGIN "a\n" MARK " end 3\nbye\n", "a\n",
			true, true, 3},
		{"no last line end", BEGIN "a" MARK " end 1", "a", true, true,
			1},
		{"nothing printed", BEGIN MARK " end 0\n", "", true, true, 0},
		{"negative", BEGIN MARK " end -1073741510\n", "", true, true,
			-1073741510},
		{"unsigned 32 bits", BEGIN MARK " end 3221225477\n", "", true,
			true, -1073741819},
		{"blanks after the code", BEGIN MARK " end 7 \r\n", "", true,
			true, 7},
		{"cut off", BEGIN "a\n", "a\n", true, false, 0},
		{"cut in the code", BEGIN "a\n" MARK " end ",
			"a\n" MARK " end ", true, false, 0},
		{"code is no number", BEGIN MARK " end x\n", MARK " end x\n",
			true, false, 0},
		{"code is too long", BEGIN MARK " end 99999999999\n",
			MARK " end 99999999999\n", true, false, 0},
		{"the script came back as an echo",
			"> '" MARK " begin'\n> '" MARK " end {0}' -f $x\n",
			NULL, false, false, 0},
		{"echo first, then the output",
			"> '" MARK " begin'\n" BEGIN "a\n> '" MARK
			" end {0}' -f $x\n" MARK " end 4\n",
			"a\n> '" MARK " end {0}' -f $x\n", true, true, 4},
		{"another mark", "vpntriage-ff begin\na\n", NULL, false, false,
			0},
		{"nothing", "", NULL, false, false, 0},
		{"only the mark", MARK, NULL, false, false, 0},
		{"the beginning is the end", MARK " begin", "", true, false, 0},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct script_seen s;
		const char *out = cases[i].out;

		script_read(cases[i].text, strlen(cases[i].text), MARK, &s);
		if (s.begun != cases[i].begun || s.ended != cases[i].ended ||
			(s.ended && s.exit != cases[i].exit))
			fail_msg("%s: %d %d %d", cases[i].name, s.begun,
				s.ended, s.exit);
		if (out && (s.end - s.start != strlen(out) ||
				   memcmp(cases[i].text + s.start, out,
					   strlen(out)) != 0))
			fail_msg("%s: %.*s", cases[i].name,
				(int)(s.end - s.start),
				cases[i].text + s.start);
	}
}

static void marks_are_never_the_same(void **state)
{
	char a[SCRIPT_MARK], b[SCRIPT_MARK];

	script_mark(a);
	script_mark(b);
	assert_int_equal(strlen(a), SCRIPT_MARK - 1);
	assert_string_not_equal(a, b);
}

/* For a PowerShell that reads from a pipe an empty line ends a statement. */
static void no_empty_line_stands_inside_a_block(void **state)
{
	struct check_spec spec = {.shell = SHELL_POWERSHELL,
		.command = "if (1) {\n\n  'a'   \n\t\n}\n"};
	struct str b = STR_INIT;

	script_build(&spec, MARK, &b);
	assert_non_null(strstr(b.s,
		"try { & {\nif (1) {\n  'a'\n}\n}; if ($?)"));
	assert_true(ends_with(b.s, "exit\n\n"));
	assert_null(strstr(b.s, "ExecutionPolicy"));
	str_release(&b);
}

static void what_is_not_ascii_survives_any_code_page(void **state)
{
	static const struct {
		const char *command, *want;
	} cases[] = {
		{"Get-X 'abc' \"d\"", "Get-X 'abc' \"d\""},
		{"Get-X 'm\u00FCller' -Y",
			"Get-X ('m' + [char]252 + 'ller') -Y"},
		{"$a = '\u00E4'", "$a = ('' + [char]228 + '')"},
		{"'O''B\u00FC'", "('O''B' + [char]252 + '')"},
		{"'O\u2019\u2019B'", "('O' + [char]8217 + 'B')"},
		{"'\U0001F600'", "('' + [char]55357 + [char]56832 + '')"},
		{"# don't\n'\u00FC'", "# don't\n('' + [char]252 + '')"},
		{"\"it's\" + '\u00FC'", "\"it's\" + ('' + [char]252 + '')"},
		{"'", "'"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str b = STR_INIT;

		script_ascii(cases[i].command, &b);
		assert_string_equal(b.s, cases[i].want);
		str_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_output_is_what_stands_between_the_lines),
		cmocka_unit_test(marks_are_never_the_same),
		cmocka_unit_test(no_empty_line_stands_inside_a_block),
		cmocka_unit_test(what_is_not_ascii_survives_any_code_page),
	};

	return cmocka_run_group_tests_name("check/script", tests, NULL, NULL);
}
