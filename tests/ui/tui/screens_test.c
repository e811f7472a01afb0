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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(screens_of_80x24_are_as_kept),
		cmocka_unit_test(screens_of_60x16_are_as_kept),
		cmocka_unit_test(a_wide_screen_has_a_side),
		cmocka_unit_test(a_window_too_small_says_so_and_loses_nothing),
	};

	return cmocka_run_group_tests_name("ui/tui/screens", tests, NULL, NULL);
}
