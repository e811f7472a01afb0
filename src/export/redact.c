/*
 * A record copied with tokens in the places of names. Two passes: the first
 * learns every value, from the vars' types and from its form; the second
 * replaces, so that a value is found before the place that tells what it is.
 */
#include "export/redact.h"

#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "base/utf8.h"
#include "base/xmem.h"
#include "detect.h"
#include "tokens.h"

struct redaction {
	struct tokens tokens;
	struct detector *detector;
};

/* While one record is worked on. */
struct pass {
	struct redaction *red;
	struct arena *arena; /* of the new record; NULL in the first pass */
	const char *place;
	struct names classes; /* name of a fact -> enum redact */
	struct str clean, out;
};

struct redaction *redaction_new(void)
{
	struct redaction *r = xcalloc(1, sizeof *r);

	tokens_init(&r->tokens);
	r->detector = detector_new();
	return r;
}

void redaction_free(struct redaction *r)
{
	if (!r)
		return;
	tokens_release(&r->tokens);
	detector_free(r->detector);
	free(r);
}

/* Patterns want UTF-8; a broken byte becomes U+FFFD. */
static void make_valid(struct str *out, const char *s, size_t n)
{
	size_t used;

	str_reset(out);
	for (size_t i = 0; i < n; i += used) {
		uint32_t c = utf8_decode(s + i, n - i, &used);

		utf8_add(out, c == UTF8_BAD ? 0xFFFD : c);
	}
}

/* One text, in either pass. */
static const char *text_of(struct pass *p, const char *s, size_t n, size_t *len)
{
	if (!utf8_valid(s, n)) {
		make_valid(&p->clean, s, n);
		s = p->clean.s;
		n = p->clean.len;
	}
	if (!p->arena) {
		detect(p->red->detector, &p->red->tokens, s, n);
		return NULL;
	}
	str_reset(&p->out);
	tokens_replace(&p->red->tokens, s, n, p->place, &p->out);
	*len = p->out.len;
	return arena_strndup(p->arena, p->out.s, p->out.len);
}

static void text(struct pass *p, const char **s)
{
	size_t n = *s ? strlen(*s) : 0;
	const char *made = n > 0 ? text_of(p, *s, n, &n) : NULL;

	if (p->arena && n > 0)
		*s = made;
}

static void bytes(struct pass *p, const char **s, size_t *n)
{
	const char *made;
	size_t len = *n;

	if (!*s || *n == 0)
		return;
	made = text_of(p, *s, *n, &len);
	if (!p->arena)
		return;
	*s = made;
	*n = len;
}

/* A value whose kind is known learns it in the first pass. */
static void value(struct pass *p, const char **s, enum redact kind)
{
	if (!p->arena && *s)
		tokens_add(&p->red->tokens, kind, *s, strlen(*s));
	text(p, s);
}

static enum redact class_of(const struct pass *p, const char *name)
{
	size_t kind = names_find(&p->classes, name);

	return kind == NAMES_NONE ? REDACT_NONE : (enum redact)kind;
}

static void learn_classes(struct pass *p, const struct record *r)
{
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->entries[i].nfacts; k++) {
			const struct record_fact *f = &r->entries[i].facts[k];

			if (f->redact != REDACT_NONE)
				names_add(&p->classes, f->name, f->redact);
			else if (strcmp(f->name, "issuing_ca") == 0 && f->value)
				tokens_keep(&p->red->tokens, f->value,
					strlen(f->value));
		}
}

static void at(struct pass *p, size_t number, const char *what)
{
	if (p->arena)
		p->place = arena_printf(&p->red->tokens.arena, "answer %zu %s",
			number + 1, what);
}

static void walk_reply(struct pass *p, struct reply *r, size_t number)
{
	at(p, number, "text");
	text(p, &r->name);
	text(p, &r->source);
	bytes(p, &r->text, &r->len);
	for (size_t i = 0; i < r->values.n; i++)
		value(p, &r->values.p[i].value,
			class_of(p, r->values.p[i].key));
	if (r->kind != REPLY_RESULT)
		return;
	at(p, number, "output");
	text(p, &r->result.say);
	bytes(p, &r->result.out, &r->result.outlen);
	bytes(p, &r->result.err, &r->result.errlen);
}

static void walk_now(struct pass *p, struct now *now)
{
	text(p, &now->title);
	text(p, &now->question);
}

