/* Readers, bare codes and the trees' signs, over one text after another. */
#include "model/reading.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xmem.h"
#include "model/pattern.h"

#define MOST_MATCHES 200 /* of one reader in one text */
#define SCORE_CODE 20
#define SCORE_REASON 8
#define SCORE_LOOSE 4

struct context {
	struct reading *r;
	const struct catalog *catalog;
	const struct codes *codes;
	const struct evidence *e;
	const char *name;
	size_t counted; /* bytes whose lines are counted */
	unsigned line;  /* of the byte there */
};

void reading_init(struct reading *r)
{
	*r = (struct reading){0};
}

void reading_release(struct reading *r)
{
	for (size_t i = 0; i < r->n; i++) {
		free(r->findings[i].fact);
		free(r->findings[i].value);
	}
	for (size_t i = 0; i < r->nnames; i++)
		free(r->names[i]);
	free(r->findings);
	free(r->codes);
	free(r->scores);
	free(r->names);
	reading_init(r);
}

/* Surer, or as sure and further up in the same text. */
static bool is_better(const struct finding *f, const struct finding *than)
{
	if (f->confidence != than->confidence)
		return f->confidence > than->confidence;
	return f->evidence == than->evidence && f->line < than->line;
}

const struct finding *reading_fact(const struct reading *r, const char *name)
{
	const struct finding *best = NULL;

	for (size_t i = 0; i < r->n; i++) {
		const struct finding *f = &r->findings[i];

		if (strcmp(f->fact, name) == 0 && (!best || is_better(f, best)))
			best = f;
	}
	return best;
}

/* Findings come mostly from top to bottom: count on from the last one. */
static unsigned line_of(struct context *c, size_t offset)
{
	const char *s = c->e->text + c->counted, *end = c->e->text + offset;

	if (offset < c->counted) {
		s = c->e->text;
		c->line = 1;
	}
	while (s < end && (s = memchr(s, '\n', (size_t)(end - s)))) {
		c->line++;
		s++;
	}
	c->counted = offset;
	return c->line;
}

static void see_code(struct context *c, struct seen_code seen)
{
	struct reading *r = c->r;

	seen.evidence = c->name;
	for (size_t i = 0; i < r->ncodes; i++) {
		struct seen_code *old = &r->codes[i];

		if (old->code == seen.code &&
			old->is_reason == seen.is_reason) {
			old->certain |= seen.certain;
			return;
		}
	}
	r->codes = grow(r->codes, &r->capcodes, r->ncodes, sizeof(*r->codes));
	r->codes[r->ncodes++] = seen;
}

/* Hex from 20271: "0x10" is 16; its binary is a little-endian DWORD. */
static void decode(struct str *value, const char *how)
{
	int32_t n;

	if (strcmp(how, "le32") == 0 && value->len == 8) {
		char swapped[11] = "0x";

		for (size_t i = 0; i < 4; i++) {
			swapped[2 + 2 * i] = value->s[6 - 2 * i];
			swapped[3 + 2 * i] = value->s[7 - 2 * i];
		}
		if (code_parse(swapped, &n)) {
			str_reset(value);
			str_addf(value, "%d", (int)n);
		}
	} else if (strcmp(how, "hex") == 0 && code_parse(value->s, &n)) {
		str_reset(value);
		str_addf(value, "%d", (int)n);
	} else if (strcmp(how, "thumb") == 0) {
		size_t k = 0;

		for (size_t i = 0; i < value->len; i++)
			if (isxdigit((unsigned char)value->s[i]))
				value->s[k++] = (char)
					toupper((unsigned char)value->s[i]);
		str_truncate(value, k);
	}
}

static const char *pair_value(const struct pairs *pairs, const char *key)
{
	for (size_t i = 0; i < pairs->n; i++)
		if (strcmp(pairs->p[i].key, key) == 0)
			return pairs->p[i].value;
	return NULL;
}

