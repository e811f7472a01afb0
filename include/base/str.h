/*
 * A growable string of bytes. `s` is always ended by a NUL that `len` does
 * not count, also when nothing was added; it may hold NULs of its own.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct str {
	char *s;
	size_t len, cap; /* cap is 0 while s is not ours */
};

#define STR_INIT                   \
	{                          \
		(char[]){""}, 0, 0 \
	}

void str_init(struct str *);
void str_release(struct str *);
void str_reset(struct str *); /* empty it, keep the room */
void str_truncate(struct str *, size_t len);
char *str_detach(struct str *); /* yours to free; the str is empty */
void str_reserve(struct str *, size_t more);

void str_add(struct str *, const char *, size_t n);
void str_adds(struct str *, const char *);
void str_addc(struct str *, char);
void str_addf(struct str *, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void str_vaddf(struct str *, const char *fmt, va_list)
	__attribute__((format(printf, 2, 0)));

bool starts_with(const char *s, const char *prefix);
bool ends_with(const char *s, const char *suffix);

/*
 * How many single-character edits lie between two words, letter case aside;
 * what makes "did you mean" possible. Words over 64 bytes are never near.
 */
size_t edit_distance(const char *, const char *);
/* Near enough to be worth a "did you mean": a third of the word, at least 1. */
bool is_near(const char *wrong, const char *right);

#endif
