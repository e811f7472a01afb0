/* A reader of JSON for one pass over lines; see RFC 8259. */
#include "jsonin.h"

#include <string.h>

#include "base/utf8.h"

bool slice_is(struct slice s, const char *word)
{
	return strncmp(s.s, word, s.n) == 0 && word[s.n] == '\0';
}

void jsonin_init(struct jsonin *j, const char *bytes, size_t n)
{
	*j = (struct jsonin){.start = bytes, .p = bytes, .end = bytes + n};
	str_init(&j->scratch);
}

void jsonin_release(struct jsonin *j)
{
	str_release(&j->scratch);
}

void jsonin_fail(struct jsonin *j, const char *why)
{
	if (!j->error)
		j->error = why;
	j->p = j->end;
}

static void blanks(struct jsonin *j)
{
	while (j->p < j->end && (*j->p == ' ' || *j->p == '\t' ||
					*j->p == '\n' || *j->p == '\r'))
		j->p++;
}

/* The next character after blanks; NUL at the end. */
static char peek(struct jsonin *j)
{
	blanks(j);
	return j->p < j->end ? *j->p : '\0';
}

static bool take(struct jsonin *j, char c)
{
	if (peek(j) != c || j->p == j->end)
		return false;
	j->p++;
	return true;
}

static void enter(struct jsonin *j, char bracket)
{
	if (!take(j, bracket))
		jsonin_fail(j, bracket == '{' ? "an object was expected"
					      : "a list was expected");
	else if (j->depth == JSONIN_DEPTH)
		jsonin_fail(j, "nested too deeply");
	else
		j->begun[j->depth++] = false;
}

/* True when another element follows; takes the comma or the bracket. */
static bool another(struct jsonin *j, char bracket)
{
	bool first;

	if (j->error || j->depth == 0)
		return false;
	if (take(j, bracket)) {
		j->depth--;
		return false;
	}
	first = !j->begun[j->depth - 1];
	j->begun[j->depth - 1] = true;
	if (!first && !take(j, ',')) {
		jsonin_fail(j, "a comma or the end was expected");
		return false;
	}
	return true;
}

void jsonin_object(struct jsonin *j)
{
	enter(j, '{');
}

void jsonin_array(struct jsonin *j)
{
	enter(j, '[');
}

bool jsonin_item(struct jsonin *j)
{
	return another(j, ']');
}

/* From behind the opening quote to behind the closing one. */
static struct slice quoted(struct jsonin *j, bool *escaped)
{
	const char *start = j->p, *p = j->p;

	*escaped = false;
	while (p < j->end && *p != '"') {
		if ((unsigned char)*p < 0x20)
			break;
		if (*p == '\\') {
			*escaped = true;
			if (++p == j->end)
				break;
		}
		p++;
	}
	if (p >= j->end || *p != '"') {
		jsonin_fail(j, "a string does not end");
		return (struct slice){"", 0};
	}
	j->p = p + 1;
	return (struct slice){start, (size_t)(p - start)};
}

bool jsonin_member(struct jsonin *j, struct slice *key)
{
	bool escaped;

	if (!another(j, '}'))
		return false;
	if (!take(j, '"')) {
		jsonin_fail(j, "a name was expected");
		return false;
	}
	*key = quoted(j, &escaped);
	if (!j->error && !take(j, ':'))
		jsonin_fail(j, "a colon was expected");
	return !j->error;
}

/* The four digits of \uXXXX; -1 when they are none. */
static int32_t hex4(const char *s, const char *end)
{
	int32_t v = 0;

	if (end - s < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		const char *digits = "0123456789abcdefABCDEF";
		const char *d = memchr(digits, s[i], 22);

		if (!d)
			return -1;
		v = v * 16 +
		    (int32_t)(d - digits < 16 ? d - digits : d - digits - 6);
	}
	return v;
}

/* What follows "\u"; gives how many bytes it took, 0 when it is wrong. */
static size_t add_escaped_code_point(struct str *out, const char *s,
	const char *end)
{
	int32_t high = hex4(s, end), low;

	if (high < 0 || (high >= 0xDC00 && high <= 0xDFFF))
		return 0;
	if (high < 0xD800 || high > 0xDFFF) {
		utf8_add(out, (uint32_t)high);
		return 4;
	}
	if (end - s < 10 || s[4] != '\\' || s[5] != 'u')
		return 0;
	low = hex4(s + 6, end);
	if (low < 0xDC00 || low > 0xDFFF)
		return 0;
	utf8_add(out, 0x10000 + ((uint32_t)(high - 0xD800) << 10) +
			      (uint32_t)(low - 0xDC00));
	return 10;
}

