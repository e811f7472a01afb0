/*
 * The whole front end in a pseudo terminal that this test plays: it answers
 * DA1 in different ways, watches what is written, and hangs up.
 */
/* clang-format off */
#define _XOPEN_SOURCE 700
/* clang-format on */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "scene.h"

#define PATIENCE_MS 20000

struct pretend {
	int fd;
	pid_t pid;
	struct str seen;
};

/* The front end in a child, on the other side of a new terminal. */
static void start(struct pretend *t)
{
	struct scene s;

	str_init(&t->seen);
	t->fd = posix_openpt(O_RDWR | O_NOCTTY);
	assert_true(t->fd >= 0 && grantpt(t->fd) == 0 && unlockpt(t->fd) == 0);
	t->pid = fork();
	if (t->pid > 0)
		return;
	setsid();
	for (int i = 0; i < 3; i++)
		close(i);
	if (open(ptsname(t->fd), O_RDWR) != 0)
		_exit(9);
	dup2(0, 1);
	dup2(0, 2);
	close(t->fd);
	setenv("TERM", "xterm-256color", 1);
	setenv("PATH", "/nowhere", 1);
	unsetenv("ACCESSIBLE");
	scene_open(&s, &(struct ui_options){.tree = "desk"}, 24, 80);
	_exit(tui_run(&s.o));
}

static void sees(struct pretend *t, const char *text)
{
	char piece[4096];
	struct pollfd p = {.fd = t->fd, .events = POLLIN};

	while (!strstr(t->seen.s, text)) {
		ssize_t n = 0;

		if (poll(&p, 1, PATIENCE_MS) > 0)
			n = read(t->fd, piece, sizeof(piece));
		if (n <= 0) {
			kill(t->pid, SIGKILL);
			fail_msg("'%s' never came", text);
		}
		str_add(&t->seen, piece, (size_t)n);
	}
}

static void types(struct pretend *t, const char *keys)
{
	str_reset(&t->seen);
	assert_int_equal(write(t->fd, keys, strlen(keys)), strlen(keys));
}

static int ends(struct pretend *t)
{
	int status = -1;
	char piece[4096];

	/* What it still writes must be read, or it waits for us. */
	while (waitpid(t->pid, &status, WNOHANG) == 0) {
		struct pollfd p = {.fd = t->fd, .events = POLLIN};

		if (poll(&p, 1, 50) > 0 &&
			read(t->fd, piece, sizeof(piece)) <= 0)
			continue;
	}
	close(t->fd);
	str_release(&t->seen);
	return status;
}

static void walk_to_the_check(struct pretend *t)
{
	types(t, "1");
	sees(t, "Whose connection is it?");
	types(t, "ann@example.com\r\r\r");
	sees(t, "LastReasonCodeOfTheServer");
	types(t, "c");
	sees(t, "As a block");
}

static void a_copy_says_what_the_terminal_allows(void **state)
{
	static const struct {
		const char *answer, *says;
	} cases[] = {
		{"\033[?62;22;52c", "which says that it takes it"},
		{"\033[?62;22c", "cannot be confirmed"},
		{"", "cannot be confirmed"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pretend t;

		start(&t);
		sees(&t, "\033[c");
		sees(&t, "Not known");
		types(&t, cases[i].answer);
		walk_to_the_check(&t);
		types(&t, "\r");
		sees(&t, "\033]52;c;");
		sees(&t, cases[i].says);
		types(&t, "\x11");
		assert_int_equal(ends(&t), 0);
	}
}

static void a_frame_is_one_write_between_its_marks(void **state)
{
	struct pretend t;

	start(&t);
	sees(&t, "\033[?2004h");
	sees(&t, "\033[?2026l");
	types(&t, "\033[B");
	sees(&t, "\033[?2026l");
	assert_true(starts_with(t.seen.s, "\033[?2026h"));
	types(&t, "q");
	sees(&t, "\033[?2004l");
	assert_int_equal(ends(&t), 0);
}

static void a_terminal_that_goes_away_ends_it(void **state)
{
	struct pretend t;
	int status;

	start(&t);
	sees(&t, "Who gets the error?");
	close(t.fd);
	assert_int_equal(waitpid(t.pid, &status, 0), t.pid);
	assert_true(WIFEXITED(status) || WIFSIGNALED(status));
	str_release(&t.seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_copy_says_what_the_terminal_allows),
		cmocka_unit_test(a_frame_is_one_write_between_its_marks),
		cmocka_unit_test(a_terminal_that_goes_away_ends_it),
	};

	return cmocka_run_group_tests_name("ui/tui/terminal", tests, scene_load,
		scene_unload);
}
