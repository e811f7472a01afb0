#include "../../src/check/outcome.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/check/ssh.h"

#define MARK "vpntriage-00112233445566778899aabbccddeeff"
#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static void every_end_has_its_verdict_and_a_sentence(void **state)
{
	static const struct {
		const char *name;
		enum result_way way;
		bool marked;
		int how, code;
		const char *out, *err;
		enum verdict verdict;
		const char *say; /* part of it; NULL: says nothing */
	} cases[] = {
		{"ran", WAY_LOCAL, true, ENDED_EXITED, 0,
			MARK " begin\nA=1\n" MARK " end 0\n", "", RESULT_RAN,
			NULL},
		{"sh ran", WAY_LOCAL, false, ENDED_EXITED, 5, "A=1\n", "",
			RESULT_RAN, NULL},
		{"sh found no program", WAY_LOCAL, false, ENDED_EXITED, 127, "",
			"sh: 1: x: not found", RESULT_NOT_FOUND,
			"not installed"},
		{"a bad probe", WAY_PROBE, false, ENDED_EXITED, 1,
			"tcp443=REFUSED\n", "", RESULT_RAN, NULL},
		{"a probe that cannot tell", WAY_PROBE, false, ENDED_EXITED, 5,
			"ipfrag=INCONCLUSIVE\n", "", RESULT_RAN, NULL},
		{"a probe that could not look", WAY_PROBE, false, ENDED_EXITED,
			5, "", "no socket\nx", RESULT_FAILED, "no socket"},
		{"no end", WAY_LOCAL, true, ENDED_EXITED, 0,
			MARK " begin\nA=1\n", "", RESULT_LOST,
			"before the end"},
		{"no shell", WAY_LOCAL, true, ENDED_EXITED, 1, "hello\n", "",
			RESULT_FAILED, "did not start"},
		{"the shell is missing there", WAY_SSH, true, ENDED_EXITED, 127,
			"", "sh: powershell.exe: command not found",
			RESULT_NOT_FOUND, "not installed there"},
		{"ssh to no shell", WAY_SSH, true, ENDED_EXITED, 1,
			"This account is not available.\n", "", RESULT_FAILED,
			"BAD_OUTPUT"},
		{"ssh lost half-way", WAY_SSH, true, ENDED_EXITED, 255,
			MARK " begin\nA=1\n", "", RESULT_LOST, "ssh LOST: h:"},
		{"ssh refused", WAY_SSH, true, ENDED_EXITED, 255, "",
			"ssh: connect to host h port 22: Connection refused",
			RESULT_FAILED, "REFUSED"},
		{"a 255 of the check itself", WAY_SSH, true, ENDED_EXITED, 0,
			MARK " begin\n" MARK " end 255\n", "", RESULT_RAN,
			NULL},
		{"signal", WAY_LOCAL, false, ENDED_SIGNALED, 11, "", "",
			RESULT_FAILED, "signal 11"},
		{"time", WAY_LOCAL, true, ENDED_TIMEOUT, 0,
			MARK " begin\nA=", "", RESULT_TIMEOUT, "20 seconds"},
		{"stopped", WAY_SSH, true, ENDED_STOPPED, 0, "", "",
			RESULT_STOPPED, "by hand"},
		{"no program", WAY_LOCAL, false, ENDED_NOT_FOUND, 2, "", "",
			RESULT_NOT_FOUND, "no program 'sh'"},
		{"no permission", WAY_LOCAL, false, ENDED_DENIED, 13, "", "",
			RESULT_DENIED, "no permission"},
		{"no memory", WAY_LOCAL, false, ENDED_FAILED, 12, "", "",
			RESULT_FAILED, "cannot start"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct plan p = {.argv = {"sh"},
			.way = cases[i].way,
			.marked = cases[i].marked,
			.mark = MARK};
		struct ended e = {.code = cases[i].code,
			.limit = 20,
			.host = "h",
			.out = cases[i].out,
			.outlen = strlen(cases[i].out),
			.err = cases[i].err,
			.errlen = strlen(cases[i].err)};
		struct arena a;
		struct result r;

		e.how = cases[i].how;
		arena_init(&a);
		outcome_judge(&p, &e, &a, &r);
		if (r.verdict != cases[i].verdict)
			fail_msg("%s: %s", cases[i].name,
				verdict_words[r.verdict]);
		if ((r.say != NULL) != (cases[i].say != NULL) ||
			(r.say && !strstr(r.say, cases[i].say)))
			fail_msg("%s: %s", cases[i].name, r.say);
		if (r.has_exit != (r.verdict == RESULT_RAN))
			fail_msg("%s: exit", cases[i].name);
		if (strncmp(r.out, MARK, 8) == 0 && r.outlen)
			fail_msg("%s: shows the mark", cases[i].name);
		arena_release(&a);
	}
}

static void what_the_ssh_client_says_becomes_a_word(void **state)
{
	static const struct {
		const char *err, *word;
	} cases[] = {
		{"@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\n"
		 "Host key verification failed.\n",
			"HOSTKEY_CHANGED"},
		{"Host key verification failed.\n", "HOSTKEY_UNKNOWN"},
		{"No ED25519 host key is known for h and you have requested "
		 "strict checking.\n",
			"HOSTKEY_UNKNOWN"},
		{"a@h: Permission denied (publickey,password).\n", "DENIED"},
		{"Received disconnect: 2: Too many authentication failures\n",
			"DENIED"},
		{"ssh: connect to host h port 22: Connection refused\n",
			"REFUSED"},
		{"ssh: connect to host h port 22: Connection timed out\n",
			"TIMEOUT"},
		{"Connection timed out during banner exchange\n", "TIMEOUT"},
		{"ssh: Could not resolve hostname h: Name or service not "
		 "known\n",
			"UNREACHABLE"},
		{"ssh: connect to host h port 22: No route to host\n",
			"UNREACHABLE"},
		{"kex_exchange_identification: Connection closed by remote "
		 "host\n",
			"LOST"},
		{"", "LOST"},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(ssh_words[ssh_classify(cases[i].err)],
			cases[i].word);
}

static void places_are_read_and_nothing_else_is(void **state)
{
	static const struct {
		const char *text;
		bool ok;
	} cases[] = {
		{"local", true},
		{"paste", true},
		{"ssh:nps1", true},
		{"ssh:ann@nps1.example.net", true},
		{"ssh:CORP\\ann@nps1", true},
		{"ssh:2001:db8::1", true},
		{"ssh:", false},
		{"ssh:@nps1", false},
		{"ssh:ann@", false},
		{"ssh:-oProxyCommand=x", false},
		{"ssh:ann@-x", false},
		{"ssh:a b", false},
		{"ssh:a;b", false},
		{"ssh:a@b@c", false},
		{"nps1", false},
		{"", false},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct where w;
		struct str b = STR_INIT;
		const char *why = NULL;
		bool ok = where_parse(cases[i].text, &w, &why);

		if (ok != cases[i].ok || ok != !why)
			fail_msg("%s: %s", cases[i].text, why);
		if (ok)
			where_text(&w, &b);
		assert_string_equal(b.s, ok ? cases[i].text : "");
		str_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_end_has_its_verdict_and_a_sentence),
		cmocka_unit_test(what_the_ssh_client_says_becomes_a_word),
		cmocka_unit_test(places_are_read_and_nothing_else_is),
	};

	return cmocka_run_group_tests_name("check/outcome", tests, NULL, NULL);
}