static bool same_finding(const struct reading *r, const struct finding *f)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->findings[i].line == f->line &&
			r->findings[i].evidence == f->evidence &&
			strcmp(r->findings[i].fact, f->fact) == 0 &&
			strcmp(r->findings[i].value, f->value) == 0)
			return true;
	return false;
}

static void note_code(struct context *c, const struct finding *f)
{
	struct seen_code seen = {.certain = true, .line = f->line};

	seen.is_reason = strcmp(f->fact, "nps_reason") == 0;
	if (!seen.is_reason && strcmp(f->fact, "ras_code") != 0)
		return;
	if (code_parse(f->value, &seen.code))
		see_code(c, seen);
}

static void add_finding(struct context *c, const struct reader *reader,
	const char *fact, struct str *value, size_t offset)
{
	struct finding f = {.reader = reader->id,
		.evidence = c->name,
		.confidence = reader->confidence};
	struct reading *r = c->r;

	while (value->len && isspace((unsigned char)value->s[value->len - 1]))
		str_truncate(value, value->len - 1);
	if (value->len == 0 || strcmp(value->s, "-") == 0)
		return;
	f.line = line_of(c, offset);
	f.fact = xstrdup(fact);
	f.value = xstrdup(value->s);
	if (same_finding(r, &f)) {
		free(f.fact);
		free(f.value);
		return;
	}
	r->findings = grow(r->findings, &r->cap, r->n, sizeof(*r->findings));
	r->findings[r->n++] = f;
	note_code(c, &f);
}

static bool is_wanted(const struct strings *facts, const char *name)
{
	for (size_t i = 0; i < facts->n; i++)
		if (strcmp(facts->s[i], name) == 0)
			return true;
	return false;
}

static void take_match(struct context *c, const struct reader *reader,
	const struct captures *m)
{
	const struct pattern *p = reader->pattern;
	struct str value = STR_INIT;

	for (size_t i = 0; i < pattern_group_count(p); i++) {
		const char *fact = pattern_group_name(p, i), *how;
		struct capture g = m->group[i];

		if (g.start == (size_t)-1 || !is_wanted(&reader->facts, fact))
			continue;
		str_reset(&value);
		str_add(&value, c->e->text + g.start, g.end - g.start);
		how = pair_value(&reader->decode, fact);
		if (how)
			decode(&value, how);
		add_finding(c, reader, fact, &value, g.start);
	}
	for (size_t i = 0; i < reader->set.n; i++) {
		str_reset(&value);
		str_adds(&value, reader->set.p[i].value);
		add_finding(c, reader, reader->set.p[i].key, &value,
			m->whole.start);
	}
	str_release(&value);
}

static void run_reader(struct context *c, const struct reader *reader)
{
	size_t groups = pattern_group_count(reader->pattern), from = 0;
	struct captures m;

	m.group = xcalloc(groups, sizeof(*m.group));
	for (int i = 0; i < MOST_MATCHES && from <= c->e->len; i++) {
		if (pattern_match(reader->pattern, c->e->text, c->e->len, from,
			    &m) != MATCH_YES)
			break;
		take_match(c, reader, &m);
		from = m.whole.end > from ? m.whole.end : from + 1;
	}
	free(m.group);
}

static void run_readers(struct context *c, const struct tree *t)
{
	const struct reader *readers = t->readers.items;
	const struct saver *savers = t->detect.save.items;

	for (size_t i = 0; i < t->readers.n; i++)
		run_reader(c, &readers[i]);
	for (size_t i = 0; i < t->detect.save.n; i++) {
		struct reader as = {.id = "detect",
			.pattern = savers[i].pattern,
			.facts = savers[i].vars};

		run_reader(c, &as);
	}
}

