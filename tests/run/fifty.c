/*
 * 50 checks of 0.1 s on 50 machines beside one such check, and beside a bare
 * loop that starts the same programs and keeps nothing of them (the stand-in
 * for powershell.exe in the folder given): the ratios of
 * the times, the medians of nine rounds. Measured, not asserted.
 */
#include <fcntl.h>
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
			.shell = SHELL_POWERSHELL,
			.command = "Get-Date",
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
static double run_bare(size_t n, const char *program)
{
	static char name[] = "powershell.exe";
	char *argv[] = {name, NULL};
	double began = now();
	posix_spawn_file_actions_t files;
	pid_t pid;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
	for (size_t i = 0; i < n; i++)
		if (posix_spawn(&pid, program, &files, NULL, argv, environ))
			return 0;
	while (waitpid(-1, NULL, 0) > 0)
		;
	posix_spawn_file_actions_destroy(&files);
	return now() - began;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	char program[512];
	double ratio[ROUNDS], one[ROUNDS], many[ROUNDS], bare[ROUNDS];

	if (argc != 2)
		return 2;
	snprintf(program, sizeof(program), "%s/powershell.exe", argv[1]);
	setenv("PATH", argv[1], 1);
	for (int i = 0; i < ROUNDS; i++) {
		one[i] = run(1);
		many[i] = run(CHECKS);
		ratio[i] = many[i] / one[i];
		bare[i] = many[i] / run_bare(CHECKS, program);
	}
	qsort(ratio, ROUNDS, sizeof(*ratio), compare);
	qsort(one, ROUNDS, sizeof(*one), compare);
	qsort(bare, ROUNDS, sizeof(*bare), compare);
	qsort(many, ROUNDS, sizeof(*many), compare);
	printf("one check %.1f ms, %d on %d machines %.1f ms, ratio %.2f "
	       "(%.2f to %.2f)\n",
		one[ROUNDS / 2] * 1e3, CHECKS, CHECKS, many[ROUNDS / 2] * 1e3,
		ratio[ROUNDS / 2], ratio[0], ratio[ROUNDS - 1]);
	printf("beside a bare loop of 50 programs: %.2f (%.2f to %.2f)\n",
		bare[ROUNDS / 2], bare[0], bare[ROUNDS - 1]);
	return 0;
}
