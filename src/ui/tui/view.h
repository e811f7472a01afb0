/*
 * What is shown for each kind of prompt, and the pages that lie over it. The
 * only state is struct app; each view and panel is one file and one row.
 */
#ifndef UI_TUI_VIEW_H
#define UI_TUI_VIEW_H

#include "chooser.h"
#include "edit.h"
#include "page.h"
#include "ui/clipboard.h"
#include "ui/guide.h"
#include "ui/keys.h"
#include "ui/tui/app.h"

#define LEAST_ROWS 16
#define LEAST_COLS 60
#define MOST_LETTERS 64

enum row_does {
	ROW_CHOICE, /* answers the prompt with id */
	ROW_ACTION,
	ROW_NEXT,    /* go on: a page, a form */
	ROW_TREE,    /* start screen: open the tree of id */
	ROW_SESSION, /* start screen: take it up again */
	ROW_FILE,    /* start screen: read the file that was typed */
	ROW_OTHER,   /* the panel knows */
};

struct option {
	enum row_does does;
	const char *id;
	enum action action;
	size_t number;
};

/* What can be chosen now; texts live in the arena. */
struct menu {
	struct arena arena;
	struct row *rows;
	struct option *options; /* beside each row */
	size_t n, cap, capoptions;
};

void menu_start(struct menu *);
void menu_release(struct menu *);
void menu_add(struct menu *, const struct row *, const struct option *);

enum draft {
	DRAFT_NOTE,
	DRAFT_FLAG,
	DRAFT_TRIED,
	DRAFT_WHERE,
	DRAFT_PASTE,
	DRAFT_FILE,
	DRAFT_COUNT,
};

struct app {
	struct guide *g;
	struct screen *screen;
	const struct panel *panel; /* over the view; or NULL */
	struct menu menu, pmenu;   /* of the view, of the panel */
	struct chooser list, plist;
	struct page page, ppage;
	int scroll, pscroll;
	int body_rows, pbody_rows; /* of the last drawing */
	struct edit *fields;       /* of a form */
	size_t nfields, focus;     /* focus == nfields: the menu */
	const char **faults;       /* why a field was not taken; or NULL */
	struct edit search;        /* of the start screen */
	struct edit draft[DRAFT_COUNT];
	enum draft draft_now;    /* of the remark panel */
	const struct node *node; /* the prompt that is open */
	size_t seen;             /* changes of the guide */
	bool fresh;              /* the prompt is another one */
	struct job *job;
	int64_t countdown; /* when the next verification runs; 0: none */
	struct pasted pasted;
	bool has_pasted;
	const struct result *came; /* what the verdict is about */
	const char *came_say;
	struct clipboard clip;
	bool bare;         /* text is wanted on a bare screen */
	bool one_line;     /* of the copy panel */
	struct str output; /* for the terminal, beside the frame */
	size_t exporter;   /* of the transcript panel */
	bool names;
	struct edit reason;
	struct str report;
	struct str text; /* of the panel: what is copied or exported */
	bool quit, stop;
	int64_t now; /* of the last drawing, in seconds */
};

/* --- views, one per enum prompt_kind --- */
struct view {
	void (*open)(struct app *, const struct prompt *); /* or NULL */
	void (*body)(struct app *, const struct prompt *, struct page *);
	void (*menu)(struct app *, const struct prompt *, struct menu *);
	/* Drawn between body and menu, in the rows it says; or NULL. */
	int (*height)(struct app *, int cols);
	void (*draw)(struct app *, const struct canvas *);
	/* Before the menu sees it; or NULL. */
	bool (*event)(struct app *, const struct prompt *,
		const struct event *);
	/* "Go on" was chosen; or NULL. */
	void (*next)(struct app *, const struct prompt *);
};

extern const struct view view_page, view_choice, view_form, view_run, view_end;

void body_title(struct page *, const struct prompt *);
void body_blocks(struct page *, const struct prompt *);
void menu_choices(struct menu *, const struct prompt *, enum role);

/* The walk: bar, trail, body, menu, status, hints. */
void walk_update(struct app *);
void walk_draw(struct app *, const struct canvas *);
bool walk_event(struct app *, const struct event *);
/* The start screen. */
void start_update(struct app *);
void start_draw(struct app *, const struct canvas *);
bool start_event(struct app *, const struct event *);

void draw_bar(struct app *, const struct canvas *, const char *where);
void draw_hint(const struct canvas *, int y, const char *const (*pairs)[2]);
void draw_say(const struct canvas *, enum role, const char *);
void draw_scroll(const struct canvas *, int from, int most);

/* --- panels --- */
struct panel {
	const char *title;
	const char *const (*hints)[2]; /* key, word; ends with NULL */
	void (*open)(struct app *);    /* or NULL */
	void (*draw)(struct app *, const struct canvas *);
	bool (*event)(struct app *, const struct event *);
};

extern const struct panel panel_help, panel_history, panel_facts, panel_remark,
	panel_copy, panel_consent, panel_running, panel_paste, panel_verdict,
	panel_transcript;

void panel_open(struct app *, const struct panel *);
void panel_close(struct app *);
/* Scrolls the panel's page; true when the event was for that. */
bool panel_scroll(struct app *, const struct event *);
bool event_is(const struct event *, uint32_t key);

void app_act(struct app *, enum action);
/* The prompt may be another one now. */
void app_moved(struct app *);
void run_start(struct app *);
void run_drop(struct app *);
void paste_take(struct app *, const char *name, const char *bytes, size_t n);

#endif
