/*
 * Looking for many values at once: each is filed under a hash of its first
 * bytes, and every place of a text asks for its own. Linear in the text.
 */
#include "tokens.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"

#define LEAST 3 /* bytes of a value, and of what is hashed */

static const char *const stems[] = {
	"none", "user", "host", "address", "secret"};

void tokens_init(struct tokens *t)
{
	*t = (struct tokens){0};
	arena_init(&t->arena);
	str_init(&t->folded);
}

void tokens_release(struct tokens *t)
{
	arena_release(&t->arena);
	free(t->list);
	free(t->literals);
	free(t->buckets);
	str_release(&t->folded);
}

/* Lower case without changing the length: ASCII; U+00C0..DE, U+0391..03A9,
 * U+0400..042F, which are two bytes in both cases. */
static void fold(char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		unsigned code;

		if (c < 0x80)
			s[i] = (char)tolower(c);
		if (c < 0xC3 || c > 0xD0 || i + 1 == n)
			continue;
		code = (c & 0x1Fu) << 6 | ((unsigned char)s[i + 1] & 0x3Fu);
		if ((code >= 0xC0 && code <= 0xDE && code != 0xD7) ||
			(code >= 0x391 && code <= 0x3A9) ||
			(code >= 0x410 && code <= 0x42F))
			code += 0x20;
		else if (code >= 0x400 && code <= 0x40F)
			code += 0x50;
		s[i] = (char)(0xC0 | code >> 6);
		s[++i] = (char)(0x80 | (code & 0x3F));
	}
}

static size_t hash3(const char *s, size_t nbuckets)
{
	unsigned h = (unsigned char)s[0] * 0x9E3779B1u;

	h = (h ^ (unsigned char)s[1]) * 0x85EBCA6Bu;
	h = (h ^ (unsigned char)s[2]) * 0xC2B2AE35u;
	return (h >> 7) & (nbuckets - 1);
}

static void rehash(struct tokens *t)
{
	t->nbuckets = t->nbuckets > 0 ? t->nbuckets * 2 : 64;
	free(t->buckets);
	t->buckets = xcalloc(t->nbuckets, sizeof *t->buckets);
	for (size_t i = 0; i < t->nliterals; i++) {
		struct literal *l = &t->literals[i];
		size_t h = hash3(l->folded, t->nbuckets);

		l->next = t->buckets[h];
		t->buckets[h] = i + 1;
	}
}

static struct literal *find(struct tokens *t, const char *folded, size_t n)
{
	size_t i = t->nbuckets > 0 ? t->buckets[hash3(folded, t->nbuckets)] : 0;

	for (; i > 0; i = t->literals[i - 1].next) {
		struct literal *l = &t->literals[i - 1];

		if (l->n == n && memcmp(l->folded, folded, n) == 0)
			return l;
	}
	return NULL;
}

static const char *folded_copy(struct tokens *t, const char *s, size_t n)
{
	char *copy = arena_strndup(&t->arena, s, n);

	fold(copy, n);
	return copy;
}

static struct literal *file(struct tokens *t, const char *folded, size_t n)
{
	struct literal *l;

	t->literals =
		grow(t->literals, &t->capliterals, t->nliterals, sizeof *l);
	l = &t->literals[t->nliterals++];
	*l = (struct literal){.folded = folded, .n = n};
	if (t->nliterals > t->nbuckets / 2) {
		rehash(t);
	} else {
		size_t h = hash3(folded, t->nbuckets);

		l->next = t->buckets[h];
		t->buckets[h] = t->nliterals;
	}
	return l;
}

/* Words that a log has anyway; replacing them would spoil it. */
static bool is_common(const char *folded)
{
	static const char *const words[] = {"admin", "administrator",
		"administrators", "anonymous", "authority", "builtin", "client",
		"computer", "default", "domain", "everyone", "expired", "false",
		"gateway", "guest", "helpdesk", "host", "info", "local",
		"localhost", "localmachine", "localsystem", "machine", "mail",
		"microsoft", "never", "none", "not", "null", "office", "radius",
		"remote", "required", "reset", "secret", "server", "service",
		"support", "svc", "system", "test", "the", "true", "unknown",
		"user", "username", "users", "vpn", "windows", "workgroup",
		"www", "yes", NULL};

	for (size_t i = 0; words[i]; i++)
		if (strcmp(words[i], folded) == 0)
			return true;
	return false;
}

