/* Codes in every notation, and finding them in the tables. */
#include "model/codes.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void codes_release(struct codes *c)
{
	arena_release(&c->arena);
	*c = (struct codes){0};
}

const struct code_row *codes_find(const struct codes *c, int32_t number)
{
	const struct code_row *rows = c->rows.items;

	for (size_t i = 0; i < c->rows.n; i++)
		if (rows[i].number == number)
			return &rows[i];
	return NULL;
}

const struct code_row *codes_by_name(const struct codes *c, const char *name)
{
	const struct code_row *rows = c->rows.items;

	for (size_t i = 0; i < c->rows.n; i++)
		if (rows[i].name && strcasecmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}

const struct reason_row *codes_reason(const struct codes *c, int32_t number)
{
	const struct reason_row *rows = c->reasons.items;

	for (size_t i = 0; i < c->reasons.n; i++)
		if (rows[i].number == number)
			return &rows[i];
	return NULL;
}

bool code_parse(const char *text, int32_t *code)
{
	const char *s = text;
	bool negative = false;
	long long n;
	char *end;
	int base;

	while (isspace((unsigned char)*s))
		s++;
	if (strncmp(s, "\xE2\x88\x92", 3) == 0) { /* a typographic minus */
		negative = true;
		s += 3;
	} else if (*s == '-') {
		negative = true;
		s++;
	}
	base = s[0] == '0' && (s[1] == 'x' || s[1] == 'X') ? 16 : 10;
	if (!isxdigit((unsigned char)s[base == 16 ? 2 : 0]))
		return false;
	errno = 0;
	n = strtoll(s, &end, base);
	while (isspace((unsigned char)*end))
		end++;
	if (errno || *end || n > 0xFFFFFFFFll || (negative && n > 0x80000000ll))
		return false;
	n = negative ? -n : n;
	*code = (int32_t)(uint32_t)(n & 0xFFFFFFFFll);
	return true;
}
