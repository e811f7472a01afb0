#include "../../src/store/jsonin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/utf8.h"

static void texts_are_unescaped(void **state)
{
	static const struct {
		const char *json, *text; /* text NULL: refused */
	} cases[] = {
		{"\"\"", ""},
		{"\"plain\"", "plain"},
		{"\"a\\n\\t\\\"\\\\\\/b\"", "a\n\t\"\\/b"},
		{"\"\\u0041\\u00e9\\u20AC\"", "A\xC3\xA9\xE2\x82\xAC"},
		{"\"\\ud83d\\ude00\"", "\xF0\x9F\x98\x80"},
		{"\"\\ud83d\"", NULL},
		{"\"\\ude00\"", NULL},
		{"\"\\ud83d\\u0041\"", NULL},
		{"\"\\u12g4\"", NULL},
		{"\"\\u12\"", NULL},
		{"\"\\x\"", NULL},
		{"\"\\\"", NULL},
		{"\"open", NULL},
		{"\"a\nb\"", NULL},
		{"\"\xFF\"", NULL},
		{"\"\xC0\x80\"", NULL},
		{"7", NULL},
		{"\"a\" x", NULL},
	};
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct jsonin j;
		const char *s;
		bool ok;

		jsonin_init(&j, cases[i].json, strlen(cases[i].json));
		s = jsonin_string(&j, &a, NULL);
		ok = jsonin_finish(&j);
		if (ok != (cases[i].text != NULL))
			fail_msg("%s: %s", cases[i].json,
				ok ? "was taken" : j.error);
		if (ok)
			assert_string_equal(s, cases[i].text);
		jsonin_release(&j);
	}
	arena_release(&a);
}

static void numbers_are_whole(void **state)
{
	static const struct {
		const char *json;
		bool ok;
		int64_t v;
	} cases[] = {
		{"0", true, 0},
		{"-12", true, -12},
		{"999999999999999999", true, 999999999999999999},
		{"9999999999999999999", false, 0},
		{"1.5", false, 0},
		{"1e3", false, 0},
		{"-", false, 0},
		{"x", false, 0},
		{"", false, 0},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct jsonin j;
		int64_t v;

		jsonin_init(&j, cases[i].json, strlen(cases[i].json));
		v = jsonin_int(&j);
		if (jsonin_finish(&j) != cases[i].ok)
			fail_msg("'%s'", cases[i].json);
		if (cases[i].ok)
			assert_true(v == cases[i].v);
		jsonin_release(&j);
	}
}

static void members_are_given_in_order_and_others_skipped(void **state)
{
	const char *text = " { \"a\" : [1, [2, {\"x\":\"]}\\\"\"}], null] , "
			   "\"b\":{\"c\":true}, \"d\": -1.5e3, \"e\":[] } ";
	struct jsonin j;
	struct slice key, raw;
	char seen[8] = "";

	jsonin_init(&j, text, strlen(text));
	jsonin_object(&j);
	while (jsonin_member(&j, &key)) {
		strncat(seen, key.s, key.n);
		if (slice_is(key, "b")) {
			raw = jsonin_raw(&j);
			assert_true(slice_is(raw, "{\"c\":true}"));
		} else {
			jsonin_skip(&j);
		}
	}
	assert_true(jsonin_finish(&j));
	assert_string_equal(seen, "abde");
	jsonin_release(&j);
}

static void what_is_broken_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"{",
		"{\"a\"",
		"{\"a\":",
		"{\"a\":1",
		"{\"a\":1,",
		"{\"a\":1,}",
		"{\"a\" 1}",
		"{a:1}",
		"{\"a\":1 \"b\":2}",
		"{\"a\":[1}",
		"{\"a\":1}}",
		"[1]",
		"{\"a\":}",
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct jsonin j;
		struct slice key;

		jsonin_init(&j, bad[i], strlen(bad[i]));
		jsonin_object(&j);
		while (jsonin_member(&j, &key))
			jsonin_skip(&j);
		if (jsonin_finish(&j))
			fail_msg("'%s' was taken", bad[i]);
		jsonin_release(&j);
	}
}

static void depth_is_limited_where_it_is_understood(void **state)
{
	char deep[100];
	struct jsonin j;
	int levels = 0;

	memset(deep, '[', sizeof deep);
	jsonin_init(&j, deep, sizeof deep);
	while (!j.error && levels < 100) {
		jsonin_array(&j);
		jsonin_item(&j);
		levels++;
	}
	assert_int_equal(levels, JSONIN_DEPTH + 1);
	assert_false(jsonin_finish(&j));
	jsonin_release(&j);
}

/* Whatever code points a text has, our writer's form of it is read back. */
static void what_json_quotes_is_read_back(void **state)
{
	struct arena a;

	arena_init(&a);
	srand(1);
	for (int round = 0; round < 2000; round++) {
		struct str text = STR_INIT, quoted = STR_INIT;
		struct jsonin j;
		const char *back;
		size_t n;

		for (int k = rand() % 40; k > 0; k--) {
			static const uint32_t below[] = {
				0x20, 0x80, 0xA0, 0x800, 0xD800, 0x10FFFF};
			uint32_t c = (uint32_t)rand() % below[rand() % 6];

			/* The writer replaces what is no character. */
			if ((c >= 0xD800 && c < 0xE000) ||
				(c & 0xFFFE) == 0xFFFE)
				c = 'x';
			utf8_add(&text, c);
		}
		json_quote(&quoted, text.s, text.len);
		jsonin_init(&j, quoted.s, quoted.len);
		back = jsonin_string(&j, &a, &n);
		assert_true(jsonin_finish(&j));
		assert_int_equal(n, text.len);
		assert_memory_equal(back, text.s, n);
		jsonin_release(&j);
		str_release(&text);
		str_release(&quoted);
	}
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_unescaped),
		cmocka_unit_test(numbers_are_whole),
		cmocka_unit_test(members_are_given_in_order_and_others_skipped),
		cmocka_unit_test(what_is_broken_is_refused),
		cmocka_unit_test(depth_is_limited_where_it_is_understood),
		cmocka_unit_test(what_json_quotes_is_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
