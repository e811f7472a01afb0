/*
 * stats: looking back over many sessions, as charts, JSON or CSV; and what
 * the priors of a tree would be by what was found.
 */
#include <string.h>

#include "app.h"
#include "base/json.h"
#include "base/utf8.h"
#include "export/export.h"
#include "model/moment.h"
#include "store/stats.h"

#define BAR 20
#define LABEL 44 /* columns */
#define TOP 15   /* rows of a chart */

struct look {
	const struct args *args;
	struct stats stats;
	struct library *lib;
	const char *block; /* what bars are made of */
};

static void add_label(struct str *out, const struct stats_row *row)
{
	struct str all = STR_INIT, safe = STR_INIT;
	size_t fit;

	str_addf(&all, "%s%s%s%s%s", row->tree, *row->tree ? "/" : "", row->id,
		*row->title ? "  " : "", row->title);
	utf8_add_visible(&safe, all.s, all.len);
	fit = utf8_fit(safe.s, safe.len, LABEL);
	str_add(out, safe.s, fit);
	for (size_t n = utf8_columns(safe.s, fit); n < LABEL; n++)
		str_addc(out, ' ');
	str_release(&all);
	str_release(&safe);
}

/* "label   12  ####": never an empty bar for what is there. */
static void add_bar(const struct look *l, const struct stats_row *row,
	size_t most, struct str *out)
{
	size_t n = most > 0 ? (row->count * BAR + most - 1) / most : 0;

	str_adds(out, "  ");
	add_label(out, row);
	str_addf(out, " %6zu  ", row->count);
	for (size_t i = 0; i < n; i++)
		str_adds(out, l->block);
}

static void add_detail(enum stats_what what, const struct stats_row *row,
	struct str *out)
{
	if (what == STATS_CAUSES && row->median >= 0) {
		str_adds(out, "  ");
		moment_add_length(out, row->median);
	}
	if (what == STATS_FIXES)
		str_addf(out, "\n      verified %zu, not %zu; passed over %zu",
			row->verified, row->unverified, row->skipped);
	for (size_t i = 0; what == STATS_FLAGS && i < row->ntexts; i++) {
		str_adds(out, "\n      ");
		utf8_add_visible(out, row->texts[i], strlen(row->texts[i]));
	}
}

static void add_chart(const struct look *l, enum stats_what what,
	struct str *out)
{
	static const char *const titles[] = {"How they ended",
		"Causes found, and half of them within", "Where people leave",
		"Nodes visited", "Fixes shown", "Flags for the authors"};
	const struct stats_table *t = &l->stats.tables[what];

	if (t->n == 0)
		return;
	str_addf(out, "\n%s\n", titles[what]);
	for (size_t i = 0; i < t->n && i < TOP; i++) {
		add_bar(l, &t->rows[i], t->rows[0].count, out);
		add_detail(what, &t->rows[i], out);
		str_addc(out, '\n');
	}
	if (t->n > TOP)
		str_addf(out, "  and %zu more; --json and --csv have all\n",
			t->n - TOP);
}

/* For every cause of the tree; of a tree that is not here, those found. */
typedef void each_prior(void *ctx, const char *cause, double now, size_t found,
	int prior);

static size_t count_found(const struct stats *s, const char *tree)
{
	const struct stats_table *t = &s->tables[STATS_CAUSES];
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		n += strcmp(t->rows[i].tree, tree) == 0;
	return n;
}

static void priors(const struct look *l, const char *tree, each_prior *each,
	void *ctx)
{
	const struct stats *s = &l->stats;
	const struct stats_table *t = &s->tables[STATS_CAUSES];
	const struct tree *here = catalog_tree(&l->lib->catalog, tree);
	size_t sample = stats_sample(s, tree), found;
	const struct cause *causes = here ? here->causes.items : NULL;
	size_t n = here ? here->causes.n : count_found(s, tree);

	for (size_t i = 0; here && i < here->causes.n; i++) {
		const struct cause *c = causes + i;

		found = stats_found(s, tree, c->id);
		each(ctx, c->id, c->prior, found,
			stats_prior(found, sample, n));
	}
	for (size_t i = 0; !here && i < t->n; i++)
		if (strcmp(t->rows[i].tree, tree) == 0)
			each(ctx, t->rows[i].id, -1, t->rows[i].count,
				stats_prior(t->rows[i].count, sample, n));
}

/* The first row of its tree among the causes. */
static bool is_first(const struct stats_table *t, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(t->rows[k].tree, t->rows[i].tree) == 0)
			return false;
	return true;
}

