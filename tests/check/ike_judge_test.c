#include "../../src/check/ike_judge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/check/ikehunt.h"
#include "check/probe.h"

#define CHOSEN                     \
	{                          \
		12, 256, 12, 5, 14 \
	}
#define WEAK                  \
	{                     \
		3, 0, 2, 2, 2 \
	}

/* What is known of a side; everything else is as after silence. */
struct end {
	bool answered, big_lost, cookie, other_group, garbage, version1;
	enum ike_heard heard;
	bool has_sa, fragmentation;
	uint16_t refusal;
	struct ike_suite chosen;
};

#define FULL                                                                 \
	{                                                                    \
		.answered = true, .heard = IKE_HEARD_ANSWER, .has_sa = true, \
		.fragmentation = true, .chosen = CHOSEN                      \
	}
#define KNOCKED                                                            \
	{                                                                  \
		.answered = true, .heard = IKE_HEARD_ANSWER, .refusal = 17 \
	}
#define SILENT    \
	{         \
		0 \
	}
#define HEARS(what)             \
	{                       \
		.heard = (what) \
	}

static void set(struct ike_side *side, const struct end *end)
{
	side->answered = end->answered;
	side->big_lost = end->big_lost;
	side->cookie = end->cookie;
	side->other_group = end->other_group;
	side->talk.garbage = end->garbage;
	side->talk.version1 = end->version1;
	side->talk.heard = end->heard;
	side->talk.peer.version = 4;
	side->talk.reply.has_sa = end->has_sa;
	side->talk.reply.fragmentation = end->fragmentation;
	side->talk.reply.refusal = end->refusal;
	side->talk.reply.chosen = end->chosen;
}

