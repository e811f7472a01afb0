/* Standard input from us, nothing out, one child waited for by its number. */
/* clang-format off */
#define _GNU_SOURCE /* POSIX_SPAWN_SETSID */
/* clang-format on */
#include "os/feed.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/clock.h"

#define LOOK_MS 5 /* between looks for its end */

extern char **environ;

static int start(const char *const *argv, int input, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none;
	int rc;

	sigemptyset(&none);
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attr);
	posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null",
		O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null",
		O_WRONLY, 0);
	posix_spawnattr_setflags(&attr,
		POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigmask(&attr, &none);
	/* posix_spawnp does not write to argv; its type is older than const. */
	rc = posix_spawnp(pid, argv[0], &files, &attr,
		(char *const *)(const void *)argv, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	return rc == 0 ? 0 : -1;
}

static bool write_by(int fd, const char *s, size_t n, int64_t deadline)
{
	while (n > 0) {
		struct pollfd p = {.fd = fd, .events = POLLOUT};
		ssize_t did;

		if (poll(&p, 1, deadline_left(deadline)) == 0)
			return false;
		did = write(fd, s, n);
		if (did < 0 && errno != EINTR && errno != EAGAIN)
			return false;
		if (did > 0) {
			s += did;
			n -= (size_t)did;
		}
	}
	return true;
}

static bool wait_by(pid_t pid, int64_t deadline)
{
	int status;

	for (;;) {
		pid_t got = waitpid(pid, &status, WNOHANG);

		if (got == pid)
			return WIFEXITED(status) && WEXITSTATUS(status) == 0;
		if (got < 0 && errno != EINTR)
			return false;
		if (deadline_left(deadline) == 0)
			break;
		clock_sleep_until(deadline_in(LOOK_MS));
	}
	kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return false;
}

bool feed_program(const char *const *argv, const char *text, size_t n,
	int limit_ms)
{
	int64_t deadline = deadline_in(limit_ms);
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);
	int ends[2];
	pid_t pid;
	bool good;

	if (pipe(ends) < 0)
		return false;
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	if (start(argv, ends[0], &pid) < 0) {
		close(ends[0]);
		close(ends[1]);
		signal(SIGPIPE, before);
		return false;
	}
	close(ends[0]);
	good = write_by(ends[1], text, n, deadline);
	close(ends[1]);
	good = wait_by(pid, deadline) && good;
	signal(SIGPIPE, before);
	return good;
}
