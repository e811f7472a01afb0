#include "ui/clipboard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "os/clock.h"
#include "os/file.h"

static char folder[] = "/tmp/vpntriage-clip-XXXXXX";

static int set_up(void **state)
{
	static const char *const names[] = {
		"TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY"};

	for (size_t i = 0; i < 4; i++)
		unsetenv(names[i]);
	setenv("TERM", "xterm-256color", 1);
	if (!mkdtemp(folder))
		return -1;
	/* Only what a test puts there is found. */
	setenv("PATH", folder, 1);
	return 0;
}

static void program(const char *name, const char *script)
{
	struct str path = STR_INIT, text = STR_INIT;

	str_addf(&path, "%s/%s", folder, name);
	str_addf(&text, "#!/bin/sh\n%s\n", script);
	assert_int_equal(file_write(NULL, path.s, text.s, text.len,
				 FILE_REPLACE),
		0);
	chmod(path.s, 0700);
	str_release(&path);
	str_release(&text);
}

static int tear_down(void **state)
{
	static const char *const names[] = {"clip.exe", "pbcopy", "out"};

	for (size_t i = 0; i < 3; i++) {
		struct str path = STR_INIT;

		str_addf(&path, "%s/%s", folder, names[i]);
		unlink(path.s);
		str_release(&path);
	}
	return rmdir(folder);
}

static void the_sequence_is_wrapped_for_what_stands_between(void **state)
{
	static const struct {
		struct clipboard c;
		const char *text, *want;
	} cases[] = {
		{{0}, "", "\033]52;c;\a"},
		{{0}, "f", "\033]52;c;Zg==\a"},
		{{0}, "fo", "\033]52;c;Zm8=\a"},
		{{0}, "foo", "\033]52;c;Zm9v\a"},
		{{0}, "\xFF\xFE\xFD", "\033]52;c;//79\a"},
		{{.in_tmux = true}, "foo",
			"\033Ptmux;\033\033]52;c;Zm9v\a\033\\"},
		{{.in_screen = true}, "foo", "\033P\033]52;c;Zm9v\a\033\\"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str out = STR_INIT;

		clipboard_sequence(&cases[i].c, cases[i].text,
			strlen(cases[i].text), &out);
		if (strcmp(out.s, cases[i].want))
			fail_msg("case %zu", i);
		str_release(&out);
	}
}

static enum clip_way copied(struct clipboard *c, const char *text,
	const char *says)
{
	struct str send = STR_INIT, say = STR_INIT;
	enum clip_way way = clipboard_copy(c, text, strlen(text), &send, &say);

	if (!strstr(say.s, says))
		fail_msg("'%s' is not in '%s'", says, say.s);
	str_release(&send);
	str_release(&say);
	return way;
}

static void copied_is_only_said_when_it_is_known(void **state)
{
	struct clipboard c;

	clipboard_init(&c);
	assert_int_equal(copied(&c, "x", "cannot be confirmed"), CLIP_SENT);
	clipboard_answer(&c, false);
	assert_int_equal(copied(&c, "x", "cannot be confirmed"), CLIP_SENT);
	clipboard_answer(&c, true);
	assert_int_equal(copied(&c, "x", "which says that it takes it"),
		CLIP_TERMINAL);
	clipboard_release(&c);
}

static void a_program_gets_every_byte_or_is_not_believed(void **state)
{
	struct str path = STR_INIT, got = STR_INIT;
	struct clipboard c;
	int64_t before;

	str_addf(&path, "%s/out", folder);
	program("clip.exe", "/bin/cat >\"${0%/*}/out\"");
	clipboard_init(&c);
	assert_int_equal(copied(&c, "a'b\n\xC3\xA4$(x)", "copied with clip"),
		CLIP_PROGRAM);
	assert_int_equal(file_read(path.s, 1 << 20, &got), 0);
	assert_string_equal(got.s, "a'b\n\xC3\xA4$(x)");
	program("clip.exe", "exit 1");
	assert_int_equal(copied(&c, "x", "cannot be confirmed"), CLIP_SENT);
	program("clip.exe", "exec /bin/sleep 60");
	before = clock_ms();
	assert_int_equal(copied(&c, "x", "cannot be confirmed"), CLIP_SENT);
	assert_true(clock_ms() - before < 20000);
	clipboard_release(&c);
	str_release(&path);
	str_release(&got);
}

static void what_is_too_long_is_not_sent(void **state)
{
	size_t n = 100000;
	char *text = calloc(n + 1, 1);
	struct clipboard c;

	memset(text, 'a', n);
	clipboard_init(&c);
	c.searched = true;
	clipboard_answer(&c, true);
	assert_int_equal(copied(&c, text, "too long"), CLIP_NONE);
	clipboard_release(&c);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_sequence_is_wrapped_for_what_stands_between),
		cmocka_unit_test(copied_is_only_said_when_it_is_known),
		cmocka_unit_test(a_program_gets_every_byte_or_is_not_believed),
		cmocka_unit_test(what_is_too_long_is_not_sent),
	};

	return cmocka_run_group_tests_name("ui/clipboard", tests, set_up,
		tear_down);
}
