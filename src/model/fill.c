/*
 * Placeholders in templates. A command template is scanned once, left to
 * right, keeping what matters for placement: strings, comments, and whether
 * the statement calls a native program (its first word ends in .exe).
 */
#include "model/fill.h"

#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "model/quote.h"

#define LONGEST_NAME 48

/* The name of a placeholder that begins at s; its length with the braces. */
static size_t placeholder(const char *s, char name[LONGEST_NAME + 1])
{
	size_t n = 0;

	if (s[0] != '{' || s[1] != '{')
		return 0;
	for (s += 2; n < LONGEST_NAME; n++) {
		bool fits =
			islower((unsigned char)s[n]) || s[n] == '_' ||
			(n && (isdigit((unsigned char)s[n]) || s[n] == '.'));

		if (!fits)
			break;
		name[n] = s[n];
	}
	name[n] = '\0';
	return n && s[n] == '}' && s[n + 1] == '}' ? n + 4 : 0;
}

static bool is_escaped(const char *s)
{
	return s[0] == '\\' && s[1] == '{' && s[2] == '{';
}

void fill_names(const char *tmpl, fill_visit *visit, void *ctx)
{
	char name[LONGEST_NAME + 1];

	for (const char *s = tmpl; *s;) {
		size_t n = placeholder(s, name);

		if (is_escaped(s)) {
			s += 3;
		} else if (n) {
			visit(ctx, name, (size_t)(s - tmpl));
			s += n;
		} else {
			s++;
		}
	}
}

/* Where a scan stands. */
struct scan {
	const char *start, *s;
	enum shell shell;
	char quote; /* ' or " while inside, else 0 */
	bool comment;
	bool here;        /* inside a here-string */
	bool native;      /* this statement calls an .exe */
	bool word_seen;   /* its first word is over */
	const char *word; /* begin of the first word */
};

static void new_statement(struct scan *c)
{
	c->native = c->word_seen = false;
	c->word = NULL;
}

static bool ends_like_program(const char *from, const char *to)
{
	return to - from > 4 && (memcmp(to - 4, ".exe", 4) == 0 ||
					memcmp(to - 4, ".EXE", 4) == 0);
}

/* Outside strings: words, statement ends, comments, quotes. */
static void scan_plain(struct scan *c)
{
	char x = *c->s;

	if (x == '#' && c->shell != SHELL_CMD &&
		(c->s == c->start || isspace((unsigned char)c->s[-1]))) {
		c->comment = true;
	} else if (x == '\'' && c->shell != SHELL_CMD) {
		c->quote = '\'';
	} else if (x == '"') {
		c->quote = '"';
	} else if (strchr("\n;|({}", x)) {
		new_statement(c);
		return;
	}
	if (c->word_seen)
		return;
	if (isspace((unsigned char)x) || c->s[1] == '\0') {
		if (c->word) {
			c->native = ends_like_program(c->word, c->s);
			c->word_seen = true;
		}
	} else if (!c->word && x != '&') {
		c->word = c->s;
	}
}

static void scan_step(struct scan *c)
{
	char x = *c->s;

	if (c->comment) {
		if (x == '\n') {
			c->comment = false;
			new_statement(c);
		}
	} else if (c->quote) {
		if (c->quote == '"' && c->shell == SHELL_POWERSHELL &&
			x == '`' && c->s[1])
			c->s++;
		else if (x == c->quote)
			c->quote = 0;
	} else {
		scan_plain(c);
	}
}

static bool is_break(char x, const char *set)
{
	return x == '\0' || isspace((unsigned char)x) || strchr(set, x);
}

static const char *misplaced(const struct scan *c, size_t n)
{
	char before = c->s == c->start ? '\0' : c->s[-1];

	if (c->comment)
		return "a value cannot stand in a comment";
	if (c->quote)
		return "a value brings its own quotes; take away the quotes "
		       "around it";
	if (!is_break(before, "(,=;") || !is_break(c->s[n], "),;|.[]"))
		return "a value is one whole argument; put blanks around it";
	return NULL;
}

