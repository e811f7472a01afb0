/*
 * The jobs of a session: queued by machine, started, waited for in one poll,
 * and turned into results.
 */
#include "check/runner.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmem.h"
#include "model/evidence.h"
#include "os/spawn.h"
#include "outcome.h"

enum {
	DEFAULT_LIMIT = 30, /* seconds */
	GRACE_MS = 500,     /* between TERM and KILL at the limit */
	DEFAULT_MOST = 1 << 20,
};

struct job {
	struct runner *runner;
	struct job *next; /* in the order of starting */
	struct arena arena;
	struct check_spec spec;
	struct where where;
	enum job_state state;
	struct plan plan;
	struct child *child; /* NULL before the start and after the end */
	int limit;           /* seconds, as said to the person */
	struct evidence out, err;
	bool read; /* out and err are there */
	struct result result;
};

struct runner {
	struct job *jobs;
	struct spawn *spawn;
	struct runner_setup setup;
	struct str self, ssh_config;
};

struct runner *runner_new(const struct runner_setup *setup)
{
	struct runner *r = xcalloc(1, sizeof(*r));

	r->setup = *setup;
	str_init(&r->self);
	str_init(&r->ssh_config);
	if (setup->self)
		str_adds(&r->self, setup->self);
	else
		spawn_self(&r->self);
	r->setup.self = r->self.len ? r->self.s : NULL;
	if (setup->ssh_config) {
		str_adds(&r->ssh_config, setup->ssh_config);
		r->setup.ssh_config = r->ssh_config.s;
	}
	if (!r->setup.most)
		r->setup.most = DEFAULT_MOST;
	if (!r->setup.limit)
		r->setup.limit = DEFAULT_LIMIT;
	r->spawn = spawn_new();
	return r;
}

static void release(struct job *j)
{
	child_free(j->child);
	if (j->read) {
		evidence_release(&j->out);
		evidence_release(&j->err);
	}
	plan_release(&j->plan);
	arena_release(&j->arena);
	free(j);
}

void runner_free(struct runner *r)
{
	if (!r)
		return;
	for (struct job *j = r->jobs; j; j = j->next)
		job_stop(j);
	for (struct job *j = r->jobs, *next; j; j = next) {
		next = j->next;
		release(j);
	}
	spawn_free(r->spawn);
	str_release(&r->self);
	str_release(&r->ssh_config);
	free(r);
}

static const char *copy(struct arena *a, const char *s)
{
	return s ? arena_strdup(a, s) : NULL;
}

static void copy_spec(struct job *j, const struct check_spec *spec)
{
	struct check_spec *to = &j->spec;
	struct arena *a = &j->arena;

	*to = *spec;
	to->id = copy(a, spec->id);
	to->title = copy(a, spec->title);
	to->machine = copy(a, spec->machine ? spec->machine : "");
	to->machine_title = copy(a, spec->machine_title);
	to->command = copy(a, spec->command);
	to->probe.kind = copy(a, spec->probe.kind);
	to->probe.target = copy(a, spec->probe.target);
	to->probe.server = copy(a, spec->probe.server);
	to->probe.expect = copy(a, spec->probe.expect);
	to->probe.port = copy(a, spec->probe.port);
	to->probe.name = copy(a, spec->probe.name);
	to->probe.role = copy(a, spec->probe.role);
}

static void done_without_start(struct job *j, enum verdict verdict,
	const char *say)
{
	j->state = JOB_DONE;
	j->result = (struct result){.verdict = verdict,
		.way = j->plan.way,
		.out = "",
		.err = "",
		.ms = -1,
		.say = copy(&j->arena, say)};
}

static bool is_busy(const struct runner *r, const struct job *until)
{
	for (const struct job *j = r->jobs; j != until; j = j->next)
		if (j->state != JOB_DONE &&
			strcmp(j->spec.machine, until->spec.machine) == 0)
			return true;
	return false;
}

static void start(struct job *j)
{
	struct spawn_plan plan = {.argv = j->plan.argv,
		.most = j->runner->setup.most,
		.limit_ms = (j->limit + j->plan.extra_limit) * 1000,
		.grace_ms = GRACE_MS};

	if (j->plan.input.len) {
		plan.input = j->plan.input.s;
		plan.inputlen = j->plan.input.len;
	}
	j->state = JOB_RUNNING;
	j->child = spawn_start(j->runner->spawn, &plan);
}

static void finish(struct job *j);

static void start_queued(struct runner *r)
{
	for (struct job *j = r->jobs; j; j = j->next) {
		if (j->state != JOB_QUEUED || is_busy(r, j))
			continue;
		start(j);
		finish(j); /* it may be over already: not found */
	}
}

struct job *runner_start(struct runner *r, const struct check_spec *spec,
	const struct where *where)
{
	struct job *j = xcalloc(1, sizeof(*j)), **last = &r->jobs;

	while (*last)
		last = &(*last)->next;
	*last = j;
	j->runner = r;
	arena_init(&j->arena);
	plan_init(&j->plan);
	copy_spec(j, spec);
	j->where = *where;
	j->where.host = copy(&j->arena, where->host);
	j->limit = spec->timeout > 0 ? spec->timeout : r->setup.limit;
	if (plan_make(&j->plan, &j->spec, &j->where, &r->setup))
		start_queued(r);
	else
		done_without_start(j, j->plan.verdict, j->plan.fail);
	return j;
}

