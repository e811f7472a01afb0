/* From what the engine took to what the journal keeps of it. */
#ifndef STORE_SCRIBE_H
#define STORE_SCRIBE_H

#include "engine/engine.h"
#include "model/record.h"

struct scribe {
	struct arena *arena; /* of the record */
	char **secrets;      /* values that are written nowhere; owned */
	size_t nsecrets, capsecrets;
	char **trees; /* ids of the trees noted so far; owned */
	size_t ntrees, captrees;
	/* The fix that is on the screen: its way out of it is the next step. */
	const char *fix_node, *fix_machine, *fix_command;
	struct str work;
};

void scribe_init(struct scribe *, struct arena *);
void scribe_release(struct scribe *);

/* A hash of a tree's bytes and of its parts', 16 hex digits; not for
 * security, but to see that something changed. Lives in the arena. */
const char *scribe_hash(struct arena *, const struct tree *);

/* Learn the secret values that a reply brings, before anything of it is
 * noted. */
void scribe_learn(struct scribe *, const struct engine *, const struct reply *);
/* A step as an entry; all in the arena, scrubbed of the known secrets. The
 * number and `now` are left to the caller. */
void scribe_note(struct scribe *, const struct engine *, const struct step *,
	struct entry *);
/* The node that is asked now, or NULL. */
const char *scribe_place(struct scribe *, struct engine *);
/* Where the walk stands; remembers a fix that is shown now. */
const struct now *scribe_now(struct scribe *, struct engine *);

#endif