static void walk_entry(struct pass *p, struct entry *e)
{
	walk_reply(p, &e->reply, e->number);
	at(p, e->number, "command");
	text(p, &e->command);
	at(p, e->number, "words");
	text(p, &e->title);
	text(p, &e->label);
	text(p, &e->note);
	text(p, &e->stale);
	at(p, e->number, "facts");
	for (size_t i = 0; i < e->nfacts; i++) {
		value(p, &e->facts[i].value, e->facts[i].redact);
		text(p, &e->facts[i].source);
	}
}

static void walk_header(struct pass *p, struct record *r)
{
	p->place = "the head";
	value(p, &r->caller, REDACT_PERSON);
	value(p, &r->technician, REDACT_PERSON);
	text(p, &r->ticket);
	text(p, &r->title);
}

/* Lists that are changed in place get their own copies. */
static void own(struct entry *e, struct arena *a)
{
	struct reply *r = &e->reply;

	r->values.p =
		arena_copy(a, r->values.p, r->values.n, sizeof *r->values.p);
	e->facts = arena_copy(a, e->facts, e->nfacts, sizeof *e->facts);
}

static void walk(struct pass *p, struct record *r)
{
	walk_header(p, r);
	for (size_t i = 0; i < r->n; i++) {
		struct entry *e = &r->entries[i];

		walk_entry(p, e);
		if (e->now) {
			struct now now = *e->now;

			walk_now(p, &now);
			if (p->arena)
				e->now = arena_copy(p->arena, &now, 1,
					sizeof now);
		}
	}
	for (size_t i = 0; i < r->nresumptions; i++) {
		struct resumption *one = &r->resumptions[i];

		for (size_t k = 0; k < one->naside; k++)
			text(p, &one->aside[k].why);
	}
}

/* The same pointers as `from`; what is replaced gets new ones. */
static void shallow_copy(const struct record *from, struct record *to)
{
	struct arena *a = &to->arena;
	struct arena keep = *a;

	*to = *from;
	to->arena = keep;
	to->entries = NULL;
	to->resumptions = NULL;
	to->n = to->cap = to->nresumptions = to->capresumptions = 0;
	for (size_t i = 0; i < from->n; i++) {
		*record_add(to) = from->entries[i];
		own(&to->entries[i], a);
	}
	for (size_t i = 0; i < from->nresumptions; i++) {
		struct resumption *one = record_add_resumption(to);

		*one = from->resumptions[i];
		one->aside = arena_copy(a, one->aside, one->naside,
			sizeof *one->aside);
	}
}

/* Tokens of an earlier redaction keep their numbers to themselves. */
static void see_old_tokens(struct pass *p, const struct record *r)
{
	if (r->redacted)
		for (enum redact k = REDACT_PERSON; k <= REDACT_SECRET; k++)
			tokens_taken(&p->red->tokens, k, 10000);
}

void redact(struct redaction *red, const struct record *from, struct record *to)
{
	struct pass p = {.red = red};

	names_init(&p.classes);
	str_init(&p.clean);
	str_init(&p.out);
	see_old_tokens(&p, from);
	shallow_copy(from, to);
	learn_classes(&p, from);
	walk(&p, to);
	p.arena = &to->arena;
	walk(&p, to);
	to->redacted = true;
	names_release(&p.classes);
	str_release(&p.clean);
	str_release(&p.out);
}

size_t redaction_count(const struct redaction *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->tokens.n; i++)
		n += r->tokens.list[i].count > 0;
	return n;
}

void redaction_report(const struct redaction *r, struct str *out)
{
	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct token *t = &r->tokens.list[i];

		if (t->count == 0)
			continue;
		str_addf(out, "%-12s %-8s %4zu times: ", t->text,
			redact_words[t->kind], t->count);
		for (size_t k = 0; k < t->nplaces; k++)
			str_addf(out, "%s%s", k > 0 ? ", " : "", t->places[k]);
		if (t->more > 0)
			str_adds(out, " and more");
		str_addc(out, '\n');
	}
}

void redaction_map(const struct redaction *r, struct str *out)
{
	struct json j;

	json_init(&j, out, true);
	json_object(&j);
	for (size_t i = 0; i < r->tokens.n; i++)
		if (r->tokens.list[i].count > 0)
			json_kv(&j, r->tokens.list[i].text,
				r->tokens.list[i].value);
	json_end_object(&j);
	str_addc(out, '\n');
}
