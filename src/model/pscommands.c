/*
 * One pass over a script with a stack of brackets. At every place it is known
 * what may follow: a command, the arguments of one, the rest of an expression,
 * or the key of a hash table.
 */
#include "model/pscommands.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define DEEPEST 64

enum place {
	AT_COMMAND,    /* a statement or a pipe's next part begins */
	IN_ARGUMENTS,  /* of a command */
	IN_EXPRESSION, /* after a value */
	AT_KEY,        /* of a hash table */
};

struct level {
	char close;
	enum place after; /* where it goes on behind the bracket */
	bool hash;
};

struct scan {
	const char *start, *s;
	ps_visit *visit;
	void *ctx;
	enum place place;
	bool keyword; /* the statement is if, foreach, try ...: it has blocks */
	struct level stack[DEEPEST];
	size_t depth;
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static void report(struct scan *c, enum ps_kind kind, const char *from,
	size_t n)
{
	struct ps_command found = {
		.kind = kind, .offset = (size_t)(from - c->start), .len = n};

	if (kind == PS_COMMAND) {
		const char *end = from + n;
		int depth = 0;
		char quote = 0;

		found.args = found.offset + n;
		for (; *end; end++) {
			if (quote) {
				if (*end == quote)
					quote = 0;
			} else if (*end == '\'' || *end == '"') {
				quote = *end;
			} else if (strchr("({", *end)) {
				depth++;
			} else if (strchr(")}", *end)
					   ? depth-- == 0
					   : depth == 0 &&
						     strchr("|;\n", *end)) {
				break;
			}
		}
		found.argslen = (size_t)(end - from) - n;
	}
	c->visit(c->ctx, c->start, &found);
}

static void open_level(struct scan *c, char close, enum place after,
	enum place inside)
{
	if (c->depth < DEEPEST)
		c->stack[c->depth] =
			(struct level){close, after, inside == AT_KEY};
	c->depth++;
	c->place = inside;
	c->keyword = false;
}

static void close_level(struct scan *c)
{
	c->s++;
	c->place = IN_EXPRESSION;
	if (!c->depth)
		return;
	c->depth--;
	if (c->depth < DEEPEST)
		c->place = c->stack[c->depth].after;
}

static bool in_hash(const struct scan *c)
{
	return c->depth && c->depth <= DEEPEST && c->stack[c->depth - 1].hash;
}

static void new_statement(struct scan *c)
{
	c->place = in_hash(c) ? AT_KEY : AT_COMMAND;
	c->keyword = false;
}

/* A newline behind a bar ends nothing. */
static void end_statement(struct scan *c)
{
	const char *p = c->s;

	while (p > c->start && isspace((unsigned char)p[-1]))
		p--;
	if (*c->s == ';' || p == c->start || p[-1] != '|')
		new_statement(c);
	c->s++;
}

static void next_command(struct scan *c, size_t skip)
{
	c->s += skip;
	c->place = AT_COMMAND;
}

/* After a value: a command can no longer begin here. */
static void value(struct scan *c)
{
	if (c->place == AT_COMMAND)
		c->place = IN_EXPRESSION;
}

/*
 * PowerShell takes U+2018 to U+201B for single quotes and U+201C to U+201E
 * for double ones as well: how many bytes the quote at s has, or 0.
 */
static size_t quote_at(const char *s, char quote)
{
	unsigned char last;

	if (*s == quote)
		return 1;
	if (s[0] != '\xE2' || s[1] != '\x80')
		return 0;
	last = (unsigned char)s[2];
	if (quote == '\'')
		return last >= 0x98 && last <= 0x9B ? 3 : 0;
	return last >= 0x9C && last <= 0x9E ? 3 : 0;
}

static void skip_single(struct scan *c)
{
	for (c->s++; *c->s;) {
		size_t n = quote_at(c->s, '\''), m;

		if (!n) {
			c->s++;
			continue;
		}
		c->s += n;
		m = quote_at(c->s, '\'');
		if (!m)
			break;
		c->s += m;
	}
	value(c);
}

static void scan_until(struct scan *c, char close);

/* "text $(command) text" */
static void skip_double(struct scan *c)
{
	for (c->s++; *c->s && !quote_at(c->s, '"');) {
		if (*c->s == '`' && c->s[1]) {
			c->s += 2;
		} else if (c->s[0] == '$' && c->s[1] == '(') {
			enum place place = c->place;
			bool keyword = c->keyword;
			size_t depth = c->depth;

			c->s += 2;
			open_level(c, ')', place, AT_COMMAND);
			scan_until(c, ')');
			c->depth = depth;
			c->place = place;
			c->keyword = keyword;
		} else {
			c->s++;
		}
	}
	c->s += quote_at(c->s, '"');
	value(c);
}

/* @' ... '@ at the beginning of a line; @" may hold commands as well, which
 * are rare enough to be reported as something that is not in the text. */
static void skip_here(struct scan *c)
{
	char quote = c->s[1], end[4] = {'\n', quote, '@', '\0'};
	const char *from = c->s, *to = strstr(c->s + 2, end);

	c->s = to ? to + 3 : c->s + strlen(c->s);
	if (quote == '"')
		for (; from + 1 < c->s; from++)
			if (from[0] == '$' && from[1] == '(')
				report(c, PS_DYNAMIC, from, 2);
	value(c);
}

static void skip_comment(struct scan *c)
{
	const char *end =
		*c->s == '<' ? strstr(c->s, "#>") : strchr(c->s, '\n');

	if (!end)
		c->s += strlen(c->s);
	else
		c->s = *c->s == '<' ? end + 2 : end;
}

static bool is_one_of(const char *s, size_t n, const char *const *words)
{
	for (; *words; words++)
		if (strlen(*words) == n && strncasecmp(s, *words, n) == 0)
			return true;
	return false;
}

static const char *const keywords[] = {"if", "elseif", "else", "foreach", "for",
	"while", "do", "until", "switch", "try", "catch", "finally", "default",
	"begin", "process", "end", "param", "trap", "filter", "function", NULL};
/* These are followed by a statement or a value. */
static const char *const leaders[] = {
	"return", "throw", "exit", "break", "continue", "in", NULL};

static void function_name(struct scan *c)
{
	const char *from;

	while (*c->s == ' ' || *c->s == '\t')
		c->s++;
	from = c->s;
	while (is_word(*c->s) || *c->s == '-' || *c->s == ':')
		c->s++;
	report(c, PS_FUNCTION, from, (size_t)(c->s - from));
}

static size_t command_length(const char *s)
{
	size_t n = 0;

	while (s[n] && !isspace((unsigned char)s[n]) &&
		!strchr("|;(){}'\"<>,&", s[n]))
		n++;
	return n ? n : 1;
}

/* A keyword has a bracket, an option of switch or another keyword behind it;
 * a command of the same name would not. */
static bool is_keyword_here(const char *after)
{
	const char *p = after;

	while (isspace((unsigned char)*p))
		p++;
	return (*p && strchr("({[", *p)) ||
	       (p > after && (*p == '-' || isalpha((unsigned char)*p)));
}

/* A word where a command may stand. */
static void word_at_command(struct scan *c)
{
	size_t n = 0;

	while (is_word(c->s[n]))
		n++;
	if (is_one_of(c->s, n, keywords) && is_keyword_here(c->s + n)) {
		bool named = is_one_of(c->s, n,
			(const char *const[]){"function", "filter", NULL});

		c->keyword = true;
		c->s += n;
		if (named)
			function_name(c);
		return;
	}
	if (is_one_of(c->s, n, leaders) &&
		!strchr("-.:\\", c->s[n] ? c->s[n] : ' ')) {
		c->s += n;
		return;
	}
	n = command_length(c->s);
	report(c, PS_COMMAND, c->s, n);
	c->s += n;
	c->place = IN_ARGUMENTS;
}

/* A word in an expression: "in" of foreach, or what follows a block. */
static void word_in_expression(struct scan *c)
{
	size_t n = 0;

	while (is_word(c->s[n]))
		n++;
	if (is_one_of(c->s, n, (const char *const[]){"in", NULL})) {
		c->s += n;
		c->place = AT_COMMAND;
		return;
	}
	word_at_command(c);
}

static void skip_number(struct scan *c)
{
	while (is_word(*c->s) || *c->s == '.')
		c->s++;
	value(c);
}

static void skip_variable(struct scan *c)
{
	if (c->s[1] == '{') {
		const char *end = strchr(c->s, '}');

		c->s = end ? end + 1 : c->s + strlen(c->s);
	} else {
		for (c->s++; is_word(*c->s) || *c->s == '?' || *c->s == '$' ||
			     (*c->s == ':' && is_word(c->s[1]));)
			c->s++;
	}
	value(c);
}

/* .Name or ::Name behind a value; with a bracket it is a call. */
static void member(struct scan *c)
{
	const char *from;

	c->s += *c->s == ':' ? 2 : 1;
	from = c->s;
	while (is_word(*c->s))
		c->s++;
	if (*c->s == '(')
		report(c, PS_METHOD, from, (size_t)(c->s - from));
	else if (c->s == from && *c->s && !strchr("'\"$({", *c->s))
		c->s++;
}

/* [type] or an index: neither holds a command, but brackets and strings. */
static void type_or_index(struct scan *c)
{
	open_level(c, ']',
		c->place == IN_ARGUMENTS ? IN_ARGUMENTS : IN_EXPRESSION,
		IN_EXPRESSION);
	c->s++;
	/* [System.Text.Encoding]: names, not commands. */
	while (is_word(*c->s) || *c->s == '.' || *c->s == ',' || *c->s == ' ')
		c->s++;
}

static void redirection(struct scan *c)
{
	const char *from = c->s;

	size_t n;

	while (*c->s == '>')
		c->s++;
	n = (size_t)(c->s - from);
	while (*c->s == ' ')
		c->s++;
	if (*c->s == '&' && isdigit((unsigned char)c->s[1]))
		c->s += 2;
	else if (strncasecmp(c->s, "$null", 5) == 0 && !is_word(c->s[5]))
		c->s += 5;
	else
		report(c, PS_WRITE, from, n);
}

/* & or . at the beginning of a command: a block is as good as its content,
 * anything else is decided when it runs. */
static void call(struct scan *c)
{
	const char *from = c->s++;

	while (*c->s == ' ' || *c->s == '\t')
		c->s++;
	if (*c->s && strchr("$('\"", *c->s))
		report(c, PS_DYNAMIC, from, 1);
	else if (*c->s != '{')
		return; /* & name: the name is reported */
	c->place = IN_ARGUMENTS;
}

static void open_bracket(struct scan *c)
{
	bool block = *c->s == '{';
	enum place after = IN_EXPRESSION;

	if (c->place == IN_ARGUMENTS)
		after = IN_ARGUMENTS;
	else if (c->keyword)
		after = AT_COMMAND;
	open_level(c, block ? '}' : ')', after, AT_COMMAND);
	c->s++;
}

static bool at_sign(struct scan *c)
{
	enum place after =
		c->place == IN_ARGUMENTS ? IN_ARGUMENTS : IN_EXPRESSION;

	if (c->s[1] == '\'' || c->s[1] == '"') {
		skip_here(c);
	} else if (c->s[1] == '(') {
		open_level(c, ')', after, AT_COMMAND);
		c->s += 2;
	} else if (c->s[1] == '{') {
		open_level(c, '}', after, AT_KEY);
		c->s += 2;
	} else {
		return false;
	}
	return true;
}

static bool begins_comment(const struct scan *c)
{
	if (c->s[0] == '<' && c->s[1] == '#')
		return true;
	return c->s[0] == '#' &&
	       (c->s == c->start || isspace((unsigned char)c->s[-1]) ||
		       strchr("({;|", c->s[-1]));
}

/* What means the same everywhere. */
static bool scan_common(struct scan *c)
{
	char x = *c->s;

	if (begins_comment(c))
		skip_comment(c);
	else if (x == '`' && c->s[1])
		c->s += 2;
	else if (x == '\'')
		skip_single(c);
	else if (x == '"')
		skip_double(c);
	else if (x == '@' && at_sign(c))
		return true;
	else if (x == '$' && c->s[1] == '(') {
		c->s++;
		open_bracket(c);
	} else if (x == '$')
		skip_variable(c);
	else if (x == '(' || x == '{')
		open_bracket(c);
	else if (x == ')' || x == '}' || (x == ']' && c->place != IN_ARGUMENTS))
		close_level(c);
	else if (x == '\n' || x == ';')
		end_statement(c);
	else if (x == '|')
		next_command(c, c->s[1] == '|' ? 2 : 1);
	else if (x == '&' && c->s[1] == '&')
		next_command(c, 2);
	else if (x == '&' && c->place != AT_COMMAND)
		next_command(c, 1);
	else if (x == '>')
		redirection(c);
	else
		return false;
	return true;
}

static void scan_key(struct scan *c)
{
	if (*c->s == '=')
		c->place = AT_COMMAND;
	c->s++;
}

static void scan_expression(struct scan *c)
{
	char x = *c->s;

	if (x == '.' || (x == ':' && c->s[1] == ':'))
		member(c);
	else if (x == '[')
		type_or_index(c);
	else if (x == '=') {
		c->place = AT_COMMAND;
		c->s++;
	} else if (isdigit((unsigned char)x))
		skip_number(c);
	else if (x == '-' && isalpha((unsigned char)c->s[1]))
		for (c->s++; is_word(*c->s);)
			c->s++; /* an operator */
	else if (isalpha((unsigned char)x))
		word_in_expression(c);
	else
		c->s++;
}

static void scan_command(struct scan *c)
{
	char x = *c->s;

	if (x == ' ' || x == '\t' || x == '\r')
		c->s++;
	else if (x == '&' || (x == '.' && isspace((unsigned char)c->s[1])))
		call(c);
	else if (x == '+' || x == '!' || x == ',') {
		c->place = IN_EXPRESSION;
		c->s++;
	} else if (x == '[' || x == '-' || isdigit((unsigned char)x))
		c->place = IN_EXPRESSION;
	else
		word_at_command(c);
}

static void scan_arguments(struct scan *c)
{
	/* $x.Name( behind a variable is an expression here too. */
	if (*c->s == '.' && c->s > c->start &&
		(is_word(c->s[-1]) || c->s[-1] == ')') && is_word(c->s[1])) {
		const char *p = c->s + 1;

		while (is_word(*p))
			p++;
		if (*p == '(')
			report(c, PS_METHOD, c->s + 1, (size_t)(p - c->s) - 1);
		c->s = p;
	} else if (c->s[0] == ':' && c->s[1] == ':') {
		member(c);
	} else {
		c->s++;
	}
}

static void scan_until(struct scan *c, char close)
{
	size_t depth = c->depth;

	while (*c->s) {
		if (close && *c->s == close && c->depth == depth) {
			c->s++;
			return;
		}
		if (scan_common(c))
			continue;
		switch (c->place) {
		case AT_COMMAND:
			scan_command(c);
			break;
		case IN_ARGUMENTS:
			scan_arguments(c);
			break;
		case IN_EXPRESSION:
			scan_expression(c);
			break;
		case AT_KEY:
			scan_key(c);
			break;
		}
	}
}

void ps_commands(const char *script, ps_visit *visit, void *ctx)
{
	struct scan c = {
		.start = script, .s = script, .visit = visit, .ctx = ctx};

	scan_until(&c, '\0');
}
