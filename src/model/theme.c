/* Roles, colours and the look that needs no file. */
#include "model/theme.h"

#include <stdlib.h>
#include <string.h>

const char *const role_words[] = {"text", "dim", "bar", "clock", "title",
	"head", "say", "warn", "bad", "good", "command", "where", "selected",
	"key", "source", "frame", "input", "status", NULL};

const char *const style_words[] = {
	"bold", "dim", "underline", "reverse", "italic", NULL};

static const char *const colour_words[] = {"black", "red", "green", "yellow",
	"blue", "magenta", "cyan", "white", "bright-black", "bright-red",
	"bright-green", "bright-yellow", "bright-blue", "bright-magenta",
	"bright-cyan", "bright-white", NULL};

static const struct {
	enum role role;
	unsigned mono;
} plain[] = {
	{ROLE_DIM, STYLE_DIM},
	{ROLE_BAR, STYLE_REVERSE},
	{ROLE_CLOCK, STYLE_REVERSE | STYLE_BOLD},
	{ROLE_TITLE, STYLE_BOLD},
	{ROLE_HEAD, STYLE_BOLD},
	{ROLE_WARN, STYLE_BOLD},
	{ROLE_BAD, STYLE_BOLD | STYLE_UNDERLINE},
	{ROLE_GOOD, STYLE_BOLD},
	{ROLE_WHERE, STYLE_UNDERLINE},
	{ROLE_SELECTED, STYLE_REVERSE},
	{ROLE_KEY, STYLE_BOLD},
	{ROLE_SOURCE, STYLE_DIM},
	{ROLE_INPUT, STYLE_UNDERLINE},
	{ROLE_STATUS, STYLE_BOLD},
};

bool colour_parse(const char *text, int *colour)
{
	char *end;
	long n;

	if (!strcmp(text, "default")) {
		*colour = COLOUR_NONE;
		return true;
	}
	for (int i = 0; colour_words[i]; i++)
		if (!strcmp(text, colour_words[i])) {
			*colour = i;
			return true;
		}
	if (*text < '0' || *text > '9')
		return false;
	n = strtol(text, &end, 10);
	if (*end || n > 255)
		return false;
	*colour = (int)n;
	return true;
}

int colour_fewer(int c)
{
	int level[3], bit = 0;

	if (c < 8)
		return c;
	if (c < 16)
		return c - 8;
	if (c >= 232) /* 24 greys */
		return c < 244 ? 0 : 7;
	c -= 16; /* a cube of 6 x 6 x 6 */
	level[0] = c / 36;
	level[1] = c / 6 % 6;
	level[2] = c % 6;
	for (int i = 0; i < 3; i++)
		if (level[i] >= 3)
			bit |= 1 << i;
	return bit;
}

void theme_init(struct theme *t)
{
	memset(t, 0, sizeof(*t));
	arena_init(&t->arena);
	t->name = "mono";
	t->title = "No colours";
	for (int i = 0; i < ROLE_COUNT; i++) {
		struct style *s = &t->style[i];

		s->fg = s->bg = s->fg8 = s->bg8 = COLOUR_NONE;
	}
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++) {
		t->style[plain[i].role].mono = plain[i].mono;
		t->style[plain[i].role].flags = plain[i].mono;
	}
}

void theme_free(struct theme *t)
{
	if (!t)
		return;
	arena_release(&t->arena);
	free(t);
}
