/* Growable byte strings. */
#include "base/str.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"

#ifdef TINY
#define FIRST_ROOM 4
#else
#define FIRST_ROOM 64
#endif
#define LONGEST_WORD 64

static char empty[1];

void str_init(struct str *b)
{
	*b = (struct str){empty, 0, 0};
}

void str_release(struct str *b)
{
	if (b->cap)
		free(b->s);
	str_init(b);
}

void str_reset(struct str *b)
{
	str_truncate(b, 0);
}

void str_truncate(struct str *b, size_t len)
{
	if (len >= b->len)
		return;
	b->len = len;
	b->s[len] = '\0';
}

char *str_detach(struct str *b)
{
	char *s = b->cap ? b->s : xstrdup("");

	str_init(b);
	return s;
}

void str_reserve(struct str *b, size_t more)
{
	size_t want = b->cap ? b->cap : FIRST_ROOM;

	if (more > SIZE_MAX / 2 - b->len)
		die("out of memory (%zu bytes more)", more);
	if (b->cap && b->len + more + 1 <= b->cap)
		return;
	while (want < b->len + more + 1)
		want *= 2;
	b->s = xrealloc(b->cap ? b->s : NULL, want);
	b->cap = want;
	b->s[b->len] = '\0';
}

void str_add(struct str *b, const char *s, size_t n)
{
	if (n == 0)
		return;
	str_reserve(b, n);
	memcpy(b->s + b->len, s, n);
	b->len += n;
	b->s[b->len] = '\0';
}

void str_adds(struct str *b, const char *s)
{
	str_add(b, s, strlen(s));
}

void str_addc(struct str *b, char c)
{
	str_add(b, &c, 1);
}

void str_vaddf(struct str *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n < 0)
		die("cannot format '%s'", fmt);
	str_reserve(b, (size_t)n);
	vsnprintf(b->s + b->len, (size_t)n + 1, fmt, again);
	va_end(again);
	b->len += (size_t)n;
}

void str_addf(struct str *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(b, fmt, ap);
	va_end(ap);
}

bool starts_with(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool ends_with(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n >= m && strcmp(s + n - m, suffix) == 0;
}

static size_t least(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

size_t edit_distance(const char *a, const char *b)
{
	size_t row[LONGEST_WORD + 1], n = strlen(a), m = strlen(b);

	if (n > LONGEST_WORD || m > LONGEST_WORD)
		return SIZE_MAX;
	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t above = row[j];
			size_t same = tolower((unsigned char)a[i - 1]) ==
				      tolower((unsigned char)b[j - 1]);

			row[j] = least(above + 1, row[j - 1] + 1,
				diagonal + !same);
			diagonal = above;
		}
	}
	return row[m];
}

bool is_near(const char *wrong, const char *right)
{
	size_t room = strlen(right) / 3;

	return edit_distance(wrong, right) <= (room ? room : 1);
}
