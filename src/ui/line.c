/*
 * Lines that are only added to: for dumb terminals, screen readers and pipes.
 * Important words first, no frames, nothing is ever drawn over.
 */
#include "ui/line.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmem.h"
#include "model/fill.h"
#include "model/value.h"
#include "os/file.h"
#include "ui/keys.h"
#include "ui/words.h"
#include "ui/wrap.h"

#define WIDTH 78
#define MOST_CHOICES 64

struct desk {
	struct guide *g;
	FILE *in, *out;
	char *line; /* of getline */
	size_t cap;
	bool ended; /* no more input */
	bool quit;
};

static void print(struct desk *d, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Whatever it says, it cannot command the terminal. */
static void put(struct desk *d, const char *text)
{
	struct str visible = STR_INIT;

	utf8_add_visible_lines(&visible, text, strlen(text));
	fwrite(visible.s, 1, visible.len, d->out);
	str_release(&visible);
}

static void print(struct desk *d, const char *fmt, ...)
{
	struct str text = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	put(d, text.s);
	str_release(&text);
}

/* A paragraph behind a word of what it is. */
static void paragraph(struct desk *d, const char *head, const char *text)
{
	struct lines l = {0};
	size_t indent = strlen(head);

	wrap_text(&l, text, strlen(text), WIDTH - indent);
	for (size_t i = 0; i < l.n; i++)
		print(d, "%*s%.*s\n", (int)indent, i ? "" : head,
			(int)l.list[i].len, text + l.list[i].start);
	lines_release(&l);
}

/* Verbatim and unbroken: it is to be copied from here. */
static void command(struct desk *d, const struct block *b)
{
	struct str where = STR_INIT;

	words_where(b->machine_title, b->shell, b->run_as, &where);
	print(d, "%s%s:\n", where.s,
		b->alternative ? ", only if the step before did not do" : "");
	if (b->believed)
		paragraph(d, "Believed, not proved: ",
			b->because ? b->because : "no reason is given");
	if (b->kind == BLOCK_BLOCKED)
		paragraph(d, "Not ready: ", b->text);
	else
		print(d, "\n%s\n\n", b->text);
	str_release(&where);
}

static void show_block(struct desk *d, const struct block *b)
{
	switch (b->kind) {
	case BLOCK_TEXT:
		paragraph(d, "", b->text);
		break;
	case BLOCK_SAY:
		paragraph(d, "Say: ", b->text);
		break;
	case BLOCK_WARN:
		paragraph(d, "Note: ", b->text);
		break;
	case BLOCK_HEAD:
		print(d, "\n%s\n", b->text);
		break;
	case BLOCK_COMMAND:
	case BLOCK_BLOCKED:
		command(d, b);
		break;
	}
}

static void show_choices(struct desk *d, const struct prompt *p)
{
	char letters[MOST_CHOICES];

	if (p->nchoices > MOST_CHOICES)
		return;
	keys_letters(p, letters);
	for (size_t i = 0; i < p->nchoices; i++) {
		print(d, "%3zu %c  %s\n", i + 1, letters[i] ? letters[i] : ' ',
			p->choices[i].label);
		if (p->choices[i].help)
			paragraph(d, "       ", p->choices[i].help);
	}
}

static void show_check(struct desk *d, const struct prompt *p)
{
	const struct check_spec *c = p->check;
	struct str text = STR_INIT;

	if (p->attempt > 0)
		print(d, "Verification, attempt %d of %d\n", p->attempt,
			p->attempts);
	if (c->command) {
		words_where(c->machine_title, c->shell, c->run_as, &text);
		print(d, "%s (read-only, at most %d s):\n", text.s, c->timeout);
		str_reset(&text);
		envelope_block(c, d->g->tag, &text);
		print(d, "\n%s\n", text.s);
	} else if (c->probe.kind) {
		print(d, "Probe from this computer: %s %s\n", c->probe.kind,
			c->probe.target);
	}
	print(d, "Type r to run it, p to paste its output, or answer by "
		 "eye:\n");
	str_release(&text);
}

static void show_end(struct desk *d, const struct prompt *p)
{
	struct str text = STR_INIT;
	struct tally t;

	words_end(p, &text);
	print(d, "End: %s\n", text.s);
	guide_tally(d->g, &t);
	print(d,
		"Checks that ran %zu, answered by eye %zu; fixes done %zu, "
		"verified %zu, not verified %zu; skipped %zu\n",
		t.ran, t.by_eye, t.fixes, t.verified, t.not_verified,
		t.skipped);
	for (size_t i = 0; i < p->missing.n; i++)
		print(d, "Missing for the handover: %s\n", p->missing.s[i]);
	if (p->question)
		paragraph(d, "Asked of them: ", p->question);
	str_release(&text);
}

static void show_suggestion(struct desk *d, const struct prompt *p)
{
	const struct suggestion *s = &p->suggestion;

	if (!s->there)
		return;
	for (size_t i = 0; i < p->nchoices; i++)
		if (s->choice && strcmp(p->choices[i].id, s->choice) == 0)
			print(d, "%s: %zu, %s. Enter takes it.\n",
				s->earlier ? "Answered before" : "Known", i + 1,
				s->source ? s->source : p->choices[i].label);
}

static void show(struct desk *d, const struct prompt *p)
{
	struct str late = STR_INIT;

	print(d, "\n%s > %s\n", p->tree->id, p->title ? p->title : p->node->id);
	if (p->kind != PROMPT_END && guide_clock_warning(d->g, &late))
		print(d, "Clock: %s\n", late.s);
	str_release(&late);
	if (p->why)
		paragraph(d, "Why: ", p->why);
	for (size_t i = 0; i < p->nblocks; i++)
		show_block(d, &p->blocks[i]);
	if (p->kind == PROMPT_RUN)
		show_check(d, p);
	if (p->kind == PROMPT_END)
		show_end(d, p);
	show_choices(d, p);
	show_suggestion(d, p);
}

static void tell(struct desk *d)
{
	if (d->g->say.len)
		print(d, "%s%s\n", d->g->trouble ? "Problem: " : "",
			d->g->say.s);
	str_reset(&d->g->say);
	d->g->trouble = false;
}

/* One line without its end; NULL when the input is over. */
static const char *ask(struct desk *d, const char *what)
{
	ssize_t n;

	print(d, "%s> ", what);
	fflush(d->out);
	n = getline(&d->line, &d->cap, d->in);
	if (n < 0) {
		d->ended = true;
		print(d, "\n");
		return NULL;
	}
	while (n > 0 && (d->line[n - 1] == '\n' || d->line[n - 1] == '\r'))
		d->line[--n] = '\0';
	return d->line;
}

/* Lines up to one that is only a dot; a first line that names a file is
 * replaced by what is in it. */
static bool ask_text(struct desk *d, struct str *out, const char **name)
{
	const char *line;

	*name = "paste";
	print(d, "Paste, then a line with only a dot. Or the name of a "
		 "file.\n");
	while ((line = ask(d, "")) && strcmp(line, ".") != 0) {
		str_adds(out, line);
		str_addc(out, '\n');
		if (out->len == strlen(line) + 1 && *line &&
			file_is_folder(line) == 0) {
			struct str bytes = STR_INIT;

			if (file_read(line, EVIDENCE_MOST, &bytes) == 0) {
				str_release(out);
				*out = bytes;
				*name = "file";
				return true;
			}
			str_release(&bytes);
		}
	}
	return out->len > 0;
}

static void paste(struct desk *d)
{
	const struct prompt *p = guide_prompt(d->g);
	struct str text = STR_INIT;
	struct pasted pasted;
	const char *name, *outcome;

	if (!ask_text(d, &text, &name))
		goto out;
	if (p->kind != PROMPT_RUN) {
		guide_evidence(d->g, name, text.s, text.len);
		goto out;
	}
	pasted_init(&pasted, p->check, d->g->tag, text.s, text.len);
	if (pasted.say)
		print(d, "%s\n", pasted.say);
	if (pasted.kind == PASTE_WHOLE || pasted.kind == PASTE_BARE) {
		outcome = engine_judge(d->g->engine, &pasted.result);
		print(d, "Read as: %s\n",
			outcome ? outcome : "nothing that decides");
		guide_result(d->g, &pasted.result);
	}
	pasted_release(&pasted);
out:
	str_release(&text);
}

/* The exact command and machine, once; then it runs. */
static bool consent(struct desk *d, const struct prompt *p)
{
	struct where where;
	struct str text = STR_INIT;
	const char *why = NULL, *line;
	bool yes;

	switch (guide_may_run(d->g, &why)) {
	case LEAVE_NONE:
		print(d, "%s\n", why);
		return false;
	case LEAVE_RUN:
		return true;
	case LEAVE_ASK:
		break;
	}
	guide_where(d->g, p->check->machine, &where);
	runner_describe(p->check, &where, &text);
	print(d, "This will be run, and only reads:\n\n%s\n\n", text.s);
	str_release(&text);
	line = ask(d, "yes to run it");
	yes = line && !strcmp(line, "yes");
	if (yes)
		guide_consent(d->g);
	return yes;
}

static void run(struct desk *d)
{
	const struct prompt *p = guide_prompt(d->g);
	struct where where;
	struct job *job;
	struct result r;

	guide_where(d->g, p->check->machine, &where);
	if (where.kind == WHERE_PASTE) {
		print(d, "Nobody said how to reach this machine. Type w ssh:"
			 "user@host, w local, or p to paste.\n");
		return;
	}
	if (!consent(d, p))
		return;
	job = guide_run(d->g);
	print(d, "Running, at most %d s ...\n", p->check->timeout);
	fflush(d->out);
	while (job_state(job) != JOB_DONE)
		runner_wait(d->g->runner, -1, -1);
	r = *job_result(job);
	if (r.say)
		print(d, "%s\n", r.say);
	if (r.out && *r.out)
		print(d, "%s\n", r.out);
	guide_result(d->g, &r);
	job_free(job);
}

static void history(struct desk *d)
{
	size_t n;
	const struct answered *a = guide_trail(d->g, &n);

	for (size_t i = 0; i < n; i++)
		print(d, "%3zu  %s: %s (%s)%s\n", i + 1, a[i].title, a[i].label,
			a[i].source, a[i].live ? "" : ", set aside");
	if (n == 0)
		print(d, "Nothing was answered yet.\n");
	else
		print(d, "Type j and a number to go back to it.\n");
}

static void jump(struct desk *d, const char *number)
{
	size_t n, wanted = strtoul(number, NULL, 10);
	const struct answered *a = guide_trail(d->g, &n);

	if (wanted < 1 || wanted > n)
		print(d, "There is no answer %s; h lists them.\n", number);
	else
		guide_jump(d->g, a[wanted - 1].number);
}

static void facts(struct desk *d)
{
	const struct facts *f = engine_facts(d->g->engine);
	size_t n;
	const struct suspect *s = engine_suspects(d->g->engine, &n);

	for (size_t i = 0; i < f->n; i++) {
		const struct var *v = engine_var(d->g->engine, f->list[i].name);

		print(d, "%s = %s (%s)\n", f->list[i].name,
			v && v->type == VAR_SECRET ? "(secret)"
						   : f->list[i].value,
			f->list[i].source ? f->list[i].source : "you");
	}
	for (size_t i = 0; i < n; i++)
		print(d, "%3.0f %% %s%s\n", s[i].weight * 100,
			s[i].cause->title,
			s[i].ruled_out ? ", ruled out"
			: s[i].found   ? ", found"
				       : "");
}

static void help(struct desk *d, const struct prompt *p)
{
	unsigned when = keys_when(p);

	print(d, "A number, a letter or an option's id answers. Else:\n");
	for (const struct key_row *r = key_rows; r->action; r++)
		if (r->when & when)
			print(d, "  %c or %-8s %s\n", r->key, r->word, r->help);
	print(d, "  j NUMBER    go back to an answer of the history\n");
}

/* A bare command on lines of its own, for a mouse or a reader. */
static void copy(struct desk *d, const struct prompt *p)
{
	struct str one = STR_INIT;

	if (p->kind == PROMPT_RUN) {
		if (envelope_line(p->check, d->g->tag, &one))
			print(d, "As one line:\n\n%s\n\n", one.s);
		else
			print(d, "This one has no one-line form; take the "
				 "block above.\n");
	}
	for (size_t i = 0; i < p->nblocks; i++) {
		const struct block *b = &p->blocks[i];

		if (b->kind != BLOCK_COMMAND)
			continue;
		str_reset(&one);
		if (fill_one_line(b->text, b->shell, &one))
			print(d, "As one line:\n\n%s\n\n", one.s);
	}
	str_release(&one);
}

static void where(struct desk *d, const char *rest)
{
	const struct prompt *p = guide_prompt(d->g);

	if (!*rest)
		print(d, "Type w paste, w local or w ssh:user@host\n");
	else if (guide_place(d->g, p->check->machine, rest) &&
		 d->g->o->keep_place)
		d->g->o->keep_place(p->check->machine, rest);
}

static void remark(struct desk *d, const char *rest, const char *what,
	bool (*say)(struct guide *, const char *))
{
	if (!*rest)
		rest = ask(d, what);
	if (rest && *rest)
		say(d->g, rest);
}

/* e FORMAT FILE; without them, the text itself. */
static void transcript(struct desk *d, const char *rest)
{
	struct str out = STR_INIT, report = STR_INIT;
	size_t n = strcspn(rest, " ");
	char *format = xstrndup(n ? rest : "text", n ? n : 4);
	struct guide_export what = {format, false, NULL};
	const char *path = rest + n + strspn(rest + n, " ");

	if (*path) {
		if (!guide_lacks(d->g, format, &out) ||
			(what.reason = ask(d, "why without it")))
			guide_export(d->g, &what, path);
	} else if (guide_preview(d->g, &what, &out, &report)) {
		print(d, "%s\n%s", out.s, report.s);
		print(d, "Type e, a format and a new file to write it: text, "
			 "markdown, html, json, csv, handover.\n");
	} else {
		print(d, "There is no format '%s', or nothing is kept.\n",
			format);
	}
	free(format);
	str_release(&out);
	str_release(&report);
}

static void act(struct desk *d, enum action a, const char *rest)
{
	const struct prompt *p = guide_prompt(d->g);

	switch (a) {
	case ACTION_NONE:
		break;
	case ACTION_HELP:
		help(d, p);
		break;
	case ACTION_BACK:
		guide_back(d->g);
		break;
	case ACTION_HISTORY:
		history(d);
		break;
	case ACTION_FACTS:
		facts(d);
		break;
	case ACTION_NOTE:
		remark(d, rest, "note", guide_note);
		break;
	case ACTION_FLAG:
		remark(d, rest, "what is wrong here", guide_flag);
		break;
	case ACTION_TRIED:
		remark(d, rest, "tried when, by whom", guide_tried);
		break;
	case ACTION_COPY:
		copy(d, p);
		break;
	case ACTION_RUN:
		run(d);
		break;
	case ACTION_PASTE:
		paste(d);
		break;
	case ACTION_WHERE:
		where(d, rest);
		break;
	case ACTION_SKIP:
		guide_skip(d->g);
		break;
	case ACTION_EXPORT:
		transcript(d, rest);
		break;
	case ACTION_START:
		guide_close(d->g);
		break;
	case ACTION_QUIT:
		d->quit = true;
		break;
	}
}

/* A command with or without what follows it. */
static enum action command_of(const char *line, unsigned when,
	const char **rest)
{
	size_t n = strcspn(line, " \t");

	*rest = line + n + strspn(line + n, " \t");
	for (const struct key_row *r = key_rows; r->action; r++) {
		if (!(r->when & when))
			continue;
		if (n == 1 && line[0] == r->key)
			return r->action;
		if (strlen(r->word) == n && !memcmp(line, r->word, n))
			return r->action;
	}
	return ACTION_NONE;
}

static const char *choice_of(const struct prompt *p, const char *line)
{
	char letters[MOST_CHOICES], *end;
	unsigned long n = strtoul(line, &end, 10);

	if (p->nchoices > MOST_CHOICES)
		return NULL;
	if (!*line)
		return p->suggestion.there ? p->suggestion.choice : NULL;
	if (isdigit((unsigned char)*line) && !*end)
		return n >= 1 && n <= p->nchoices ? p->choices[n - 1].id : NULL;
	keys_letters(p, letters);
	for (size_t i = 0; i < p->nchoices; i++)
		if ((line[0] == letters[i] && !line[1]) ||
			!strcmp(line, p->choices[i].id))
			return p->choices[i].id;
	return NULL;
}

static bool is_typed_right(struct desk *d, const struct prompt_field *f,
	const char *typed, struct str *value)
{
	const char *why = NULL;
	struct str shown = STR_INIT;

	if (!value_accept(f->var, typed, value, &why)) {
		print(d, "That does not fit: %s\n", why ? why : "not allowed");
		return false;
	}
	value_show(f->var, value->s, &shown);
	if (strcmp(shown.s, typed) != 0 && f->var->type != VAR_SECRET)
		print(d, "Taken as %s\n", shown.s);
	str_release(&shown);
	return true;
}

/* False: the line was a command, or the input is over. */
static bool ask_field(struct desk *d, const struct prompt_field *f,
	struct str *value)
{
	for (;;) {
		const char *line;

		print(d, "%s%s\n", f->var->ask ? f->var->ask : f->var->id,
			f->required ? "" : " (Enter passes)");
		if (f->var->example)
			print(d, "For example %s\n", f->var->example);
		if (f->value)
			print(d, "Known: %s (%s). Enter takes it.\n", f->value,
				f->source ? f->source : "default");
		line = ask(d, f->var->id);
		str_reset(value);
		if (!line)
			return false;
		if (*line == '/') { /* a command in the middle of a form */
			const char *rest;
			enum action a = command_of(line + 1,
				~0u & ~(unsigned)WHEN_RUN, &rest);
			act(d, a, rest);
			return false;
		}
		if (!*line && f->value)
			line = f->value;
		if (!*line && !f->required)
			return true;
		if (is_typed_right(d, f, line, value))
			return true;
	}
}

static void form(struct desk *d, const struct prompt *p)
{
	struct pair *list = xcalloc(p->nfields + 1, sizeof(*list));
	struct pairs values = {list, 0};
	size_t i;

	print(d, "A line that begins with / is a command: /b, /skip, /q ...\n");
	for (i = 0; i < p->nfields; i++) {
		struct str value = STR_INIT;

		if (!ask_field(d, &p->fields[i], &value)) {
			str_release(&value);
			break;
		}
		list[values.n].key = p->fields[i].var->id;
		list[values.n++].value = str_detach(&value);
	}
	if (i == p->nfields)
		guide_form(d->g, &values);
	for (i = 0; i < values.n; i++)
		free((char *)list[i].value);
	free(list);
}

static void serve(struct desk *d, const struct prompt *p)
{
	const char *line, *choice, *rest;
	enum action a;

	if (p->kind == PROMPT_FORM) {
		form(d, p);
		return;
	}
	line = ask(d, p->kind == PROMPT_PAGE  ? "Enter goes on, ? helps"
		      : p->kind == PROMPT_END ? "s starts anew, q leaves"
					      : "answer, or ? for help");
	if (!line)
		return;
	if (*line == 'j' && line[1] == ' ') {
		jump(d, line + 2);
		return;
	}
	choice = choice_of(p, line);
	if (choice) {
		guide_choose(d->g, choice);
		return;
	}
	if (p->kind == PROMPT_PAGE && !*line) {
		guide_next(d->g);
		return;
	}
	a = command_of(line, keys_when(p), &rest);
	if (a)
		act(d, a, rest);
	else if (*line)
		print(d, "'%s' is no answer here; ? lists what is\n", line);
}

static void show_start(struct desk *d)
{
	size_t n;
	struct offer *list = guide_offers(d->g, "", &n);

	print(d, "vpntriage: what does the caller see? Type a code or words, "
		 "p to paste an event or output, or a number:\n");
	for (size_t i = 0; i < n; i++)
		print(d, "%3zu  %s: %s%s\n", i + 1, list[i].tree->id,
			list[i].tree->title,
			list[i].by_evidence ? " (fits what was given)" : "");
	free(list);
}

static bool pick(struct desk *d, const char *line)
{
	char *end;
	unsigned long wanted = strtoul(line, &end, 10);
	bool number = *line && !*end;
	size_t n;
	struct offer *list = guide_offers(d->g, "", &n);
	struct str code = STR_INIT;
	bool done = false;

	if (number && wanted >= 1 && wanted <= n)
		done = guide_open(d->g, list[wanted - 1].tree->id);
	free(list);
	if (done)
		return true;
	if (guide_code(d->g, line, &code))
		print(d, "%s\n", code.s);
	str_release(&code);
	list = guide_offers(d->g, line, &n);
	if (n > 0 && (n == 1 || list[0].by_evidence ||
			     !strcmp(list[0].tree->id, line))) {
		guide_evidence(d->g, "typed", line, strlen(line));
		done = guide_open(d->g, list[0].tree->id);
	}
	for (size_t i = 0; !done && i < n; i++)
		print(d, "  %s: %s\n", list[i].tree->id, list[i].tree->title);
	if (n == 0)
		print(d, "Nothing fits '%s'\n", line);
	free(list);
	return done;
}

static void start(struct desk *d)
{
	struct str text = STR_INIT;
	const char *line, *name;

	show_start(d);
	line = ask(d, "code, words, p, number, or q");
	if (!line)
		return;
	if (!strcmp(line, "q") || !strcmp(line, "quit"))
		d->quit = true;
	else if (!strcmp(line, "p") || !strcmp(line, "paste")) {
		if (ask_text(d, &text, &name))
			guide_evidence(d->g, name, text.s, text.len);
	} else if (*line)
		pick(d, line);
	str_release(&text);
}

static int status_of(struct desk *d)
{
	const struct prompt *p = guide_prompt(d->g);

	if (p && p->kind == PROMPT_END && p->outcome &&
		!strcmp(p->outcome, "escalated"))
		return 4;
	if (p && p->kind != PROMPT_END && d->ended && !d->quit)
		return 3;
	return 0;
}

int line_serve(struct guide *g, FILE *in, FILE *out)
{
	struct desk d = {.g = g, .in = in, .out = out};
	size_t shown = (size_t)-1;
	int status;

	while (!d.ended && !d.quit) {
		const struct prompt *p = guide_prompt(g);

		tell(&d);
		if (!p) {
			start(&d);
			shown = (size_t)-1;
			continue;
		}
		if (shown != g->changes)
			show(&d, p);
		shown = g->changes;
		serve(&d, p);
	}
	tell(&d);
	if (guide_session(g))
		print(&d, "The session is kept: vpntriage resume %s\n",
			guide_session(g));
	status = status_of(&d);
	free(d.line);
	return status;
}

int line_run(const struct ui_options *o)
{
	struct guide g;
	int status;

	guide_init(&g, o);
	guide_begin(&g);
	status = line_serve(&g, stdin, stdout);
	guide_release(&g);
	return status;
}
