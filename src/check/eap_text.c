/*
 * Finding EAP XML in pasted text. The console breaks a long line where its
 * window ends, also inside a name, and indents what follows; so joining the
 * lines is the only way back, and the blanks that stood at the break have to
 * be put back where XML cannot do without.
 */
#include "eap_text.h"

#include <string.h>

#define MOST_ESCAPED 3 /* how many layers of escaping are taken off */

static const char *const root_names[] = {"EapHostConfig", "VPNProfile"};
#define NROOTS (sizeof(root_names) / sizeof(*root_names))

void eap_text_init(struct eap_text *t)
{
	*t = (struct eap_text){0};
	str_init(&t->xml);
}

void eap_text_release(struct eap_text *t)
{
	str_release(&t->xml);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

static void join_lines(struct str *out, const char *s, size_t n)
{
	size_t i = 0;

	while (i < n) {
		if (!is_line_end(s[i])) {
			str_addc(out, s[i++]);
			continue;
		}
		while (i < n && (is_line_end(s[i]) || is_blank(s[i])))
			i++;
	}
}

/* Where `what` begins at or after `from`; n if nowhere. */
static size_t find(const char *s, size_t n, size_t from, const char *what)
{
	size_t len = strlen(what);

	for (size_t i = from; i + len <= n; i++)
		if (s[i] == what[0] && memcmp(s + i, what, len) == 0)
			return i;
	return n;
}

/* The first opening tag of a root; which one in *root. */
static size_t find_root(const char *s, size_t n, size_t from, size_t *root)
{
	for (size_t i = from; i < n; i++) {
		if (s[i] != '<')
			continue;
		for (size_t r = 0; r < NROOTS; r++) {
			size_t len = strlen(root_names[r]);

			if (n - i > len &&
				memcmp(s + i + 1, root_names[r], len) == 0) {
				*root = r;
				return i;
			}
		}
	}
	return n;
}

/* Just past the closing tag; 0 when there is none. */
static size_t find_close(const char *s, size_t n, size_t from, size_t root)
{
	const char *name = root_names[root];

	for (size_t i = find(s, n, from, "</"); i < n;
		i = find(s, n, i + 2, "</")) {
		size_t j = i + 2, len = strlen(name);

		if (n - j < len || memcmp(s + j, name, len) != 0)
			continue;
		for (j += len; j < n && (is_blank(s[j]) || is_line_end(s[j]));)
			j++;
		if (j < n && s[j] == '>')
			return j + 1;
	}
	return 0;
}

static size_t unescape_one(struct str *out, const char *s, size_t n)
{
	static const struct {
		const char *entity;
		char c;
	} list[] = {
		{"&lt;", '<'},
		{"&gt;", '>'},
		{"&amp;", '&'},
		{"&quot;", '"'},
		{"&apos;", '\''},
		{"&#34;", '"'},
		{"&#39;", '\''},
		{"&#60;", '<'},
		{"&#62;", '>'},
		{"&#38;", '&'},
		{"&#x3C;", '<'},
		{"&#x3E;", '>'},
		{"&#xD;", '\n'},
		{"&#xA;", '\n'},
		{"&#13;", '\n'},
		{"&#10;", '\n'},
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++) {
		size_t len = strlen(list[i].entity);

		if (len <= n && memcmp(s, list[i].entity, len) == 0) {
			str_addc(out, list[i].c);
			return len;
		}
	}
	str_addc(out, *s);
	return 1;
}

static void unescape(struct str *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		if (s[i] == '&')
			i += unescape_one(out, s + i, n - i);
		else
			str_addc(out, s[i++]);
	}
}

static bool has(const struct str *b, const char *what)
{
	return find(b->s, b->len, 0, what) < b->len;
}

/* An escaped root shows: by itself, or inside a plain one. */
static bool is_escaped(const struct str *text)
{
	return has(text, "lt;EapHostConfig") || has(text, "lt;VPNProfile");
}

/* Take the escaping off, layer by layer, until no root is hidden. */
static bool uncover(struct eap_text *t, struct str *text)
{
	size_t root;

	for (t->unescaped = 0; t->unescaped < MOST_ESCAPED && is_escaped(text);
		t->unescaped++) {
		struct str plain;

		str_init(&plain);
		unescape(&plain, text->s, text->len);
		str_release(text);
		*text = plain;
	}
	return find_root(text->s, text->len, 0, &root) < text->len;
}

/* The attributes of these documents; what was glued before them is not. */
static bool starts_attribute(const char *s, size_t n)
{
	static const char *const list[] = {"xmlns=", "xml ns=", "Enabled="};

	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++) {
		size_t len = strlen(list[i]);

		if (n >= len && memcmp(s, list[i], len) == 0)
			return true;
	}
	return false;
}

/* One tag, s[0] == '<'; gives its length. Quoted values stay as they are. */
static size_t repair_tag(struct eap_text *t, const char *s, size_t n)
{
	char quote = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if (quote) {
			if (s[i] == quote)
				quote = 0;
		} else if (s[i] == '"' || s[i] == '\'') {
			quote = s[i];
		} else if (s[i] == '>') {
			str_addc(&t->xml, s[i]);
			return i + 1;
		} else if (i > 1 && starts_attribute(s + i, n - i)) {
			if (is_name(s[i - 1]) || s[i - 1] == '"') {
				str_addc(&t->xml, ' ');
				t->repaired++;
			}
			if (s[i + 3] == ' ') {
				str_adds(&t->xml, "xml");
				i += 3;
				t->repaired++;
				continue;
			}
		}
		str_addc(&t->xml, s[i]);
	}
	return n;
}

static void repair(struct eap_text *t, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t end;

		if (s[i] != '<') {
			str_addc(&t->xml, s[i++]);
		} else if (n - i >= 4 && memcmp(s + i, "<!--", 4) == 0) {
			end = find(s, n, i, "-->");
			end = end < n ? end + 3 : n;
			i = end; /* a comment says nothing to us */
		} else {
			i += repair_tag(t, s + i, n - i);
		}
	}
}

/* From the first root on, which is there. */
static void cut_out(struct eap_text *t, const struct str *text,
	enum eap_lines lines)
{
	size_t root, from, to;

	from = find_root(text->s, text->len, 0, &root);
	to = find_close(text->s, text->len, from, root);
	t->cut = to == 0;
	if (t->cut)
		to = text->len;
	if (lines == EAP_LINES_JOINED)
		repair(t, text->s + from, to - from);
	else
		str_add(&t->xml, text->s + from, to - from);
	for (t->roots = 1; to; t->roots++) {
		from = find_root(text->s, text->len, to, &root);
		if (from == text->len)
			break;
		to = find_close(text->s, text->len, from, root);
	}
}

bool eap_text_find(struct eap_text *t, const char *text, size_t len,
	enum eap_lines lines)
{
	struct str plain;
	bool found;

	str_reset(&t->xml);
	t->repaired = t->roots = 0;
	str_init(&plain);
	if (lines == EAP_LINES_JOINED)
		join_lines(&plain, text, len);
	else
		str_add(&plain, text, len);
	found = uncover(t, &plain);
	if (found)
		cut_out(t, &plain, lines);
	str_release(&plain);
	return found;
}
