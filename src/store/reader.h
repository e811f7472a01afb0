/* A journal or an exported session read back into a record. */
#ifndef STORE_READER_H
#define STORE_READER_H

#include "model/record.h"

enum line_kind {
	LINE_BAD,
	LINE_HEADER,
	LINE_ENTRY,
	LINE_RESUMED,
	LINE_EXPORT, /* a whole session in one object */
};

/* One line added to the record. *why is set for a bad one (static). */
enum line_kind reader_line(struct record *, const char *line, size_t n,
	const char **why);

/*
 * A whole journal. *good is how many bytes of it are whole lines; what
 * follows is a torn one. False when there is no readable header; *why says
 * what is wrong (static).
 */
bool reader_journal(struct record *, const char *bytes, size_t n, size_t *good,
	const char **why);

#endif
