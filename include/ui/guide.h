/*
 * One walk as a front end drives it: the engine, the session that keeps it,
 * the runner that carries checks out, and what is to be told to the person.
 * Knows no terminal; both front ends are loops around it.
 */
#ifndef UI_GUIDE_H
#define UI_GUIDE_H

#include "check/consent.h"
#include "check/envelope.h"
#include "check/runner.h"
#include "engine/engine.h"
#include "model/reading.h"
#include "store/store.h"
#include "ui/ui.h"

/* A tree that could be gone into, and why it is offered. */
struct offer {
	const struct tree *tree;
	int score;        /* of evidence or of the words searched for */
	bool by_evidence; /* else by the words, or because it is there */
};

/* One answer of the trail. */
struct answered {
	size_t number; /* of the journal entry; what guide_jump takes */
	const char *title, *label;
	const char *source; /* "you", or where it is from */
	const char *note;   /* the outcome's remark; or NULL */
	bool automatic;     /* nobody was asked */
	bool live;          /* false: set aside */
	int role;           /* as in struct step */
	enum reply_kind kind;
};

/* How often each happened, for the end. */
struct tally {
	size_t ran, by_eye, verified, not_verified, skipped, fixes;
};

/* How a session leaves the house. */
struct guide_export {
	const char *format; /* of exporters */
	bool names;         /* as they are, not as tokens */
	const char *reason; /* why it goes although something is missing */
};

struct place {
	char *machine, *where; /* owned; where as where_parse reads it */
};

struct guide {
	const struct ui_options *o;
	struct engine *engine; /* NULL until a tree is chosen */
	struct session *session;
	struct runner *runner; /* made with the first run */
	struct consent consent;
	struct reading reading; /* of all evidence given before the tree */
	struct evidence *evidence;
	size_t nevidence, capevidence;
	struct place *places;
	size_t nplaces, capplaces;
	struct arena arena; /* of the trail */
	struct answered *trail;
	size_t ntrail, captrail;
	struct listing recent; /* sessions, read when first asked for */
	bool listed;
	char tag[ENVELOPE_TAG];
	int64_t started, fixed_now; /* fixed_now: the clock of a test */
	size_t changes;             /* counts up with everything that is new */
	size_t took;                /* answers just taken from evidence */
	struct str say;             /* what to tell the person; "" nothing */
	bool trouble;               /* say is bad news */
};

void guide_init(struct guide *, const struct ui_options *);
void guide_release(struct guide *);
int64_t guide_now(const struct guide *);
/* What the options ask for: evidence, a tree, a code. */
void guide_begin(struct guide *);

/* --- before the walk --- */
/* Take a text in any encoding; false (and why in say) when it is no text. In
 * a walk it goes to the engine at once. */
bool guide_evidence(struct guide *, const char *name, const char *bytes,
	size_t n);
/* Trees to offer: what evidence says first, then what the words fit, then
 * all. Yours to free. */
struct offer *guide_offers(const struct guide *, const char *words, size_t *n);
/* What a typed code means, in one line; false when it is none. */
bool guide_code(const struct guide *, const char *typed, struct str *out);
bool guide_open(struct guide *, const char *tree);
/* The walk stays kept; back to the start. */
void guide_close(struct guide *);

/* --- the walk --- */
const struct prompt *guide_prompt(struct guide *);
/* False: why is in say. What evidence decides after it is taken as well. */
bool guide_choose(struct guide *, const char *id);
/* Take what the prompt suggests, whatever it rests on. */
bool guide_accept(struct guide *);
bool guide_next(struct guide *);
bool guide_skip(struct guide *);
bool guide_form(struct guide *, const struct pairs *);
bool guide_result(struct guide *, const struct result *);
bool guide_back(struct guide *);
bool guide_jump(struct guide *, size_t number);
bool guide_note(struct guide *, const char *text);
bool guide_flag(struct guide *, const char *text);
bool guide_tried(struct guide *, const char *reason);
/* The tree's own values, overruled. */
bool guide_set(struct guide *, const char *var, const char *value);

/* --- checks --- */
/* Where checks of a machine run; WHERE_PASTE when nobody said. */
void guide_where(const struct guide *, const char *machine, struct where *);
bool guide_place(struct guide *, const char *machine, const char *where);
/* May the check of the prompt run? ASK: show it, then guide_consent. */
enum leave guide_may_run(struct guide *, const char **why);
void guide_consent(struct guide *);
struct job *guide_run(struct guide *);

/* --- looking back --- */
const struct answered *guide_trail(struct guide *, size_t *n);
void guide_tally(struct guide *, struct tally *);
enum clock_state {
	CLOCK_EARLY,
	CLOCK_SOON, /* four fifths of the tree's time are gone */
	CLOCK_OVER,
};
enum clock_state guide_late(const struct guide *);
/* What to say about it; false: nothing yet. */
bool guide_clock_warning(const struct guide *, struct str *);
/* Minutes and seconds since the start, "4:05" or "1:04:05", and of how
 * many minutes where the tree has a limit. */
void guide_clock(const struct guide *, struct str *);
const char *guide_source(const struct reply *);
const char *guide_session(const struct guide *); /* id; or NULL */

/* The latest few; borrowed. */
const struct listing *guide_recent(struct guide *);
/* Take one up again, in place of the walk there is. */
bool guide_resume(struct guide *, const char *id);

/* --- what leaves the house --- */
/* What a handover must have and has not, in words; NULL: nothing. */
const char *guide_lacks(struct guide *, const char *format, struct str *);
/* The text as it would leave, and what was replaced; false: not kept. */
bool guide_preview(struct guide *, const struct guide_export *, struct str *,
	struct str *report);
/* Exactly one new file; say tells its path, or why not. */
bool guide_export(struct guide *, const struct guide_export *,
	const char *path);

void guide_tell(struct guide *, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