/* The text is nothing but a code: "853", "nps:258", "ERROR_...". */
static bool is_one_code(struct context *c)
{
	struct seen_code seen = {.certain = true, .line = 1};
	struct str text = STR_INIT;
	const struct code_row *row;
	const char *s;
	bool found = false;

	if (c->e->len > 80)
		return false;
	str_add(&text, c->e->text, c->e->len);
	while (text.len && isspace((unsigned char)text.s[text.len - 1]))
		str_truncate(&text, text.len - 1);
	s = text.s + strspn(text.s, " \t\n");
	if (starts_with(s, "nps:") || starts_with(s, "NPS:")) {
		seen.is_reason = true;
		s += 4;
	}
	if (code_parse(s, &seen.code)) {
		found = true;
	} else if ((row = codes_by_name(c->codes, s))) {
		seen.code = row->number;
		found = true;
	}
	if (found)
		see_code(c, seen);
	str_release(&text);
	return found;
}

static bool is_word_char(char x)
{
	return isalnum((unsigned char)x) || x == '_';
}

/* The word stands by itself: not the code of an opcode, nor the error of
 * dwErrorStatus. What is not ASCII has no such bounds. */
static bool is_whole_word(const char *text, const char *word, size_t n)
{
	if ((unsigned char)*word >= 0x80)
		return true;
	return (word == text || !is_word_char(word[-1])) &&
	       !is_word_char(word[n]);
}

/* Was the number said to be an error just before, on the same line? */
static bool said_to_be_error(const char *text, size_t at)
{
	static const char *const words[] = {"error", "code", "errorcode",
		"fehler", "fehlercode", "erreur", "\xE9\x94\x99\xE8\xAF\xAF",
		"failed with"};
	char before[49];
	size_t n = 0;

	while (n < sizeof(before) - 1 && n < at && text[at - n - 1] != '\n')
		n++;
	for (size_t i = 0; i < n; i++)
		before[i] = (char)tolower((unsigned char)text[at - n + i]);
	before[n] = '\0';
	/* "Reason Code: 16" is NPS's and has its reader; "event id" is none. */
	if (strstr(before, "reason") || strstr(before, "event"))
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		const char *w = before;

		while ((w = strstr(w, words[i]))) {
			if (is_whole_word(before, w, strlen(words[i])) &&
				w[strcspn(w, "0123456789")] == '\0')
				return true;
			w++;
		}
	}
	return false;
}

/* One word of the text that may be a code or the name of one. */
static void try_word(struct context *c, const char *word, size_t n, size_t at)
{
	struct seen_code seen = {0};
	const struct code_row *row = NULL;
	char copy[64];

	if (n >= sizeof(copy))
		return;
	memcpy(copy, word, n);
	copy[n] = '\0';
	if (isupper((unsigned char)copy[0]) && strchr(copy, '_')) {
		row = codes_by_name(c->codes, copy);
		seen.certain = row && starts_with(copy, "ERROR_");
	} else if (code_parse(copy, &seen.code)) {
		bool said = said_to_be_error(c->e->text, at);
		bool wide = seen.code < 0 && n >= 10;

		row = said || wide ? codes_find(c->codes, seen.code) : NULL;
		seen.certain = said;
	}
	if (!row)
		return;
	seen.code = row->number;
	seen.line = line_of(c, at);
	see_code(c, seen);
}

static void scan_words(struct context *c)
{
	const char *text = c->e->text;
	size_t len = c->e->len, i = 0;

	while (i < len) {
		size_t start = i;

		if (!is_word_char(text[i])) {
			i++;
			continue;
		}
		while (i < len && is_word_char(text[i]))
			i++;
		if (start && text[start - 1] == '-' &&
			(start < 2 || !is_word_char(text[start - 2])))
			start--;
		if (i - start >= 1 &&
			(isdigit((unsigned char)text[start]) ||
				text[start] == '-' ||
				isupper((unsigned char)text[start])))
			try_word(c, text + start, i - start, start);
	}
}

static struct score *score_of(struct reading *r, const struct tree *t)
{
	for (size_t i = 0; i < r->nscores; i++)
		if (r->scores[i].tree == t)
			return &r->scores[i];
	r->scores =
		grow(r->scores, &r->capscores, r->nscores, sizeof(*r->scores));
	r->scores[r->nscores] = (struct score){t, 0};
	return &r->scores[r->nscores++];
}

