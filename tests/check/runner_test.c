#include "check/runner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "check/consent.h"

static const struct where here = {.kind = WHERE_LOCAL};

static struct runner *runner_with(const char *self)
{
	struct runner_setup setup = {.self = self, .limit = 20};

	return runner_new(&setup);
}

static struct job *start(struct runner *r, const char *machine,
	const char *command)
{
	struct check_spec spec = {.id = "c",
		.machine = machine,
		.shell = SHELL_SH,
		.command = command,
		.read_only = true,
		.runnable = true};

	return runner_start(r, &spec, &here);
}

static const struct result *result_of(struct runner *r, struct job *j)
{
	while (job_state(j) != JOB_DONE)
		runner_wait(r, -1, 1000);
	return job_result(j);
}

static void a_check_comes_back_readable(void **state)
{
	struct runner *r = runner_with(NULL);
	struct job *j = start(r, "here",
		"printf 'A=1\\r\\n\\033[31mB\\033[0m\\302\\240=2\\n'");
	const struct result *result = result_of(r, j);

	assert_int_equal(result->verdict, RESULT_RAN);
	assert_int_equal(result->way, WAY_LOCAL);
	assert_true(result->has_exit);
	assert_int_equal(result->exit, 0);
	assert_string_equal(result->out, "A=1\nB =2\n");
	assert_null(result->say);
	runner_free(r);
}

static void what_may_change_something_never_starts(void **state)
{
	static const struct {
		bool read_only, runnable;
	} cases[] = {{false, true}, {true, false}, {false, false}};
	struct runner *r = runner_with(NULL);

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct check_spec spec = {.id = "c",
			.machine = "here",
			.shell = SHELL_SH,
			.command = "echo ran",
			.read_only = cases[i].read_only,
			.runnable = cases[i].runnable};
		struct job *j = runner_start(r, &spec, &here);

		assert_int_equal(job_state(j), JOB_DONE);
		assert_int_equal(job_result(j)->verdict, RESULT_DENIED);
		assert_string_equal(job_result(j)->out, "");
	}
	runner_free(r);
}

static void a_machine_reached_by_hand_starts_nothing(void **state)
{
	const struct where paste = {.kind = WHERE_PASTE};
	struct check_spec spec = {.id = "c",
		.machine = "nps",
		.shell = SHELL_SH,
		.command = "echo ran",
		.read_only = true,
		.runnable = true};
	struct runner *r = runner_with(NULL);
	struct job *j = runner_start(r, &spec, &paste);

	assert_int_equal(job_state(j), JOB_DONE);
	assert_non_null(strstr(job_result(j)->say, "paste"));
	runner_free(r);
}

static void one_machine_works_in_order_others_beside_it(void **state)
{
	struct runner *r = runner_with(NULL);
	struct job *first = start(r, "nps", "sleep .2; echo first");
	struct job *second = start(r, "nps", "echo second");
	struct job *third = start(r, "nps", "echo third");
	struct job *other = start(r, "client", "echo other");

	assert_int_equal(job_state(second), JOB_QUEUED);
	result_of(r, other);
	assert_int_equal(job_state(first), JOB_RUNNING);
	assert_int_equal(job_state(second), JOB_QUEUED);
	result_of(r, second);
	assert_int_equal(job_state(first), JOB_DONE);
	assert_string_equal(result_of(r, third)->out, "third\n");
	runner_free(r);
}

static void a_queued_check_is_stopped_without_having_run(void **state)
{
	struct runner *r = runner_with(NULL);
	struct job *first = start(r, "nps", "sleep .1");
	struct job *second = start(r, "nps", "echo ran");

	job_stop(second);
	assert_int_equal(job_state(second), JOB_DONE);
	assert_int_equal(job_result(second)->verdict, RESULT_STOPPED);
	result_of(r, first);
	assert_string_equal(job_result(second)->out, "");
	runner_free(r);
}

static void a_stopped_check_says_so_and_keeps_what_it_printed(void **state)
{
	struct runner *r = runner_with(NULL);
	struct job *j =
		start(r, "here", "trap '' TERM; echo part; sleep 60; sleep 60");
	struct str tail = STR_INIT;
	const struct result *result;

	while (!tail.len) {
		runner_wait(r, -1, 1000);
		job_tail(j, 100, &tail);
	}
	assert_string_equal(tail.s, "part\n");
	job_stop(j);
	result = result_of(r, j);
	assert_int_equal(result->verdict, RESULT_STOPPED);
	assert_string_equal(result->out, "part\n");
	str_release(&tail);
	runner_free(r);
}

