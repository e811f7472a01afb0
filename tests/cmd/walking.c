#include "walking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define START INT64_C(1795237920000)

struct library *walking_library(const char *folder)
{
	const struct schema schema = {node_shapes, NULL};
	char path[100];
	const char *dirs[] = {path};
	const struct places places = {dirs, 1};
	struct library *lib;

	snprintf(path, sizeof path, "tests/cmd/sessions/%s", folder);
	lib = library_load(&places, &schema);
	if (!catalog_tree(&lib->catalog, "mini"))
		fail_msg("%s does not load", path);
	return lib;
}

static void give(struct engine *e, struct reply *r)
{
	const char *why = NULL;
	size_t n;

	engine_steps(e, &n);
	r->at = START + (int64_t)n * 30000;
	if (!engine_reply(e, r, &why))
		fail_msg("refused: %s", why ? why : "no reason");
}

void walking_choose(struct engine *e, const char *choice)
{
	give(e, &(struct reply){.kind = REPLY_CHOICE, .choice = choice});
}

void walking_type(struct engine *e, const struct pair *p, size_t n)
{
	struct pair copy[8];

	memcpy(copy, p, n * sizeof *p);
	give(e, &(struct reply){.kind = REPLY_FORM, .values = {copy, n}});
}

void walking_result(struct engine *e, const char *out)
{
	struct reply r = {.kind = REPLY_RESULT, .by = BY_CHECK};

	r.result = (struct result){.verdict = RESULT_RAN,
		.way = WAY_SSH,
		.has_exit = true,
		.ms = 120,
		.out = out,
		.outlen = strlen(out),
		.err = ""};
	give(e, &r);
}

void walking_say(struct engine *e, enum reply_kind kind, const char *text)
{
	give(e, &(struct reply){
			.kind = kind, .text = text, .len = strlen(text)});
}

void walking_evidence(struct engine *e, const char *name, const char *text)
{
	give(e, &(struct reply){.kind = REPLY_EVIDENCE,
			.by = BY_FILE,
			.name = name,
			.text = text,
			.len = strlen(text)});
}

void walking_picture(struct engine *e, struct str *out)
{
	const struct prompt *p = engine_prompt(e);
	const struct facts *facts = engine_facts(e);
	size_t n;
	const struct step *steps = engine_steps(e, &n);

	for (size_t i = 0; i < n; i++)
		str_addf(out, "%zu %s %s %s %s %s %s\n", i,
			reply_words[steps[i].reply->kind],
			steps[i].live ? "live" : "aside",
			steps[i].node ? steps[i].reply->node : "-",
			steps[i].outcome ? steps[i].outcome : "-",
			steps[i].reply->text ? steps[i].reply->text : "-",
			steps[i].finds ? steps[i].finds : "-");
	for (size_t i = 0; i < facts->n; i++)
		str_addf(out, "%s=%s from %s\n", facts->list[i].name,
			facts->list[i].value, facts->list[i].source);
	str_addf(out, "at %s: %s\n", p->node ? p->node->id : "-",
		p->title ? p->title : "-");
}

static unsigned pick(unsigned *seed, unsigned n)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % n;
}

static void answer(struct engine *e, const struct prompt *p, unsigned *seed)
{
	static const struct pair values[] = {
		{.key = "user_upn", .value = "ann@example.com"},
		{.key = "nps_name", .value = "nps1.example.net"},
		{.key = "shared", .value = "s3cret-Word"},
	};
	const char *why;

	switch (p->kind) {
	case PROMPT_PAGE:
		give(e, &(struct reply){.kind = REPLY_NEXT});
		break;
	case PROMPT_FORM:
		if (p->may_skip && pick(seed, 3) == 0)
			give(e, &(struct reply){.kind = REPLY_SKIP});
		else
			walking_type(e, values, 3);
		break;
	case PROMPT_RUN:
		if (pick(seed, 2)) {
			walking_result(e, pick(seed, 2) ? "NTAUTH=missing\n"
							: "NTAUTH=present\n");
			break;
		}
		/* fall through */
	case PROMPT_CHOICE:
		walking_choose(e,
			p->choices[pick(seed, (unsigned)p->nchoices)].id);
		break;
	case PROMPT_END:
		engine_reply(e, &(struct reply){.kind = REPLY_NOTE}, &why);
		break;
	}
}

bool walking_random(struct engine *e, unsigned *seed)
{
	const struct prompt *p = engine_prompt(e);

	switch (pick(seed, 12)) {
	case 0:
		walking_say(e, REPLY_NOTE, "a note\nof two lines");
		return true;
	case 1:
		walking_say(e, REPLY_FLAG, "this text is unclear");
		return true;
	case 2:
		walking_evidence(e, "event.txt", "error 853 for ann");
		return true;
	case 3:
		engine_back(e, START);
		return true;
	}
	if (p->kind == PROMPT_END)
		return false;
	answer(e, p, seed);
	return true;
}
