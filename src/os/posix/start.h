/* Starting one process with its three streams; pipes and how to write them. */
#ifndef OS_START_H
#define OS_START_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct start {
	const char *const *argv;
	const char *mark; /* goes into the environment, see orphans.h */
	bool wants_input; /* else standard input is /dev/null */
	/* what came of it: */
	pid_t pid;
	int fd[3]; /* our ends, not blocking; -1: none */
};

/* 0, or errno; then nothing is open and nothing runs. */
int start_process(struct start *);
/* Both ends close on exec and are above the three standard streams. */
int start_pipe(int ends[2]);
void start_nonblocking(int fd);
/* Like write, but nobody is told of a closed pipe by a signal. */
ssize_t start_write(int fd, const void *, size_t n);

#endif
