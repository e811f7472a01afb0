/*
 * Which commands of an sh or cmd.exe script only look. Only the simple forms
 * are known: what cannot be told, an expansion in the place of a command or a
 * substitution with backticks, is not on the list.
 */
#include <ctype.h>
#include <string.h>

#include "readonly_list.h"

static const char *const sh_programs[] = {"basename", "cat", "cut", "dig",
	"dirname", "echo", "egrep", "exit", "expr", "false", "fgrep", "free",
	"getent", "grep", "head", "host", "id", "ls", "netstat", "nslookup",
	"od", "ping", "ping6", "printf", "ps", "pwd", "readlink", "stat",
	"sw_vers", "tail", "test", "tr", "tracepath", "traceroute", "true",
	"uname", "uptime", "wc", "which", "whoami", "[", ":", NULL};

static const char *const sh_words[] = {"if", "then", "elif", "else", "fi",
	"for", "while", "until", "do", "done", "case", "esac", "in", "!", "{",
	"}", NULL};

static const char *const cmd_programs[] = {"echo", "type", "ver", "vol", "dir",
	"findstr", "find", "whoami", "hostname", "systeminfo", "tasklist",
	"netstat", "nslookup", "ping", "tracert", "pathping", "getmac", "quser",
	"rem", "exit", NULL};

struct scan {
	const char *start, *s;
	enum shell shell;
	struct not_read_only *found;
	bool at_command;
	size_t depth; /* of brackets */
};

static bool object(struct scan *c, const char *from, size_t n, const char *why)
{
	*c->found = (struct not_read_only){
		(size_t)(from - c->start), n ? n : 1, why};
	return false;
}

static bool is_end(char x, enum shell shell)
{
	return x == '\0' || x == '\n' || x == '|' || x == '&' ||
	       (shell == SHELL_SH && x == ';');
}

static size_t to_end(const char *s, enum shell shell)
{
	size_t n = 0;
	char quote = 0;

	for (; s[n]; n++) {
		if (quote) {
			if (s[n] == quote)
				quote = 0;
		} else if (s[n] == '"' || (s[n] == '\'' && shell == SHELL_SH))
			quote = s[n];
		else if (is_end(s[n], shell) || s[n] == ')')
			break;
	}
	return n;
}

static bool is_assignment(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (isalnum((unsigned char)s[i]) || s[i] == '_'))
		i++;
	return i && i < n && s[i] == '=' && !isdigit((unsigned char)*s);
}

static bool is_listed(const struct scan *c, const char *s, size_t n)
{
	const struct program *p = program_find(s, n);

	if (p)
		return program_is_harmless(p, s + n, to_end(s + n, c->shell));
	return is_word_of(s, n,
		c->shell == SHELL_SH ? sh_programs : cmd_programs);
}

/* A word in the place of a command; false when it is not on the list. */
static bool take_command(struct scan *c)
{
	const char *from = c->s;
	size_t n = 0;

	while (from[n] && !isspace((unsigned char)from[n]) &&
		!strchr("|&;()<>", from[n]))
		n++;
	if (c->shell == SHELL_SH && is_assignment(from, n)) {
		c->s += strcspn(from, "=") + 1;
		/* The value may be a substitution; the command may follow. */
		while (*c->s && !isspace((unsigned char)*c->s) &&
			!strchr("$\"'`;|&", *c->s))
			c->s++;
		c->at_command = *c->s == ' ';
		return true;
	}
	if (c->shell == SHELL_SH && is_word_of(from, n, sh_words)) {
		c->at_command = !is_word_of(from, n,
			(const char *const[]){"for", "case", NULL});
		c->s += n;
		return true;
	}
	if (*from == '@' && c->shell == SHELL_CMD) {
		c->s++;
		return true;
	}
	if (!n || !is_listed(c, from, n))
		return object(c, from, n,
			"this command is not on the list of those that only "
			"look");
	c->s += n;
	c->at_command = false;
	return true;
}

/* > file; /dev/null, nul and other streams are no files. */
static bool take_redirection(struct scan *c)
{
	const char *from = c->s;
	size_t n;

	while (*c->s == '>')
		c->s++;
	if (*c->s == '&') {
		c->s++;
		return true;
	}
	while (*c->s == ' ')
		c->s++;
	n = strcspn(c->s, " \t\n;|&)");
	if (!is_word_of(c->s, n,
		    (const char *const[]){
			    c->shell == SHELL_SH ? "/dev/null" : "nul", NULL}))
		return object(c, from, n, "this writes to a file");
	c->s += n;
	return true;
}

static bool take_double(struct scan *c)
{
	for (c->s++; *c->s && *c->s != '"'; c->s++) {
		if (c->shell == SHELL_SH && *c->s == '\\' && c->s[1])
			c->s++;
		else if (c->shell == SHELL_SH &&
			 (*c->s == '`' || (c->s[0] == '$' && c->s[1] == '(')))
			return object(c, c->s, 1,
				"what this runs cannot be told; put it outside "
				"the quotes");
	}
	c->s += *c->s == '"';
	return true;
}

static bool take_sign(struct scan *c)
{
	switch (*c->s) {
	case '"':
		if (c->at_command)
			return object(c, c->s, 1,
				"what this runs cannot be told");
		return take_double(c);
	case '>':
		return take_redirection(c);
	case '`':
		if (c->shell == SHELL_SH)
			return object(c, c->s, 1,
				"what this runs cannot be told");
		break;
	case '$':
		if (c->s[1] == '(' && c->s[2] != '(') {
			c->s += 2;
			c->depth++;
			c->at_command = true;
			return true;
		}
		if (c->at_command)
			return object(c, c->s, 1,
				"what this runs is not in the text");
		break;
	case '(':
		c->depth++;
		c->at_command = true;
		break;
	case ')':
		/* Of a case: then a command follows. */
		if (c->depth-- == 0)
			return object(c, c->s, 1,
				"what this runs cannot be told");
		c->at_command = false;
		break;
	default:
		break;
	}
	c->s++;
	return true;
}

static bool is_comment(const struct scan *c)
{
	return *c->s == '#' && c->shell == SHELL_SH &&
	       (c->s == c->start || isspace((unsigned char)c->s[-1]) ||
		       c->s[-1] == ';');
}

bool plain_is_read_only(const char *script, enum shell shell,
	struct not_read_only *found)
{
	struct scan c = {.start = script,
		.s = script,
		.shell = shell,
		.found = found,
		.at_command = true};
	bool ok = true;

	while (ok && *c.s) {
		if (is_end(*c.s, shell)) {
			c.at_command = true;
			c.s++;
		} else if (is_comment(&c)) {
			c.s += strcspn(c.s, "\n");
		} else if (*c.s == '\'' && shell == SHELL_SH && !c.at_command) {
			c.s += strcspn(c.s + 1, "'") + 1;
			c.s += *c.s == '\'';
		} else if (strchr("\">`$()", *c.s)) {
			ok = take_sign(&c);
		} else if (c.at_command && !isspace((unsigned char)*c.s)) {
			ok = take_command(&c);
		} else {
			c.s++;
		}
	}
	return ok;
}
