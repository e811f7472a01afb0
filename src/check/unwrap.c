/*
 * A console breaks a line at its last column; copying from it makes real line
 * ends of that. A line that is exactly as long as the console is wide goes
 * on in the next one, and one that is a column shorter lost a blank there,
 * unless the next line begins something new.
 */
#include "unwrap.h"

#include <ctype.h>
#include <string.h>

#include "base/utf8.h"

struct line {
	const char *s;
	size_t n, columns;
};

static bool next_line(const char **p, const char *end, struct line *l)
{
	const char *nl;

	if (*p == end)
		return false;
	nl = memchr(*p, '\n', (size_t)(end - *p));
	l->s = *p;
	l->n = (size_t)((nl ? nl : end) - *p);
	l->columns = utf8_columns(l->s, l->n);
	*p = nl ? nl + 1 : end;
	return true;
}

/*
 * The usual widths of consoles. One of them counts when no line is longer and
 * at least one fills it; a text whose longest line just happens to be as long
 * loses nothing that a matcher could miss, see begins_new.
 */
size_t unwrap_width(const char *text, size_t n)
{
	static const size_t widths[] = {80, 100, 120, 132, 160};
	const char *p = text;
	struct line l;
	size_t longest = 0;

	while (next_line(&p, text + n, &l))
		if (l.columns > longest)
			longest = l.columns;
	for (size_t i = 0; i < sizeof(widths) / sizeof(*widths); i++)
		if (longest == widths[i] || longest == widths[i] - 1)
			return widths[i];
	return 0;
}

/* "NTAUTH=missing", "CLIENTCERT total=1": a capital word that is no hex, then
 * '=' or a key. Also envelopes and prompts. */
static bool begins_new(const struct line *l)
{
	size_t n = 0, m;
	bool hex = true;

	if (l->n == 0 || *l->s == '<' || *l->s == '[')
		return true;
	if (l->n > 3 && memcmp(l->s, "PS ", 3) == 0)
		return true;
	while (n < l->n &&
		(isupper((unsigned char)l->s[n]) ||
			isdigit((unsigned char)l->s[n]) || l->s[n] == '_')) {
		hex = hex && isxdigit((unsigned char)l->s[n]);
		n++;
	}
	if (n >= 3 && n < l->n && l->s[n] == '>')
		return true; /* the end of an envelope */
	if (n < 3 || hex || n == l->n)
		return false;
	if (l->s[n] == '=')
		return true;
	for (m = n + 1; l->s[n] == ' ' && m < l->n; m++)
		if (!islower((unsigned char)l->s[m]) &&
			!isdigit((unsigned char)l->s[m]) && l->s[m] != '_')
			return l->s[m] == '=';
	return false;
}

void unwrap_add(struct str *out, const char *text, size_t n, size_t width)
{
	const char *p = text, *end = text + n;
	struct line l, next;
	bool more = next_line(&p, end, &l);

	while (more) {
		str_add(out, l.s, l.n);
		more = next_line(&p, end, &next);
		if (!more || l.columns + 1 < width || begins_new(&next))
			str_addc(out, '\n');
		else if (l.columns + 1 == width)
			str_addc(out, ' ');
		l = next;
	}
}
