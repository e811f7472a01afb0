/*
 * The wrapper around a check, one per shell, and the reader of what comes
 * back. The script goes to standard input and never onto a command line: so
 * no quoting of any shell in between can change it, and no alarm goes off
 * about an encoded command.
 */
#include "script.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "os/spawn.h"

void script_mark(char mark[SCRIPT_MARK])
{
	static const char hex[] = "0123456789abcdef";
	unsigned char bytes[16];
	char *p = mark + 10;

	snprintf(mark, SCRIPT_MARK, "vpntriage-");
	spawn_random(bytes, sizeof(bytes));
	for (size_t i = 0; i < sizeof(bytes); i++) {
		*p++ = hex[bytes[i] >> 4];
		*p++ = hex[bytes[i] & 15];
	}
	*p = '\0';
}

void script_dense(const char *command, struct str *out)
{
	while (*command) {
		size_t n = strcspn(command, "\n"), m = n;

		while (m && isspace((unsigned char)command[m - 1]))
			m--;
		if (m) {
			str_add(out, command, m);
			str_addc(out, '\n');
		}
		command += n + (command[n] == '\n');
	}
}

/* Bytes of a quote as PowerShell takes it: ', or U+2018 to U+201B. */
static size_t single_quote(const char *s)
{
	if (*s == '\'')
		return 1;
	return s[0] == '\xE2' && s[1] == '\x80' && s[2] >= '\x98' &&
			       s[2] <= '\x9B'
		       ? 3
		       : 0;
}

/* The end of the literal that begins at s, behind its quote; doubled quotes
 * belong to it. */
static const char *literal_end(const char *s)
{
	for (s++; *s;) {
		size_t n = single_quote(s);

		if (n && !single_quote(s + n))
			return s + n;
		s += n ? n + single_quote(s + n) : 1;
	}
	return s;
}

static void add_char(struct str *out, uint32_t c)
{
	if (c == '\'')
		str_adds(out, "''");
	else if (c < 0x80 || c == UTF8_BAD)
		str_addc(out, c < 0x80 ? (char)c : '?');
	else if (c < 0x10000)
		str_addf(out, "' + [char]%u + '", (unsigned)c);
	else
		str_addf(out, "' + [char]%u + [char]%u + '",
			(unsigned)(0xD800 + ((c - 0x10000) >> 10)),
			(unsigned)(0xDC00 + ((c - 0x10000) & 0x3FF)));
}

static void add_literal(const char *s, const char *end, struct str *out)
{
	const char *last = end - 1; /* before the closing quote */
	bool plain = true;

	for (const char *p = s; p < end; p++)
		plain = plain && (unsigned char)*p < 0x80;
	if (plain) {
		str_add(out, s, (size_t)(end - s));
		return;
	}
	str_adds(out, "('");
	for (s++; s < last;) {
		size_t used, n = single_quote(s);

		add_char(out, utf8_decode(s, (size_t)(last - s), &used));
		s += n ? n + single_quote(s + n) : used;
	}
	str_adds(out, "')");
}

static const char *double_end(const char *s)
{
	for (s++; *s && *s != '"'; s++)
		if (*s == '`' && s[1])
			s++;
	return *s ? s + 1 : s;
}

void script_ascii(const char *s, struct str *out)
{
	bool begins = true; /* a # here would begin a comment */

	while (*s) {
		const char *end = s + 1;

		if (*s == '\'') {
			end = literal_end(s);
			add_literal(s, end, out);
		} else {
			if (*s == '"')
				end = double_end(s);
			else if (*s == '#' && begins)
				end = s + strcspn(s, "\n");
			str_add(out, s, (size_t)(end - s));
		}
		begins = isspace((unsigned char)end[-1]) ||
			 strchr("({;|", end[-1]) != NULL;
		s = end;
	}
}

/* Written the way that survives a pipe or a file. */
void script_powershell(const char *command, struct str *out)
{
	struct str plain = STR_INIT;

	script_ascii(command, &plain);
	script_dense(plain.s, out);
	str_release(&plain);
}

/*
 * UTF-8 is asked for where that is allowed; in Constrained Language Mode it
 * is not, and the output is read in whatever code page it has. An empty line
 * ends each statement for a PowerShell that reads from a pipe.
 */
