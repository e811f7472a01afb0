/* What all probes share: their result, how it prints, the addresses. */
#include "check/probe.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/xmem.h"
#include "os/clock.h"
#include "os/sock.h"

void probe_result_init(struct probe_result *r, const char *kind,
	const char *target)
{
	memset(r, 0, sizeof(*r));
	r->kind = kind;
	r->target = xstrdup(target);
	str_init(&r->say);
}

void probe_result_release(struct probe_result *r)
{
	for (size_t i = 0; i < r->n; i++) {
		free(r->facts[i].key);
		free(r->facts[i].value);
	}
	free(r->facts);
	free(r->target);
	free(r->verdict);
	str_release(&r->say);
}

static void set_verdict(struct probe_result *r, const char *word)
{
	free(r->verdict);
	r->verdict = xstrdup(word);
}

void probe_found(struct probe_result *r, const char *word, bool bad)
{
	set_verdict(r, word);
	r->bad = bad;
	r->carried_out = true;
}

void probe_unknown(struct probe_result *r, const char *word)
{
	set_verdict(r, word);
	r->bad = false;
	r->carried_out = false;
}

static struct probe_fact *find(const struct probe_result *r, const char *key)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->facts[i].key, key) == 0)
			return &r->facts[i];
	return NULL;
}

void probe_fact(struct probe_result *r, const char *key, const char *fmt, ...)
{
	struct probe_fact *fact = find(r, key);
	struct str value;
	va_list ap;

	str_init(&value);
	va_start(ap, fmt);
	str_vaddf(&value, fmt, ap);
	va_end(ap);
	if (!fact) {
		r->facts = grow(r->facts, &r->cap, r->n, sizeof(*r->facts));
		fact = &r->facts[r->n++];
		fact->key = xstrdup(key);
	} else {
		free(fact->value);
	}
	fact->value = xstrdup(value.s);
	str_release(&value);
}

const char *probe_fact_value(const struct probe_result *r, const char *key)
{
	const struct probe_fact *fact = find(r, key);

	return fact ? fact->value : NULL;
}

void probe_say(struct probe_result *r, const char *fmt, ...)
{
	va_list ap;

	str_reset(&r->say);
	va_start(ap, fmt);
	str_vaddf(&r->say, fmt, ap);
	va_end(ap);
}

/* More than twice the usual patience tells nothing new about silence. */
static int limit_of(const struct probe_kind *kind,
	const struct probe_args *args)
{
	if (args->limit_ms <= 0)
		return kind->limit_ms;
	return args->limit_ms < 2 * kind->limit_ms ? args->limit_ms
						   : 2 * kind->limit_ms;
}

void probe_run(const struct probe_kind *kind, const struct probe_args *args,
	struct probe_result *r)
{
	int limit = limit_of(kind, args);
	int64_t began = clock_ms();

	probe_result_init(r, kind->name, args->target);
	kind->run(args, began + limit, r);
	if (!r->verdict)
		probe_unknown(r, "UNKNOWN");
	r->ms = (long)(clock_ms() - began);
}

/* A lookup may use half of the time; the rest is for asking. */
static int64_t lookup_deadline(int64_t deadline)
{
	return clock_ms() + deadline_left(deadline) / 2;
}

size_t probe_addresses(const struct probe_args *args, uint16_t port,
	struct endpoint *out, size_t max, int64_t deadline,
	struct probe_result *r)
{
	size_t n = args->naddresses < max ? args->naddresses : max;
	bool late = false;

	for (size_t i = 0; i < n; i++) {
		out[i] = args->addresses[i];
		out[i].port = port;
	}
	if (n > 0)
		return n;
	n = endpoint_lookup(args->target, port, out, max,
		lookup_deadline(deadline), &late);
	if (n > 0)
		return n;
	probe_unknown(r, "UNKNOWN");
	probe_fact(r, "lookup", late ? "TIMEOUT" : "NO_ADDRESS");
	if (late)
		probe_say(r,
			"The name lookup of %s did not end in time, so nothing "
			"was asked.",
			args->target);
	else
		probe_say(r,
			"This machine finds no address for %s, so nothing was "
			"asked.",
			args->target);
	return 0;
}

void probe_print_tokens(const struct probe_result *r, struct str *out)
{
	for (size_t i = 0; i < r->n; i++) {
		str_adds(out, r->facts[i].key);
		str_addc(out, '=');
		for (const char *p = r->facts[i].value; *p; p++)
			str_addc(out, *p > 0x20 && *p < 0x7f ? *p : '_');
		str_addc(out, '\n');
	}
}

void probe_print_json(const struct probe_result *r, struct str *out)
{
	struct json j;

	json_init(&j, out, false);
	json_object(&j);
	json_kv(&j, "probe", r->kind);
	json_kv(&j, "target", r->target);
	json_kv(&j, "verdict", r->verdict);
	json_kv_int(&j, "ms", r->ms);
	json_key(&j, "facts");
	json_object(&j);
	for (size_t i = 0; i < r->n; i++)
		json_kv(&j, r->facts[i].key, r->facts[i].value);
	json_end_object(&j);
	json_kv(&j, "say", r->say.s);
	json_end_object(&j);
	str_addc(out, '\n');
}
