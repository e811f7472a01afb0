/*
 * Carrying out checks, many at once and without ever blocking: on different
 * machines side by side, on one machine in order. Only what is read-only is
 * started at all; asking the person first is consent.h.
 */
#ifndef CHECK_RUNNER_H
#define CHECK_RUNNER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "model/check_spec.h"

/* Where the commands for a machine are run. */
enum where_kind {
	WHERE_PASTE, /* by a person, who brings the output back */
	WHERE_LOCAL, /* here: PowerShell on PATH, or sh */
	WHERE_SSH,
};

struct where {
	enum where_kind kind;
	const char *host; /* "[user@]host" of SSH, borrowed; else NULL */
};

/* "paste", "local", "ssh:[user@]host". False: *why says what is wrong with
 * it (static). The host is borrowed from text. */
bool where_parse(const char *text, struct where *, const char **why);
void where_text(const struct where *, struct str *out);

struct runner;
struct job; /* one check, from its start to its result */

struct runner_setup {
	const char *self;       /* this program, for probes; NULL: find it */
	const char *ssh_config; /* ssh -F; NULL: the person's own */
	size_t most;            /* bytes kept of each stream; 0: a megabyte */
	int limit;              /* seconds when the tree gives none; 0: 30 */
};

struct runner *runner_new(const struct runner_setup *);
/* Ends what still runs; nothing is left behind. */
void runner_free(struct runner *);

/*
 * Never NULL. The spec is copied. A job that cannot run at all (not read-only,
 * for eyes only, PASTE) is done at once and says why. It belongs to the
 * runner until job_free.
 */
struct job *runner_start(struct runner *, const struct check_spec *,
	const struct where *);
/* The one place to wait: until something happened to a job, inputfd (-1:
 * none) is readable, or ms have passed (-1: no limit). True when inputfd is
 * readable. */
bool runner_wait(struct runner *, int inputfd, int ms);

enum job_state {
	JOB_QUEUED, /* another check of this machine runs */
	JOB_RUNNING,
	JOB_ENDING, /* stopped, or what it left behind is being cleared */
	JOB_DONE,
};

enum job_state job_state(const struct job *);
const struct check_spec *job_spec(const struct job *);
/* Milliseconds since it left the queue, up to its end. */
long job_ms(const struct job *);
/* The newest lines of its output, made readable, at most n bytes. */
void job_tail(const struct job *, size_t n, struct str *out);
/* Gone with everything it started within 200 ms. */
void job_stop(struct job *);
/* Only when DONE; lives as long as the job. */
const struct result *job_result(const struct job *);
void job_free(struct job *);

/*
 * What exactly would be run and where, for a person to read before the first
 * time: "ssh admin@nps1.example.net powershell.exe ..." and the script.
 */
void runner_describe(const struct check_spec *, const struct where *,
	struct str *out);

#endif
