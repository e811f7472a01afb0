/* Options may stand before or after the arguments of a subcommand. */
#include "args.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

const struct option_def common_options[] = {
	{"--trees", "DIR", "look for trees here first; may repeat"},
	{"--json", NULL, "print JSON; the schemas are in doc/schema"},
	{"--plain", NULL, "lines instead of a full screen"},
	{"--theme", "NAME", "colours: dark, light, contrast or a file"},
	{"--no-color", NULL, "no colours; NO_COLOR does the same"},
	{"--no-mouse", NULL, "leave the mouse to the terminal"},
	{"--ticket", "ID", "the ticket that this belongs to"},
	{"--help", NULL, "what this command does"},
	{"--version", NULL, "the version"},
	{0},
};

int usage_error(const char *fmt, ...)
{
	va_list ap;

	fputs("vpntriage: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return STATUS_USAGE;
}

const char *args_value(const struct args *a, const char *option)
{
	const char *value = NULL;

	for (size_t i = 0; i < a->n; i++)
		if (a->list[i].option && strcmp(a->list[i].option, option) == 0)
			value = a->list[i].value;
	return value;
}

bool args_has(const struct args *a, const char *option)
{
	return args_value(a, option) != NULL;
}

const char *args_plain(const struct args *a, size_t nth)
{
	for (size_t i = 0; i < a->n; i++)
		if (!a->list[i].option && nth-- == 0)
			return a->list[i].value;
	return NULL;
}

size_t args_count_plain(const struct args *a)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		n += !a->list[i].option;
	return n;
}

static const struct option_def *find(const struct option_def *list,
	const char *name, size_t n)
{
	for (; list && list->name; list++)
		if (strlen(list->name) == n &&
			strncmp(list->name, name, n) == 0)
			return list;
	return NULL;
}

const struct option_def *args_option(const struct command *c, const char *name)
{
	size_t n = strcspn(name, "=");
	const struct option_def *o = find(c->options, name, n);

	return o ? o : find(common_options, name, n);
}

/* "-2146762495" is a code, "-" is standard input; neither is an option. */
static bool is_option(const char *s)
{
	return s[0] == '-' && s[1] && !isdigit((unsigned char)s[1]);
}

static const struct command *by_name(const char *name)
{
	for (size_t i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

/* Any command's option that takes an argument hides that argument. */
static bool takes_argument(const char *option)
{
	for (size_t i = 0; commands[i]; i++) {
		const struct option_def *o = args_option(commands[i], option);

		if (o)
			return o->argument && !strchr(option, '=');
	}
	return false;
}

const struct command *args_command(int argc, char **argv)
{
	const struct command *c;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0)
			break;
		if (is_option(argv[i])) {
			i += takes_argument(argv[i]);
			continue;
		}
		c = by_name(argv[i]);
		return c ? c : by_name("wizard");
	}
	return by_name("wizard");
}

static void suggest_option(const struct command *c, const char *wrong)
{
	const struct option_def *lists[] = {c->options, common_options};

	for (size_t k = 0; k < 2; k++)
		for (const struct option_def *o = lists[k]; o && o->name; o++)
			if (is_near(wrong, o->name)) {
				usage_error("there is no option '%s'; did you "
					    "mean '%s'?",
					wrong, o->name);
				return;
			}
	usage_error("there is no option '%s'; see 'vpntriage %s%s--help'",
		wrong, strcmp(c->name, "wizard") == 0 ? "" : c->name,
		strcmp(c->name, "wizard") == 0 ? "" : " ");
}

static bool take_option(int argc, char **argv, int *i, const struct command *c,
	struct given *g)
{
	const struct option_def *o = args_option(c, argv[*i]);
	const char *equals = strchr(argv[*i], '=');

	if (!o) {
		suggest_option(c, argv[*i]);
		return false;
	}
	g->option = o->name;
	g->value = "";
	if (!o->argument) {
		if (equals)
			usage_error("option '%s' takes no value", o->name);
		return !equals;
	}
	if (equals) {
		g->value = equals + 1;
	} else if (*i + 1 < argc) {
		g->value = argv[++*i];
	} else {
		usage_error("option '%s' needs %s", o->name, o->argument);
		return false;
	}
	return true;
}

bool args_parse(int argc, char **argv, const struct command *c,
	struct given *list, struct args *out)
{
	bool named = false, only_plain = false;
	size_t n = 0;

	for (int i = 1; i < argc; i++) {
		if (!only_plain && strcmp(argv[i], "--") == 0) {
			only_plain = true;
			continue;
		}
		if (!only_plain && is_option(argv[i])) {
			list[n] = (struct given){0};
			if (!take_option(argc, argv, &i, c, &list[n]))
				return false;
			n++;
			continue;
		}
		if (!named && strcmp(argv[i], c->name) == 0) {
			named = true;
			continue;
		}
		list[n++] = (struct given){NULL, argv[i]};
	}
	*out = (struct args){list, n};
	return true;
}
