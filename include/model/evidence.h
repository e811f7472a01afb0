/*
 * Text from outside, made readable: UTF-8 whatever it was (UTF-16 with or
 * without BOM, UTF-8, code pages 437, 850, 936, 1252), lines ended by LF, no
 * terminal sequences, no zero-width characters, no-break spaces as blanks.
 * Lines keep their numbers, so a finding can say where it stood.
 */
#ifndef MODEL_EVIDENCE_H
#define MODEL_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>

struct evidence {
	char *name; /* "event.txt", "paste"; owned */
	char *text; /* owned, ended by NUL */
	size_t len;
	const char *encoding; /* what it was taken for; static */
	bool binary;          /* it was no text at all; text is empty then */
};

#define EVIDENCE_MOST ((size_t)64 << 20) /* bytes; more is refused */

/* Never fails: what is no text is marked binary. */
void evidence_init(struct evidence *, const char *name, const char *bytes,
	size_t len);
void evidence_release(struct evidence *);
/* Line from 1 of a byte of the text. */
unsigned evidence_line(const struct evidence *, size_t offset);

/*
 * The envelope of a check: the lines between `<vpntriage TAG CHECK` and
 * `TAG>`. Looks from `from` on; false when there is none. `ended` is false
 * when the closing line is missing.
 */
struct envelope {
	const char *tag;
	size_t taglen;
	const char *check;
	size_t checklen;
	size_t start, end; /* of what is inside */
	size_t next;       /* where to look on */
	bool ended;
};

bool evidence_envelope(const char *text, size_t len, size_t from,
	struct envelope *);

#endif
