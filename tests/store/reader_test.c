#include "../../src/store/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/store/where.h"

#define HEADER                                          \
	"{\"vpntriage\":1,\"id\":\"a\",\"tree\":\"t\"," \
	"\"started\":\"2026-11-21T05:12:00.000Z\"}\n"
#define CHOICE(n, node)                                        \
	"{\"n\":" #n ",\"kind\":\"choice\",\"by\":\"person\"," \
	"\"node\":\"" node "\",\"choice\":\"x\"}\n"
#define BACK(n, to)                                          \
	"{\"n\":" #n ",\"kind\":\"back\",\"by\":\"person\"," \
	"\"back_to\":" #to "}\n"
#define NOTE(n) \
	"{\"n\":" #n ",\"kind\":\"note\",\"by\":\"person\",\"text\":\"x\"}\n"

/* L a live entry, B set aside by going back, S by a changed tree. */
static void assert_states(const char *journal, const char *want)
{
	struct record r;
	const char *why;
	size_t good;
	char got[32] = "";

	record_init(&r);
	assert_true(reader_journal(&r, journal, strlen(journal), &good, &why));
	for (size_t i = 0; i < r.n; i++)
		got[i] = "LBS"[r.entries[i].state];
	assert_string_equal(got, want);
	record_release(&r);
}

static void going_back_sets_answers_aside_and_leaves_notes(void **state)
{
	assert_states(HEADER CHOICE(0, "q") NOTE(1) CHOICE(2, "r") BACK(3, 0)
			      CHOICE(4, "q"),
		"BLBLL");
	assert_states(HEADER CHOICE(0, "q") CHOICE(1, "r") BACK(2, 1)
			      CHOICE(3, "r") BACK(4, 3),
		"LBLBL");
	assert_states(HEADER CHOICE(0, "q") CHOICE(1, "r") BACK(2, 1)
			      CHOICE(3, "r") BACK(4, 0),
		"BBLBL");
}

static void a_changed_tree_sets_answers_aside_with_the_reason(void **state)
{
	assert_states(HEADER CHOICE(0, "q") CHOICE(1,
			      "r") "{\"resumed\":2,\"set_aside\":[{\"n\":1,"
				   "\"why\":\"gone\"}]}\n" CHOICE(2, "s"),
		"LSL");
}

static void a_torn_last_line_costs_that_line_only(void **state)
{
	const char *whole = HEADER CHOICE(0, "q") CHOICE(1, "r");
	size_t n = strlen(whole), second = strlen(HEADER CHOICE(0, "q"));

	for (size_t cut = strlen(HEADER); cut <= n; cut++) {
		struct record r;
		const char *why;
		size_t good;

		record_init(&r);
		assert_true(reader_journal(&r, whole, cut, &good, &why));
		assert_int_equal(r.damaged, 0);
		if (cut == n)
			assert_int_equal(r.n, 2);
		else
			assert_int_equal(r.n, cut >= second ? 1 : 0);
		assert_int_equal(good, cut == n        ? n
				       : cut >= second ? second
						       : strlen(HEADER));
		record_release(&r);
	}
}

static void a_damaged_line_costs_that_line_only(void **state)
{
	static const char journal[] = HEADER CHOICE(0,
		"q") "{\"n\":1,\"kind\":\"cho\n" CHOICE(2, "s");
	struct record r;
	const char *why;
	size_t good;

	record_init(&r);
	assert_true(reader_journal(&r, journal, sizeof journal - 1, &good,
		&why));
	assert_int_equal(r.damaged, 1);
	assert_int_equal(r.n, 2);
	assert_null(record_entry(&r, 1));
	assert_string_equal(record_entry(&r, 2)->reply.node, "s");
	record_release(&r);
}

