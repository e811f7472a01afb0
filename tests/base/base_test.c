/* arena, names, utf8, json, diag */
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/diag.h"
#include "base/json.h"
#include "base/names.h"
#include "base/utf8.h"

static void an_arena_keeps_everything_until_it_goes(void **state)
{
	struct arena a;
	char *s[300];

	arena_init(&a);
	for (int i = 0; i < 300; i++)
		s[i] = arena_printf(&a, "number %d", i);
	assert_string_equal(s[0], "number 0");
	assert_string_equal(s[299], "number 299");
	assert_true((uintptr_t)arena_alloc(&a, 1) % sizeof(void *) == 0);
	arena_release(&a);
}

static void a_name_is_found_among_many(void **state)
{
	struct names t;
	static char name[1000][8];

	names_init(&t);
	assert_int_equal(names_find(&t, "x"), NAMES_NONE);
	for (size_t i = 0; i < 1000; i++) {
		snprintf(name[i], sizeof(name[i]), "n%zu", i);
		assert_int_equal(names_add(&t, name[i], i), NAMES_NONE);
	}
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(names_find(&t, name[i]), i);
	assert_int_equal(names_add(&t, "n7", 5), 7);
	assert_int_equal(names_find(&t, "nobody"), NAMES_NONE);
	names_release(&t);
}

static void broken_utf8_is_seen(void **state)
{
	static const struct {
		const char *s;
		bool valid;
	} cases[] = {
		{"plain", true},
		{"\xC3\xA4", true},
		{"\xE2\x82\xAC", true},
		{"\xF0\x9F\x98\x80", true},
		{"\xC0\xAF", false},
		{"\xE0\x80\xAF", false},
		{"\xED\xA0\x80", false},
		{"\xF4\x90\x80\x80", false},
		{"\x80", false},
		{"\xC3", false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (utf8_valid(cases[i].s, strlen(cases[i].s)) !=
			cases[i].valid)
			fail_msg("case %zu", i);
}

static void widths_are_those_of_a_terminal(void **state)
{
	assert_int_equal(utf8_columns("abc", 3), 3);
	assert_int_equal(utf8_columns("\xE8\xAF\x81\xE4\xB9\xA6", 6), 4);
	assert_int_equal(utf8_columns("e\xCC\x81", 3), 1);
	assert_int_equal(utf8_fit("\xE8\xAF\x81\xE4\xB9\xA6", 6, 3), 3);
}

static void controls_are_shown_not_sent(void **state)
{
	struct str out = STR_INIT;

	utf8_add_visible(&out, "a\x1B[2J\tb\xE2\x80\xAE\xFF", 11);
	assert_string_equal(out.s, "a\\u{1B}[2J b\\u{202E}\\u{FF}");
	str_release(&out);
}

static void json_nests_and_escapes(void **state)
{
	struct str out = STR_INIT;
	struct json j;

	json_init(&j, &out, false);
	json_object(&j);
	json_kv(&j, "a", "x\"\\\n\x01\x7F\xC2\x85");
	json_key(&j, "b");
	json_array(&j);
	json_int(&j, -5);
	json_null(&j);
	json_object(&j);
	json_end_object(&j);
	json_end_array(&j);
	json_kv_bool(&j, "c", true);
	json_end_object(&j);
	assert_string_equal(out.s, "{\"a\":\"x\\\"\\\\\\n\\u0001\\u007F\\u0085"
				   "\",\"b\":[-5,null,{}],\"c\":true}");
	str_release(&out);
}

static void a_message_shows_line_and_caret(void **state)
{
	const char *text = "format: 1\n\tchioces: x\n";
	const struct source src = {"t.yaml", text, strlen(text)};
	struct str out = STR_INIT;
	struct diags d;

	diags_init(&d);
	diag_add(&d, &src, (struct mark){2, 2}, 10, "unknown key '%s'",
		"chioces");
	diag_add(&d, &src, (struct mark){2, 2}, 10, "unknown key '%s'",
		"chioces");
	diag_warn(&d, &src, (struct mark){1, 1}, 56, "overdue");
	diags_sort(&d);
	assert_int_equal(d.n, 2);
	assert_int_equal(d.nerrors, 1);
	diag_print(&d.list[1], &out);
	assert_string_equal(out.s, "t.yaml:2:2: VT010 unknown key 'chioces'\n"
				   "   chioces: x\n   ^\n");
	str_release(&out);
	diags_release(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_arena_keeps_everything_until_it_goes),
		cmocka_unit_test(a_name_is_found_among_many),
		cmocka_unit_test(broken_utf8_is_seen),
		cmocka_unit_test(widths_are_those_of_a_terminal),
		cmocka_unit_test(controls_are_shown_not_sent),
		cmocka_unit_test(json_nests_and_escapes),
		cmocka_unit_test(a_message_shows_line_and_caret),
	};

	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