static bool unescape(struct str *out, struct slice raw)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *s = raw.s, *end = raw.s + raw.n;

	while (s < end) {
		const char *slash = memchr(s, '\\', (size_t)(end - s)), *f;
		size_t used;

		if (!slash)
			slash = end;
		str_add(out, s, (size_t)(slash - s));
		s = slash + 1;
		if (s >= end)
			break;
		f = memchr(from, *s, sizeof from - 1);
		if (f) {
			str_addc(out, to[f - from]);
			s++;
		} else if (*s == 'u' && (used = add_escaped_code_point(out,
						 s + 1, end)) > 0) {
			s += 1 + used;
		} else {
			return false;
		}
	}
	return true;
}

struct slice jsonin_slice(struct jsonin *j)
{
	struct slice raw = {"", 0};
	bool escaped;

	if (!take(j, '"')) {
		jsonin_fail(j, "a text was expected");
		return raw;
	}
	raw = quoted(j, &escaped);
	if (!escaped)
		return raw;
	str_reset(&j->scratch);
	if (!unescape(&j->scratch, raw))
		jsonin_fail(j, "an escape is wrong");
	return (struct slice){j->scratch.s, j->scratch.len};
}

static bool word(struct jsonin *j, const char *w)
{
	size_t n = strlen(w);

	blanks(j);
	if ((size_t)(j->end - j->p) < n || memcmp(j->p, w, n) != 0)
		return false;
	j->p += n;
	return true;
}

const char *jsonin_string(struct jsonin *j, struct arena *arena, size_t *n)
{
	struct slice s;

	if (n)
		*n = 0;
	if (peek(j) == 'n' && word(j, "null"))
		return NULL;
	s = jsonin_slice(j);
	if (j->error)
		return NULL;
	if (!utf8_valid(s.s, s.n)) {
		jsonin_fail(j, "a text is no UTF-8");
		return NULL;
	}
	if (n)
		*n = s.n;
	return arena_strndup(arena, s.s, s.n);
}

int64_t jsonin_int(struct jsonin *j)
{
	bool minus = take(j, '-');
	int64_t v = 0;
	const char *start = j->p;

	while (j->p < j->end && *j->p >= '0' && *j->p <= '9' &&
		j->p - start < 18)
		v = v * 10 + (*j->p++ - '0');
	if (j->p == start || (j->p < j->end && strchr("0123456789.eE", *j->p)))
		jsonin_fail(j, "a whole number was expected");
	return minus ? -v : v;
}

bool jsonin_bool(struct jsonin *j)
{
	if (word(j, "true"))
		return true;
	if (!word(j, "false"))
		jsonin_fail(j, "true or false was expected");
	return false;
}

static void skip_plain(struct jsonin *j)
{
	const char *start = j->p;

	while (j->p < j->end && !strchr(",]} \t\n\r\"[{:", *j->p))
		j->p++;
	if (j->p == start)
		jsonin_fail(j, "a value was expected");
}

/* Brackets are counted and strings honoured; what is between them is taken
 * as it is. */
void jsonin_skip(struct jsonin *j)
{
	unsigned deep = 0;
	bool escaped;

	do {
		char c = peek(j);

		if (c == '"') {
			j->p++;
			quoted(j, &escaped);
		} else if (c == '{' || c == '[') {
			j->p++;
			deep++;
		} else if (deep > 0 && (c == '}' || c == ']')) {
			j->p++;
			deep--;
		} else if (deep > 0 && (c == ',' || c == ':')) {
			j->p++;
		} else {
			skip_plain(j);
		}
	} while (deep > 0 && !j->error);
}

struct slice jsonin_raw(struct jsonin *j)
{
	const char *start;

	blanks(j);
	start = j->p;
	jsonin_skip(j);
	return (struct slice){start, (size_t)(j->p - start)};
}

bool jsonin_finish(struct jsonin *j)
{
	if (!j->error && j->depth > 0)
		jsonin_fail(j, "it ends too early");
	blanks(j);
	if (!j->error && j->p < j->end)
		jsonin_fail(j, "something stands behind its end");
	return !j->error;
}
