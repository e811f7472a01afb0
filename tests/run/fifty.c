/*
 * 50 checks of 0.1 s on 50 machines beside one such check, and beside a bare
 * loop that starts the same shells and keeps nothing of them: the ratios of
 * the times, the medians of nine rounds. Measured, not asserted.
 */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

#include "check/runner.h"

enum {
	CHECKS = 50,
	ROUNDS = 9,
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double run(size_t n)
{
	static const struct runner_setup setup;
	static const struct where here = {.kind = WHERE_LOCAL};
	struct runner *r = runner_new(&setup);
	struct job *jobs[CHECKS];
	double began = now();
	size_t done = 0;

	for (size_t i = 0; i < n; i++) {
		char machine[16];
		struct check_spec spec = {.id = "c",
			.machine = machine,
			.shell = SHELL_SH,
			.command = "sleep .1",
			.read_only = true,
			.runnable = true};

		snprintf(machine, sizeof(machine), "m%zu", i);
		jobs[i] = runner_start(r, &spec, &here);
	}
	while (done < n) {
		runner_wait(r, -1, 1000);
		while (done < n && job_state(jobs[done]) == JOB_DONE)
			done++;
	}
	began = now() - began;
	runner_free(r);
	return began;
}

extern char **environ;

/* What the machine needs for it, whoever asks. */
static double run_bare(size_t n)
{
	static char sh[] = "sh", c[] = "-c", command[] = "sleep .1";
	char *argv[] = {sh, c, command, NULL};
	double began = now();
	pid_t pid;

	for (size_t i = 0; i < n; i++)
		if (posix_spawn(&pid, "/bin/sh", NULL, NULL, argv, environ))
			return 0;
	while (waitpid(-1, NULL, 0) > 0)
		;
	return now() - began;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(void)
{
	double ratio[ROUNDS], one[ROUNDS], many[ROUNDS], bare[ROUNDS];

	for (int i = 0; i < ROUNDS; i++) {
		one[i] = run(1);
		many[i] = run(CHECKS);
		ratio[i] = many[i] / one[i];
		bare[i] = many[i] / run_bare(CHECKS);
	}
	qsort(ratio, ROUNDS, sizeof(*ratio), compare);
	qsort(one, ROUNDS, sizeof(*one), compare);
	qsort(bare, ROUNDS, sizeof(*bare), compare);
	qsort(many, ROUNDS, sizeof(*many), compare);
	printf("one check %.1f ms, %d on %d machines %.1f ms, ratio %.2f "
	       "(%.2f to %.2f)\n",
		one[ROUNDS / 2] * 1e3, CHECKS, CHECKS, many[ROUNDS / 2] * 1e3,
		ratio[ROUNDS / 2], ratio[0], ratio[ROUNDS - 1]);
	printf("beside a bare loop of 50 shells: %.2f (%.2f to %.2f)\n",
		bare[ROUNDS / 2], bare[0], bare[ROUNDS - 1]);
	return 0;
}
