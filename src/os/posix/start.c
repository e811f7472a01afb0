/*
 * posix_spawn with a session of its own: no fork of a big process, nothing of
 * ours open in the child, no signal ignored or blocked, no terminal to ask.
 */
/* clang-format off */
#define _GNU_SOURCE /* POSIX_SPAWN_SETSID, closefrom */
/* clang-format on */
#include "start.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xmem.h"
#include "orphans.h"
#include "os/spawn.h"

#ifdef __GLIBC__
#if __GLIBC_PREREQ(2, 34)
#define HAVE_CLOSEFROM
#endif
#endif

extern char **environ;

static int move_up(int *fd)
{
	int up = fcntl(*fd, F_DUPFD_CLOEXEC, 3);

	if (up < 0)
		return -1;
	close(*fd);
	*fd = up;
	return 0;
}

int start_pipe(int ends[2])
{
	if (pipe(ends) < 0)
		return -1;
	if (move_up(&ends[0]) == 0 && move_up(&ends[1]) == 0)
		return 0;
	close(ends[0]);
	close(ends[1]);
	return -1;
}

void start_nonblocking(int fd)
{
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

ssize_t start_write(int fd, const void *s, size_t n)
{
	sigset_t pipe_only, before, pending;
	ssize_t done;
	int error, sig;

	sigemptyset(&pipe_only);
	sigaddset(&pipe_only, SIGPIPE);
	sigprocmask(SIG_BLOCK, &pipe_only, &before);
	done = write(fd, s, n);
	error = errno;
	sigpending(&pending);
	if (done < 0 && error == EPIPE && sigismember(&pending, SIGPIPE) == 1)
		sigwait(&pipe_only, &sig);
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return done;
}

static int set_signals(posix_spawnattr_t *attr)
{
	static const int ours[] = {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM,
		SIGTERM, SIGUSR1, SIGUSR2, SIGCHLD, SIGTSTP, SIGTTIN, SIGTTOU,
		SIGWINCH};
	sigset_t set;
	int error;

	sigemptyset(&set);
	error = posix_spawnattr_setsigmask(attr, &set);
	for (size_t i = 0; i < sizeof(ours) / sizeof(*ours); i++)
		sigaddset(&set, ours[i]);
	if (!error)
		error = posix_spawnattr_setsigdefault(attr, &set);
	if (!error)
		error = posix_spawnattr_setflags(attr,
			POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK |
				POSIX_SPAWN_SETSIGDEF);
	return error;
}

/* theirs: the child's ends of the three pipes; the first may be -1. */
static int set_files(posix_spawn_file_actions_t *files, const int theirs[3])
{
	int error = 0;

	if (theirs[0] < 0)
		error = posix_spawn_file_actions_addopen(files, 0, "/dev/null",
			O_RDONLY, 0);
	for (int i = 0; !error && i < 3; i++)
		if (theirs[i] >= 0)
			error = posix_spawn_file_actions_adddup2(files,
				theirs[i], i);
#ifdef HAVE_CLOSEFROM
	if (!error)
		error = posix_spawn_file_actions_addclosefrom_np(files, 3);
#endif
	return error;
}

/* The environment with the mark in place of one that we ourselves have. */
static char **marked_environment(const char *mark)
{
	size_t n = 0, k = 0;
	struct str own;
	char **env;

	while (environ[n])
		n++;
	env = xcalloc(n + 2, sizeof(*env));
	for (size_t i = 0; i < n; i++)
		if (!starts_with(environ[i], ORPHANS_MARK))
			env[k++] = environ[i];
	str_init(&own);
	str_addf(&own, ORPHANS_MARK "%s", mark);
	env[k] = str_detach(&own);
	return env;
}

static void free_environment(char **env)
{
	size_t n = 0;

	while (env[n])
		n++;
	free(env[n - 1]);
	free(env);
}

static int spawn_it(struct start *s, const char *path, const int theirs[3])
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	char **env = marked_environment(s->mark);
	int error;

	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attr);
	error = set_signals(&attr);
	if (!error)
		error = set_files(&files, theirs);
	if (!error) /* argv is not written to; its type is history */
		error = posix_spawn(&s->pid, path, &files, &attr,
			(char *const *)s->argv, env);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	free_environment(env);
	return error;
}

static void close_all(int fd[3])
{
	for (int i = 0; i < 3; i++) {
		if (fd[i] >= 0)
			close(fd[i]);
		fd[i] = -1;
	}
}

static int open_streams(struct start *s, int theirs[3])
{
	for (int i = s->wants_input ? 0 : 1; i < 3; i++) {
		int ends[2];

		if (start_pipe(ends) < 0)
			return errno;
		s->fd[i] = ends[i ? 0 : 1];
		theirs[i] = ends[i ? 1 : 0];
		start_nonblocking(s->fd[i]);
	}
	return 0;
}

int start_process(struct start *s)
{
	int theirs[3] = {-1, -1, -1};
	struct str path;
	int error = ENOENT;

	for (int i = 0; i < 3; i++)
		s->fd[i] = -1;
	str_init(&path);
	if (spawn_find(s->argv[0], &path))
		error = open_streams(s, theirs);
	if (!error)
		error = spawn_it(s, path.s, theirs);
	close_all(theirs);
	if (error)
		close_all(s->fd);
	str_release(&path);
	return error;
}

static bool is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* A file without the permission counts only when nothing better follows; the
 * start then says that it is denied. */
bool spawn_find(const char *name, struct str *path)
{
	const char *dir = getenv("PATH"), *end;
	struct str denied;

	str_reset(path);
	if (strchr(name, '/')) {
		str_adds(path, name);
		return is_file(name);
	}
	str_init(&denied);
	for (; dir && *dir && *name; dir = *end ? end + 1 : end) {
		end = dir + strcspn(dir, ":");
		if (*dir != '/')
			continue;
		str_reset(path);
		str_add(path, dir, (size_t)(end - dir));
		str_addf(path, "/%s", name);
		if (is_file(path->s) && access(path->s, X_OK) == 0)
			break;
		if (is_file(path->s) && !denied.len)
			str_adds(&denied, path->s);
		str_reset(path);
	}
	if (!path->len)
		str_add(path, denied.s, denied.len);
	str_release(&denied);
	return path->len > 0;
}

bool spawn_self(struct str *path)
{
	char buf[4096];
	ssize_t n = readlink("/proc/self/exe", buf, sizeof(buf));

	str_reset(path);
	if (n <= 0 || (size_t)n == sizeof(buf))
		return false;
	str_add(path, buf, (size_t)n);
	/* Replaced since by another version: the one that runs is meant. */
	if (ends_with(path->s, " (deleted)")) {
		str_reset(path);
		str_adds(path, "/proc/self/exe");
	}
	return true;
}

void spawn_random(void *to, size_t n)
{
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	unsigned char *p = to;
	ssize_t got = 1;

	while (fd >= 0 && n && got > 0) {
		got = read(fd, p, n);
		if (got > 0) {
			p += got;
			n -= (size_t)got;
		}
	}
	if (fd < 0 || n)
		die("cannot read random bytes: %s", strerror(errno));
	close(fd);
}
