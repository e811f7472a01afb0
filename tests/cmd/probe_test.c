#include "../../src/cmd/command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

extern const struct command cmd_probe;

#define MOST 6

/* What is given, and the exit status it leads to. */
static const struct {
	const char *name;
	struct given given[MOST];
	int status;
} cases[] = {
	{"no kind", {{NULL, NULL}}, STATUS_USAGE},
	{"no such kind", {{NULL, "ping"}, {NULL, "127.0.0.1"}}, STATUS_USAGE},
	{"no target", {{NULL, "ike"}}, STATUS_USAGE},
	{"an empty target", {{NULL, "ike"}, {NULL, ""}}, STATUS_USAGE},
	{"one argument too many",
		{{NULL, "ike"}, {NULL, "127.0.0.1"}, {NULL, "500"}},
		STATUS_USAGE},
	{"a port that is none",
		{{NULL, "tcp"}, {NULL, "127.0.0.1"}, {NULL, "70000"}},
		STATUS_USAGE},
	{"an option of another kind",
		{{NULL, "ike"}, {NULL, "127.0.0.1"}, {"--ca", "x"}},
		STATUS_USAGE},
	{"a limit that is none",
		{{NULL, "tcp"}, {NULL, "127.0.0.1"}, {"--limit", "soon"}},
		STATUS_USAGE},
	{"a limit of nothing",
		{{NULL, "tcp"}, {NULL, "127.0.0.1"}, {"--limit", "0"}},
		STATUS_USAGE},
	{"nobody listens on the discard port",
		{{NULL, "tcp"}, {NULL, "127.0.0.1"}, {NULL, "9"}},
		STATUS_PROBLEM},
	{"options stand anywhere",
		{{"--port", "9"}, {NULL, "tcp"}, {"--json", ""},
			{"--limit", "2"}, {NULL, "127.0.0.1"}},
		STATUS_PROBLEM},
	{"fragments on loopback cannot be told",
		{{NULL, "fragments"}, {NULL, "127.0.0.1"}, {"--limit", "1"}},
		STATUS_NOT_CARRIED_OUT},
};

static void each_call_has_its_exit_status(void **state)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct args args = {cases[i].given, 0};
		int status;

		while (args.n < MOST && (cases[i].given[args.n].option ||
						cases[i].given[args.n].value))
			args.n++;
		status = cmd_probe.run(&args);
		if (status != cases[i].status)
			fail_msg("%s: %d", cases[i].name, status);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_call_has_its_exit_status),
	};

	return cmocka_run_group_tests_name("cmd/probe", tests, NULL, NULL);
}
