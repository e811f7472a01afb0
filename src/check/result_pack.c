/* Strings that end with NUL: verdict, flags, sentence, then key and value. */
#include "result_pack.h"

#include <string.h>

static void put(struct str *out, const char *text)
{
	str_add(out, text, strlen(text) + 1);
}

void result_pack(const struct probe_result *r, struct str *out)
{
	put(out, r->verdict);
	put(out, r->carried_out ? r->bad ? "bad" : "fine" : "unknown");
	put(out, r->say.s);
	for (size_t i = 0; i < r->n; i++) {
		put(out, r->facts[i].key);
		put(out, r->facts[i].value);
	}
}

/* The next string, or NULL if it has no end. */
static const char *next(const char **p, const char *end)
{
	const char *s = *p, *nul = memchr(s, '\0', (size_t)(end - s));

	if (!nul)
		return NULL;
	*p = nul + 1;
	return s;
}

bool result_unpack(struct probe_result *r, const char *kind, const char *target,
	const char *bytes, size_t n)
{
	const char *p = bytes, *end = bytes + n;
	const char *verdict = next(&p, end);
	const char *how = verdict ? next(&p, end) : NULL;
	const char *say = how ? next(&p, end) : NULL;

	if (!say)
		return false;
	probe_result_init(r, kind, target);
	if (strcmp(how, "unknown") == 0)
		probe_unknown(r, verdict);
	else
		probe_found(r, verdict, strcmp(how, "bad") == 0);
	probe_say(r, "%s", say);
	while (p < end) {
		const char *key = next(&p, end);
		const char *value = key ? next(&p, end) : NULL;

		if (!value) {
			probe_result_release(r);
			return false;
		}
		probe_fact(r, key, "%s", value);
	}
	return true;
}