/* -- the end of a job -- */

static void read_stream(const struct child *c, enum spawn_stream which,
	struct evidence *e)
{
	struct str raw;

	str_init(&raw);
	child_text(c, which, &raw);
	evidence_init(e, which == SPAWN_OUT ? "output" : "errors", raw.s,
		raw.len);
	str_release(&raw);
}

static void say_end(const struct job *j, struct ended *e)
{
	static const struct {
		enum spawn_end end;
		int how;
	} map[] = {
		{SPAWN_EXITED, ENDED_EXITED},
		{SPAWN_SIGNALED, ENDED_SIGNALED},
		{SPAWN_TIMEOUT, ENDED_TIMEOUT},
		{SPAWN_STOPPED, ENDED_STOPPED},
		{SPAWN_NOT_FOUND, ENDED_NOT_FOUND},
		{SPAWN_DENIED, ENDED_DENIED},
		{SPAWN_FAILED, ENDED_FAILED},
	};

	*e = (struct ended){.code = child_code(j->child),
		.limit = j->limit,
		.host = j->where.host,
		.out = j->out.text,
		.outlen = j->out.len,
		.err = j->err.text,
		.errlen = j->err.len,
		.ms = child_ms(j->child)};
	for (size_t i = 0; i < sizeof(map) / sizeof(*map); i++)
		if (map[i].end == child_end(j->child))
			e->how = map[i].how;
}

static void finish(struct job *j)
{
	struct ended ended;

	if (!j->child || child_state(j->child) != SPAWN_DONE)
		return;
	read_stream(j->child, SPAWN_OUT, &j->out);
	read_stream(j->child, SPAWN_ERR, &j->err);
	j->read = true;
	say_end(j, &ended);
	outcome_judge(&j->plan, &ended, &j->arena, &j->result);
	/* Our last line goes, so that the output ends like any string. */
	j->out.text[(size_t)(j->result.out - j->out.text) + j->result.outlen] =
		'\0';
	j->state = JOB_DONE;
	child_free(j->child);
	j->child = NULL;
}

bool runner_wait(struct runner *r, int inputfd, int ms)
{
	bool input = spawn_wait(r->spawn, inputfd, ms);

	for (struct job *j = r->jobs; j; j = j->next)
		finish(j);
	start_queued(r);
	return input;
}

void job_stop(struct job *j)
{
	if (j->state == JOB_QUEUED) {
		done_without_start(j, RESULT_STOPPED, "stopped by hand");
	} else if (j->state == JOB_RUNNING) {
		j->state = JOB_ENDING;
		child_stop(j->child);
	}
}

void job_free(struct job *j)
{
	struct job **at;

	if (!j)
		return;
	for (at = &j->runner->jobs; *at != j; at = &(*at)->next)
		;
	*at = j->next;
	release(j);
}

/* -- what is known of a job -- */

enum job_state job_state(const struct job *j)
{
	if (j->state == JOB_RUNNING && child_state(j->child) == SPAWN_ENDING)
		return JOB_ENDING;
	return j->state;
}

const struct check_spec *job_spec(const struct job *j)
{
	return &j->spec;
}

long job_ms(const struct job *j)
{
	if (j->state == JOB_DONE)
		return j->result.ms < 0 ? 0 : j->result.ms;
	return j->child ? child_ms(j->child) : 0;
}

const struct result *job_result(const struct job *j)
{
	return &j->result;
}

/* Our own two lines are not shown. */
static void add_lines(const struct job *j, const char *text, size_t n,
	struct str *out)
{
	const char *end = text + n;

	while (text < end) {
		const char *nl = memchr(text, '\n', (size_t)(end - text));
		const char *next = nl ? nl + 1 : end;

		if (!j->plan.marked || !starts_with(text, j->plan.mark))
			utf8_add_visible_lines(out, text,
				(size_t)(next - text));
		text = next;
	}
}

void job_tail(const struct job *j, size_t n, struct str *out)
{
	struct evidence e;
	struct str raw;

	if (!j->child)
		return;
	str_init(&raw);
	child_tail(j->child, SPAWN_OUT, n, &raw);
	evidence_init(&e, "output", raw.s, raw.len);
	add_lines(j, e.text, e.len, out);
	evidence_release(&e);
	str_release(&raw);
}

void runner_describe(const struct check_spec *spec, const struct where *where,
	struct str *out)
{
	static const struct runner_setup setup = {.self = "vpntriage"};
	struct plan p;

	plan_init(&p);
	if (plan_make(&p, spec, where, &setup)) {
		for (size_t i = 0; i < p.argc; i++)
			str_addf(out, "%s%s", i ? " " : "", p.argv[i]);
		str_addc(out, '\n');
		if (p.marked)
			str_addf(out, "%s\n", spec->command);
	} else {
		str_addf(out, "%s\n", p.fail);
	}
	plan_release(&p);
}