static void add_powershell(const char *command, const char *mark,
	struct str *out)
{
	str_adds(out, "try { [Console]::OutputEncoding = New-Object "
		      "System.Text.UTF8Encoding $false } catch { }\n\n");
	str_addf(out, "'%s begin'\n\n", mark);
	str_adds(out, "$global:LASTEXITCODE = 0; $vpntriage = 1\n\n");
	str_adds(out, "try { & {\n");
	script_powershell(command, out);
	str_adds(out, "}; if ($?) { $vpntriage = 0 } } "
		      "catch { Write-Error -ErrorRecord $_ }\n\n");
	str_adds(out, "if ($LASTEXITCODE) { $vpntriage = $LASTEXITCODE }\n\n");
	str_addf(out, "'%s end {0}' -f $vpntriage\n\n", mark);
	str_adds(out, "exit\n\n");
}

static void add_cmd(const char *command, const char *mark, struct str *out)
{
	str_addf(out, "@echo off\necho %s begin\n", mark);
	script_dense(command, out);
	str_addf(out, "echo %s end %%ERRORLEVEL%%\nexit\n", mark);
}

/* A subshell, so that an exit does not lose the last line. */
static void add_sh(const char *command, const char *mark, struct str *out)
{
	str_addf(out, "echo '%s begin'\n(\n%s\n) </dev/null\n", mark, command);
	str_addf(out, "echo '%s end' $?\n", mark);
}

void script_build(const struct check_spec *spec, const char *mark,
	struct str *out)
{
	switch (spec->shell) {
	case SHELL_POWERSHELL:
		add_powershell(spec->command, mark, out);
		return;
	case SHELL_CMD:
		add_cmd(spec->command, mark, out);
		return;
	case SHELL_SH:
		add_sh(spec->command, mark, out);
		return;
	}
}

/* The next "MARK word" from s on; NULL if there is none. */
static const char *find(const char *s, const char *end, const char *mark,
	const char *word)
{
	size_t n = strlen(mark), m = strlen(word);

	while ((size_t)(end - s) >= n + m) {
		const char *p = memchr(s, mark[0], (size_t)(end - s));

		if (!p || (size_t)(end - p) < n + m)
			return NULL;
		if (memcmp(p, mark, n) == 0 && memcmp(p + n, word, m) == 0)
			return p;
		s = p + 1;
	}
	return NULL;
}

/* "-3", "0", "-1073741510": up to ten digits up to the end of the line. */
static bool read_code(const char *s, const char *end, int *code)
{
	bool minus = s < end && *s == '-';
	long long n = 0;
	size_t digits = 0;

	for (s += minus; s < end && isdigit((unsigned char)*s); s++) {
		if (++digits > 10)
			return false;
		n = n * 10 + (*s - '0');
	}
	while (s < end && (*s == ' ' || *s == '\r'))
		s++;
	if (!digits || (s < end && *s != '\n') || n > 4294967295LL)
		return false;
	/* Windows has unsigned codes as well: 0xC0000005. */
	*code = (int)(minus ? -n : n > 2147483647LL ? n - 4294967296LL : n);
	return true;
}

static void read_end(const char *text, size_t n, const char *mark,
	struct script_seen *seen)
{
	const char *p = text + seen->start, *end = text + n;

	while ((p = find(p, end, mark, " end "))) {
		const char *code = p + strlen(mark) + 5;

		if (read_code(code, end, &seen->exit)) {
			seen->ended = true;
			seen->end = (size_t)(p - text);
			return;
		}
		p = code;
	}
}

void script_read(const char *text, size_t n, const char *mark,
	struct script_seen *seen)
{
	const char *end = text + n, *p = text, *after;

	*seen = (struct script_seen){.end = n};
	while ((p = find(p, end, mark, " begin"))) {
		after = p + strlen(mark) + 6;
		while (after < end && (*after == ' ' || *after == '\r'))
			after++;
		if (after == end || *after == '\n') {
			seen->begun = true;
			seen->start = (size_t)(after - text) + (after < end);
			read_end(text, n, mark, seen);
			return;
		}
		p = after;
	}
}
