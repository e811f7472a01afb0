/* Walks through tests/engine/walk.yaml, which has every kind of node. */
#include "engine/engine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "load/load.h"
#include "os/file.h"

#define THUMB "AABBCCDDEEFF00112233445566778899AABBCCDD"

struct house {
	struct tree *tree;
	struct catalog catalog;
	struct engine *e;
};

static const struct source *no_parts(void *ctx, const char *path)
{
	return NULL;
}

static int set_up(void **state)
{
	static struct house h;
	const struct opener opener = {no_parts, NULL};
	const struct schema schema = {node_shapes, NULL};
	struct str text = STR_INIT;
	struct source src;
	struct diags d;

	diags_init(&d);
	assert_int_equal(file_read("tests/engine/walk.yaml", 1 << 20, &text),
		0);
	src = (struct source){"walk.yaml", text.s, text.len};
	h.tree = tree_load(&src, &schema, &opener, &d);
	for (size_t i = 0; i < d.n; i++)
		print_error("%u:%u %s\n", d.list[i].at.line, d.list[i].at.col,
			d.list[i].text);
	assert_non_null(h.tree);
	h.catalog = (struct catalog){.trees = &h.tree, .n = 1};
	h.e = engine_new(&h.catalog, "walk");
	diags_release(&d);
	str_release(&text);
	*state = &h;
	return 0;
}

static int tear_down(void **state)
{
	struct house *h = *state;

	engine_free(h->e);
	tree_free(h->tree);
	return 0;
}

static const char *at(struct engine *e)
{
	const struct prompt *p = engine_prompt(e);

	return p->node ? p->node->id : "nowhere";
}

static bool reply(struct engine *e, struct reply r)
{
	const char *why = NULL;
	bool ok = engine_reply(e, &r, &why);

	assert_true(ok || why);
	return ok;
}

static void choose(struct engine *e, const char *id)
{
	if (!reply(e, (struct reply){.kind = REPLY_CHOICE, .choice = id}))
		fail_msg("'%s' does not fit at %s", id, at(e));
}

static void type(struct engine *e, const char *var, const char *value)
{
	struct pair p = {.key = var, .value = value};

	if (!reply(e, (struct reply){.kind = REPLY_FORM, .values = {&p, 1}}))
		fail_msg("'%s' is refused for %s", value, var);
}

static void output(struct engine *e, const char *text)
{
	struct reply r = {.kind = REPLY_RESULT, .by = BY_CHECK};

	r.result.out = text;
	r.result.outlen = strlen(text);
	assert_true(reply(e, r));
}

static void evidence(struct engine *e, const char *text)
{
	assert_true(reply(e, (struct reply){.kind = REPLY_EVIDENCE,
				     .name = "ev.txt",
				     .text = text,
				     .len = strlen(text)}));
}

static const struct step *last(struct engine *e)
{
	size_t n;
	const struct step *s = engine_steps(e, &n);

	return n ? &s[n - 1] : NULL;
}

static void to_rank(struct engine *e)
{
	type(e, "who", "ann@example.com");
	choose(e, "note");
	assert_string_equal(at(e), "read");
	reply(e, (struct reply){.kind = REPLY_NEXT});
}

static void a_found_cause_leads_over_its_fix_to_the_end(void **state)
{
	struct engine *e = ((struct house *)*state)->e;
	const struct prompt *p;

	to_rank(e);
	assert_string_equal(at(e), "look");
	output(e, "PS C:\\> x\nCERT=none\n");
	assert_string_equal(engine_cause(e)->id, "cert");
	p = engine_prompt(e);
	assert_true(p->is_fix);
	assert_string_equal(p->title, "Get a certificate for ann@example.com");
	choose(e, "done");
	p = engine_prompt(e);
	assert_int_equal(p->kind, PROMPT_RUN);
	assert_int_equal(p->attempt, 1);
	output(e, "CERT=none\n");
	assert_string_equal(last(e)->note, "not verified");
	assert_int_equal(engine_prompt(e)->attempt, 2);
	output(e, "CERT=" THUMB "\n");
	assert_string_equal(last(e)->note, "verified");
	assert_string_equal(at(e), "solved");
	assert_true(engine_ended(e));
}