static void prior_text(void *ctx, const char *cause, double now, size_t found,
	int prior)
{
	struct str *out = ctx;

	str_addf(out, "    %-28s %3d", cause, prior);
	if (now >= 0)
		str_addf(out, "  (now %g)", now);
	str_addf(out, "  found %zu\n", found);
}

static void add_priors(const struct look *l, struct str *out)
{
	const struct stats_table *t = &l->stats.tables[STATS_CAUSES];

	if (t->n > 0)
		str_adds(out, "\nPriors by what was found\n");
	for (size_t i = 0; i < t->n; i++) {
		const char *tree = t->rows[i].tree;
		size_t sample = stats_sample(&l->stats, tree);

		if (!is_first(t, i))
			continue;
		str_addf(out, "  %s: n = %zu", tree, sample);
		if (sample < STATS_ENOUGH) {
			str_addf(out,
				", too few to propose any; %d are "
				"needed\n",
				STATS_ENOUGH);
			continue;
		}
		str_addc(out, '\n');
		priors(l, tree, prior_text, out);
	}
}

static void add_text(const struct look *l, struct str *out)
{
	const struct stats *s = &l->stats;
	struct str first = STR_INIT, last = STR_INIT;

	moment_add(&first, s->first);
	moment_add(&last, s->last);
	str_addf(out, "%zu sessions", s->sessions);
	if (first.len > 10)
		str_addf(out, ", %.10s to %.10s", first.s, last.s);
	if (s->twice > 0)
		str_addf(out, "; %zu were there twice", s->twice);
	if (s->damaged > 0)
		str_addf(out, "; %zu damaged lines", s->damaged);
	str_addc(out, '\n');
	for (int i = 0; i < STATS_TABLES; i++)
		add_chart(l, (enum stats_what)i, out);
	add_priors(l, out);
	str_release(&first);
	str_release(&last);
}

static void json_row(struct json *j, enum stats_what what,
	const struct stats_row *row)
{
	json_object(j);
	if (what != STATS_ENDS)
		json_kv(j, "tree", row->tree);
	json_kv(j, what == STATS_ENDS ? "state" : "id", row->id);
	if (*row->title)
		json_kv(j, "title", row->title);
	json_kv_int(j, "count", (int64_t)row->count);
	if (what == STATS_CAUSES && row->median >= 0)
		json_kv_int(j, "median_ms", row->median);
	if (what == STATS_FIXES) {
		json_kv_int(j, "done", (int64_t)row->done);
		json_kv_int(j, "verified", (int64_t)row->verified);
		json_kv_int(j, "unverified", (int64_t)row->unverified);
		json_kv_int(j, "skipped", (int64_t)row->skipped);
	}
	if (what == STATS_FLAGS) {
		json_key(j, "texts");
		json_array(j);
		for (size_t i = 0; i < row->ntexts; i++)
			json_string(j, row->texts[i]);
		json_end_array(j);
	}
	json_end_object(j);
}

static void prior_json(void *ctx, const char *cause, double now, size_t found,
	int prior)
{
	struct json *j = ctx;

	json_object(j);
	json_kv(j, "id", cause);
	json_kv_int(j, "found", (int64_t)found);
	if (now >= 0) {
		json_key(j, "now");
		json_number(j, now);
	}
	json_key(j, "prior");
	if (prior > 0)
		json_int(j, prior);
	else
		json_null(j);
	json_end_object(j);
}

static void json_priors(const struct look *l, struct json *j)
{
	const struct stats_table *t = &l->stats.tables[STATS_CAUSES];

	json_key(j, "priors");
	json_array(j);
	for (size_t i = 0; i < t->n; i++) {
		if (!is_first(t, i))
			continue;
		json_object(j);
		json_kv(j, "tree", t->rows[i].tree);
		json_kv_int(j, "sample",
			(int64_t)stats_sample(&l->stats, t->rows[i].tree));
		json_kv_int(j, "needed", STATS_ENOUGH);
		json_key(j, "causes");
		json_array(j);
		priors(l, t->rows[i].tree, prior_json, j);
		json_end_array(j);
		json_end_object(j);
	}
	json_end_array(j);
}

