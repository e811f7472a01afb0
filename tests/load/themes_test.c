#include "load/themes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/diag.h"

static struct theme *load(const char *text, struct str *says)
{
	struct source src = {"t.yaml", text, strlen(text)};
	struct diags diags;
	struct theme *t;

	diags_init(&diags);
	t = theme_load(&src, &diags);
	for (size_t i = 0; i < diags.n; i++)
		str_addf(says, "%u:%s\n", diags.list[i].at.line,
			diags.list[i].text);
	diags_release(&diags);
	return t;
}

static void every_theme_that_ships_loads(void **state)
{
	static const char *const names[] = {"dark", "light", "contrast"};
	struct str all = STR_INIT;

	theme_names(&all);
	for (size_t i = 0; i < 3; i++) {
		struct diags diags;
		struct theme *t;

		diags_init(&diags);
		t = theme_find(names[i], NULL, &diags);
		assert_non_null(t);
		assert_string_equal(t->name, names[i]);
		assert_non_null(strstr(all.s, names[i]));
		/* A difference by colour alone is lost on many a screen. */
		assert_int_not_equal(t->style[ROLE_SELECTED].mono, 0);
		assert_int_not_equal(t->style[ROLE_BAR].mono, 0);
		theme_free(t);
		diags_release(&diags);
	}
	str_release(&all);
}

static void a_theme_is_no_way_out_of_its_folders(void **state)
{
	struct diags diags;

	diags_init(&diags);
	assert_null(theme_find("../trees/error-853", NULL, &diags));
	assert_null(theme_find("none", NULL, &diags));
	diags_release(&diags);
}

static void colours_have_names_and_numbers(void **state)
{
	static const char text[] =
		"format: 1\ntheme: own\nroles:\n"
		"  bad: {fg: \"196\", bg: default, attrs: [bold, reverse]}\n"
		"  good: {fg: bright-green, fg8: cyan, mono: [underline]}\n";
	struct str says = STR_INIT;
	struct theme *t = load(text, &says);

	assert_string_equal(says.s, "");
	assert_non_null(t);
	assert_int_equal(t->style[ROLE_BAD].fg, 196);
	assert_int_equal(t->style[ROLE_BAD].fg8, 1);
	assert_int_equal(t->style[ROLE_BAD].bg, COLOUR_NONE);
	assert_int_equal(t->style[ROLE_BAD].flags, STYLE_BOLD | STYLE_REVERSE);
	assert_int_equal(t->style[ROLE_GOOD].fg, 10);
	assert_int_equal(t->style[ROLE_GOOD].fg8, 6);
	theme_free(t);
	str_release(&says);
}

static void every_fault_is_told_with_its_line(void **state)
{
	static const char text[] =
		"theme: own\nroles:\n  titlee: {fg: red}\n"
		"  bad: {fg: crimson, attrs: [bald]}\n  good: {gf: red}\n"
		"  warn: red\n";
	static const char *const want[] = {
		"3:unknown key 'titlee'; did you mean 'title'?",
		"4:'fg' needs a colour", "4:an attribute is bold",
		"5:unknown key 'gf'", "6:'warn' needs colours",
		"'format: 1' is missing"};
	struct str says = STR_INIT;

	assert_null(load(text, &says));
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++)
		if (!strstr(says.s, want[i]))
			fail_msg("no '%s' in\n%s", want[i], says.s);
	str_release(&says);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_theme_that_ships_loads),
		cmocka_unit_test(a_theme_is_no_way_out_of_its_folders),
		cmocka_unit_test(colours_have_names_and_numbers),
		cmocka_unit_test(every_fault_is_told_with_its_line),
	};

	return cmocka_run_group_tests_name("load/themes", tests, NULL, NULL);
}