bool fill_check(const char *tmpl, enum shell shell, struct fill_fault *fault)
{
	struct scan c = {.start = tmpl, .s = tmpl, .shell = shell};
	char name[LONGEST_NAME + 1];

	for (; *c.s; c.s++) {
		size_t n = placeholder(c.s, name);

		if (is_escaped(c.s)) {
			c.s += 2;
			continue;
		}
		if (!n) {
			scan_step(&c);
			continue;
		}
		fault->text = misplaced(&c, n);
		fault->offset = (size_t)(c.s - tmpl);
		if (fault->text)
			return false;
		c.s += n - 1;
	}
	fault->offset = strlen(tmpl);
	fault->text = c.quote ? "a quote is not closed" : NULL;
	return !c.quote;
}

static enum quote_place place_of(const struct scan *c)
{
	switch (c->shell) {
	case SHELL_POWERSHELL:
		return c->native ? QUOTE_NATIVE : QUOTE_CMDLET;
	case SHELL_CMD:
		return QUOTE_CMD;
	case SHELL_SH:
		break;
	}
	return QUOTE_SH;
}

/* One value in; false leaves only its name in out. */
static bool add_value(const struct scan *c, const char *name,
	const struct facts *facts, struct str *out, const char **why)
{
	const char *value = facts_value(facts, name);

	*why = value ? quote_add(out, place_of(c), value) : "it is not known";
	if (!*why)
		return true;
	str_reset(out);
	str_adds(out, name);
	return false;
}

bool fill_command(const char *tmpl, enum shell shell, const struct facts *facts,
	struct str *out, const char **why)
{
	struct scan c = {.start = tmpl, .s = tmpl, .shell = shell};
	char name[LONGEST_NAME + 1];

	str_reset(out);
	for (; *c.s; c.s++) {
		const char *from = c.s;
		size_t n = placeholder(c.s, name);

		if (is_escaped(c.s)) {
			str_adds(out, "{{");
			c.s += 2;
			continue;
		}
		if (!n) {
			scan_step(&c);
			str_add(out, from, (size_t)(c.s - from) + 1);
			continue;
		}
		if (!add_value(&c, name, facts, out, why))
			return false;
		c.s += n - 1;
	}
	while (out->len && isspace((unsigned char)out->s[out->len - 1]))
		str_truncate(out, out->len - 1);
	return true;
}

void fill_text(const char *tmpl, const struct facts *facts, struct str *out)
{
	char name[LONGEST_NAME + 1];

	for (const char *s = tmpl; *s;) {
		size_t n = placeholder(s, name);
		const char *value;

		if (is_escaped(s)) {
			str_adds(out, "{{");
			s += 3;
		} else if (n) {
			value = facts_value(facts, name);
			if (value)
				utf8_add_visible(out, value, strlen(value));
			else
				str_addf(out, "<%s>", name);
			s += n;
		} else {
			str_addc(out, *s++);
		}
	}
}

/* After these a newline is no end of a statement. */
static bool goes_on(const struct str *out)
{
	size_t n = out->len;

	while (n && isspace((unsigned char)out->s[n - 1]))
		n--;
	return n == 0 || strchr("{(|,;", out->s[n - 1]) != NULL;
}

/* The first word of a line that belongs to the line before it. */
static bool continues(const char *s)
{
	static const char *const words[] = {
		"else", "elseif", "catch", "finally"};

	while (*s == ' ' || *s == '\t')
		s++;
	if (strchr("})|", *s) && *s)
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t n = strlen(words[i]);

		if (strncmp(s, words[i], n) == 0 &&
			!isalnum((unsigned char)s[n]))
			return true;
	}
	return false;
}

bool fill_one_line(const char *command, enum shell shell, struct str *out)
{
	struct scan c = {.start = command, .s = command, .shell = shell};

	if (shell == SHELL_CMD && strchr(command, '\n'))
		return false;
	for (; *c.s; c.s++) {
		const char *from = c.s;
		bool in_string = c.quote != 0;

		scan_step(&c);
		if (c.comment || (in_string && *from == '\n'))
			return false;
		if (*from != '\n') {
			str_add(out, from, (size_t)(c.s - from) + 1);
			continue;
		}
		while (out->len && out->s[out->len - 1] == ' ')
			str_truncate(out, out->len - 1);
		while (c.s[1] == ' ' || c.s[1] == '\t')
			c.s++;
		if (goes_on(out) || continues(c.s + 1))
			str_addc(out, ' ');
		else if (c.s[1])
			str_adds(out, "; ");
	}
	return true;
}
