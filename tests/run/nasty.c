/*
 * What can go wrong with a check, here and over ssh: each has its verdict,
 * leaves no process behind, and the memory stays small.
 *
 * nasty FOLDER SSH_CONFIG
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "check/runner.h"

static size_t passed, failed;

static void check(bool ok, const char *name, const char *what)
{
	if (ok)
		passed++;
	else
		failed++;
	if (!ok)
		printf("FAIL %s: %s\n", name, what);
}

static long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Processes that have the mark of a check in their environment. */
static size_t count_marked(void)
{
	static char env[1 << 17];
	DIR *dir = opendir("/proc");
	struct dirent *e;
	size_t n = 0;

	while ((e = readdir(dir))) {
		char path[64];
		FILE *f;
		size_t len;

		snprintf(path, sizeof(path), "/proc/%.20s/environ", e->d_name);
		f = fopen(path, "r");
		if (!f)
			continue;
		len = fread(env, 1, sizeof(env) - 1, f);
		fclose(f);
		for (size_t i = 0; i + 14 < len; i++)
			if (!env[i])
				env[i] = '\n';
		env[len] = '\0';
		n += strstr(env, "VPNTRIAGE_RUN=") != NULL;
	}
	closedir(dir);
	return n;
}

static const struct result *finish(struct runner *r, struct job *j)
{
	while (job_state(j) != JOB_DONE)
		runner_wait(r, -1, 1000);
	return job_result(j);
}

static struct job *start(struct runner *r, const char *command,
	const char *host, int timeout)
{
	struct where where = {
		.kind = host ? WHERE_SSH : WHERE_LOCAL, .host = host};
	struct check_spec spec = {.id = "c",
		.machine = "m",
		.shell = SHELL_SH,
		.command = command,
		.timeout = timeout,
		.read_only = true,
		.runnable = true};

	return runner_start(r, &spec, &where);
}

static void try_nasty(struct runner *r)
{
	static const struct {
		const char *name, *command;
		int timeout;
		enum verdict verdict;
		int exit; /* -1: any but 0 */
	} cases[] = {
		{"ignores TERM", "trap '' TERM; while :; do sleep 9; done", 1,
			RESULT_TIMEOUT, 0},
		{"forks and leaves", "sleep 99 & exit 3", 20, RESULT_RAN, 3},
		{"leaves its session",
			"setsid sleep 99 >/dev/null 2>&1 & sleep .1", 20,
			RESULT_RAN, 0},
		{"leaves its session, holds the pipe",
			"setsid sh -c 'trap \"\" TERM; sleep 99' & sleep .1",
			20, RESULT_RAN, 0},
		{"throws the environment away",
			"env -i setsid sleep 98.7 & sleep .1", 20, RESULT_RAN,
			0},
		{"prints 1 GB", "head -c 1073741824 /dev/zero | tr '\\0' x", 60,
			RESULT_RAN, 0},
		{"prints without end", "yes", 1, RESULT_TIMEOUT, 0},
		{"prints nothing", ":", 20, RESULT_RAN, 0},
		{"waits for input", "cat; echo done", 20, RESULT_RAN, 0},
		{"closes its output", "exec >&- 2>&-; sleep 99", 1,
			RESULT_TIMEOUT, 0},
		{"dies by a signal", "kill -KILL $$", 20, RESULT_FAILED, 0},
		{"asks the terminal", "read x </dev/tty", 20, RESULT_RAN, -1},
		{"is not installed", "no-such-program-at-all", 20,
			RESULT_NOT_FOUND, 0},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct job *j =
			start(r, cases[i].command, NULL, cases[i].timeout);
		const struct result *result = finish(r, j);

		check(result->verdict == cases[i].verdict, cases[i].name,
			verdict_words[result->verdict]);
		if (i == 0) /* a second, and half a one from TERM to KILL */
			printf("at its limit a check that ignores TERM is gone "
			       "%ld ms late\n",
				result->ms - 1500);
		if (result->verdict == RESULT_RAN)
			check(cases[i].exit < 0 ? result->exit != 0
						: result->exit == cases[i].exit,
				cases[i].name, "the exit code is another");
		else
			check(result->say != NULL, cases[i].name,
				"nothing is said");
		check(count_marked() == 0, cases[i].name,
			"a process was left behind");
		job_free(j);
	}
}