static int by_score(const void *a, const void *b)
{
	const struct score *x = a, *y = b;
	int order = (x->score < y->score) - (x->score > y->score);

	return order ? order : strcmp(x->tree->id, y->tree->id);
}

static bool treats(const struct tree *t, int32_t code)
{
	for (size_t i = 0; i < t->detect.codes.n; i++)
		if (t->detect.code[i] == code)
			return true;
	return false;
}

static int score_code(const struct context *c, const struct tree *t,
	const struct seen_code *seen)
{
	const struct reason_row *row;

	if (!seen->is_reason) {
		if (!treats(t, seen->code))
			return 0;
		return seen->certain ? SCORE_CODE : SCORE_LOOSE;
	}
	row = codes_reason(c->codes, seen->code);
	return row && row->tree && strcmp(row->tree, t->id) == 0 ? SCORE_REASON
								 : 0;
}

static int score_hints(const struct context *c, const struct tree *t)
{
	const struct hint *hints = t->detect.any.items;
	int sum = 0;

	for (size_t i = 0; i < t->detect.any.n; i++)
		if (pattern_match(hints[i].pattern, c->e->text, c->e->len, 0,
			    NULL) == MATCH_YES)
			sum += hints[i].weight;
	return sum;
}

static void score_trees(struct context *c, size_t first_code)
{
	struct reading *r = c->r;

	for (size_t i = 0; i < c->catalog->n; i++) {
		const struct tree *t = c->catalog->trees[i];
		int sum = score_hints(c, t);

		for (size_t k = first_code; k < r->ncodes; k++)
			sum += score_code(c, t, &r->codes[k]);
		if (sum)
			score_of(r, t)->score += sum;
	}
	if (r->nscores)
		qsort(r->scores, r->nscores, sizeof(*r->scores), by_score);
}

/* A code that only the scan saw is a fact as well, if it is certain. */
static void code_becomes_fact(struct context *c, bool alone)
{
	static const struct reader typed = {.id = "code", .confidence = -1};
	struct reading *r = c->r;

	for (size_t i = 0; i < r->ncodes; i++) {
		const struct seen_code *s = &r->codes[i];
		const char *fact = s->is_reason ? "nps_reason" : "ras_code";
		struct finding f = {.evidence = c->name,
			.line = s->line,
			.confidence = typed.confidence,
			.reader = typed.id};
		struct str value = STR_INIT;

		if ((!s->certain && !alone) || reading_fact(r, fact))
			continue;
		str_addf(&value, "%d", (int)s->code);
		f.fact = xstrdup(fact);
		f.value = str_detach(&value);
		r->findings =
			grow(r->findings, &r->cap, r->n, sizeof(*r->findings));
		r->findings[r->n++] = f;
	}
}

/* The lines that begin an envelope are ours: "error-853/nps.ask" in one is the
 * name of a check and nothing that Windows said. Places stay what they are. */
static void blank_envelopes(char *text)
{
	while ((text = strstr(text, "<vpntriage "))) {
		size_t n = strcspn(text, "\n");

		memset(text, ' ', n);
		text += n;
	}
}

void reading_add(struct reading *r, const struct catalog *catalog,
	const struct codes *codes, const struct evidence *given)
{
	struct evidence own = *given;
	const struct evidence *e = &own;
	struct context c = {r, catalog, codes, e, .line = 1};
	size_t first_code = r->ncodes;
	bool alone;

	own.text = xstrndup(given->text, given->len);
	blank_envelopes(own.text);
	r->names = grow(r->names, &r->capnames, r->nnames, sizeof(*r->names));
	c.name = r->names[r->nnames++] = xstrdup(e->name);
	if (catalog->common)
		run_readers(&c, catalog->common);
	for (size_t i = 0; i < catalog->n; i++)
		run_readers(&c, catalog->trees[i]);
	alone = is_one_code(&c);
	if (!alone)
		scan_words(&c);
	code_becomes_fact(&c, alone);
	score_trees(&c, first_code);
	free(own.text);
}
