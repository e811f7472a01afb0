/*
 * The full-screen front end without its terminal: events in, a drawn screen
 * out. tui_run() is the loop around it; tests are another.
 */
#ifndef UI_TUI_APP_H
#define UI_TUI_APP_H

#include "ui/guide.h"
#include "ui/tui/input.h"
#include "ui/tui/screen.h"

struct app;

/* Both are borrowed. */
struct app *app_new(struct guide *, struct screen *);
void app_free(struct app *);

void app_event(struct app *, const struct event *);
void app_draw(struct app *);
/* Milliseconds until something is to be drawn without any event; -1: never.
 * Then app_tick() does it; true when the screen is another one. */
int app_due(const struct app *);
bool app_tick(struct app *);
/* Waits for a check that runs, if one does: true when keys may be there. */
bool app_wait(struct app *, int input, int ms, bool *waited);

bool app_is_done(const struct app *);
/* Asked to suspend by a key; once. */
bool app_wants_stop(struct app *);
/* The program is to end: keep what is half typed. */
void app_leave(struct app *);
int app_status(const struct app *);
/* A text that is wanted on a bare screen, for the mouse; once. NULL: none. */
const char *app_bare(struct app *);
/* What goes to the terminal beside the frame (a copy); emptied by who writes
 * it. */
struct str *app_output(struct app *);

#endif
