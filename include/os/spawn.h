/*
 * Child processes, many at once, driven by one poll and never by a shell of
 * ours. Each child has a session of its own (no controlling terminal, so that
 * nothing can ask there for a password), reads what it is fed or nothing, has
 * its output collected up to a cap, and is gone when it is over: its group and
 * what left the group with it.
 *
 * One struct spawn per program is enough and the signal handler allows no
 * more than one at a time.
 */
#ifndef OS_SPAWN_H
#define OS_SPAWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct spawn; /* all children of one poll */
struct child;

enum spawn_stream {
	SPAWN_OUT,
	SPAWN_ERR,
};

struct spawn_plan {
	const char *const *argv; /* argv[0] is a name on PATH, or a path */
	const char *input;       /* fed to standard input; NULL: /dev/null */
	size_t inputlen;
	size_t most;  /* bytes kept of the beginning of each stream */
	int limit_ms; /* 0: no limit */
	int grace_ms; /* between TERM and KILL at the limit */
};

enum spawn_state {
	SPAWN_RUNNING,
	SPAWN_ENDING, /* told to end, or its leftovers are being cleared */
	SPAWN_DONE,
};

enum spawn_end {
	SPAWN_EXITED,   /* code is its status */
	SPAWN_SIGNALED, /* by somebody else; code is the signal */
	SPAWN_TIMEOUT,
	SPAWN_STOPPED,
	SPAWN_NOT_FOUND, /* no such program */
	SPAWN_DENIED,    /* no permission to start it */
	SPAWN_FAILED,    /* not started; code is errno */
};

/* Handler for the death of children and, where the system has it, adoption of
 * orphans; both are undone by spawn_free. */
struct spawn *spawn_new(void);
/* Kills and reaps whatever is left; children are freed. */
void spawn_free(struct spawn *);

/* Never NULL: what could not be started is SPAWN_DONE at once. Everything in
 * the plan is copied. The child belongs to the spawn until child_free. */
struct child *spawn_start(struct spawn *, const struct spawn_plan *);

/*
 * Wait until something happened to a child, inputfd (-1: none) is readable,
 * or ms have passed (-1: as long as it takes; returns at once when there is
 * nothing to wait for). True when inputfd is readable.
 */
bool spawn_wait(struct spawn *, int inputfd, int ms);

enum spawn_state child_state(const struct child *);
enum spawn_end child_end(const struct child *); /* only when DONE */
int child_code(const struct child *);
long child_ms(const struct child *); /* since the start, up to the end */
/* TERM now, KILL to the whole group 80 ms later; no effect when it is over. */
void child_stop(struct child *);
/* What came so far: the beginning, and the newest bytes when the middle was
 * left out (then a line says how many bytes). Raw bytes, any encoding. */
void child_text(const struct child *, enum spawn_stream, struct str *);
uint64_t child_left_out(const struct child *, enum spawn_stream);
/* The newest bytes, at most n. */
void child_tail(const struct child *, enum spawn_stream, size_t n,
	struct str *);
/* A process outlived its parent or left the group, and was ended. */
bool child_left_behind(const struct child *);
void child_free(struct child *);

/* Where a program is: PATH without its relative entries. */
bool spawn_find(const char *name, struct str *path);
/* The program that is running; false where the system does not say. */
bool spawn_self(struct str *path);
/* Bytes nobody can guess. */
void spawn_random(void *, size_t n);

#endif
