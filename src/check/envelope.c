/*
 * The block that a person copies, and the reader of what comes back. What is
 * inside a complete envelope of ours is the output; anything else is said.
 */
#include "check/envelope.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "model/evidence.h"
#include "model/fill.h"
#include "os/spawn.h"
#include "script.h"
#include "unwrap.h"

#define LONGEST_ECHO 16384 /* a command of ours is shorter */

const char *const paste_words[] = {
	"whole", "bare", "cut", "foreign", "empty", NULL};

/* No 0 and O, no 1 and I: the tag may be read out on the phone. */
void envelope_tag(char tag[ENVELOPE_TAG])
{
	static const char set[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	unsigned char bytes[ENVELOPE_TAG - 1];

	spawn_random(bytes, sizeof(bytes));
	for (size_t i = 0; i < sizeof(bytes); i++)
		tag[i] = set[bytes[i] % (sizeof(set) - 1)];
	tag[sizeof(bytes)] = '\0';
}

/* An error that ends the check is a line of its own that no language
 * changes, and the last line comes in any case. */
static void powershell_block(const struct check_spec *spec, const char *tag,
	struct str *out)
{
	str_addf(out, "& {\n'<vpntriage %s %s'\ntry {\n", tag, spec->id);
	script_dense(spec->command, out);
	str_addf(out,
		"} catch { 'ERROR id=' + $_.FullyQualifiedErrorId } "
		"finally { '%s>' }\n}",
		tag);
}

void envelope_block(const struct check_spec *spec, const char *tag,
	struct str *out)
{
	switch (spec->shell) {
	case SHELL_POWERSHELL:
		powershell_block(spec, tag, out);
		return;
	case SHELL_CMD:
		str_addf(out, "echo ^<vpntriage %s %s\n", tag, spec->id);
		script_dense(spec->command, out);
		str_addf(out, "echo %s^>", tag);
		return;
	case SHELL_SH:
		str_addf(out, "echo '<vpntriage %s %s'\n(\n%s\n)\n", tag,
			spec->id, spec->command);
		str_addf(out, "echo '%s>'", tag);
		return;
	}
}

static bool sh_line(const struct check_spec *spec, const char *tag,
	struct str *out)
{
	if (strchr(spec->command, '\n'))
		return false;
	str_addf(out, "echo '<vpntriage %s %s'; (%s); echo '%s>'", tag,
		spec->id, spec->command, tag);
	return true;
}

static bool cmd_line(const struct check_spec *spec, const char *tag,
	struct str *out)
{
	if (strchr(spec->command, '\n'))
		return false;
	str_addf(out, "(echo ^<vpntriage %s %s) & (%s) & (echo %s^>)", tag,
		spec->id, spec->command, tag);
	return true;
}

bool envelope_line(const struct check_spec *spec, const char *tag,
	struct str *out)
{
	struct str block;
	bool ok;

	if (spec->shell == SHELL_SH)
		return sh_line(spec, tag, out);
	if (spec->shell == SHELL_CMD)
		return cmd_line(spec, tag, out);
	str_init(&block);
	powershell_block(spec, tag, &block);
	ok = fill_one_line(block.s, SHELL_POWERSHELL, out);
	if (!ok)
		str_reset(out);
	str_release(&block);
	return ok;
}

/* -- the way back -- */

struct reader {
	struct pasted *p;
	const struct check_spec *spec;
	const char *tag;
	const char *text;
	size_t len;
	struct str scratch;
};

static bool same(const char *s, size_t n, const char *want)
{
	return strlen(want) == n && memcmp(s, want, n) == 0;
}

static bool is_ours(const struct reader *r, const struct envelope *e)
{
	return same(e->tag, e->taglen, r->tag) &&
	       same(e->check, e->checklen, r->spec->id);
}

static bool is_blank(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isspace((unsigned char)s[i]))
			return false;
	return true;
}

static const char *say(struct reader *r, const char *sentence, const char *more)
{
	str_reset(&r->scratch);
	str_addf(&r->scratch, sentence, more);
	free(r->p->say);
	r->p->say = xstrdup(r->scratch.s);
	r->p->result.say = r->p->say;
	return r->p->say;
}

static void take(struct reader *r, enum paste kind, size_t from, size_t to)
{
	struct pasted *p = r->p;

	p->kind = kind;
	p->out = xstrndup(r->text + from, to - from);
	p->result.out = p->out;
	p->result.outlen = to - from;
	p->result.verdict = RESULT_RAN;
}

/* Of several of ours the last complete one counts, it is the newest; without
 * a complete one the last at all. */
static bool find_ours(const struct reader *r, struct envelope *ours,
	struct envelope *other)
{
	struct envelope e;
	bool found = false;

	*ours = *other = (struct envelope){0};
	for (size_t at = 0; evidence_envelope(r->text, r->len, at, &e);
		at = e.next) {
		if (!is_ours(r, &e)) {
			*other = e;
		} else if (e.ended || !found || !ours->ended) {
			*ours = e;
			found = true;
		}
	}
	return found;
}

