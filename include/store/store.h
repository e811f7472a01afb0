/*
 * Where sessions are kept: one file each, ID.jsonl, in
 * $XDG_STATE_HOME/vpntriage/sessions. The only layer that knows the folder.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "model/record.h"
#include "os/file.h"

struct store {
	char *folder;               /* owned */
	const struct file_ops *ops; /* NULL: the real ones */
};

/* From XDG_STATE_HOME, else HOME/.local/state. False when neither is set;
 * then nothing can be kept, and everything below says so. */
bool store_init(struct store *);
/* A folder of one's own choice; nothing is made yet. */
void store_init_at(struct store *, const char *folder, const struct file_ops *);
void store_release(struct store *);

/* The id meant by "last", a whole id or the beginning of exactly one. False:
 * *why is a sentence. */
bool store_find(const struct store *, const char *wanted, struct str *id,
	struct str *why);
/* A session by its exact id, settled. False: *why is a sentence. */
bool store_read(const struct store *, const char *id, struct record *,
	struct str *why);
/* A journal, or one exported session, from any file ("-" too). */
bool store_read_file(const char *path, struct record *, struct str *why);
/* Append what needs no tree (a note, an export) to a session that nobody
 * has open. The entry's number is filled in. */
bool store_append(const struct store *, const char *id, struct entry *,
	struct str *why);
/* A session from outside as one of ours; its id is taken over, or the next
 * free one with -2, -3 ... behind it (then r->id says which). */
bool store_import(const struct store *, struct record *, struct str *why);

/* Every session of a file (one a line, as exported; or a journal); the ids
 * are added to *ids, a line each. False: at least one could not be taken. */
bool store_import_file(const struct store *, const char *path, struct str *ids,
	struct str *why);

/* One row of the list of sessions. */
struct listed {
	const char *id, *tree, *title, *ticket, *state, *cause;
	int64_t started, last; /* milliseconds since 1970 */
	bool damaged;          /* it could not be read */
};

struct listing {
	struct arena arena;
	struct listed *rows; /* latest first */
	size_t n, cap;
};

bool store_list(const struct store *, struct listing *, struct str *why);
/* Only the latest `most` by their ids, without reading the others. */
bool store_latest(const struct store *, size_t most, struct listing *,
	struct str *why);
void listing_release(struct listing *);

#endif
