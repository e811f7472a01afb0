/*
 * The engine's steps as entries. Here, and only here, is decided what of an
 * answer reaches a file: secret values never do.
 */
#include "scribe.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"

#define SECRET_LEAST 3 /* bytes; shorter ones would hit every other word */
#define SCRUBBED "[secret]"

void scribe_init(struct scribe *s, struct arena *arena)
{
	*s = (struct scribe){.arena = arena};
	str_init(&s->work);
}

static void free_all(char **list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(list[i]);
	free(list);
}

void scribe_release(struct scribe *s)
{
	free_all(s->secrets, s->nsecrets);
	free_all(s->trees, s->ntrees);
	str_release(&s->work);
}

/* FNV-1a, 64 bits. */
static uint64_t mix(uint64_t h, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * UINT64_C(0x100000001B3);
	return h;
}

const char *scribe_hash(struct arena *arena, const struct tree *t)
{
	uint64_t h = UINT64_C(0xCBF29CE484222325);

	h = mix(h, t->source.bytes ? t->source.bytes : "", t->source.len);
	for (size_t i = 0; i < t->nparts; i++)
		h = mix(h, t->parts[i]->source.bytes, t->parts[i]->source.len);
	return arena_printf(arena, "%016llx", (unsigned long long)h);
}

static bool is_secret(const struct engine *e, const char *name)
{
	const struct var *v = engine_var(e, name);

	return v && (v->type == VAR_SECRET || v->redact == REDACT_SECRET);
}

static void learn(struct scribe *s, const char *value)
{
	if (!value || strlen(value) < SECRET_LEAST)
		return;
	for (size_t i = 0; i < s->nsecrets; i++)
		if (strcmp(s->secrets[i], value) == 0)
			return;
	s->secrets = grow(s->secrets, &s->capsecrets, s->nsecrets,
		sizeof *s->secrets);
	s->secrets[s->nsecrets++] = xstrdup(value);
}

void scribe_learn(struct scribe *s, const struct engine *e,
	const struct reply *r)
{
	const struct facts *facts = engine_facts(e);

	for (size_t i = 0; i < r->values.n; i++)
		if (is_secret(e, r->values.p[i].key))
			learn(s, r->values.p[i].value);
	for (size_t i = 0; i < facts->n; i++)
		if (is_secret(e, facts->list[i].name))
			learn(s, facts->list[i].value);
}

/* The first secret in the text from p on, the longest of those that begin at
 * the same place. */
static const char *find_secret(const struct scribe *s, const char *p,
	const char *end, size_t *len)
{
	const char *best = NULL;

	for (size_t i = 0; i < s->nsecrets; i++) {
		size_t n = strlen(s->secrets[i]);
		const char *q = p;

		while ((q = memchr(q, s->secrets[i][0], (size_t)(end - q)))) {
			if ((size_t)(end - q) >= n &&
				memcmp(q, s->secrets[i], n) == 0)
				break;
			q++;
		}
		if (q && (!best || q < best || (q == best && n > *len))) {
			best = q;
			*len = n;
		}
	}
	return best;
}

static const char *clean_bytes(struct scribe *s, const char *text, size_t n,
	size_t *out)
{
	const char *p = text, *end = text + n, *hit;
	size_t len = 0;

	str_reset(&s->work);
	while ((hit = find_secret(s, p, end, &len))) {
		str_add(&s->work, p, (size_t)(hit - p));
		str_adds(&s->work, SCRUBBED);
		p = hit + len;
	}
	str_add(&s->work, p, (size_t)(end - p));
	*out = s->work.len;
	return arena_strndup(s->arena, s->work.s, s->work.len);
}

static const char *clean(struct scribe *s, const char *text)
{
	size_t n;

	return text ? clean_bytes(s, text, strlen(text), &n) : NULL;
}

static const char *keep(struct scribe *s, const char *text)
{
	return text ? arena_strdup(s->arena, text) : NULL;
}

static void note_values(struct scribe *s, const struct engine *e,
	const struct pairs *from, struct entry *to)
{
	struct pairs *kept = &to->reply.values;
	struct strings *secrets = &to->secrets;

	if (from->n == 0)
		return;
	kept->p = arena_alloc(s->arena, from->n * sizeof *kept->p);
	secrets->s = arena_alloc(s->arena, from->n * sizeof *secrets->s);
	for (size_t i = 0; i < from->n; i++) {
		if (is_secret(e, from->p[i].key)) {
			secrets->s[secrets->n++] = keep(s, from->p[i].key);
			continue;
		}
		kept->p[kept->n].key = keep(s, from->p[i].key);
		kept->p[kept->n++].value = clean(s, from->p[i].value);
	}
}

