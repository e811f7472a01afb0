#include "ui/wrap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/utf8.h"

static char *joined(const char *text, size_t width, bool command)
{
	static char kept[512];
	struct lines l = {0};
	struct str out = STR_INIT;

	if (command)
		wrap_command(&l, text, strlen(text), width);
	else
		wrap_text(&l, text, strlen(text), width);
	for (size_t i = 0; i < l.n; i++) {
		str_add(&out, text + l.list[i].start, l.list[i].len);
		str_addc(&out, '|');
	}
	memcpy(kept, out.s, out.len + 1);
	lines_release(&l);
	str_release(&out);
	return kept;
}

static void text_breaks_at_blanks_and_by_columns(void **state)
{
	static const struct {
		const char *text;
		size_t width;
		const char *want;
	} cases[] = {
		{"", 10, "|"},
		{"one two three", 7, "one two|three|"},
		{"one two three", 8, "one two|three|"},
		{"one  two", 4, "one|two|"},
		{"abcdefgh", 3, "abc|def|gh|"},
		{"a\nb", 10, "a|b|"},
		{"a\n\nb", 10, "a||b|"},
		{"trailing   ", 8, "trailing|"},
		/* Two columns each; a mark takes none. */
		{"\xE4\xB8\x96\xE7\x95\x8C\xE5\xA5\xBD", 4,
			"\xE4\xB8\x96\xE7\x95\x8C|\xE5\xA5\xBD|"},
		{"e\xCC\x81"
		 "a b",
			2,
			"e\xCC\x81"
			"a|b|"},
		/* Wider than the whole line: one character all the same. */
		{"\xE4\xB8\x96\xE7\x95\x8C", 1, "\xE4\xB8\x96|\xE7\x95\x8C|"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *got = joined(cases[i].text, cases[i].width, false);

		if (strcmp(got, cases[i].want))
			fail_msg("%s: %s", cases[i].text, got);
	}
}

static void a_command_loses_no_byte(void **state)
{
	const char *text =
		"Get-Thing -Name 'a  b' |   Sort-Object Value\n\n  x";
	struct lines l = {0};
	size_t at = 0;

	for (size_t width = 1; width < 60; width++) {
		at = 0;
		l.n = 0;
		wrap_command(&l, text, strlen(text), width);
		for (size_t i = 0; i < l.n; i++) {
			if (l.list[i].start != at) {
				assert_int_equal(l.list[i].start, at + 1);
				assert_int_equal(text[at], '\n');
			}
			at = l.list[i].start + l.list[i].len;
			assert_true(utf8_columns(text + l.list[i].start,
					    l.list[i].len) <= width);
		}
		assert_int_equal(at, strlen(text));
	}
	lines_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_breaks_at_blanks_and_by_columns),
		cmocka_unit_test(a_command_loses_no_byte),
	};

	return cmocka_run_group_tests_name("ui/wrap", tests, NULL, NULL);
}