static void an_answer_that_does_not_fit_changes_nothing(void **state)
{
	struct engine *e = ((struct house *)*state)->e;
	struct pair bad = {.key = "who", .value = "no name"};
	size_t n;

	assert_false(reply(e,
		(struct reply){.kind = REPLY_FORM, .values = {&bad, 1}}));
	assert_false(reply(e,
		(struct reply){.kind = REPLY_CHOICE, .choice = "certificate"}));
	engine_steps(e, &n);
	assert_int_equal(n, 0);
	assert_string_equal(at(e), "caller");
	assert_null(engine_fact(e, "who"));
}

static void what_is_known_is_suggested_with_its_source(void **state)
{
	struct engine *e = ((struct house *)*state)->e;
	const struct prompt *p;

	type(e, "who", "ann@example.com");
	evidence(e, "noise\nCODE 853\n");
	p = engine_prompt(e);
	assert_true(p->suggestion.there);
	assert_string_equal(p->suggestion.choice, "certificate");
	assert_string_equal(p->suggestion.source, "853, from ev.txt:2");
	assert_true(engine_auto(e, PACE_EVIDENCE, 0));
	assert_string_equal(at(e), "look");
	assert_string_equal(last(e)->reply->source, "853, from ev.txt:2");
	assert_false(engine_auto(e, PACE_EVIDENCE, 0));
}

static void evidence_with_an_envelope_answers_its_check(void **state)
{
	struct engine *e = ((struct house *)*state)->e;

	to_rank(e);
	evidence(e, "<vpntriage 7K2 look\nCERT=" THUMB "\n7K2>\n");
	assert_true(engine_auto(e, PACE_EVIDENCE, 0));
	assert_string_equal(engine_fact(e, "thumb")->value, THUMB);
	assert_string_equal(at(e), "ask_name");
}

static void back_keeps_the_answers_that_were_given(void **state)
{
	struct engine *e = ((struct house *)*state)->e;
	const struct prompt *p;
	size_t n;

	to_rank(e);
	output(e, "CERT=" THUMB "\n");
	assert_true(engine_jump(e, 1, 0));
	assert_string_equal(at(e), "kind_of");
	assert_null(engine_fact(e, "thumb"));
	assert_string_equal(engine_fact(e, "who")->value, "ann@example.com");
	p = engine_prompt(e);
	assert_true(p->suggestion.there && p->suggestion.earlier);
	assert_string_equal(p->suggestion.choice, "note");
	choose(e, "unknown");
	/* The other answer changed the order; the old output waits there. */
	while (strcmp(at(e), "look") != 0)
		reply(e, (struct reply){.kind = REPLY_SKIP});
	assert_true(engine_prompt(e)->suggestion.earlier);
	assert_true(engine_accept(e, 0));
	assert_string_equal(engine_fact(e, "thumb")->value, THUMB);
	engine_steps(e, &n);
	assert_true(n >= 6); /* nothing was forgotten */
}

static void back_at_the_start_is_refused(void **state)
{
	struct engine *e = ((struct house *)*state)->e;

	assert_false(engine_back(e, 0));
	type(e, "who", "ann@example.com");
	assert_true(engine_back(e, 0));
	assert_string_equal(at(e), "caller");
	assert_string_equal(engine_prompt(e)->fields[0].value,
		"ann@example.com");
}

static void the_rank_weighs_chance_against_cost(void **state)
{
	struct engine *e = ((struct house *)*state)->e;

	type(e, "who", "ann@example.com");
	choose(e, "unknown"); /* name 9, certificate 3; but the server is far */
	assert_int_equal(engine_prompt(e)->nrank, 2);
	assert_string_equal(at(e), "look");
	output(e, "CERT=" THUMB "\n");
	assert_string_equal(at(e), "ask_name");
	reply(e, (struct reply){.kind = REPLY_SKIP});
	assert_string_equal(at(e), "give_up");
}