static void note_reply(struct scribe *s, const struct engine *e,
	const struct reply *from, struct entry *entry)
{
	struct reply *to = &entry->reply;

	*to = (struct reply){.kind = from->kind,
		.by = from->by,
		.to = from->to,
		.at = from->at};
	to->node = keep(s, from->node);
	to->choice = keep(s, from->choice);
	to->name = clean(s, from->name);
	to->source = clean(s, from->source);
	note_values(s, e, &from->values, entry);
	if (from->text)
		to->text = clean_bytes(s, from->text, from->len, &to->len);
	if (from->kind != REPLY_RESULT)
		return;
	to->result = from->result;
	to->result.say = clean(s, from->result.say);
	to->result.out = clean_bytes(s,
		from->result.out ? from->result.out : "",
		from->result.out ? from->result.outlen : 0, &to->result.outlen);
	to->result.err = clean_bytes(s,
		from->result.err ? from->result.err : "",
		from->result.err ? from->result.errlen : 0, &to->result.errlen);
}

static enum redact redact_of(const struct var *v)
{
	if (!v)
		return REDACT_NONE;
	if (v->redact != REDACT_NONE)
		return (enum redact)v->redact;
	switch ((enum var_type)v->type) {
	case VAR_UPN:
	case VAR_ACCOUNT:
		return REDACT_PERSON;
	case VAR_HOSTNAME:
	case VAR_FQDN:
		return REDACT_HOST;
	case VAR_IP:
		return REDACT_ADDRESS;
	case VAR_SECRET:
		return REDACT_SECRET;
	case VAR_STRING:
	case VAR_INT:
	case VAR_BOOL:
	case VAR_ENUM:
	case VAR_HEX:
	case VAR_THUMBPRINT:
	case VAR_PATH_WINDOWS:
	case VAR_DATE:
	case VAR_CODE:
	case VAR_GUID:
	case VAR_OID:
	case VAR_SERIAL:
		break;
	}
	return REDACT_NONE;
}

static void note_facts(struct scribe *s, const struct engine *e, size_t step,
	struct entry *to)
{
	const struct facts *facts = engine_facts(e);
	size_t n = 0;

	for (size_t i = 0; i < facts->n; i++)
		n += facts->list[i].step == step;
	if (n == 0)
		return;
	to->facts = arena_alloc(s->arena, n * sizeof *to->facts);
	for (size_t i = 0; i < facts->n; i++) {
		const struct fact *f = &facts->list[i];
		struct record_fact *one = &to->facts[to->nfacts];

		if (f->step != step)
			continue;
		one->name = keep(s, f->name);
		one->source = clean(s, f->source);
		one->redact = redact_of(engine_var(e, f->name));
		if (!is_secret(e, f->name))
			one->value = clean(s, f->value);
		to->nfacts++;
	}
}

/* The first time a tree answers, its version and hash are noted. */
static void note_tree(struct scribe *s, const struct tree *t, struct entry *to)
{
	if (!t)
		return;
	to->tree = keep(s, t->id);
	for (size_t i = 0; i < s->ntrees; i++)
		if (strcmp(s->trees[i], t->id) == 0)
			return;
	s->trees = grow(s->trees, &s->captrees, s->ntrees, sizeof *s->trees);
	s->trees[s->ntrees++] = xstrdup(t->id);
	to->tree_version = keep(s, t->version);
	to->tree_hash = scribe_hash(s->arena, t);
}

static void note_probe(struct scribe *s, const struct probe_spec *p,
	struct entry *to)
{
	struct str line = STR_INIT;

	probe_spec_text(p, &line);
	to->command = clean(s, line.s);
	to->shell = NULL;
	str_release(&line);
}

static void note_check(struct scribe *s, const struct engine *e,
	const struct step *step, struct entry *to)
{
	struct arena arena;
	struct check_spec spec;
	const char *why;

	arena_init(&arena);
	if (node_check_fill(step->tree, step->node, engine_facts(e), &arena,
		    &spec, &why)) {
		to->machine = keep(s,
			spec.machine_title ? spec.machine_title : spec.machine);
		to->run_as = run_as_words[spec.run_as];
		to->shell = shell_words[spec.shell];
		if (spec.command)
			to->command = clean(s, spec.command);
		else if (spec.probe.kind)
			note_probe(s, &spec.probe, to);
	}
	arena_release(&arena);
}