static void without_powershell_the_check_says_what_to_do(void **state)
{
	struct check_spec spec = {.id = "c",
		.machine = "client",
		.shell = SHELL_POWERSHELL,
		.command = "'A=1'",
		.read_only = true,
		.runnable = true};
	struct runner *r = runner_with(NULL);
	char before[4096];
	struct job *j;

	snprintf(before, sizeof(before), "%s", getenv("PATH"));
	setenv("PATH", "/nowhere", 1);
	j = runner_start(r, &spec, &here);
	setenv("PATH", before, 1);
	assert_int_equal(job_result(j)->verdict, RESULT_NOT_FOUND);
	assert_non_null(strstr(job_result(j)->say, "paste"));
	runner_free(r);
}

/* echo stands in for the program: it prints its own command line. */
static void a_probe_is_the_program_itself(void **state)
{
	struct check_spec spec = {.id = "c",
		.machine = "here",
		.probe = {.kind = "ike",
			.target = "vpn.example.net",
			.server = "192.0.2.1"},
		.timeout = 10,
		.read_only = true,
		.runnable = true};
	struct runner *r = runner_with("/bin/echo");
	struct job *j = runner_start(r, &spec, &here);
	const struct result *result = result_of(r, j);

	assert_int_equal(result->way, WAY_PROBE);
	assert_string_equal(result->out,
		"probe ike vpn.example.net --server 192.0.2.1 --limit 9\n");
	runner_free(r);
}

static void what_is_shown_first_is_what_is_run(void **state)
{
	struct check_spec spec = {.id = "c",
		.machine = "nps",
		.shell = SHELL_POWERSHELL,
		.command = "Get-Date",
		.read_only = true,
		.runnable = true};
	const struct where ssh = {
		.kind = WHERE_SSH, .host = "ann@nps1.example.net"};
	struct str b = STR_INIT;

	runner_describe(&spec, &ssh, &b);
	assert_true(starts_with(b.s, "ssh -T -oBatchMode=yes "));
	assert_non_null(strstr(b.s,
		" -- ann@nps1.example.net powershell.exe "));
	assert_true(ends_with(b.s, "\nGet-Date\n"));
	str_release(&b);
}

static enum trust trust_by_id(void *ctx, const struct tree *tree)
{
	return *(const enum trust *)ctx;
}

static void consent_is_asked_once_and_trust_each_time(void **state)
{
	static const struct {
		const char *name;
		bool shipped, given, read_only;
		enum trust trust;
		enum leave leave;
	} cases[] = {
		{"shipped, not asked", true, false, true, TRUST_FOREIGN,
			LEAVE_ASK},
		{"shipped, asked", true, true, true, TRUST_FOREIGN, LEAVE_RUN},
		{"shipped, no check", true, true, false, TRUST_FOREIGN,
			LEAVE_NONE},
		{"foreign", false, true, true, TRUST_FOREIGN, LEAVE_NONE},
		{"changed", false, true, true, TRUST_CHANGED, LEAVE_NONE},
		{"allowed, not asked", false, false, true, TRUST_ALLOWED,
			LEAVE_ASK},
		{"allowed, asked", false, true, true, TRUST_ALLOWED, LEAVE_RUN},
		{"allowed, no check", false, true, false, TRUST_ALLOWED,
			LEAVE_NONE},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		enum trust trust = cases[i].trust;
		struct consent c = {.trust = trust_by_id,
			.ctx = &trust,
			.given = cases[i].given};
		struct tree tree = {.shipped = cases[i].shipped};
		struct check_spec spec = {
			.read_only = cases[i].read_only, .runnable = true};
		const char *why = NULL;

		if (consent_ask(&c, &tree, &spec, &why) != cases[i].leave ||
			(why != NULL) != (cases[i].leave == LEAVE_NONE))
			fail_msg("%s: %s", cases[i].name, why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_check_comes_back_readable),
		cmocka_unit_test(what_may_change_something_never_starts),
		cmocka_unit_test(a_machine_reached_by_hand_starts_nothing),
		cmocka_unit_test(one_machine_works_in_order_others_beside_it),
		cmocka_unit_test(a_queued_check_is_stopped_without_having_run),
		cmocka_unit_test(
			a_stopped_check_says_so_and_keeps_what_it_printed),
		cmocka_unit_test(without_powershell_the_check_says_what_to_do),
		cmocka_unit_test(a_probe_is_the_program_itself),
		cmocka_unit_test(what_is_shown_first_is_what_is_run),
		cmocka_unit_test(consent_is_asked_once_and_trust_each_time),
	};

	return cmocka_run_group_tests_name("check/runner", tests, NULL, NULL);
}