static bool is_token(const char *s)
{
	for (size_t i = 1; i < sizeof stems / sizeof *stems; i++) {
		size_t n = strlen(stems[i]);

		if (strncmp(s, stems[i], n) == 0 && s[n] == '-' &&
			strspn(s + n + 1, "0123456789") == strlen(s + n + 1))
			return true;
	}
	return false;
}

static bool is_left_alone(enum redact kind, const char *folded, size_t n)
{
	if (n < LEAST || is_token(folded))
		return true;
	if (kind == REDACT_SECRET)
		return is_common(folded) ||
		       strspn(folded, "*") == n; /* hidden already */
	if (kind == REDACT_ADDRESS)
		return false;
	return is_common(folded) || strspn(folded, "0123456789") == n;
}

static size_t new_token(struct tokens *t, enum redact kind, const char *value,
	size_t n)
{
	struct token *one;

	t->list = grow(t->list, &t->cap, t->n, sizeof *t->list);
	one = &t->list[t->n];
	*one = (struct token){.kind = kind};
	one->value = arena_strndup(&t->arena, value, n);
	one->text =
		arena_printf(&t->arena, "%s-%zu", stems[kind], ++t->last[kind]);
	return t->n++;
}

/* Another way of writing what a token stands for. */
static void add_alias(struct tokens *t, size_t token, const char *s, size_t n)
{
	const char *folded = folded_copy(t, s, n);

	if (is_left_alone(t->list[token].kind, folded, n) || find(t, folded, n))
		return;
	file(t, folded, n)->token = token;
}

/* A part of a name is replaced only where it is written like a name. */
static void add_name_parts(struct tokens *t, size_t token, const char *s,
	size_t n)
{
	size_t words = 1;

	for (size_t i = 0; i < n; i++)
		words += s[i] == ' ';
	if (words > 4)
		return; /* a sentence that stands where a name was expected */
	for (size_t i = 0, start = 0; i <= n; i++) {
		if (i < n && s[i] != ' ' && s[i] != ',')
			continue;
		if (i - start > 0 &&
			(isupper((unsigned char)s[start]) ||
				(s[start] & 0x80)) &&
			i - start < n) {
			size_t before = t->nliterals;

			add_alias(t, token, s + start, i - start);
			if (t->nliterals > before)
				t->literals[before].exact =
					arena_strndup(&t->arena, s + start,
						i - start);
		}
		start = i + 1;
	}
}

static bool tells_host(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (isdigit((unsigned char)s[i]) || s[i] == '-')
			return true;
	return n >= 6;
}

static void add_aliases(struct tokens *t, size_t token, const char *s, size_t n)
{
	const char *at = memchr(s, '@', n), *slash = memchr(s, '\\', n);
	const char *dot = memchr(s, '.', n);
	size_t first;

	switch (t->list[token].kind) {
	case REDACT_PERSON:
		if (at && !slash)
			add_alias(t, token, s, (size_t)(at - s));
		else if (slash)
			add_alias(t, token, slash + 1,
				n - (size_t)(slash + 1 - s));
		else
			add_name_parts(t, token, s, n);
		if (slash)
			tokens_add(t, REDACT_HOST, s, (size_t)(slash - s));
		if (at)
			tokens_add(t, REDACT_HOST, at + 1,
				n - (size_t)(at + 1 - s));
		break;
	case REDACT_HOST:
		first = dot ? (size_t)(dot - s) : n;
		if (dot && tells_host(s, first))
			add_alias(t, token, s, first);
		/* vpn.example.com: example.com tells the house as well */
		if (dot && memchr(dot + 1, '.', n - first - 1))
			tokens_add(t, REDACT_HOST, dot + 1, n - first - 1);
		break;
	case REDACT_NONE:
	case REDACT_ADDRESS:
	case REDACT_SECRET:
		break;
	}
}

static void trim(const char **s, size_t *n)
{
	while (*n > 0 && strchr(" \t\r\n", **s))
		(*s)++, (*n)--;
	while (*n > 0 && strchr(" \t\r\n", (*s)[*n - 1]))
		(*n)--;
}