void scribe_note(struct scribe *s, const struct engine *e,
	const struct step *step, struct entry *to)
{
	static const char *const roles[] = {NULL, "fix", "verify", "fetch"};
	const struct cause *found = NULL;

	note_reply(s, e, step->reply, to);
	note_facts(s, e, step->number, to);
	if (!step->node)
		return;
	note_tree(s, step->tree, to);
	to->title = clean(s, step->title);
	to->outcome = keep(s, step->outcome);
	to->label = clean(s, step->label);
	to->note = clean(s, step->note);
	to->to = step->edge ? keep(s, step->edge->to) : NULL;
	to->role = roles[step->role];
	if (to->role && step->edge)
		to->way = keep(s, step->edge->label);
	if (step->finds) {
		found = step->tree ? tree_cause(step->tree, step->finds) : NULL;
		to->finds.id = keep(s, step->finds);
		to->finds.title = found ? keep(s, found->title) : NULL;
	}
	if (step->role == STEP_FIX && s->fix_node &&
		strcmp(s->fix_node, step->node->id) == 0) {
		to->machine = s->fix_machine;
		to->command = s->fix_command;
	} else if (step->reply->kind == REPLY_RESULT) {
		note_check(s, e, step, to);
	}
}

const char *scribe_place(struct scribe *s, struct engine *e)
{
	const struct prompt *p = engine_prompt(e);

	return p->node ? keep(s, p->node->id) : NULL;
}

/* A fix on the screen: its commands, one below the other. */
static void remember_fix(struct scribe *s, const struct prompt *p)
{
	struct str all = STR_INIT;

	s->fix_node = s->fix_machine = s->fix_command = NULL;
	if (!p->is_fix || !p->node)
		return;
	s->fix_node = keep(s, p->node->id);
	for (size_t i = 0; i < p->nblocks; i++) {
		const struct block *b = &p->blocks[i];

		if (b->kind == BLOCK_HEAD && all.len > 0)
			break; /* what undoes or verifies it comes after */
		if (b->kind != BLOCK_COMMAND)
			continue;
		if (!s->fix_machine)
			s->fix_machine =
				keep(s, b->machine_title ? b->machine_title
							 : b->machine);
		str_addf(&all, "%s%s", all.len > 0 ? "\n" : "", b->text);
	}
	if (all.len > 0)
		s->fix_command = clean(s, all.s);
	str_release(&all);
}

static void note_suspects(struct scribe *s, struct engine *e, struct now *now)
{
	const struct cause *found = engine_cause(e);
	size_t n;
	const struct suspect *list = engine_suspects(e, &n);

	if (found) {
		now->cause.id = keep(s, found->id);
		now->cause.title = keep(s, found->title);
	}
	if (n > 0)
		now->ruled = arena_alloc(s->arena, n * sizeof *now->ruled);
	for (size_t i = 0; i < n; i++) {
		/* A cause that was found and cured has no weight any more. */
		if (!list[i].ruled_out || list[i].found)
			continue;
		now->ruled[now->nruled].id = keep(s, list[i].cause->id);
		now->ruled[now->nruled++].title = keep(s, list[i].cause->title);
	}
}

static void note_missing(struct scribe *s, const struct strings *from,
	struct strings *to)
{
	if (from->n == 0)
		return;
	to->s = arena_alloc(s->arena, from->n * sizeof *to->s);
	for (size_t i = 0; i < from->n; i++)
		to->s[to->n++] = keep(s, from->s[i]);
}

const struct now *scribe_now(struct scribe *s, struct engine *e)
{
	const struct prompt *p = engine_prompt(e);
	struct now *now = arena_alloc(s->arena, sizeof *now);

	now->state = "open";
	now->node = p->node ? keep(s, p->node->id) : NULL;
	now->title = clean(s, p->title);
	if (p->kind == PROMPT_END) {
		now->state = keep(s, p->outcome);
		now->to = keep(s, p->to);
		now->within = p->within;
		now->question = clean(s, p->question);
		note_missing(s, &p->missing, &now->missing);
	}
	remember_fix(s, p);
	note_suspects(s, e, now);
	return now;
}