static void add_json(const struct look *l, struct str *out)
{
	const struct stats *s = &l->stats;
	struct json j;

	json_init(&j, out, true);
	json_object(&j);
	json_kv_int(&j, "sessions", (int64_t)s->sessions);
	json_kv_int(&j, "twice", (int64_t)s->twice);
	json_kv_int(&j, "damaged", (int64_t)s->damaged);
	for (int i = 0; i < STATS_TABLES; i++) {
		const struct stats_table *t = &s->tables[i];

		json_key(&j, stats_words[i]);
		json_array(&j);
		for (size_t k = 0; k < t->n; k++)
			json_row(&j, (enum stats_what)i, &t->rows[k]);
		json_end_array(&j);
	}
	json_priors(l, &j);
	json_end_object(&j);
	str_addc(out, '\n');
}

static void csv_row(enum stats_what what, const struct stats_row *row,
	struct str *out)
{
	csv_cell(out, stats_words[what], ',');
	csv_cell(out, row->tree, ',');
	csv_cell(out, row->id, ',');
	csv_cell(out, row->title, ',');
	str_addf(out, "%zu,", row->count);
	if (row->median >= 0)
		str_addf(out, "%lld", (long long)row->median);
	if (what == STATS_FIXES)
		str_addf(out, ",%zu,%zu,%zu,%zu,,", row->done, row->verified,
			row->unverified, row->skipped);
	else
		str_adds(out, ",,,,,,");
	str_adds(out, "\r\n");
}

struct csv_prior {
	struct str *out;
	const char *tree;
	size_t sample;
};

static void prior_csv(void *ctx, const char *cause, double now, size_t found,
	int prior)
{
	struct csv_prior *c = ctx;

	str_adds(c->out, "priors,");
	csv_cell(c->out, c->tree, ',');
	csv_cell(c->out, cause, ',');
	str_addf(c->out, ",%zu,,,,,,%zu,", found, c->sample);
	if (prior > 0)
		str_addf(c->out, "%d", prior);
	str_adds(c->out, "\r\n");
}

static void add_csv(const struct look *l, struct str *out)
{
	const struct stats_table *t;

	str_adds(out, "what,tree,id,title,count,median_ms,done,verified,"
		      "unverified,skipped,sample,prior\r\n");
	for (int i = 0; i < STATS_TABLES; i++) {
		t = &l->stats.tables[i];
		for (size_t k = 0; k < t->n; k++)
			csv_row((enum stats_what)i, &t->rows[k], out);
	}
	t = &l->stats.tables[STATS_CAUSES];
	for (size_t i = 0; i < t->n; i++) {
		struct csv_prior c = {out, t->rows[i].tree,
			stats_sample(&l->stats, t->rows[i].tree)};

		if (is_first(t, i))
			priors(l, c.tree, prior_csv, &c);
	}
}

static bool read_all(struct look *l)
{
	struct store store;
	struct str why = STR_INIT;
	bool ok = true;

	store_init(&store);
	if (args_count_plain(l->args) == 0)
		ok = stats_read_store(&l->stats, &store, &why);
	for (size_t i = 0; ok && i < args_count_plain(l->args); i++)
		ok = stats_read(&l->stats, args_plain(l->args, i), &why);
	if (!ok)
		usage_error("%s", why.s);
	stats_finish(&l->stats);
	store_release(&store);
	str_release(&why);
	return ok;
}

static int run(const struct args *args)
{
	struct look l = {.args = args};
	struct str out = STR_INIT;
	int status = STATUS_USAGE;

	stats_init(&l.stats);
	l.stats.tree = args_value(args, "--tree");
	l.stats.since = args_value(args, "--since");
	l.stats.until = args_value(args, "--until");
	l.block = args_has(args, "--plain") ? "#" : "\xE2\x96\x88";
	l.lib = app_library(args);
	if (read_all(&l)) {
		if (args_has(args, "--json"))
			add_json(&l, &out);
		else if (args_has(args, "--csv"))
			add_csv(&l, &out);
		else
			add_text(&l, &out);
		status = app_print(&out) ? STATUS_OK : STATUS_USAGE;
	}
	library_free(l.lib);
	stats_release(&l.stats);
	str_release(&out);
	return status;
}

static const struct option_def options[] = {
	{"--tree", "TREE", "only sessions that began in this tree"},
	{"--since", "DATE", "from this day on: 2026-11-21, or 2026-11"},
	{"--until", "DATE", "up to this day"},
	{"--csv", NULL, "one line per figure"},
	{0},
};

extern const struct command cmd_stats;

const struct command cmd_stats = {"stats",
	"[FOLDER | FILE...] [--tree TREE] [--since DATE] [--json | --csv]",
	"causes, times, exits and flags of many sessions", options, run};