static void foreign(struct reader *r, const struct envelope *e)
{
	struct pasted *p = r->p;
	bool same_check = same(e->check, e->checklen, r->spec->id);

	p->kind = PASTE_FOREIGN;
	p->check = xstrndup(e->check, e->checklen);
	p->result.verdict = RESULT_FAILED;
	if (same_check)
		say(r,
			"this is the output of %s from another session; run "
			"it again",
			p->check);
	else
		say(r, "this is the output of another check: %s", p->check);
}

/* The tag alone, outside quotes: an end whose beginning was not copied. */
static bool find_end(const struct reader *r, size_t *at)
{
	size_t n = strlen(r->tag);

	for (size_t i = 0; i + n < r->len; i++) {
		bool at_start = i == 0 || r->text[i - 1] == '\n';

		if (at_start && memcmp(r->text + i, r->tag, n) == 0 &&
			r->text[i + n] == '>' &&
			(i + n + 1 == r->len || r->text[i + n + 1] == '\n')) {
			*at = i;
			return true;
		}
	}
	return false;
}

static bool is_prompt(const char *s, size_t n)
{
	while (n && isspace((unsigned char)s[n - 1]))
		n--;
	if (n >= 3 && memcmp(s, "PS ", 3) == 0 && s[n - 1] == '>')
		return true;
	if (n >= 4 && isalpha((unsigned char)s[0]) && s[1] == ':' &&
		s[n - 1] == '>')
		return true;
	return n == 0 || same(s, n, ">>") || same(s, n, "$") ||
	       same(s, n, ">") || same(s, n, "#");
}

/* A line of the command itself, with or without a prompt before it. */
static bool is_echo(const char *s, size_t n, const char *block)
{
	while (n && isspace((unsigned char)s[n - 1]))
		n--;
	if (n > LONGEST_ECHO)
		return false;
	for (size_t skip = 0; skip < n; skip++) {
		const char *rest = s + skip;
		size_t len = n - skip;

		if (skip && rest[-1] != ' ' && rest[-1] != '>')
			continue;
		for (const char *p = block; *p;) {
			size_t m = strcspn(p, "\n");
			size_t lead = strspn(p, " \t");

			if (m > lead && m - lead == len &&
				memcmp(p + lead, rest, len) == 0)
				return true;
			p += m + (p[m] == '\n');
		}
	}
	return false;
}

/* Nothing but prompts and the command that was to be run. */
static bool is_nothing(struct reader *r)
{
	struct str block;
	const char *p = r->text, *end = r->text + r->len;
	bool nothing = true;

	str_init(&block);
	envelope_block(r->spec, r->tag, &block);
	str_addc(&block, '\n');
	if (!envelope_line(r->spec, r->tag, &r->scratch))
		str_reset(&r->scratch);
	str_add(&block, r->scratch.s, r->scratch.len);
	while (p < end && nothing) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		size_t n = (size_t)((nl ? nl : end) - p);

		nothing = is_prompt(p, n) || is_echo(p, n, block.s);
		p = nl ? nl + 1 : end;
	}
	str_release(&block);
	return nothing;
}

static void read_bare(struct reader *r)
{
	size_t end;

	if (find_end(r, &end)) {
		take(r, PASTE_CUT, 0, end);
		r->p->result.verdict = RESULT_LOST;
		say(r,
			"the beginning is missing: copy again from the line "
			"<vpntriage %s on",
			r->tag);
		return;
	}
	take(r, PASTE_BARE, 0, r->len);
}

static void read_text(struct reader *r)
{
	struct envelope ours, other;

	if (is_blank(r->text, r->len)) {
		r->p->kind = PASTE_EMPTY;
		say(r, "nothing was pasted%s", "");
	} else if (find_ours(r, &ours, &other)) {
		take(r, ours.ended ? PASTE_WHOLE : PASTE_CUT, ours.start,
			ours.end);
		if (ours.ended)
			return;
		r->p->result.verdict = RESULT_LOST;
		say(r,
			"the end is missing: copy again up to the line that "
			"says %s>",
			r->tag);
	} else if (other.check) {
		foreign(r, &other);
	} else if (is_nothing(r)) {
		r->p->kind = PASTE_EMPTY;
		say(r,
			"that is the command, without any output: run it and "
			"copy what it prints%s",
			"");
	} else {
		read_bare(r);
	}
}

void pasted_init(struct pasted *p, const struct check_spec *spec,
	const char *tag, const char *bytes, size_t n)
{
	struct reader r = {.p = p, .spec = spec, .tag = tag};
	struct evidence e;
	struct str text;
	size_t width;

	*p = (struct pasted){.result = {.verdict = RESULT_FAILED,
				     .way = WAY_PASTE,
				     .out = "",
				     .err = "",
				     .ms = -1}};
	str_init(&text);
	str_init(&r.scratch);
	evidence_init(&e, "paste", bytes, n);
	p->encoding = e.encoding;
	width = unwrap_width(e.text, e.len);
	if (width)
		unwrap_add(&text, e.text, e.len, width);
	else
		str_add(&text, e.text, e.len);
	r.text = text.s;
	r.len = text.len;
	read_text(&r);
	if (e.binary)
		say(&r, "that is no text%s", "");
	evidence_release(&e);
	str_release(&r.scratch);
	str_release(&text);
}

void pasted_release(struct pasted *p)
{
	free(p->out);
	free(p->check);
	free(p->say);
	*p = (struct pasted){0};
}
