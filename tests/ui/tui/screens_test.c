/*
 * Golden screens, at the usual and at the least size: what a person sees is
 * kept as text in tests/screens, with the place of the cursor.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"

static const struct ui_options in_desk = {
	.tree = "desk", .ticket = "INC0012345"};

static const struct {
	const char *name, *keys;
	bool start; /* else in the tree */
} cases[] = {
	{"start", "", true},
	{"start-code", "901", true},
	{"start-nothing", "zebra", true},
	{"question", "", false},
	{"question-second", "\033[B", false},
	{"form", "1", false},
	{"form-fault", "1not a name\r", false},
	{"check", "1ann@example.com\r\r\r", false},
	{"check-copy", "1ann@example.com\r\r\rc", false},
	{"check-copy-line", "1ann@example.com\r\r\rc\t", false},
	{"fix", "1ann@example.com\r\r\r1", false},
	{"fix-rest", "1ann@example.com\r\r\r1\033[6~", false},
	{"verify", "1ann@example.com\r\r\r11", false},
	{"note", "1ann@example.com\r\r\r2", false},
	{"end", "1ann@example.com\r\r\r111", false},
	{"handed", "1ann@example.com\r\r\r2\r", false},
	{"help", "?", false},
	{"history", "1ann@example.com\r\r\rh", false},
	{"facts", "1ann@example.com\r\r\rf", false},
	{"write-note", "nThe line is bad", false},
	{"paste", "1ann@example.com\r\r\rp", false},
	{"where", "1ann@example.com\r\r\rw", false},
};

static void every_screen_is_as_kept(int rows, int cols)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str name = STR_INIT;
		struct scene s;

		scene_open(&s, cases[i].start ? NULL : &in_desk, rows, cols);
		scene_type(&s, cases[i].keys);
		s.g.fixed_now += 754000;
		str_addf(&name, "%s-%dx%d", cases[i].name, cols, rows);
		scene_is(&s, name.s);
		str_release(&name);
		scene_close(&s);
	}
}

static void screens_of_80x24_are_as_kept(void **state)
{
	every_screen_is_as_kept(24, 80);
}

static void screens_of_60x16_are_as_kept(void **state)
{
	every_screen_is_as_kept(16, 60);
}

static void a_wide_screen_has_a_side(void **state)
{
	struct scene s;

	scene_open(&s, &in_desk, 30, 120);
	scene_type(&s, "1ann@example.com\r\r\r");
	scene_is(&s, "check-120x30");
	scene_close(&s);
}

static void a_window_too_small_says_so_and_loses_nothing(void **state)
{
	struct scene s;

	scene_open(&s, &in_desk, 24, 80);
	scene_type(&s, "1ann@exa");
	scene_resize(&s, 10, 40);
	scene_has(&s, "40 x 10. Needed: 60 x 16");
	scene_resize(&s, 24, 80);
	scene_has(&s, "ann@exa");
	scene_close(&s);
}

static void the_clock_warns_before_the_time_is_over(void **state)
{
	struct scene s;

	scene_open(&s, &in_desk, 24, 80);
	scene_has(&s, "0:00 of 60 min");
	scene_has_not(&s, "minutes are left");
	scene_later(&s, 50 * 60);
	scene_has(&s, "11 minutes are left before this is to be handed over");
	scene_later(&s, 15 * 60);
	scene_has(&s, "the 60 minutes are over");
	scene_close(&s);
}

static void evidence_answers_by_itself_and_can_be_overruled(void **state)
{
	struct scene s;

	scene_open(&s, &in_desk, 24, 80);
	scene_type(&s, "1ann@example.com\r\r\r");
	scene_has(&s, "Which reason does the server log?");
	scene_paste(&s, "some words\r\n<vpntriage 7K2 other\r\nDESKEVENT 258"
			"\r\n7K2>\r\n");
	scene_has(&s, "1 answer taken from the evidence");
	scene_has(&s, "Let the server accept certificates");
	scene_has(&s, "paste:3");
	scene_type(&s, "b");
	scene_has(&s, "Which reason does the server log?");
	scene_has(&s, "Enter takes it");
	scene_type(&s, "2");
	scene_has(&s, "Nothing on this side explains it");
	scene_close(&s);
}

