/*
 * Carrying a check out: consent with the exact command and machine, then its
 * live tail; Esc stops it.
 */
#include <string.h>

#include "os/clock.h"
#include "view.h"

#define TAIL 4096
#define TICK_MS 100
#define MINUTE_MS 60000

static const char *const consent_hints[][2] = {
	{"y", "run it"}, {"Esc", "do not"}, {NULL, NULL}};
static const char *const running_hints[][2] = {{"Esc", "stop"}, {NULL, NULL}};

static void launch(struct app *a)
{
	a->countdown = 0;
	a->job = guide_run(a->g);
	panel_open(a, &panel_running);
}

void run_start(struct app *a)
{
	const struct prompt *p = guide_prompt(a->g);
	const char *why = NULL;
	struct where w;

	if (!p || p->kind != PROMPT_RUN || a->job)
		return;
	guide_where(a->g, p->check->machine, &w);
	if (w.kind == WHERE_PASTE) {
		app_act(a, ACTION_WHERE);
		return;
	}
	switch (guide_may_run(a->g, &why)) {
	case LEAVE_RUN:
		launch(a);
		break;
	case LEAVE_ASK:
		panel_open(a, &panel_consent);
		break;
	case LEAVE_NONE:
		guide_tell(a->g, "%s", why ? why : "this may not run");
		a->g->trouble = true;
		break;
	}
}

static void draw_consent(struct app *a, const struct canvas *c)
{
	const struct prompt *p = guide_prompt(a->g);
	struct page *pg = &a->ppage;
	struct str text = STR_INIT;
	struct where w;

	guide_where(a->g, p->check->machine, &w);
	page_start(pg, c, c->cols);
	page_printf(pg, ROLE_TITLE, 0, "Run this on %s?",
		w.kind == WHERE_SSH       ? w.host
		: p->check->machine_title ? p->check->machine_title
					  : "this computer");
	page_text(pg, ROLE_DIM, 0,
		"It only reads. Asked once a session; a fix is never run.");
	page_blank(pg);
	runner_describe(p->check, &w, &text);
	page_command(pg, text.s);
	str_release(&text);
	a->pbody_rows = c->rows;
	page_draw(pg, c, a->pscroll);
	draw_scroll(c, a->pscroll, page_most(pg, c->rows));
	canvas_cursor(c, 0, 0);
}

static bool consent_event(struct app *a, const struct event *e)
{
	if (panel_scroll(a, e))
		return true;
	if (event_is(e, 'y') || event_is(e, KEYS_ENTER)) {
		guide_consent(a->g);
		launch(a);
	} else if (event_is(e, KEYS_ESC) || event_is(e, 'n') ||
		   event_is(e, 'q')) {
		panel_close(a);
	}
	return true;
}

const struct panel panel_consent = {
	"may this run?", consent_hints, NULL, draw_consent, consent_event};

static const char *state_word(const struct job *job)
{
	static const char *const words[] = {
		[JOB_QUEUED] = "waits for another check of this machine",
		[JOB_RUNNING] = "runs",
		[JOB_ENDING] = "is being stopped",
		[JOB_DONE] = "is done",
	};

	return words[job_state(job)];
}

static void draw_running(struct app *a, const struct canvas *c)
{
	struct page *pg = &a->ppage;
	struct str tail = STR_INIT;
	const struct check_spec *spec = job_spec(a->job);
	long ms = job_ms(a->job);

	page_start(pg, c, c->cols);
	page_text(pg, ROLE_TITLE, 0, spec->title ? spec->title : spec->id);
	page_printf(pg, ROLE_STATUS, 0, "%s, %ld.%ld s%s", state_word(a->job),
		ms / 1000, ms / 100 % 10, "");
	if (spec->timeout)
		page_printf(pg, ROLE_DIM, 0, "It is ended after %d s.",
			spec->timeout);
	page_blank(pg);
	job_tail(a->job, TAIL, &tail);
	page_text(pg, ROLE_COMMAND, 2, tail.s);
	str_release(&tail);
	page_draw(pg, c, page_most(pg, c->rows));
	canvas_cursor(c, 1, 0);
}

static bool running_event(struct app *a, const struct event *e)
{
	if (event_is(e, KEYS_ESC))
		job_stop(a->job);
	return true;
}

const struct panel panel_running = {
	"running", running_hints, NULL, draw_running, running_event};

void run_drop(struct app *a)
{
	job_free(a->job);
	a->job = NULL;
}

/* What a label says is said; what decides nothing is shown first, for then
 * another way may still answer it. */
static void finish(struct app *a)
{
	const struct prompt *p = guide_prompt(a->g);
	const struct result *r = job_result(a->job);
	const char *outcome = engine_judge(a->g->engine, r);
	const char *label = NULL;
	struct str said = STR_INIT;

	for (size_t i = 0; outcome && i < p->nchoices; i++)
		if (!strcmp(p->choices[i].id, outcome))
			label = p->choices[i].label;
	if (r->verdict != RESULT_RAN || !outcome ||
		!strcmp(outcome, "otherwise")) {
		a->came = r;
		a->came_say = r->say;
		panel_open(a, &panel_verdict);
		return;
	}
	panel_close(a);
	str_addf(&said, "ran in %ld.%ld s: %s", r->ms / 1000, r->ms / 100 % 10,
		label ? label : outcome);
	if (guide_result(a->g, r)) {
		if (!a->g->took)
			guide_tell(a->g, "%s", said.s);
		app_moved(a);
	}
	run_drop(a);
	str_release(&said);
}

int app_due(const struct app *a)
{
	int64_t left;

	if (a->job && a->panel == &panel_running)
		return TICK_MS;
	/* The clock in the bar: nothing is drawn while the walk rests, but
	 * the limit must be seen when it comes. */
	if (!a->countdown)
		return a->g->engine ? MINUTE_MS : -1;
	left = a->countdown - guide_now(a->g);
	return left <= 0 ? 0 : (int)(left % 1000 ? left % 1000 : 1000);
}

bool app_wait(struct app *a, int input, int ms, bool *waited)
{
	*waited = a->job && a->panel == &panel_running;
	if (!*waited)
		return false;
	return runner_wait(a->g->runner, input, ms);
}

bool app_tick(struct app *a)
{
	if (a->job && a->panel == &panel_running) {
		if (job_state(a->job) == JOB_DONE)
			finish(a);
		return true;
	}
	if (!a->countdown)
		return a->g->engine && guide_now(a->g) / 1000 - a->now >= 60;
	if (a->countdown <= guide_now(a->g) && !a->panel)
		run_start(a);
	return true;
}
