#include "os/spawn.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum {
	LIMIT = 20000, /* a test that gets here has failed */
	SHORT = 150,
};

static struct child *start_sh(struct spawn *s, const char *script, int limit)
{
	const char *argv[] = {"sh", "-c", script, NULL};
	struct spawn_plan plan = {
		.argv = argv, .most = 4096, .limit_ms = limit, .grace_ms = 50};

	return spawn_start(s, &plan);
}

static void wait_for(struct spawn *s, const struct child *c)
{
	while (child_state(c) != SPAWN_DONE)
		spawn_wait(s, -1, 1000);
}

static char *text_of(const struct child *c, enum spawn_stream which)
{
	struct str out;

	str_init(&out);
	child_text(c, which, &out);
	return out.len ? str_detach(&out) : strdup("");
}

static void assert_text(const struct child *c, enum spawn_stream which,
	const char *want)
{
	char *text = text_of(c, which);

	assert_string_equal(text, want);
	free(text);
}

static void assert_gone(const char *name, const char *pids)
{
	char *end;

	for (;;) {
		long pid = strtol(pids, &end, 10);

		if (end == pids)
			return;
		if (kill((pid_t)pid, 0) == 0 || errno != ESRCH)
			fail_msg("%s: process %ld is still there", name, pid);
		pids = end;
	}
}

static void output_error_and_status_come_back_apart(void **state)
{
	struct spawn *s = spawn_new();
	struct child *c = start_sh(s, "echo out; echo err >&2; exit 3", LIMIT);

	wait_for(s, c);
	assert_int_equal(child_end(c), SPAWN_EXITED);
	assert_int_equal(child_code(c), 3);
	assert_text(c, SPAWN_OUT, "out\n");
	assert_text(c, SPAWN_ERR, "err\n");
	spawn_free(s);
}

static void input_is_fed_while_output_is_read(void **state)
{
	const char *argv[] = {"cat", NULL};
	size_t n = 300000;
	char *input = malloc(n);
	struct spawn_plan plan = {.argv = argv,
		.input = input,
		.inputlen = n,
		.most = 1 << 20,
		.limit_ms = LIMIT};
	struct spawn *s = spawn_new();
	struct child *c;
	struct str out;

	for (size_t i = 0; i < n; i++)
		input[i] = (char)('a' + i % 26);
	c = spawn_start(s, &plan);
	wait_for(s, c);
	str_init(&out);
	child_text(c, SPAWN_OUT, &out);
	assert_int_equal(out.len, n);
	assert_memory_equal(out.s, input, n);
	str_release(&out);
	free(input);
	spawn_free(s);
}

static void a_child_that_reads_nothing_does_no_harm(void **state)
{
	const char *argv[] = {"sh", "-c", "exec <&-; exit 4", NULL};
	char *input = calloc(1, 300000);
	struct spawn_plan plan = {.argv = argv,
		.input = input,
		.inputlen = 300000,
		.most = 64,
		.limit_ms = LIMIT};
	struct spawn *s = spawn_new();
	struct child *c = spawn_start(s, &plan);

	wait_for(s, c);
	assert_int_equal(child_code(c), 4);
	free(input);
	spawn_free(s);
}

static void what_cannot_start_is_done_at_once_with_a_reason(void **state)
{
	static const struct {
		const char *program;
		enum spawn_end end;
	} cases[] = {
		{"no-such-program-anywhere", SPAWN_NOT_FOUND},
		{"/nowhere/at/all", SPAWN_NOT_FOUND},
		{"/etc/passwd", SPAWN_DENIED},
		{"/etc", SPAWN_NOT_FOUND},
		{"", SPAWN_NOT_FOUND},
	};
	struct spawn *s = spawn_new();

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *argv[] = {cases[i].program, NULL};
		struct spawn_plan plan = {.argv = argv, .most = 64};
		struct child *c = spawn_start(s, &plan);

		assert_int_equal(child_state(c), SPAWN_DONE);
		if (child_end(c) != cases[i].end)
			fail_msg("%s: %d", cases[i].program, child_end(c));
	}
	spawn_free(s);
}

/* Each prints the ids of the processes that must be gone afterwards. */
static void nasty_children_end_and_leave_nothing(void **state)
{
	static const struct {
		const char *name, *script;
		int limit;
		enum spawn_end end;
		int code;
	} cases[] = {
		{"ignores TERM",
			"trap '' TERM; echo $$; while :; do sleep 1; done",
			SHORT, SPAWN_TIMEOUT, 0},
		{"ignores TERM with children",
			"trap '' TERM; sleep 60 & echo $$ $!; wait; sleep 60",
			SHORT, SPAWN_TIMEOUT, 0},
		{"forks and leaves, keeps the pipe",
			"sleep 60 & echo $$ $!; exit 7", LIMIT, SPAWN_EXITED,
			7},
		{"leaves the session, keeps the pipe",
			"setsid sleep 60 & echo $$ $!; sleep .1; exit 7", LIMIT,
			SPAWN_EXITED, 7},
		{"leaves the session, keeps nothing",
			"setsid sleep 60 >/dev/null 2>&1 & echo $$ $!;"
			"sleep .1; exit 0",
			LIMIT, SPAWN_EXITED, 0},
		{"leaves twice",
			"setsid sh -c 'setsid sleep 60 & echo $$ $!; sleep 60' "
			"& sleep .1; exit 0",
			LIMIT, SPAWN_EXITED, 0},
		{"leaves the session and its environment",
			"env -i setsid sleep 60 & echo $$ $!; sleep .1; exit 0",
			LIMIT, SPAWN_EXITED, 0},
		{"prints nothing", "exit 0", LIMIT, SPAWN_EXITED, 0},
		{"closes its output and goes on",
			"echo $$; exec >&- 2>&-;"
			"sleep 60",
			SHORT, SPAWN_TIMEOUT, 0},
		{"dies by a signal", "echo $$; kill -SEGV $$", LIMIT,
			SPAWN_SIGNALED, SIGSEGV},
		{"stops itself", "echo $$; kill -STOP $$; sleep 60", SHORT,
			SPAWN_TIMEOUT, 0},
		{"asks the terminal for a password",
			"echo $$; read x </dev/tty || exit 9", LIMIT,
			SPAWN_EXITED, -1},
	};
	struct spawn *s = spawn_new();

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct child *c = start_sh(s, cases[i].script, cases[i].limit);
		char *text;

		wait_for(s, c);
		if (child_end(c) != cases[i].end)
			fail_msg("%s: end %d", cases[i].name, child_end(c));
		if (cases[i].code == -1)
			assert_int_not_equal(child_code(c), 0);
		else if (child_code(c) != cases[i].code)
			fail_msg("%s: code %d", cases[i].name, child_code(c));
		text = text_of(c, SPAWN_OUT);
		assert_gone(cases[i].name, text);
		free(text);
		child_free(c);
	}
	spawn_free(s);
}

