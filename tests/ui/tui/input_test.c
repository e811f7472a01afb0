#include "ui/tui/input.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void keys_come_out_of_their_sequences(void **state)
{
	static const struct {
		const char *bytes;
		uint32_t key;
		bool ctrl, alt;
	} cases[] = {
		{"a", 'a', false, false},
		{"\xC3\xA4", 0xE4, false, false},
		{"\xF0\x9F\x98\x80", 0x1F600, false, false},
		{"\r", KEYS_ENTER, false, false},
		{"\n", KEYS_NEWLINE, false, false},
		{"\033\r", KEYS_NEWLINE, false, true},
		{"\t", KEYS_TAB, false, false},
		{"\033[Z", KEYS_BACKTAB, false, false},
		{"\x7F", KEYS_BACKSPACE, false, false},
		{"\x03", 'c', true, false},
		{"\x11", 'q', true, false},
		{"\033b", 'b', false, true},
		{"\033[A", KEYS_UP, false, false},
		{"\033OA", KEYS_UP, false, false},
		{"\033[1;5D", KEYS_LEFT, true, false},
		{"\033[1;3C", KEYS_RIGHT, false, true},
		{"\033[5~", KEYS_PAGE_UP, false, false},
		{"\033[3~", KEYS_DELETE, false, false},
		{"\033OP", KEYS_F1, false, false},
		{"\033[11~", KEYS_F1, false, false},
		{"\033[<64;3;4M", KEYS_WHEEL_UP, false, false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct input in;
		struct event e;

		input_init(&in);
		input_add(&in, cases[i].bytes, strlen(cases[i].bytes));
		if (!input_next(&in, &e) || e.kind != EVENT_KEY ||
			e.key != cases[i].key || e.ctrl != cases[i].ctrl ||
			e.alt != cases[i].alt)
			fail_msg("case %zu", i);
		assert_false(input_next(&in, &e));
		assert_false(input_is_open(&in));
		input_release(&in);
	}
}

static void a_paste_is_one_text_in_any_cut(void **state)
{
	static const char bytes[] =
		"x\033[200~one\r\n\033[A two \033[20\033[201~y";

	for (size_t cut = 1; cut < sizeof(bytes); cut++) {
		struct input in;
		struct event e;
		size_t got = 0;
		bool pasted = false;

		input_init(&in);
		for (size_t at = 0; at < sizeof(bytes) - 1; at += cut) {
			size_t left = sizeof(bytes) - 1 - at;

			input_add(&in, bytes + at, left < cut ? left : cut);
			while (input_next(&in, &e)) {
				got++;
				if (e.kind != EVENT_PASTE)
					continue;
				pasted = true;
				assert_int_equal(e.len, 17);
				assert_memory_equal(e.text,
					"one\r\n\033[A two \033[20", 17);
			}
		}
		assert_true(pasted);
		assert_int_equal(got, 3);
		input_release(&in);
	}
}

static void a_lone_escape_waits_and_then_is_one(void **state)
{
	struct input in;
	struct event e;

	input_init(&in);
	input_add(&in, "\033", 1);
	assert_false(input_next(&in, &e));
	assert_true(input_is_open(&in));
	assert_true(input_flush(&in, &e));
	assert_int_equal(e.key, KEYS_ESC);
	assert_false(input_is_open(&in));
	input_release(&in);
}

static void the_answer_to_da1_says_whether_52_is_there(void **state)
{
	static const char bytes[] = "\033[?62;22;52c\033[?1;2c";
	struct input in;
	struct event e;

	input_init(&in);
	input_add(&in, bytes, sizeof(bytes) - 1);
	assert_true(input_next(&in, &e));
	assert_int_equal(e.kind, EVENT_DA1);
	assert_true(e.clipboard);
	assert_true(input_next(&in, &e));
	assert_int_equal(e.kind, EVENT_DA1);
	assert_false(e.clipboard);
	input_release(&in);
}

static void a_click_has_its_place_and_a_release_is_nothing(void **state)
{
	static const char bytes[] = "\033[<0;10;5M\033[<0;10;5m\033[<2;1;1Mz";
	struct input in;
	struct event e;

	input_init(&in);
	input_add(&in, bytes, sizeof(bytes) - 1);
	assert_true(input_next(&in, &e));
	assert_int_equal(e.kind, EVENT_CLICK);
	assert_int_equal(e.row, 4);
	assert_int_equal(e.col, 9);
	assert_true(input_next(&in, &e));
	assert_int_equal(e.key, 'z');
	input_release(&in);
}

static void a_paste_beyond_the_limit_is_cut_and_says_so(void **state)
{
#ifdef TINY
	struct input in;
	struct event e;
	char piece[512];

	memset(piece, 'a', sizeof(piece));
	input_init(&in);
	input_add(&in, "\033[200~", 6);
	for (int i = 0; i < 20; i++) {
		input_add(&in, piece, sizeof(piece));
		assert_false(input_next(&in, &e));
	}
	input_add(&in, "\033[201~", 6);
	assert_true(input_next(&in, &e));
	assert_int_equal(e.len, INPUT_MOST_PASTE);
	assert_true(in.cut);
	input_release(&in);
#else
	skip();
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_come_out_of_their_sequences),
		cmocka_unit_test(a_paste_is_one_text_in_any_cut),
		cmocka_unit_test(a_lone_escape_waits_and_then_is_one),
		cmocka_unit_test(the_answer_to_da1_says_whether_52_is_there),
		cmocka_unit_test(
			a_click_has_its_place_and_a_release_is_nothing),
		cmocka_unit_test(a_paste_beyond_the_limit_is_cut_and_says_so),
	};

	return cmocka_run_group_tests_name("ui/tui/input", tests, NULL, NULL);
}
