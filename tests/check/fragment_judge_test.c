#include "../../src/check/fragment_judge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define YES SAMPLE_ANSWERED
#define NO SAMPLE_SILENT
#define BIG SAMPLE_TOO_BIG
#define NOT SAMPLE_NOT_SENT

static void silence_counts_only_against_controls(void **state)
{
	static const struct {
		const char *name;
		struct fragment_samples s;
		const char *word, *why;
	} cases[] = {
		/* small, below, above, full, small again, wsl, too large */
		{"all answered", {YES, YES, YES, YES, NOT, 0, 0}, "PASS", ""},
		{"fragments pass in WSL", {YES, YES, YES, YES, NOT, 1, 0},
			"PASS", ""},
		{"only fragments are lost", {YES, YES, NO, YES, YES, 0, 0},
			"DROPPED", ""},
		{"the path is smaller and says so",
			{YES, YES, NO, BIG, YES, 0, 0}, "DROPPED", ""},
		{"full packets are lost too", {YES, YES, NO, NO, YES, 0, 0},
			"BIG_DROPPED", ""},
		{"silence to everything", {NO, NOT, NOT, NOT, NOT, 0, 0},
			"INCONCLUSIVE", "NO_ANSWER"},
		{"lost in WSL", {YES, YES, NO, YES, YES, 1, 0}, "INCONCLUSIVE",
			"WSL"},
		{"padding is not liked", {YES, NO, NO, NO, YES, 0, 0},
			"INCONCLUSIVE", "PADDING_REFUSED"},
		{"fell silent meanwhile", {YES, YES, NO, YES, NO, 0, 0},
			"INCONCLUSIVE", "WENT_SILENT"},
		{"loopback", {YES, NOT, NOT, NOT, NOT, 0, 1}, "INCONCLUSIVE",
			"LINK_TOO_LARGE"},
		{"not sent", {YES, YES, NOT, YES, YES, 0, 0}, "INCONCLUSIVE",
			"NOT_SENT"},
		{"never got beyond a router", {YES, YES, BIG, BIG, YES, 0, 0},
			"INCONCLUSIVE", "NOT_SENT"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *why;
		const char *word =
			fragment_words[fragment_judge(&cases[i].s, &why)];

		if (strcmp(word, cases[i].word) != 0 ||
			strcmp(why ? why : "", cases[i].why) != 0)
			fail_msg("%s: %s %s", cases[i].name, word,
				why ? why : "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(silence_counts_only_against_controls),
	};

	return cmocka_run_group_tests_name("check/fragment_judge", tests, NULL,
		NULL);
}
