/*
 * The front ends: what a person sees and types. They serve the engine's five
 * prompts and know nothing of kinds of nodes; they print, and nothing below
 * them does.
 */
#ifndef UI_UI_H
#define UI_UI_H

#include "model/codes.h"
#include "model/theme.h"
#include "model/tree.h"

enum ui_flags {
	UI_PLAIN = 1 << 0, /* lines that are only added to, no frames */
	UI_NO_COLOUR = 1 << 1,
	UI_NO_MOUSE = 1 << 2,
};

/* A text given on the command line; bytes as they were read. */
struct ui_evidence {
	const char *name, *bytes;
	size_t len;
};

/* Where checks of a machine are run, kept from one session to the next. */
struct ui_place {
	const char *machine, *where; /* "nps", "ssh:admin@nps1" */
};

struct consent;
struct engine;
struct session;
struct store;

struct ui_options {
	const struct catalog *catalog;
	const struct codes *codes;
	const struct theme *theme;
	const char *tree; /* straight into it; or NULL */
	const char *text; /* a code to begin with, as typed; or NULL */
	const struct ui_evidence *evidence;
	size_t nevidence;
	const char *ticket;
	unsigned flags;                /* enum ui_flags */
	const struct store *store;     /* NULL: sessions are not kept */
	const struct consent *consent; /* whose trees are trusted; or NULL */
	const struct ui_place *places;
	size_t nplaces;
	/* A place was chosen: keep it. May be NULL. */
	void (*keep_place)(const char *machine, const char *where);
	/* A session taken up again; both are the front end's from now on. */
	struct engine *engine;
	struct session *session;
	const char *remark;  /* for the start screen: trees left out ... */
	const char *version; /* of the program */
};

/*
 * Serve one person until they are done. Gives the exit status: 0 found,
 * fixed or left with the session kept, 2 no terminal to work with, 3 input
 * ended before the walk did, 4 escalated, 130 ended by a signal.
 */
int ui_run(const struct ui_options *);

/* The two of them; ui_run chooses. */
int line_run(const struct ui_options *);
int tui_run(const struct ui_options *);

#endif
