/* What the files of this layer share about the folder. */
#ifndef STORE_WHERE_H
#define STORE_WHERE_H

#include "store/store.h"

void store_path(const struct store *, const char *id, struct str *path);
bool store_is_id(const char *id);
/* Read what the file holds; when the appender is open (and locked), cut off
 * a torn last line. */
bool store_reread(struct appender *, const char *path, struct record *,
	struct str *why);
/* All lines of a journal. */
void store_write_record(const struct record *, struct str *out);

#endif
