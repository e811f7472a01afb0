/* A journal walked again with the trees of today. */
#ifndef STORE_REPLAY_H
#define STORE_REPLAY_H

#include "engine/engine.h"
#include "model/record.h"

struct replay {
	struct record *record; /* may gain a resumption */
	const struct catalog *catalog;
	int64_t at;
	/* what comes out: */
	struct engine *engine; /* the caller's */
	size_t *numbers; /* step of the engine -> number of its entry; owned */
	size_t nnumbers, capnumbers;
	size_t resumptions_before;
	struct strings changes; /* in the record's arena */
};

/* False: the tree is not there any more; *why is a sentence. */
bool replay_run(struct replay *, struct str *why);

#endif