static void what_is_pasted_for_a_check_is_shown_before_it_counts(void **state)
{
	struct scene s;

	scene_open(&s, &in_desk, 24, 80);
	scene_type(&s, "1ann@example.com\r\r\r");
	scene_paste(&s, "PS C:\\> x\r\n<vpntriage 7K2 reason\r\n"
			"DESKREASON=258\r\n7K2>\r\n");
	scene_has(&s, "It says 258 or 259");
	scene_type(&s, "\r");
	scene_has(&s, "Let the server accept certificates");
	scene_type(&s, "b");
	scene_paste(&s, "<vpntriage 7K2 reason\r\nDESKREA");
	scene_has(&s, "This cannot be taken as it is");
	scene_type(&s, "\r");
	scene_has(&s, "Which reason does the server log?");
	scene_close(&s);
}

static void half_typed_words_survive_help_resize_and_leaving(void **state)
{
	struct scene s;
	size_t n;
	const struct answered *t;

	scene_open(&s, &in_desk, 24, 80);
	scene_type(&s, "nThe line");
	scene_type(&s, "\033");
	scene_has_not(&s, "The line");
	scene_type(&s, "n");
	scene_has(&s, "The line");
	scene_type(&s, "\033");
	scene_type(&s, "1half@");
	scene_type(&s, "\033OP");
	scene_has(&s, "Keys here");
	scene_type(&s, "\033");
	scene_has(&s, "half@");
	scene_type(&s, "\x11");
	assert_true(app_is_done(s.app));
	t = guide_trail(&s.g, &n);
	assert_non_null(strstr(t[n - 1].label, "desk_user = half@"));
	assert_non_null(strstr(t[n - 1].label, "The line"));
	scene_close(&s);
}

static void a_tree_that_is_not_trusted_runs_nothing(void **state)
{
	struct scene s;
	bool waited;

	scene_open(&s, &in_desk, 24, 80);
	scene_type(&s, "1ann@example.com\r\r\r11");
	scene_type(&s, "r");
	scene_has(&s, "does not ship with this program and may run nothing");
	app_wait(s.app, -1, 0, &waited);
	assert_false(waited);
	scene_type(&s, "1");
	scene_has(&s, "verified 1, not verified 0");
	scene_close(&s);
}

static enum trust everything(void *ctx, const struct tree *t)
{
	return TRUST_ALLOWED;
}

static void a_check_runs_once_its_command_was_seen(void **state)
{
	const struct consent trusting = {.trust = everything};
	struct ui_options o = in_desk;
	struct scene s;
	bool waited = true;

	o.consent = &trusting;
	scene_open(&s, &o, 24, 80);
	scene_type(&s, "1ann@example.com\r\r\r11");
	scene_type(&s, "r");
	scene_has(&s, "Run this on this computer?");
	scene_has(&s, "echo DESKSTATE=good");
	scene_type(&s, "\033");
	scene_has(&s, "Verify: Does this computer say");
	scene_type(&s, "ry");
	for (int i = 0; i < 200 && waited; i++) {
		app_wait(s.app, -1, 100, &waited);
		app_tick(s.app);
	}
	scene_has(&s, "Resolved");
	scene_has(&s, "verified 1, not verified 0");
	scene_close(&s);
}

static void nothing_that_is_pasted_reaches_the_terminal(void **state)
{
	struct scene s;

	scene_open(&s, NULL, 24, 80);
	scene_paste(&s, "x\033[2Jy\033]52;c;AAAA\a \xE2\x80\xAE z");
	scene_has_not(&s, "\033");
	scene_has_not(&s, "\a");
	scene_has_not(&s, "\xE2\x80\xAE");
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(screens_of_80x24_are_as_kept),
		cmocka_unit_test(screens_of_60x16_are_as_kept),
		cmocka_unit_test(a_wide_screen_has_a_side),
		cmocka_unit_test(the_clock_warns_before_the_time_is_over),
		cmocka_unit_test(
			evidence_answers_by_itself_and_can_be_overruled),
		cmocka_unit_test(
			what_is_pasted_for_a_check_is_shown_before_it_counts),
		cmocka_unit_test(
			half_typed_words_survive_help_resize_and_leaving),
		cmocka_unit_test(a_tree_that_is_not_trusted_runs_nothing),
		cmocka_unit_test(a_check_runs_once_its_command_was_seen),
		cmocka_unit_test(nothing_that_is_pasted_reaches_the_terminal),
		cmocka_unit_test(a_window_too_small_says_so_and_loses_nothing),
	};

	return cmocka_run_group_tests_name("ui/tui/screens", tests, scene_load,
		scene_unload);
}