static void what_is_no_session_is_refused_with_the_reason(void **state)
{
	static const struct {
		const char *journal, *why;
	} cases[] = {
		{"", "it is empty"},
		{"\n", "an object was expected"},
		{"[1]\n", "an object was expected"},
		{"{\"a\":1}\n", "it is no line of a session"},
		{"{\"vpntriage\":2,\"id\":\"a\"}\n",
			"it is of a later version of vpntriage"},
		{"{\"vpntriage\":1,\"id\":\"a\"}\n", "it has no id or no tree"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct record r;
		const char *why = NULL;
		size_t good;

		record_init(&r);
		assert_false(reader_journal(&r, cases[i].journal,
			strlen(cases[i].journal), &good, &why));
		assert_string_equal(why, cases[i].why);
		record_release(&r);
	}
}

static void members_of_a_later_version_are_passed_over(void **state)
{
	static const char journal[] =
		"{\"vpntriage\":1,\"id\":\"a\",\"tree\":\"t\","
		"\"mood\":{\"x\":[1,2]}}\n"
		"{\"n\":0,\"kind\":\"note\",\"by\":\"person\",\"text\":\"hi\","
		"\"later\":[{}],\"now\":{\"state\":\"open\",\"z\":null}}\n";
	struct record r;
	const char *why;
	size_t good;

	record_init(&r);
	assert_true(reader_journal(&r, journal, sizeof journal - 1, &good,
		&why));
	assert_int_equal(r.damaged, 0);
	assert_string_equal(r.entries[0].reply.text, "hi");
	record_release(&r);
}

static const char *word(struct arena *a)
{
	static const char *const some[] = {"", "one", "two words",
		"quote \" and \\", "line\nline", "\xC3\xA9\xE2\x82\xAC",
		"\x7F\xC2\x85", "{\"n\":1}", "\t"};

	return arena_strdup(a, some[rand() % 9]);
}

static const char *maybe(struct arena *a)
{
	return rand() % 2 ? word(a) : NULL;
}

static void fill_reply(struct arena *a, struct reply *r)
{
	r->kind = (enum reply_kind)(rand() % (REPLY_EXPORT + 1));
	r->by = (enum reply_by)(rand() % (BY_FILE + 1));
	r->at = rand() % 2 ? 1795237920123 + rand() : 0;
	r->node = maybe(a);
	r->choice = maybe(a);
	r->name = maybe(a);
	r->source = maybe(a);
	r->text = maybe(a);
	r->len = r->text ? strlen(r->text) : 0;
	r->to = r->kind == REPLY_BACK ? (size_t)(rand() % 5) : 0;
	r->values.n = (size_t)(rand() % 3);
	r->values.p = arena_alloc(a, 3 * sizeof *r->values.p);
	for (size_t i = 0; i < r->values.n; i++) {
		r->values.p[i].key = i ? "second" : "first";
		r->values.p[i].value = word(a);
	}
	if (r->kind != REPLY_RESULT)
		return;
	r->result = (struct result){
		.verdict = (enum verdict)(rand() % (RESULT_FAILED + 1)),
		.way = (enum result_way)(rand() % (WAY_PROBE + 1)),
		.has_exit = rand() % 2,
		.ms = rand() % 3 - 1,
		.out = word(a),
		.err = word(a),
		.say = maybe(a)};
	r->result.exit = r->result.has_exit ? rand() - RAND_MAX / 2 : 0;
	r->result.outlen = strlen(r->result.out);
	r->result.errlen = strlen(r->result.err);
}

static void fill_now(struct arena *a, struct entry *e)
{
	static const char *const lacks[] = {"ticket", "user"};
	struct now *now = arena_alloc(a, sizeof *now);

	now->state = rand() % 2 ? "open" : "escalated";
	now->node = maybe(a);
	now->title = maybe(a);
	now->to = maybe(a);
	now->question = maybe(a);
	now->within = rand() % 90;
	now->cause.id = rand() % 2 ? "c" : NULL;
	now->nruled = (size_t)(rand() % 2);
	now->ruled = arena_alloc(a, sizeof *now->ruled);
	now->ruled->id = "r";
	now->missing.n = (size_t)(rand() % 3);
	now->missing.s = arena_copy(a, lacks, 2, sizeof *lacks);
	e->now = now;
}

static void fill_entry(struct arena *a, struct entry *e)
{
	fill_reply(a, &e->reply);
	e->title = maybe(a);
	e->outcome = maybe(a);
	e->label = maybe(a);
	e->note = maybe(a);
	e->to = maybe(a);
	e->tree = maybe(a);
	e->tree_hash = maybe(a);
	e->role = rand() % 2 ? "fix" : NULL;
	e->command = maybe(a);
	e->machine = maybe(a);
	e->finds.id = rand() % 2 ? "c" : NULL;
	e->finds.title = e->finds.id ? maybe(a) : NULL;
	e->nfacts = (size_t)(rand() % 2);
	e->facts = arena_alloc(a, sizeof *e->facts);
	*e->facts = (struct record_fact){
		"f", maybe(a), maybe(a), (enum redact)(rand() % 5)};
	if (rand() % 2)
		fill_now(a, e);
}

static void fill_record(struct record *r)
{
	struct arena *a = &r->arena;

	r->id = "x";
	r->tree = "t";
	r->title = maybe(a);
	r->ticket = maybe(a);
	r->caller = maybe(a);
	r->redacted = rand() % 2;
	r->started = rand() % 2 ? 1795237920123 : 0;
	for (int i = rand() % 12; i > 0; i--) {
		struct entry *e = record_add(r);

		fill_entry(a, e);
		if (rand() % 6 == 0) {
			static struct aside aside = {0, "why"};
			struct resumption *one = record_add_resumption(r);

			one->at = 1795237920123;
			one->tree_version = maybe(a);
			one->aside = &aside;
			one->naside = (size_t)(rand() % 2);
		}
	}
}

static void any_record_comes_back_byte_for_byte(void **state)
{
	srand(7);
	for (int i = 0; i < 3000; i++) {
		struct record a, b;
		struct str one = STR_INIT, two = STR_INIT;
		const char *why = "";
		size_t good;

		record_init(&a);
		record_init(&b);
		fill_record(&a);
		store_write_record(&a, &one);
		if (!reader_journal(&b, one.s, one.len, &good, &why))
			fail_msg("%s: %s", why, one.s);
		assert_int_equal(b.damaged, 0);
		store_write_record(&b, &two);
		assert_string_equal(one.s, two.s);
		record_release(&a);
		record_release(&b);
		str_release(&one);
		str_release(&two);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			going_back_sets_answers_aside_and_leaves_notes),
		cmocka_unit_test(
			a_changed_tree_sets_answers_aside_with_the_reason),
		cmocka_unit_test(a_torn_last_line_costs_that_line_only),
		cmocka_unit_test(a_damaged_line_costs_that_line_only),
		cmocka_unit_test(what_is_no_session_is_refused_with_the_reason),
		cmocka_unit_test(members_of_a_later_version_are_passed_over),
		cmocka_unit_test(any_record_comes_back_byte_for_byte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
