/*
 * A walk that survives: whatever the engine took is appended to the
 * session's journal and synced before the screen moves on. The journal is
 * locked by who has it open; a second one may read, and keeps nothing.
 *
 * Values of vars of type secret reach no file, and neither does any text in
 * which such a value stands: it is replaced there.
 */
#ifndef STORE_SESSION_H
#define STORE_SESSION_H

#include "engine/engine.h"
#include "store/store.h"

struct session;

struct session_start {
	const char *ticket, *technician, *caller; /* each may be NULL */
	const char *program;                      /* our version */
	int64_t at;                               /* now, ms since 1970 */
};

/* A new one for a walk that begins. Its file is made with the first entry.
 * The store is borrowed. */
struct session *session_new(const struct store *, struct engine *,
	const struct session_start *);

struct session_take {
	const struct store *store;
	const struct catalog *catalog; /* borrowed for the engine's life */
	const char *id;
	int64_t at;
};

/*
 * Take a session up again: its journal is replayed through a new engine,
 * which is then the caller's. Answers that the trees of today no longer take
 * are set aside. NULL: it cannot be read or its tree is gone, *why says so.
 */
struct session *session_resume(const struct session_take *, struct engine **,
	struct str *why);
void session_free(struct session *);

/* Write all that the engine took since. 0: everything is on the disk. -1:
 * something is not, session_trouble() says why; nothing is lost, the next
 * call tries again. */
int session_keep(struct session *, struct engine *);
/* NULL when all is well, else one sentence. */
const char *session_trouble(const struct session *);
/* Somebody else has it open. */
bool session_read_only(const struct session *);

const char *session_id(const struct session *);
/* Everything so far; grows with session_keep. */
const struct record *session_record(struct session *);
/* What is different since the answers were given: changed trees, answers
 * set aside, answers that mean something else now. A sentence each. */
const struct strings *session_changes(const struct session *);

#endif
