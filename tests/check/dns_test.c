#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../src/check/dns_chain.h"
#include "../src/check/dns_judge.h"
#include "check/probe.h"

/* "10.0.0.1 10.0.0.2", or the word of a status; then how long it took. */
struct said {
	const char *text;
	int ms;
};

static void read_list(const char *text, struct endpoint *list, size_t *n)
{
	char one[ENDPOINT_TEXT];

	for (*n = 0; text && *text; text += *text == ' ') {
		size_t len = strcspn(text, " ");

		snprintf(one, sizeof(one), "%.*s", (int)len, text);
		assert_true(endpoint_parse(one, 0, &list[(*n)++]));
		text += len;
	}
}

static struct dns_view view_of(struct said said)
{
	struct dns_view v = {.ms = said.ms};

	for (int i = DNS_NO_ADDRESS; i <= DNS_GARBLED; i++)
		if (strcmp(said.text, dns_status_words[i]) == 0)
			v.status = (enum dns_status)i;
	if (v.status == DNS_OK)
		read_list(said.text, v.address, &v.n);
	return v;
}

struct trial {
	const char *title;
	struct said system, named; /* named.text NULL: not asked */
	bool named_is_private;
	const char *expect, *verdict, *same;
};

static void expect_trial(const struct trial *t)
{
	struct endpoint expect[ENDPOINT_MAX];
	struct dns_case c = {.system = view_of(t->system),
		.has_named = t->named.text,
		.named_is_public = !t->named_is_private,
		.expect = expect};
	const char *verdict, *same;

	if (t->named.text)
		c.named = view_of(t->named);
	read_list(t->expect, expect, &c.nexpect);
	verdict = dns_verdict_words[dns_judge(&c)];
	same = dns_same_words[dns_compare(&c)];
	if (strcmp(verdict, t->verdict) != 0)
		fail_msg("%s: %s, not %s", t->title, verdict, t->verdict);
	if (t->same && strcmp(same, t->same) != 0)
		fail_msg("%s: same %s, not %s", t->title, same, t->same);
}

#define A "192.0.2.10"
#define B "192.0.2.11"
#define V6 "2001:db8::10"
#define INSIDE "10.1.1.1"