static const struct {
	const char *name;
	struct end s500, s4500;
	const char *verdict, *w500, *w4500, *res, *cookie, *frag, *policy;
	bool bad, carried_out;
} cases[] = {
	{"all is well", FULL, KNOCKED, "ANSWERED", "ANSWERED", "ANSWERED",
		"SELECTED", "NOT_ASKED", "SUPPORTED", "HARDENED", 0, 1},
	{"500 only", FULL, SILENT, "ONLY_500", "ANSWERED", "NO_REPLY",
		"SELECTED", "NOT_ASKED", "SUPPORTED", "HARDENED", 1, 1},
	{"4500 only", SILENT, FULL, "ONLY_4500", "NO_REPLY", "ANSWERED",
		"SELECTED", "NOT_ASKED", "SUPPORTED", "HARDENED", 1, 1},
	{"silence", SILENT, SILENT, "NO_REPLY", "NO_REPLY", "NO_REPLY",
		"UNKNOWN", "UNKNOWN", "UNKNOWN", "UNKNOWN", 1, 1},
	{"no proposal",
		{.answered = 1, .heard = IKE_HEARD_ANSWER, .refusal = 14},
		KNOCKED, "NO_PROPOSAL_CHOSEN", "ANSWERED", "ANSWERED",
		"NO_PROPOSAL_CHOSEN", "NOT_ASKED", "UNKNOWN", "UNKNOWN", 1, 1},
	{"another refusal",
		{.answered = 1, .heard = IKE_HEARD_ANSWER, .refusal = 24},
		KNOCKED, "NOTIFY_24", "ANSWERED", "ANSWERED", "NOTIFY_24",
		"NOT_ASKED", "UNKNOWN", "UNKNOWN", 1, 1},
	{"Windows' default, no fragmentation",
		{.answered = 1,
			.heard = IKE_HEARD_ANSWER,
			.has_sa = 1,
			.cookie = 1,
			.other_group = 1,
			.chosen = WEAK},
		KNOCKED, "ANSWERED", "ANSWERED", "ANSWERED", "SELECTED",
		"ASKED", "NOT_SUPPORTED", "WINDOWS_DEFAULT", 0, 1},
	{"silent after the cookie", {.answered = 1, .cookie = 1}, KNOCKED,
		"COOKIE_THEN_SILENCE", "ANSWERED", "ANSWERED",
		"COOKIE_THEN_SILENCE", "ASKED", "UNKNOWN", "UNKNOWN", 1, 1},
	{"silent after a small refusal", {.answered = 1, .other_group = 1},
		KNOCKED, "BIG_REPLY_LOST", "BIG_REPLY_LOST", "ANSWERED",
		"INVALID_KE_THEN_SILENCE", "NOT_ASKED", "UNKNOWN", "UNKNOWN", 1,
		1},
	{"only the small refusal",
		{.big_lost = 1, .heard = IKE_HEARD_ANSWER, .refusal = 14},
		SILENT, "BIG_REPLY_LOST", "BIG_REPLY_LOST", "NO_REPLY",
		"NO_PROPOSAL_CHOSEN", "UNKNOWN", "UNKNOWN", "UNKNOWN", 1, 1},
	{"an echo", {.garbage = 1}, SILENT, "NOT_IKE", "NOT_IKE", "NO_REPLY",
		"UNKNOWN", "UNKNOWN", "UNKNOWN", "UNKNOWN", 1, 1},
	{"IKEv1", {.garbage = 1, .version1 = 1}, SILENT, "NOT_IKE", "NOT_IKE",
		"NO_REPLY", "IKEV1_ONLY", "UNKNOWN", "UNKNOWN", "UNKNOWN", 1,
		1},
	{"closed", HEARS(IKE_HEARD_PORT_UNREACHABLE),
		HEARS(IKE_HEARD_PORT_UNREACHABLE), "PORT_UNREACHABLE",
		"PORT_UNREACHABLE", "PORT_UNREACHABLE", "UNKNOWN", "UNKNOWN",
		"UNKNOWN", "UNKNOWN", 1, 1},
	{"forbidden", HEARS(IKE_HEARD_PROHIBITED), HEARS(IKE_HEARD_PROHIBITED),
		"ADMIN_PROHIBITED", "ADMIN_PROHIBITED", "ADMIN_PROHIBITED",
		"UNKNOWN", "UNKNOWN", "UNKNOWN", "UNKNOWN", 1, 1},
	{"no way there", HEARS(IKE_HEARD_HOST_UNREACHABLE),
		HEARS(IKE_HEARD_HOST_UNREACHABLE), "HOST_UNREACHABLE",
		"HOST_UNREACHABLE", "HOST_UNREACHABLE", "UNKNOWN", "UNKNOWN",
		"UNKNOWN", "UNKNOWN", 1, 1},
	{"could not send", HEARS(IKE_HEARD_FAILED), HEARS(IKE_HEARD_FAILED),
		"UNKNOWN", "UNKNOWN", "UNKNOWN", "UNKNOWN", "UNKNOWN",
		"UNKNOWN", "UNKNOWN", 0, 0},
};

static bool has(const struct probe_result *r, const char *key, const char *word)
{
	const char *value = probe_fact_value(r, key);

	return value && strcmp(value, word) == 0;
}

static void every_end_has_its_words(void **state)
{
	struct ike_side *sides = calloc(2, sizeof(*sides));

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct probe_result r;

		probe_result_init(&r, "ike", "vpn.example.com");
		set(&sides[0], &cases[i].s500);
		set(&sides[1], &cases[i].s4500);
		ike_judge(sides, &r);
		if (strcmp(r.verdict, cases[i].verdict) != 0 ||
			!has(&r, "ike500", cases[i].w500) ||
			!has(&r, "ike4500", cases[i].w4500) ||
			!has(&r, "ikeres", cases[i].res) ||
			!has(&r, "cookie", cases[i].cookie) ||
			!has(&r, "ikefrag", cases[i].frag) ||
			!has(&r, "policy", cases[i].policy) ||
			r.bad != cases[i].bad ||
			r.carried_out != cases[i].carried_out)
			fail_msg("%s: %s, %s", cases[i].name, r.verdict,
				probe_fact_value(&r, "ikeres"));
		assert_non_null(strstr(r.say.s, "vpn.example.com"));
		assert_int_equal(r.say.s[r.say.len - 1], '.');
		probe_result_release(&r);
	}
	free(sides);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_end_has_its_words),
	};

	return cmocka_run_group_tests_name("check/ike_judge", tests, NULL,
		NULL);
}
