/*
 * Commands: placement of values, read-only checks that only read, and what
 * no command may hold because it runs anything or alarms somebody.
 */
#include <ctype.h>
#include <string.h>

#include "lint.h"
#include "model/fill.h"
#include "model/pscommands.h"
#include "model/readonly.h"

struct commands { /* what a visit of one node knows */
	struct lint *l;
	struct strings *uses;
	enum shell shell;
};

static enum shell shell_of(const struct lint *l, const char *machine)
{
	const struct machine *m =
		machine ? tree_machine(l->tree, machine) : NULL;

	return m ? (enum shell)m->shell : SHELL_POWERSHELL;
}

static bool in_strings(const struct strings *s, const char *what)
{
	for (size_t i = 0; s && i < s->n; i++)
		if (strcmp(s->s[i], what) == 0)
			return true;
	return false;
}

struct use {
	struct commands *c;
	struct mark at;
};

static void check_use(void *ctx, const char *name, size_t offset)
{
	struct use *u = ctx;
	struct lint *l = u->c->l;

	if (!catalog_var(l->catalog, l->tree, name))
		diag_add(l->diags, lint_source(l), u->at, 21,
			"there is no var '%s'; declare it under vars", name);
	else if (u->c->uses && !in_strings(u->c->uses, name))
		diag_add(l->diags, lint_source(l), u->at, 44,
			"'%s' is used here but not listed under uses", name);
}

/* What runs any text, or makes security products raise an alarm. */
static void check_forbidden(struct lint *l, struct mark at, const char *command)
{
	static const char *const words[] = {
		"-encodedcommand", "-executionpolicy", "invoke-expression"};

	for (const char *s = command; *s; s++)
		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
			size_t n = 0;

			while (words[i][n] &&
				tolower((unsigned char)s[n]) == words[i][n])
				n++;
			if (!words[i][n])
				diag_add(l->diags, lint_source(l), at, 49,
					"'%.*s' is never used here", (int)n, s);
		}
}

struct namer {
	struct lint *l;
	struct mark at;
};

/* Get-Item, certutil.exe, .\Script.ps1: a name that cannot mean another
 * thing on another machine. */
static bool is_full_name(const char *s, size_t n)
{
	if (n > 4 && (memcmp(s + n - 4, ".exe", 4) == 0 ||
			     memcmp(s + n - 4, ".ps1", 4) == 0))
		return true;
	if (!isalpha((unsigned char)s[0]))
		return true; /* a number, a variable, a quoted path */
	return isupper((unsigned char)s[0]) && memchr(s, '-', n) != NULL;
}

static void check_name(void *ctx, const char *script,
	const struct ps_command *c)
{
	struct namer *n = ctx;
	const char *name = script + c->offset;

	if (c->kind == PS_COMMAND && !is_full_name(name, c->len))
		diag_add(n->l->diags, lint_source(n->l), n->at, 51,
			"'%.*s' is an alias or no full name; write the cmdlet "
			"out, programs with .exe",
			(int)c->len, name);
}

/* A check that calls itself read-only must be so by its commands. */
static void check_read_only(struct lint *l, struct mark at, enum shell shell,
	const char *command)
{
	const bool *claims =
		l->node ? lint_field(l->node->kind, l->node, "read_only")
			: NULL;
	struct not_read_only no;

	if (!claims || !*claims || script_is_read_only(command, shell, &no))
		return;
	diag_add(l->diags, lint_source(l), at, 50,
		"this is not known to be read-only: '%.*s' (%s)",
		(int)(no.len < 60 ? no.len : 60), command + no.offset, no.why);
}

static void give_value(void *facts, const char *name, size_t offset)
{
	facts_set(facts, name, "x", "lint", 0);
}

/* Which commands it holds can only be seen with values in place. */
static void check_script(struct lint *l, struct mark at, enum shell shell,
	const char *command)
{
	struct str filled = STR_INIT;
	struct facts facts;
	const char *why;

	facts_init(&facts);
	fill_names(command, give_value, &facts);
	if (fill_command(command, shell, &facts, &filled, &why)) {
		check_read_only(l, at, shell, filled.s);
		if (shell == SHELL_POWERSHELL) {
			check_forbidden(l, at, filled.s);
			ps_commands(filled.s, check_name,
				&(struct namer){l, at});
		}
	}
	str_release(&filled);
	facts_release(&facts);
}

static void check_command(struct commands *c, struct mark at, enum shell shell,
	const char *command)
{
	struct use u = {c, at};
	struct fill_fault fault;
	struct lint *l = c->l;

	if (!fill_check(command, shell, &fault))
		diag_add(l->diags, lint_source(l), at, 43, "%s, near '%.24s'",
			fault.text, command + fault.offset);
	fill_names(command, check_use, &u);
	check_script(l, at, shell, command);
}

static void visit_command(void *ctx, const struct shape *shape,
	const struct field *f, void *owner, void *value)
{
	struct commands *c = ctx;
	const char *machine = lint_text(shape, owner, "machine");
	const int *own = lint_field(shape, owner, "shell");
	enum shell shell = machine ? shell_of(c->l, machine) : c->shell;

	if (f->type != FIELD_COMMAND || !*(const char **)value)
		return;
	/* A step's own shell is written one higher: 0 is the machine's. */
	if (own && *own)
		shell = (enum shell)(*own - 1);
	check_command(c, *(struct mark *)owner, shell, *(const char **)value);
}

void lint_commands(struct lint *l)
{
	for (size_t i = 0; i < l->tree->nnodes; i++) {
		struct node *n = l->tree->nodes[i];
		struct commands c = {.l = l};

		l->node = n;
		c.uses = lint_field(n->kind, n, "uses");
		c.shell = shell_of(l, lint_text(n->kind, n, "machine"));
		shape_visit(n->kind, n, visit_command, &c);
	}
	l->node = NULL;
}

static void check_text_name(void *ctx, const char *name, size_t offset)
{
	struct use *u = ctx;
	struct lint *l = u->c->l;

	if (!catalog_var(l->catalog, l->tree, name))
		diag_add(l->diags, lint_source(l), u->at, 21,
			"there is no var '%s'; declare it under vars", name);
}

static void visit_text(void *ctx, const struct shape *shape,
	const struct field *f, void *owner, void *value)
{
	struct commands *c = ctx;
	struct use u = {c, *(struct mark *)owner};

	if (f->type == FIELD_TEXT && *(const char **)value)
		fill_names(*(const char **)value, check_text_name, &u);
}

void lint_texts(struct lint *l)
{
	for (size_t i = 0; i < l->tree->nnodes; i++) {
		struct commands c = {.l = l};

		l->node = l->tree->nodes[i];
		shape_visit(l->node->kind, l->tree->nodes[i], visit_text, &c);
	}
	l->node = NULL;
}