static void each_answer_has_its_word(void **state)
{
	static const struct trial cases[] = {
		{"address", {A, 5}, {0}, false, NULL, "OK", "NOT_ASKED"},
		{"slow", {A, 1001}, {0}, false, NULL, "SLOW", NULL},
		{"no such name", {"NXDOMAIN", 5}, {0}, false, NULL, "NXDOMAIN",
			NULL},
		{"no address", {"NO_ADDRESS", 5}, {0}, false, NULL,
			"NO_ADDRESS", NULL},
		{"failure", {"SERVFAIL", 5}, {0}, false, NULL, "SERVFAIL",
			NULL},
		{"refusal", {"REFUSED", 5}, {0}, false, NULL, "REFUSED", NULL},
		{"silence", {"TIMEOUT", -1}, {0}, false, NULL, "TIMEOUT", NULL},
		{"nobody", {"UNREACHABLE", -1}, {0}, false, NULL, "UNREACHABLE",
			NULL},
		{"garbage", {"GARBLED", 5}, {0}, false, NULL, "INCONCLUSIVE",
			NULL},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect_trial(&cases[i]);
}

static void an_expectation_decides(void **state)
{
	static const struct trial cases[] = {
		{"right", {A, 5}, {0}, false, A, "OK", NULL},
		{"one of two expected", {A, 5}, {0}, false, A " " B, "OK",
			NULL},
		{"right but slow", {A, 2000}, {0}, false, A, "SLOW", NULL},
		{"wrong", {B, 5}, {0}, false, A, "WRONG_IP", NULL},
		{"one right, one wrong", {A " " B, 5}, {0}, false, A,
			"EXTRA_IP", NULL},
		{"an AAAA nobody expects", {A " " V6, 5}, {0}, false, A,
			"EXTRA_IP", NULL},
		{"named is right", {B, 5}, {A, 5}, false, A, "SPLIT", "NO"},
		{"named is right, system has none", {"NXDOMAIN", 5}, {A, 5},
			true, A, "SPLIT", "NO"},
		{"both wrong", {B, 5}, {B, 5}, false, A, "WRONG_IP", "YES"},
		{"system right, named wrong", {A, 5}, {B, 5}, false, A, "OK",
			"NO"},
		{"nothing to compare", {"TIMEOUT", -1}, {"TIMEOUT", -1}, false,
			A, "TIMEOUT", "UNKNOWN"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect_trial(&cases[i]);
}

static void without_an_expectation_only_the_plain_case_is_a_split(void **state)
{
	static const struct trial cases[] = {
		{"the same", {A " " B, 5}, {B " " A, 5}, false, NULL, "OK",
			"YES"},
		{"round robin", {A, 5}, {A " " B, 5}, false, NULL, "OK",
			"PARTLY"},
		{"private inside", {INSIDE, 5}, {A, 5}, false, NULL, "SPLIT",
			"NO"},
		{"nothing inside", {"NXDOMAIN", 5}, {A, 5}, false, NULL,
			"SPLIT", "NO"},
		{"nothing here, named is inside", {"NXDOMAIN", 5}, {INSIDE, 5},
			true, NULL, "NXDOMAIN", "NO"},
		{"two public answers", {A, 5}, {B, 5}, false, NULL,
			"INCONCLUSIVE", "NO"},
		{"only known here", {A, 5}, {"NXDOMAIN", 5}, false, NULL,
			"INCONCLUSIVE", "NO"},
		{"named is silent", {A, 5}, {"TIMEOUT", -1}, false, NULL, "OK",
			"UNKNOWN"},
		{"neither knows it", {"NXDOMAIN", 5}, {"NXDOMAIN", 5}, false,
			NULL, "NXDOMAIN", "YES"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect_trial(&cases[i]);
}

static void private_addresses_are_known(void **state)
{
	static const struct {
		const char *ip;
		bool is;
	} cases[] = {
		{"10.0.0.1", true},
		{"172.16.0.1", true},
		{"172.31.255.255", true},
		{"172.32.0.1", false},
		{"192.168.1.1", true},
		{"192.169.1.1", false},
		{"100.64.0.1", true},
		{"100.128.0.1", false},
		{"169.254.1.1", true},
		{"127.0.0.1", true},
		{"192.0.2.1", false},
		{"::1", true},
		{"fd00::1", true},
		{"fe80::1", true},
		{"2001:db8::1", false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct endpoint e;

		assert_true(endpoint_parse(cases[i].ip, 0, &e));
		if (dns_is_private(&e) != cases[i].is)
			fail_msg("%s", cases[i].ip);
	}
}

static void both_families_make_one_view(void **state)
{
	struct dns_side side = {
		.v4 = {.status = DNS_NO_ADDRESS, .ms = 3},
		.v6 = {.status = DNS_OK, .n = 1, .ms = 7},
	};
	struct dns_view v;

	assert_true(endpoint_parse(V6, 0, &side.v6.address[0]));
	dns_view_of(&v, &side);
	assert_int_equal(v.status, DNS_OK);
	assert_int_equal(v.n, 1);
	assert_int_equal(v.ms, 7);
	side.v6 = (struct dns_answer){.status = DNS_TIMEOUT, .ms = -1};
	dns_view_of(&v, &side);
	assert_int_equal(v.status, DNS_TIMEOUT);
	side.v4.status = DNS_NXDOMAIN;
	dns_view_of(&v, &side);
	assert_int_equal(v.status, DNS_NXDOMAIN);
}

static void only_addresses_name_a_resolver(void **state)
{
	assert_true(dns_server_valid("192.0.2.53"));
	assert_true(dns_server_valid("192.0.2.53:5353"));
	assert_true(dns_server_valid("[2001:db8::53]:5353"));
	assert_false(dns_server_valid("dns.example.com"));
	assert_false(dns_server_valid("192.0.2.53,192.0.2.54"));
	assert_false(dns_server_valid(""));
}

/* a.example.com is b, b is vpn; then one whose end does not exist. */
static void a_chain_of_aliases_is_read_to_its_end(void **state)
{
	static const unsigned char chain[] =
		"\0\1\x81\x80\0\1\0\2\0\0\0\0"
		"\1a\7example\3com\0\0\1\0\1"
		"\xc0\x0c\0\5\0\1\0\0\0\x3c\0\4\1b\xc0\x0e"
		"\xc0\x2b\0\5\0\1\0\0\0\x3c\0\6\3vpn\xc0\x0e";
	static const unsigned char dangling[] =
		"\0\1\x81\x83\0\1\0\1\0\0\0\0"
		"\1a\7example\3com\0\0\1\0\1"
		"\xc0\x0c\0\5\0\1\0\0\0\x3c\0\7\4gone\xc0\x0e";
	char out[64];

	assert_int_equal(dns_chain(chain, sizeof(chain) - 1, out, sizeof(out)),
		2);
	assert_string_equal(out, "b.example.com>vpn.example.com");
	assert_int_equal(dns_chain(dangling, sizeof(dangling) - 1, out,
				 sizeof(out)),
		1);
	assert_string_equal(out, "gone.example.com");
	for (size_t n = 0; n < sizeof(chain) - 1; n++)
		assert_true(dns_chain(chain, n, out, sizeof(out)) < 2);
}

/* None of these asks anybody. */
static void what_needs_no_question_is_answered_at_once(void **state)
{
	static const struct {
		const char *name, *server, *expect, *verdict;
	} cases[] = {
		{"192.0.2.1", NULL, NULL, "OK"},
		{"2001:db8::1", NULL, NULL, "OK"},
		{"vpn.example.com", "dns.example.com", NULL, "INCONCLUSIVE"},
		{"vpn.example.com", NULL, "192.0.2", "INCONCLUSIVE"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct probe_args args = {.target = cases[i].name,
			.server = cases[i].server,
			.expect = cases[i].expect};
		struct probe_result r;

		probe_run(probe_kind_find("dns"), &args, &r);
		if (strcmp(r.verdict, cases[i].verdict) != 0)
			fail_msg("%s: %s", cases[i].name, r.verdict);
		assert_string_equal(probe_fact_value(&r, "dns"), r.verdict);
		probe_result_release(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_answer_has_its_word),
		cmocka_unit_test(an_expectation_decides),
		cmocka_unit_test(
			without_an_expectation_only_the_plain_case_is_a_split),
		cmocka_unit_test(private_addresses_are_known),
		cmocka_unit_test(both_families_make_one_view),
		cmocka_unit_test(only_addresses_name_a_resolver),
		cmocka_unit_test(a_chain_of_aliases_is_read_to_its_end),
		cmocka_unit_test(what_needs_no_question_is_answered_at_once),
	};

	return cmocka_run_group_tests_name("check/dns", tests, NULL, NULL);
}
