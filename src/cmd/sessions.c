/* sessions: the list of them, searched and filtered; taking them in. */
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "base/json.h"
#include "base/utf8.h"
#include "export/export.h"
#include "model/moment.h"
#include "store/store.h"

static bool contains(const char *text, const char *word)
{
	size_t n = strlen(word);

	if (!text)
		return false;
	for (; *text; text++) {
		size_t i = 0;

		while (i < n && text[i] && (text[i] | 0x20) == (word[i] | 0x20))
			i++;
		if (i == n)
			return true;
	}
	return n == 0;
}

static bool same(const char *a, const char *b)
{
	return a && strcmp(a, b) == 0;
}

/* A word of a search may stand anywhere in the transcript. */
static bool in_transcript(const struct store *s, const char *id,
	const char *word)
{
	struct record r;
	struct str text = STR_INIT, why = STR_INIT;
	bool found = false;

	record_init(&r);
	if (store_read(s, id, &r, &why)) {
		exporter_find("text")->write(&r, &text);
		found = contains(text.s, word);
	}
	record_release(&r);
	str_release(&text);
	str_release(&why);
	return found;
}

/* "2026-11" fits every moment of that month. */
static int compare_day(int64_t at, const char *day)
{
	struct str s = STR_INIT;
	int c;

	moment_add(&s, at);
	c = strncmp(s.s, day, strlen(day));
	str_release(&s);
	return c;
}

static bool wanted(const struct args *a, const struct store *s,
	const struct listed *l)
{
	const char *tree = args_value(a, "--tree");
	const char *cause = args_value(a, "--cause");
	const char *ticket = args_value(a, "--ticket");
	const char *state = args_value(a, "--state");
	const char *since = args_value(a, "--since");
	const char *until = args_value(a, "--until");

	if ((tree && !same(l->tree, tree)) ||
		(cause && !same(l->cause, cause)) ||
		(ticket && !same(l->ticket, ticket)) ||
		(state && !same(l->state, state)) ||
		(since && compare_day(l->started, since) < 0) ||
		(until && compare_day(l->started, until) > 0))
		return false;
	for (size_t i = 0; i < args_count_plain(a); i++) {
		const char *word = args_plain(a, i);

		if (!contains(l->id, word) && !contains(l->title, word) &&
			!in_transcript(s, l->id, word))
			return false;
	}
	return true;
}

static void add_time(struct json *j, const char *key, int64_t at)
{
	struct str s = STR_INIT;

	moment_add(&s, at);
	json_kv(j, key, s.len > 0 ? s.s : NULL);
	str_release(&s);
}

/* One object a line, all in one list. */
static void add_json(struct str *out, const struct listed *l, bool first)
{
	struct json j;

	str_adds(out, first ? "" : ",\n");
	json_init(&j, out, false);
	json_object(&j);
	json_kv(&j, "id", l->id);
	json_kv(&j, "tree", l->tree);
	json_kv(&j, "title", l->title);
	add_time(&j, "started", l->started);
	add_time(&j, "last", l->last);
	json_kv(&j, "state", l->state);
	json_kv(&j, "cause", l->cause);
	json_kv(&j, "ticket", l->ticket);
	json_end_object(&j);
}

static void add_padded(struct str *out, const char *text, size_t width)
{
	struct str safe = STR_INIT;
	size_t n;

	utf8_add_visible(&safe, text ? text : "", text ? strlen(text) : 0);
	str_adds(out, safe.s);
	for (n = utf8_columns(safe.s, safe.len); n < width; n++)
		str_addc(out, ' ');
	str_adds(out, "  ");
	str_release(&safe);
}

static void add_line(struct str *out, const struct listed *l)
{
	struct str at = STR_INIT;

	moment_add_minute(&at, l->started);
	add_padded(out, l->id, 15);
	add_padded(out, at.s, 16);
	add_padded(out, l->state, 10);
	add_padded(out, l->tree, 24);
	add_padded(out, l->ticket ? l->ticket : "-", 12);
	add_padded(out, l->cause ? l->cause : "-", 0);
	while (out->len > 0 && out->s[out->len - 1] == ' ')
		str_truncate(out, out->len - 1);
	str_addc(out, '\n');
	str_release(&at);
}

static int list(const struct args *a, const struct store *s)
{
	bool json = args_has(a, "--json"), ok;
	struct listing l = {0};
	struct str out = STR_INIT, why = STR_INIT;
	size_t shown = 0;

	if (!store_list(s, &l, &why)) {
		usage_error("%s", why.s);
		str_release(&why);
		return STATUS_USAGE;
	}
	str_adds(&out, json ? "[" : "");
	for (size_t i = 0; i < l.n; i++) {
		if (!wanted(a, s, &l.rows[i]))
			continue;
		if (json)
			add_json(&out, &l.rows[i], shown == 0);
		else
			add_line(&out, &l.rows[i]);
		shown++;
	}
	str_adds(&out, json ? "]\n" : "");
	if (shown == 0 && !json)
		app_chatter("no sessions%s\n", l.n > 0 ? " like that" : " yet");
	ok = app_print(&out);
	str_release(&out);
	str_release(&why);
	listing_release(&l);
	return ok ? STATUS_OK : STATUS_USAGE;
}

static int import(const struct store *s, const char *path)
{
	struct str out = STR_INIT, why = STR_INIT;
	bool ok = store_import_file(s, path, &out, &why);

	if (!ok)
		usage_error("%s", why.s);
	ok = app_print(&out) && ok;
	str_release(&out);
	str_release(&why);
	return ok ? STATUS_OK : STATUS_USAGE;
}

static int run(const struct args *a)
{
	const char *file = args_value(a, "--import");
	struct store s;
	int status;

	store_init(&s);
	status = file ? import(&s, file) : list(a, &s);
	store_release(&s);
	return status;
}

static const struct option_def options[] = {
	{"--tree", "TREE", "only those of this tree"},
	{"--cause", "CAUSE", "only those that found this cause"},
	{"--state", "STATE", "open, resolved, workaround, escalated ..."},
	{"--since", "DATE", "from this day on: 2026-11-21, or 2026-11"},
	{"--until", "DATE", "up to this day"},
	{"--import", "FILE", "take in exported sessions (JSON); prints ids"},
	{0},
};

extern const struct command cmd_sessions;

const struct command cmd_sessions = {"sessions",
	"[WORD...] [--tree TREE] [--cause CAUSE] [--since DATE]",
	"sessions kept here, latest first; words search transcripts", options,
	run};
