#include "x509_made.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "../src/check/tls_judge.h"
#include "check/probe.h"

#define DAY 86400L
#define NAME "vpn.example.com"

/* A root, a CA below it, and a server's certificate by either. */
struct scene {
	const char *title;
	struct recipe leaf;
	bool by_itself; /* the leaf signs itself */
	bool send_ca, send_root;
	enum {
		KNOWN,
		STRANGE,
		NONE
	} roots; /* which this machine trusts */
	bool ca_is_over, old_protocol;
	const char *asked, *words, *codes;
};

struct stage {
	struct arena arena;
	struct made root, ca, leaf, stranger;
	struct x509_set sent, roots;
	struct x509_anchors *anchors;
};

static void set_up(struct stage *s, const struct scene *scene)
{
	struct recipe leaf = scene->leaf;
	struct recipe ca = {.cn = "Example Issuing", .ca = true};

	memset(s, 0, sizeof(*s));
	arena_init(&s->arena);
	s->root = made_of(&(struct recipe){.cn = "Example Root", .ca = true});
	ca.issuer = &s->root;
	if (scene->ca_is_over)
		ca.from = -30 * DAY, ca.to = -DAY;
	s->ca = made_of(&ca);
	leaf.issuer = scene->by_itself ? NULL : &s->ca;
	s->leaf = made_of(&leaf);
	x509_set_add(&s->sent, s->leaf.cert);
	if (scene->send_ca)
		x509_set_add(&s->sent, s->ca.cert);
	if (scene->send_root)
		x509_set_add(&s->sent, s->root.cert);
	s->stranger = made_of(&(struct recipe){.cn = "Other", .ca = true});
	if (scene->roots != NONE)
		x509_set_add(&s->roots, scene->roots == KNOWN
						? s->root.cert
						: s->stranger.cert);
	s->anchors = x509_anchors_of(&s->roots);
}

static void tear_down(struct stage *s)
{
	x509_anchors_free(s->anchors);
	x509_set_release(&s->sent);
	x509_set_release(&s->roots);
	made_free(&s->stranger);
	made_free(&s->leaf);
	made_free(&s->ca);
	made_free(&s->root);
	arena_release(&s->arena);
}

static void play(const struct scene *scene)
{
	struct stage s;
	struct x509_info info;
	struct x509_trust trust;
	struct tls_case c = {.leaf = &info, .trust = &trust};
	struct str words, codes;
	unsigned findings;

	set_up(&s, scene);
	c.now = time(NULL);
	c.no_anchors = x509_anchors_empty(s.anchors);
	c.old_protocol = scene->old_protocol;
	c.name_fits =
		x509_names(s.leaf.cert, scene->asked ? scene->asked : NAME);
	x509_info_read(&info, &s.arena, s.leaf.cert);
	x509_trust_judge(&trust, &s.sent, s.anchors, c.now, &s.arena);
	findings = tls_judge(&c);
	str_init(&words);
	str_init(&codes);
	tls_words(findings, &words);
	tls_codes(&c, findings, &codes);
	if (strcmp(words.s, scene->words) != 0 ||
		strcmp(codes.s, scene->codes) != 0)
		fail_msg("%s: %s %s", scene->title, words.s, codes.s);
	str_release(&words);
	str_release(&codes);
	tear_down(&s);
}

#define SERVER .cn = NAME, .eku = "serverAuth", .san = "DNS:" NAME
#define GOOD           \
	{              \
		SERVER \
	}

static void each_fault_has_its_word_and_the_code_of_windows(void **state)
{
	static const struct scene scenes[] = {
		{"all is well", .leaf = GOOD, .send_ca = true, .words = "OK",
			.codes = ""},
		{"the root is sent too", .leaf = GOOD, .send_ca = true,
			.send_root = true, .words = "OK", .codes = ""},
		{"expired", .leaf = {SERVER, .from = -60 * DAY, .to = -DAY},
			.send_ca = true, .words = "EXPIRED",
			.codes = "0x800B0101"},
		{"not yet", .leaf = {SERVER, .from = DAY, .to = 60 * DAY},
			.send_ca = true, .words = "NOT_YET_VALID",
			.codes = "0x800B0101"},
		{"a CA has expired", .leaf = GOOD, .send_ca = true,
			.ca_is_over = true, .words = "EXPIRED",
			.codes = "0x800B0101"},
		{"another name", .leaf = GOOD, .send_ca = true,
			.asked = "www.example.com", .words = "NAME_MISMATCH",
			.codes = "0x800B010F"},
		{"by itself", .leaf = GOOD, .by_itself = true,
			.words = "SELF_SIGNED", .codes = "0x800B0109"},
		{"a root nobody trusts", .leaf = GOOD, .send_ca = true,
			.send_root = true, .roots = STRANGE,
			.words = "UNTRUSTED_ROOT", .codes = "0x800B0109"},
		{"a root nobody knows", .leaf = GOOD, .send_ca = true,
			.roots = STRANGE, .words = "UNTRUSTED_ROOT",
			.codes = "0x800B010A"},
		{"no roots to judge by", .leaf = GOOD, .send_ca = true,
			.roots = NONE, .words = "OK", .codes = ""},
		{"no CA sent", .leaf = GOOD, .words = "INCOMPLETE_CHAIN",
			.codes = "0x800B010A"},
		{"no server",
			.leaf = {.cn = NAME,
				.eku = "clientAuth",
				.san = "DNS:" NAME},
			.send_ca = true, .words = "EKU_MISSING",
			.codes = "0x800B0110"},
		{"old", .leaf = GOOD, .send_ca = true, .old_protocol = true,
			.words = "OLD_PROTOCOL", .codes = "0x80090331"},
		{"several", .leaf = {SERVER, .from = -60 * DAY, .to = -DAY},
			.asked = "www.example.com",
			.words = "EXPIRED+NAME_MISMATCH+INCOMPLETE_CHAIN",
			.codes = "0x800B0101+0x800B010F+0x800B010A"},
	};

	for (size_t i = 0; i < sizeof(scenes) / sizeof(*scenes); i++)
		play(&scenes[i]);
}

/* Port 1 of this machine, where nothing listens. */
static void a_port_may_stand_behind_the_host(void **state)
{
	static const char *const targets[] = {"127.0.0.1:1", "localhost:1"};

	for (size_t i = 0; i < sizeof(targets) / sizeof(*targets); i++) {
		struct probe_args args = {.target = targets[i]};
		struct probe_result r;

		probe_run(probe_kind_find("tls"), &args, &r);
		if (strcmp(r.verdict, "RESET") != 0)
			fail_msg("%s: %s", targets[i], r.verdict);
		assert_string_equal(probe_fact_value(&r, "connect"), "REFUSED");
		assert_true(r.bad && r.carried_out);
		probe_result_release(&r);
	}
}

static void a_ca_file_that_is_not_there_is_said_first(void **state)
{
	struct probe_args args = {
		.target = "127.0.0.1:1", .ca = "tests/check/no-such-file"};
	struct probe_result r;

	probe_run(probe_kind_find("tls"), &args, &r);
	assert_string_equal(r.verdict, "UNREADABLE");
	assert_false(r.carried_out);
	probe_result_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			each_fault_has_its_word_and_the_code_of_windows),
		cmocka_unit_test(a_port_may_stand_behind_the_host),
		cmocka_unit_test(a_ca_file_that_is_not_there_is_said_first),
	};

	return cmocka_run_group_tests_name("check/tls", tests, NULL, NULL);
}
