/*
 * A record as JSON: one object a line, members left out when there is
 * nothing to say. The order of the members is fixed, so that the same
 * record always gives the same bytes.
 */
#include "model/moment.h"
#include "model/record.h"

static void kv(struct json *j, const char *key, const char *value)
{
	if (value)
		json_kv(j, key, value);
}

static void kv_time(struct json *j, const char *key, int64_t ms)
{
	struct str s = STR_INIT;

	moment_add(&s, ms);
	if (s.len > 0)
		json_kv(j, key, s.s);
	str_release(&s);
}

static void kv_text(struct json *j, const char *key, const char *s, size_t n)
{
	if (!s)
		return;
	json_key(j, key);
	json_bytes(j, s, n);
}

static void kv_named(struct json *j, const char *key, const struct named *one)
{
	if (!one->id)
		return;
	json_key(j, key);
	json_object(j);
	json_kv(j, "id", one->id);
	kv(j, "title", one->title);
	json_end_object(j);
}

static void kv_strings(struct json *j, const char *key, const struct strings *l)
{
	if (l->n == 0)
		return;
	json_key(j, key);
	json_array(j);
	for (size_t i = 0; i < l->n; i++)
		json_string(j, l->s[i]);
	json_end_array(j);
}

void record_write_header(struct json *j, const struct record *r)
{
	json_object(j);
	json_kv_int(j, "vpntriage", RECORD_FORMAT);
	json_kv(j, "id", r->id);
	kv(j, "program", r->program);
	kv(j, "tree", r->tree);
	kv(j, "version", r->tree_version);
	kv(j, "hash", r->tree_hash);
	kv(j, "title", r->title);
	kv(j, "ticket", r->ticket);
	kv(j, "technician", r->technician);
	kv(j, "caller", r->caller);
	kv_time(j, "started", r->started);
	if (r->redacted)
		json_kv_bool(j, "redacted", true);
	json_end_object(j);
}

static void write_result(struct json *j, const struct result *r)
{
	json_key(j, "result");
	json_object(j);
	json_kv(j, "verdict", verdict_words[r->verdict]);
	json_kv(j, "way", way_words[r->way]);
	if (r->has_exit)
		json_kv_int(j, "exit", r->exit);
	if (r->ms >= 0)
		json_kv_int(j, "ms", r->ms);
	if (r->outlen > 0)
		kv_text(j, "out", r->out, r->outlen);
	if (r->errlen > 0)
		kv_text(j, "err", r->err, r->errlen);
	kv(j, "say", r->say);
	json_end_object(j);
}

static void write_reply(struct json *j, const struct reply *r)
{
	kv_time(j, "at", r->at);
	json_kv(j, "kind", reply_words[r->kind]);
	json_kv(j, "by", by_words[r->by]);
	kv(j, "node", r->node);
	kv(j, "choice", r->choice);
	if (r->values.n > 0) {
		json_key(j, "values");
		json_object(j);
		for (size_t i = 0; i < r->values.n; i++)
			json_kv(j, r->values.p[i].key, r->values.p[i].value);
		json_end_object(j);
	}
	if (r->kind == REPLY_RESULT)
		write_result(j, &r->result);
	kv(j, "name", r->name);
	kv_text(j, "text", r->text, r->len);
	if (r->kind == REPLY_BACK)
		json_kv_int(j, "back_to", (int64_t)r->to);
	kv(j, "source", r->source);
}

static void write_facts(struct json *j, const struct entry *e)
{
	if (e->nfacts == 0)
		return;
	json_key(j, "facts");
	json_array(j);
	for (size_t i = 0; i < e->nfacts; i++) {
		const struct record_fact *f = &e->facts[i];

		json_object(j);
		json_kv(j, "name", f->name);
		kv(j, "value", f->value);
		kv(j, "source", f->source);
		if (f->redact != REDACT_NONE)
			json_kv(j, "redact", redact_words[f->redact]);
		json_end_object(j);
	}
	json_end_array(j);
}

static void write_now(struct json *j, const struct now *now)
{
	json_key(j, "now");
	json_object(j);
	json_kv(j, "state", now->state);
	kv(j, "node", now->node);
	kv(j, "title", now->title);
	kv(j, "for", now->to);
	if (now->within > 0)
		json_kv_int(j, "within", now->within);
	kv(j, "question", now->question);
	kv_named(j, "cause", &now->cause);
	if (now->nruled > 0) {
		json_key(j, "ruled_out");
		json_array(j);
		for (size_t i = 0; i < now->nruled; i++) {
			json_object(j);
			json_kv(j, "id", now->ruled[i].id);
			kv(j, "title", now->ruled[i].title);
			json_end_object(j);
		}
		json_end_array(j);
	}
	kv_strings(j, "missing", &now->missing);
	json_end_object(j);
}

void record_write_entry(struct json *j, const struct entry *e)
{
	json_object(j);
	json_kv_int(j, "n", (int64_t)e->number);
	write_reply(j, &e->reply);
	kv_strings(j, "secrets", &e->secrets);
	kv(j, "tree", e->tree);
	kv(j, "version", e->tree_version);
	kv(j, "hash", e->tree_hash);
	kv(j, "title", e->title);
	kv(j, "outcome", e->outcome);
	kv(j, "label", e->label);
	kv(j, "note", e->note);
	kv(j, "to", e->to);
	kv_named(j, "finds", &e->finds);
	kv(j, "role", e->role);
	kv(j, "way", e->way);
	kv(j, "machine", e->machine);
	kv(j, "shell", e->shell);
	kv(j, "run_as", e->run_as);
	kv(j, "command", e->command);
	write_facts(j, e);
	if (e->now)
		write_now(j, e->now);
	json_end_object(j);
}

void record_write_resumption(struct json *j, const struct resumption *r)
{
	json_object(j);
	json_kv_int(j, "resumed", (int64_t)r->before);
	kv_time(j, "at", r->at);
	kv(j, "version", r->tree_version);
	kv(j, "hash", r->tree_hash);
	if (r->naside > 0) {
		json_key(j, "set_aside");
		json_array(j);
		for (size_t i = 0; i < r->naside; i++) {
			json_object(j);
			json_kv_int(j, "n", (int64_t)r->aside[i].number);
			kv(j, "why", r->aside[i].why);
			json_end_object(j);
		}
		json_end_array(j);
	}
	json_end_object(j);
}