static void a_fix_asks_for_its_values_and_its_precondition(void **state)
{
	struct engine *e = ((struct house *)*state)->e;
	const struct prompt *p;

	to_rank(e);
	reply(e, (struct reply){.kind = REPLY_SKIP});
	output(e, "NAME=wrong\n");
	p = engine_prompt(e); /* `look` was passed, so both are asked for */
	assert_int_equal(p->kind, PROMPT_FORM);
	assert_int_equal(p->nfields, 2);
	{
		struct pair v[] = {{.key = "file", .value = "C:\\T\\ca.cer"},
			{.key = "thumb", .value = THUMB}};

		assert_true(reply(e,
			(struct reply){.kind = REPLY_FORM, .values = {v, 2}}));
	}
	p = engine_prompt(e);
	assert_int_equal(p->kind, PROMPT_RUN);
	assert_false(p->check->runnable);
	assert_string_equal(p->check->command, "(Get-PfxCertificate -FilePath "
					       "'C:\\T\\ca.cer').Thumbprint");
	output(e, THUMB "\n");
	assert_true(engine_prompt(e)->is_fix);
	choose(e, "skipped");
	assert_string_equal(at(e), "give_up");
}

static void a_precondition_that_fails_ends_the_fix(void **state)
{
	struct engine *e = ((struct house *)*state)->e;
	struct pair v[] = {{.key = "file", .value = "C:\\T\\ca.cer"},
		{.key = "thumb", .value = THUMB}};

	to_rank(e);
	reply(e, (struct reply){.kind = REPLY_SKIP});
	output(e, "NAME=wrong\n");
	assert_true(reply(e,
		(struct reply){.kind = REPLY_FORM, .values = {v, 2}}));
	output(e, "0000\n");
	assert_string_equal(last(e)->note, "Another file");
	assert_string_equal(at(e), "give_up");
}

static void a_loop_ends_at_its_limit(void **state)
{
	struct engine *e = ((struct house *)*state)->e;

	to_rank(e);
	reply(e, (struct reply){.kind = REPLY_SKIP});
	output(e, "NAME=busy\n");
	output(e, "NAME=busy\n");
	assert_string_equal(at(e), "ask_name");
	output(e, "NAME=busy\n");
	assert_string_equal(at(e), "give_up");
}

static void an_escalation_says_what_it_lacks(void **state)
{
	struct engine *e = ((struct house *)*state)->e;
	const struct prompt *p;

	reply(e, (struct reply){.kind = REPLY_SKIP});
	choose(e, "unknown");
	while (!engine_ended(e))
		reply(e, (struct reply){.kind = REPLY_SKIP});
	p = engine_prompt(e);
	assert_string_equal(p->outcome, "escalated");
	assert_int_equal(p->missing.n, 1);
	assert_string_equal(p->missing.s[0], "who");
	assert_string_equal(p->question, "What is asked?");
}

static void old_evidence_does_not_prove_a_fix(void **state)
{
	struct engine *e = ((struct house *)*state)->e;

	to_rank(e);
	evidence(e, "CERT=none\n");
	assert_true(engine_auto(e, PACE_EVIDENCE, 0));
	choose(e, "done");
	assert_false(engine_auto(e, PACE_EVIDENCE, 0));
	evidence(e, "CERT=" THUMB "\n");
	assert_true(engine_auto(e, PACE_EVIDENCE, 0));
	assert_string_equal(at(e), "solved");
}

#define WALK(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK(a_found_cause_leads_over_its_fix_to_the_end),
		WALK(an_answer_that_does_not_fit_changes_nothing),
		WALK(what_is_known_is_suggested_with_its_source),
		WALK(evidence_with_an_envelope_answers_its_check),
		WALK(back_keeps_the_answers_that_were_given),
		WALK(back_at_the_start_is_refused),
		WALK(the_rank_weighs_chance_against_cost),
		WALK(a_fix_asks_for_its_values_and_its_precondition),
		WALK(a_precondition_that_fails_ends_the_fix),
		WALK(a_loop_ends_at_its_limit),
		WALK(an_escalation_says_what_it_lacks),
		WALK(old_evidence_does_not_prove_a_fix),
	};

	return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
