/*
 * Lossless: the same objects as in the journal, as one object on one line,
 * with a summary for who does not want to walk the entries. Read back by
 * 'vpntriage sessions --import'; the summary and the facts are passed over
 * there, since they follow from the entries.
 */
#include "formats.h"

#include <stdlib.h>

#include "model/moment.h"

static void add_summary(const struct record *r, struct json *j)
{
	const struct now *now = record_now(r);
	struct str last = STR_INIT;

	moment_add(&last, record_last(r));
	json_key(j, "summary");
	json_object(j);
	json_kv(j, "state", now->state);
	json_kv(j, "node", now->node);
	json_kv(j, "cause", now->cause.id);
	json_kv(j, "last", last.len > 0 ? last.s : NULL);
	json_kv_int(j, "entries", (int64_t)r->n);
	json_end_object(j);
	str_release(&last);
}

static void add_facts(const struct record *r, struct json *j)
{
	size_t n;
	struct record_fact *facts = record_facts(r, &n);

	json_key(j, "facts");
	json_object(j);
	for (size_t i = 0; i < n; i++)
		json_kv(j, facts[i].name, facts[i].value);
	json_end_object(j);
	free(facts);
}

void write_json(const struct record *r, struct str *out)
{
	struct json j;
	size_t next = 0;

	json_init(&j, out, false);
	json_object(&j);
	json_key(&j, "session");
	record_write_header(&j, r);
	add_summary(r, &j);
	add_facts(r, &j);
	json_key(&j, "entries");
	json_array(&j);
	for (size_t i = 0; i < r->n; i++) {
		while (next < r->nresumptions &&
			r->resumptions[next].before <= r->entries[i].number)
			record_write_resumption(&j, &r->resumptions[next++]);
		record_write_entry(&j, &r->entries[i]);
	}
	while (next < r->nresumptions)
		record_write_resumption(&j, &r->resumptions[next++]);
	json_end_array(&j);
	json_end_object(&j);
	str_addc(out, '\n');
}
