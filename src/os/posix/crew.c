/* Work done beside ours in forked children; each has one pipe to us. */
#include "os/crew.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/xmem.h"
#include "os/clock.h"

#define OUT_MAX (1 << 20) /* bytes of one hand; more is cut */

static void write_all(int fd, const char *s, size_t n)
{
	while (n > 0) {
		ssize_t wrote = write(fd, s, n);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return;
		s += wrote;
		n -= (size_t)wrote;
	}
}

static _Noreturn void be_hand(int fd, void (*work)(void *, struct str *),
	void *context)
{
	struct str out;

	/* The parent's handlers are for the parent's terminal. */
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	str_init(&out);
	work(context, &out);
	write_all(fd, out.s, out.len);
	_exit(0);
}

void hand_start(struct hand *hand, void (*work)(void *, struct str *),
	void *context)
{
	int ends[2];
	pid_t pid;

	*hand = (struct hand){.pid = -1, .pipe = -1};
	str_init(&hand->out);
	if (pipe(ends) < 0)
		return;
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		be_hand(ends[1], work, context);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return;
	}
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	hand->pid = pid;
	hand->pipe = ends[0];
}

/* Whether it ended by itself, with everything said. */
static bool reap(struct hand *hand)
{
	int status = -1;
	pid_t got;

	if (hand->pid < 0)
		return false;
	do
		got = waitpid((pid_t)hand->pid, &status, 0);
	while (got < 0 && errno == EINTR);
	hand->pid = -1;
	return got > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void shut(struct hand *hand)
{
	if (hand->pipe >= 0)
		close(hand->pipe);
	hand->pipe = -1;
}

static void drain(struct hand *hand)
{
	char buf[4096];
	ssize_t n = read(hand->pipe, buf, sizeof(buf));

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n > 0) {
		if (hand->out.len < OUT_MAX)
			str_add(&hand->out, buf, (size_t)n);
		return;
	}
	shut(hand);
	hand->done = reap(hand);
}

static void end(struct hand *hand)
{
	if (hand->pid > 0)
		kill((pid_t)hand->pid, SIGKILL);
	shut(hand);
	reap(hand);
}

static size_t hands_working(struct hand *hands, size_t n, struct pollfd *p)
{
	size_t working = 0;

	for (size_t i = 0; i < n; i++) {
		p[i] = (struct pollfd){hands[i].pipe, POLLIN, 0};
		working += hands[i].pipe >= 0;
	}
	return working;
}

void hands_wait(struct hand *hands, size_t n, int64_t deadline)
{
	struct pollfd *p = xcalloc(n ? n : 1, sizeof(*p));

	while (hands_working(hands, n, p) > 0) {
		int left = deadline_left(deadline);

		if (left == 0)
			break;
		if (poll(p, (nfds_t)n, left) <= 0)
			continue;
		for (size_t i = 0; i < n; i++)
			if (p[i].fd >= 0 && p[i].revents)
				drain(&hands[i]);
	}
	for (size_t i = 0; i < n; i++)
		end(&hands[i]);
	free(p);
}

void hand_release(struct hand *hand)
{
	end(hand);
	str_release(&hand->out);
}