static void an_orphan_of_one_check_does_not_end_with_another(void **state)
{
	struct spawn *s = spawn_new();
	struct child *longer = start_sh(s,
		"(setsid sh -c 'sleep .3; echo still here' &) ; sleep .6",
		LIMIT);
	struct child *brief = start_sh(s, "sleep .1", LIMIT);

	wait_for(s, brief);
	wait_for(s, longer);
	assert_text(longer, SPAWN_OUT, "still here\n");
	spawn_free(s);
}

static void a_stopped_child_is_gone_with_its_group(void **state)
{
	struct spawn *s = spawn_new();
	struct child *c =
		start_sh(s, "trap '' TERM; sleep 60 & echo $$ $!; wait", LIMIT);
	struct str tail;
	char *text;

	str_init(&tail);
	while (tail.len == 0) {
		spawn_wait(s, -1, 1000);
		child_tail(c, SPAWN_OUT, 100, &tail);
	}
	child_stop(c);
	wait_for(s, c);
	assert_int_equal(child_end(c), SPAWN_STOPPED);
	text = text_of(c, SPAWN_OUT);
	assert_string_equal(text, tail.s);
	assert_gone("it", text);
	free(text);
	str_release(&tail);
	spawn_free(s);
}

static void of_endless_output_both_ends_are_kept(void **state)
{
	struct spawn *s = spawn_new();
	struct child *c = start_sh(s,
		"echo first; head -c 3000000 /dev/zero | tr '\\0' x; echo;"
		"echo last",
		LIMIT);
	char *text;

	wait_for(s, c);
	text = text_of(c, SPAWN_OUT);
	assert_true(starts_with(text, "first\nxxx"));
	assert_true(ends_with(text, "xxx\nlast\n"));
	assert_non_null(strstr(text, " bytes left out]\n"));
	assert_true(child_left_out(c, SPAWN_OUT) > 2900000);
	assert_true(strlen(text) < 80000);
	free(text);
	spawn_free(s);
}

static void freeing_ends_what_still_runs(void **state)
{
	struct spawn *s = spawn_new();
	char *text = strdup("");
	struct child *c =
		start_sh(s, "echo $$; trap '' TERM; while :; do :; done", 0);

	while (!*text) {
		spawn_wait(s, -1, 1000);
		free(text);
		text = text_of(c, SPAWN_OUT);
	}
	spawn_free(s);
	assert_gone("it", text);
	free(text);
}

static void input_from_the_person_ends_the_wait(void **state)
{
	struct spawn *s = spawn_new();
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_false(spawn_wait(s, ends[0], 0));
	assert_int_equal(write(ends[1], "k", 1), 1);
	assert_true(spawn_wait(s, ends[0], LIMIT));
	close(ends[0]);
	close(ends[1]);
	spawn_free(s);
}

static void programs_are_not_looked_for_in_relative_folders(void **state)
{
	char before[4096];
	struct str path;

	str_init(&path);
	snprintf(before, sizeof(before), "%s", getenv("PATH"));
	setenv("PATH", ".:bin::/nowhere", 1);
	assert_false(spawn_find("Makefile", &path));
	setenv("PATH", ".:/bin:/usr/bin", 1);
	assert_true(spawn_find("sh", &path));
	assert_string_equal(path.s, "/bin/sh");
	setenv("PATH", before, 1);
	str_release(&path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(output_error_and_status_come_back_apart),
		cmocka_unit_test(input_is_fed_while_output_is_read),
		cmocka_unit_test(a_child_that_reads_nothing_does_no_harm),
		cmocka_unit_test(
			what_cannot_start_is_done_at_once_with_a_reason),
		cmocka_unit_test(nasty_children_end_and_leave_nothing),
		cmocka_unit_test(
			an_orphan_of_one_check_does_not_end_with_another),
		cmocka_unit_test(a_stopped_child_is_gone_with_its_group),
		cmocka_unit_test(of_endless_output_both_ends_are_kept),
		cmocka_unit_test(freeing_ends_what_still_runs),
		cmocka_unit_test(input_from_the_person_ends_the_wait),
		cmocka_unit_test(
			programs_are_not_looked_for_in_relative_folders),
	};

	return cmocka_run_group_tests_name("os/spawn", tests, NULL, NULL);
}