/* HOUSE\\ann and ann@house.example are one; ann@a and ann@b are two. */
static size_t same_person(struct tokens *t, const char *folded, size_t n)
{
	const char *at = memchr(folded, '@', n);
	const char *slash = memchr(folded, '\\', n);
	const char *name = slash ? slash + 1 : folded;
	size_t len = slash ? n - (size_t)(name - folded)
		     : at  ? (size_t)(at - folded)
			   : n;
	const struct literal *l = len < LEAST ? NULL : find(t, name, len);

	if (!l || l->token == TOKENS_KEEP || l->exact ||
		t->list[l->token].kind != REDACT_PERSON ||
		(at && strchr(t->list[l->token].value, '@')))
		return TOKENS_KEEP;
	return l->token;
}

void tokens_add(struct tokens *t, enum redact kind, const char *value, size_t n)
{
	const char *folded;
	struct literal *known;
	size_t token;

	trim(&value, &n);
	if (kind == REDACT_NONE || n < LEAST || memchr(value, '\0', n))
		return;
	folded = folded_copy(t, value, n);
	known = find(t, folded, n);
	if (is_left_alone(kind, folded, n))
		return;
	if (known) {
		/* Whatever it was taken for, a secret is one everywhere. */
		known->anywhere |= kind == REDACT_SECRET && n > LEAST;
		known->exact = NULL;
		return;
	}
	token = kind == REDACT_PERSON ? same_person(t, folded, n) : TOKENS_KEEP;
	if (token == TOKENS_KEEP)
		token = new_token(t, kind, value, n);
	known = file(t, folded, n);
	known->token = token;
	known->anywhere = kind == REDACT_SECRET && n > LEAST;
	add_aliases(t, token, value, n);
}

void tokens_keep(struct tokens *t, const char *value, size_t n)
{
	const char *folded;

	trim(&value, &n);
	if (n < LEAST)
		return;
	folded = folded_copy(t, value, n);
	if (!find(t, folded, n))
		file(t, folded, n)->token = TOKENS_KEEP;
}

void tokens_taken(struct tokens *t, enum redact kind, size_t number)
{
	if (number > t->last[kind])
		t->last[kind] = number;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (c & 0x80);
}

static bool fits(const struct literal *l, const char *text, const char *folded,
	size_t at, size_t n)
{
	size_t end = at + l->n;

	if (end > n || memcmp(l->folded, folded + at, l->n) != 0)
		return false;
	if (l->exact && memcmp(l->exact, text + at, l->n) != 0)
		return false;
	if (l->anywhere)
		return true;
	if (at > 0 && is_word(folded[at]) && is_word(folded[at - 1]))
		return false;
	return end == n || !is_word(folded[end - 1]) || !is_word(folded[end]);
}

/* The longest value that stands here; what stays wins over its parts. */
static const struct literal *match(const struct tokens *t, const char *text,
	const char *folded, size_t at, size_t n)
{
	const struct literal *best = NULL;
	size_t i = t->buckets[hash3(folded + at, t->nbuckets)];

	for (; i > 0; i = t->literals[i - 1].next) {
		const struct literal *l = &t->literals[i - 1];

		if ((!best || l->n > best->n) && fits(l, text, folded, at, n))
			best = l;
	}
	return best;
}

static void count(struct token *one, const char *place)
{
	one->count++;
	for (size_t i = 0; i < one->nplaces; i++)
		if (strcmp(one->places[i], place) == 0)
			return;
	if (one->nplaces < TOKENS_PLACES)
		one->places[one->nplaces++] = place;
	else
		one->more++;
}

void tokens_replace(struct tokens *t, const char *text, size_t n,
	const char *place, struct str *out)
{
	size_t done = 0, at = 0;

	str_reset(&t->folded);
	str_add(&t->folded, text, n);
	fold(t->folded.s, n);
	while (t->nliterals > 0 && at + LEAST <= n) {
		const struct literal *l = match(t, text, t->folded.s, at, n);

		if (!l) {
			at++;
			continue;
		}
		if (l->token != TOKENS_KEEP) {
			str_add(out, text + done, at - done);
			str_adds(out, t->list[l->token].text);
			count(&t->list[l->token], place);
			done = at + l->n;
		}
		at += l->n;
	}
	str_add(out, text + done, n - done);
}