static void try_memory(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	printf("peak memory %ld KiB\n", usage.ru_maxrss);
#if !defined(TINY)
	check(usage.ru_maxrss < 64 * 1024, "memory", "64 MB were not enough");
#endif
}

/* The best of five: what the program needs, not what the machine adds. */
static void try_stop(struct runner *r)
{
	long best = 1000000;

	for (int i = 0; i < 5; i++) {
		struct job *j =
			start(r, "trap '' TERM; sleep 99 & sleep 99", NULL, 60);
		long began = now_ms();

		while (now_ms() - began < 100)
			runner_wait(r, -1, 20);
		began = now_ms();
		job_stop(j);
		check(finish(r, j)->verdict == RESULT_STOPPED, "stop",
			"not stopped");
		if (now_ms() - began < best)
			best = now_ms() - began;
		job_free(j);
	}
	printf("a stopped check is gone after %ld ms\n", best);
	check(best <= 200, "stop", "it took more than 200 ms");
	check(count_marked() == 0, "stop", "a process was left behind");
}

/* A listener that never says a word, and a configuration that knows it. */
static int add_silent(const char *folder, const char *config, char *path,
	size_t size)
{
	struct sockaddr_in a = {.sin_family = AF_INET};
	socklen_t len = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	FILE *f;

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (struct sockaddr *)&a, len) < 0 || listen(fd, 5) < 0 ||
		getsockname(fd, (struct sockaddr *)&a, &len) < 0)
		return -1;
	snprintf(path, size, "%s/config.silent", folder);
	f = fopen(path, "w");
	if (!f)
		return -1;
	fprintf(f, "Host silent\n\tPort %d\nMatch all\nInclude %s\n",
		ntohs(a.sin_port), config);
	fclose(f);
	return fd;
}

static void try_ssh(struct runner *r)
{
	static const struct {
		const char *host, *command;
		enum verdict verdict;
		const char *say;
	} cases[] = {
		{"standin", "echo A=1; exit 5", RESULT_RAN, NULL},
		{"standin", "echo part; kill -KILL $PPID; sleep 9", RESULT_LOST,
			"LOST"},
		{"standin", "trap '' TERM; sleep 7", RESULT_TIMEOUT,
			"1 second"},
		{"changed", "echo A=1", RESULT_DENIED, "HOSTKEY_CHANGED"},
		{"unknown", "echo A=1", RESULT_DENIED, "HOSTKEY_UNKNOWN"},
		{"denied", "echo A=1", RESULT_DENIED, "DENIED"},
		{"refused", "echo A=1", RESULT_FAILED, "REFUSED"},
		{"notashell", "echo A=1", RESULT_FAILED, "BAD_OUTPUT"},
		{"silent", "echo A=1", RESULT_TIMEOUT, "TIMEOUT"},
		{"no-such-host.invalid", "echo A=1", RESULT_FAILED,
			"UNREACHABLE"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int limit = strncmp(cases[i].command, "trap", 4) ? 20 : 1;
		struct job *j =
			start(r, cases[i].command, cases[i].host, limit);
		const struct result *result = finish(r, j);

		check(result->verdict == cases[i].verdict, cases[i].host,
			verdict_words[result->verdict]);
		if (cases[i].say)
			check(result->say && strstr(result->say, cases[i].say),
				cases[i].host,
				result->say ? result->say : "nothing is said");
		else
			check(strcmp(result->out, "A=1\n") == 0 &&
					result->exit == 5,
				cases[i].host, result->out);
		job_free(j);
	}
}

int main(int argc, char **argv)
{
	struct runner_setup setup = {0};
	struct runner *r;
	char config[4096];
	int silent;

	if (argc != 3)
		return 2;
	silent = add_silent(argv[1], argv[2], config, sizeof(config));
	setup.ssh_config = config;
	r = runner_new(&setup);
	try_nasty(r);
	try_memory();
	try_stop(r);
	try_ssh(r);
	runner_free(r);
	close(silent);
	printf("%zu passed, %zu failed\n", passed, failed);
	return failed ? 1 : 0;
}
