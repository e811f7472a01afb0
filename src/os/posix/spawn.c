/*
 * Children in one poll: pipes, deadlines and deaths. A death is seen through
 * a pipe that the SIGCHLD handler writes to. A child that exited is left a
 * zombie until its group is killed, so that its number cannot have become
 * somebody else's by then.
 */
/* clang-format off */
#define _GNU_SOURCE /* POSIX_SPAWN_SETSID */
/* clang-format on */
#include "os/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/xmem.h"
#include "keep.h"
#include "orphans.h"
#include "start.h"

enum {
	DRAIN_MS = 50,  /* an open pipe after the exit: a grandchild has it */
	STOP_MS = 80,   /* from TERM to KILL when a person stops it */
	SWEEP_MS = 10,  /* between looks for what was left behind */
	CLEAR_MS = 500, /* after that, what cannot be killed is let go */
	AT_ONCE = 4,    /* pieces read of one pipe before the others' turn */
};

#ifdef TINY
#define PIECE 64
#else
#define PIECE 65536
#endif

struct child {
	struct spawn *set;
	struct child *next;
	pid_t pid;
	char mark[33];
	int fd[3]; /* of standard input, output, error; -1: closed */
	struct keep keep[2];
	char *input;
	size_t inputlen, fed;
	enum spawn_state state;
	enum spawn_end end;
	int code, grace_ms;
	bool told;   /* TERM was sent */
	bool killed; /* KILL was sent, or its group is cleared */
	bool exited, reaped, left_behind;
	int64_t started, ended, exited_at;
	int64_t limit_at, kill_at, sweep_at, clear_at; /* 0: not set */
};

struct spawn {
	struct child *children;
	int wake; /* read end of the handler's pipe */
	struct sigaction before;
	bool adopting;
};

/* The handler knows nothing but this. */
static volatile sig_atomic_t wake_fd = -1;

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void on_death(int sig)
{
	int saved = errno;

	if (wake_fd >= 0 && write((int)wake_fd, "", 1) < 0) {
		/* Full: then it will wake anyway. */
	}
	errno = saved;
}

struct spawn *spawn_new(void)
{
	struct spawn *s = xcalloc(1, sizeof(*s));
	struct sigaction act;
	int ends[2];

	if (start_pipe(ends) < 0)
		die("cannot make a pipe: %s", strerror(errno));
	start_nonblocking(ends[0]);
	start_nonblocking(ends[1]);
	s->wake = ends[0];
	wake_fd = ends[1];
	memset(&act, 0, sizeof(act));
	act.sa_handler = on_death;
	act.sa_flags = SA_RESTART | SA_NOCLDSTOP;
	sigemptyset(&act.sa_mask);
	sigaction(SIGCHLD, &act, &s->before);
	return s;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* -- the life of one child -- */

static bool is_active(const struct child *c)
{
	return c->state != SPAWN_DONE;
}

static size_t count_active(const struct spawn *s)
{
	size_t n = 0;

	for (const struct child *c = s->children; c; c = c->next)
		n += is_active(c);
	return n;
}

static void adopt(struct spawn *s, bool on)
{
	if (s->adopting != on)
		orphans_adopt(on);
	s->adopting = on;
}

static void finish(struct child *c)
{
	for (int i = 0; i < 3; i++)
		close_fd(&c->fd[i]);
	c->state = SPAWN_DONE;
	c->ended = now_ms();
	free(c->input);
	c->input = NULL;
	if (!count_active(c->set))
		adopt(c->set, false);
}

static void not_started(struct child *c, int error)
{
	c->end = error == ENOENT || error == ENOTDIR ? SPAWN_NOT_FOUND
		 : error == EACCES || error == EPERM ? SPAWN_DENIED
						     : SPAWN_FAILED;
	c->code = error;
	finish(c);
}

static void make_mark(char mark[33])
{
	static const char hex[] = "0123456789abcdef";
	unsigned char bytes[16];

	spawn_random(bytes, sizeof(bytes));
	for (size_t i = 0; i < 16; i++) {
		mark[2 * i] = hex[bytes[i] >> 4];
		mark[2 * i + 1] = hex[bytes[i] & 15];
	}
	mark[32] = '\0';
}

static void copy_plan(struct child *c, const struct spawn_plan *plan)
{
	keep_init(&c->keep[SPAWN_OUT], plan->most);
	keep_init(&c->keep[SPAWN_ERR], plan->most);
	c->grace_ms = plan->grace_ms;
	if (plan->limit_ms)
		c->limit_at = c->started + plan->limit_ms;
	if (plan->input && plan->inputlen) {
		c->input = xmalloc(plan->inputlen);
		memcpy(c->input, plan->input, plan->inputlen);
		c->inputlen = plan->inputlen;
	}
}

struct child *spawn_start(struct spawn *s, const struct spawn_plan *plan)
{
	struct child *c = xcalloc(1, sizeof(*c));
	struct start start = {.argv = plan->argv, .mark = c->mark};
	int error;

	c->set = s;
	c->next = s->children;
	s->children = c;
	c->started = now_ms();
	make_mark(c->mark);
	copy_plan(c, plan);
	start.wants_input = plan->input != NULL;
	adopt(s, true);
	error = start_process(&start);
	memcpy(c->fd, start.fd, sizeof(c->fd));
	if (error) {
		not_started(c, error);
		return c;
	}
	c->pid = start.pid;
	if (!c->inputlen)
		close_fd(&c->fd[0]);
	return c;
}

static void read_stream(struct child *c, enum spawn_stream which)
{
	char buf[PIECE];
	int *fd = &c->fd[which + 1];

	for (int i = 0; *fd >= 0 && i < AT_ONCE; i++) {
		ssize_t n = read(*fd, buf, sizeof(buf));

		if (n > 0)
			keep_add(&c->keep[which], buf, (size_t)n);
		else if (n == 0 || (errno != EAGAIN && errno != EINTR))
			close_fd(fd);
		else if (errno == EAGAIN)
			return;
	}
}

static void feed(struct child *c)
{
	ssize_t n;

	n = start_write(c->fd[0], c->input + c->fed, c->inputlen - c->fed);
	if (n > 0)
		c->fed += (size_t)n;
	if (c->fed == c->inputlen ||
		(n < 0 && errno != EAGAIN && errno != EINTR))
		close_fd(&c->fd[0]);
}

static void tell(struct child *c, enum spawn_end why, int grace_ms)
{
	if (c->told || c->state != SPAWN_RUNNING)
		return;
	c->told = true;
	c->state = SPAWN_ENDING;
	c->end = why;
	c->kill_at = now_ms() + grace_ms;
	kill(-c->pid, SIGTERM);
	/* One that was stopped has to wake up to hear it. */
	kill(-c->pid, SIGCONT);
}

void child_stop(struct child *c)
{
	tell(c, SPAWN_STOPPED, STOP_MS);
}

static void see_exit(struct child *c)
{
	siginfo_t info;

	if (c->exited || !is_active(c))
		return;
	memset(&info, 0, sizeof(info));
	if (waitid(P_PID, (id_t)c->pid, &info, WEXITED | WNOHANG | WNOWAIT) <
			0 ||
		info.si_pid != c->pid)
		return;
	c->exited = true;
	c->exited_at = now_ms();
	if (c->told)
		return;
	c->end = info.si_code == CLD_EXITED ? SPAWN_EXITED : SPAWN_SIGNALED;
	c->code = info.si_status;
}

static bool is_silent(const struct child *c)
{
	return c->fd[SPAWN_OUT + 1] < 0 && c->fd[SPAWN_ERR + 1] < 0;
}

/* Kill what is left of the group and look for what left it. */
static void clear_group(struct child *c, int64_t now)
{
	if (!is_silent(c) && !c->told)
		c->left_behind = true;
	kill(-c->pid, SIGKILL);
	waitpid(c->pid, NULL, 0); /* it exited: this does not block */
	c->reaped = true;
	c->state = SPAWN_ENDING;
	c->sweep_at = now;
	c->clear_at = now + CLEAR_MS;
	for (int i = 0; i < 2; i++)
		read_stream(c, (enum spawn_stream)i);
	for (int i = 0; i < 3; i++)
		close_fd(&c->fd[i]);
}

static void sweep(struct child *c, int64_t now)
{
	struct spawn *s = c->set;
	pid_t *known = xcalloc(count_active(s) + 1, sizeof(*known));
	struct orphans o = {.known = known, .session = c->pid, .mark = c->mark};

	for (const struct child *i = s->children; i; i = i->next)
		if (is_active(i) && !i->reaped)
			known[o.nknown++] = i->pid;
	o.last = o.nknown == 0;
	if (orphans_end(&o) == 0 || now >= c->clear_at) {
		finish(c);
	} else {
		c->left_behind = true;
		c->sweep_at = now + SWEEP_MS;
	}
	free(known);
}

static void keep_time(struct child *c, int64_t now, bool death)
{
	if (c->state == SPAWN_RUNNING && !c->exited && c->limit_at &&
		now >= c->limit_at)
		tell(c, SPAWN_TIMEOUT, c->grace_ms);
	if (c->told && !c->killed && !c->exited && now >= c->kill_at) {
		c->killed = true;
		kill(-c->pid, SIGKILL);
	}
	if (c->exited && !c->reaped &&
		(is_silent(c) || c->told || now >= c->exited_at + DRAIN_MS))
		clear_group(c, now);
	if (c->reaped && is_active(c) && (death || now >= c->sweep_at))
		sweep(c, now);
}

/* -- the loop -- */

static int64_t sooner(int64_t a, int64_t b)
{
	return b && (!a || b < a) ? b : a;
}

static int64_t next_time(const struct child *c)
{
	int64_t t = 0;

	if (!is_active(c))
		return 0;
	if (c->reaped)
		return c->sweep_at;
	if (c->exited)
		return c->exited_at + DRAIN_MS;
	if (c->state == SPAWN_RUNNING)
		t = sooner(t, c->limit_at);
	if (c->told && !c->killed)
		t = sooner(t, c->kill_at);
	return t;
}

static int wait_ms(const struct spawn *s, int ms)
{
	int64_t next = 0, now = now_ms(), left;

	for (const struct child *c = s->children; c; c = c->next)
		next = sooner(next, next_time(c));
	if (!next)
		return ms;
	left = next > now ? next - now : 0;
	if (left > INT_MAX)
		left = INT_MAX;
	return ms < 0 || left < ms ? (int)left : ms;
}

/* Which children have which places in the array; returns how many. */
static size_t fill_polls(const struct spawn *s, struct pollfd *p, int inputfd)
{
	size_t n = 0;

	p[n++] = (struct pollfd){.fd = s->wake, .events = POLLIN};
	p[n++] = (struct pollfd){.fd = inputfd, .events = POLLIN};
	for (const struct child *c = s->children; c; c = c->next)
		for (int i = 0; is_active(c) && i < 3; i++)
			p[n++] = (struct pollfd){
				.fd = c->fd[i], .events = i ? POLLIN : POLLOUT};
	return n;
}

static void pump(struct spawn *s, const struct pollfd *p)
{
	for (struct child *c = s->children; c; c = c->next) {
		if (!is_active(c))
			continue;
		if (p[0].revents && c->fd[0] >= 0)
			feed(c);
		for (int i = 0; i < 2; i++)
			if (p[i + 1].revents)
				read_stream(c, (enum spawn_stream)i);
		p += 3;
	}
}

static bool take_wakes(const struct spawn *s)
{
	char buf[64];
	bool any = false;

	while (read(s->wake, buf, sizeof(buf)) > 0)
		any = true;
	return any;
}

bool spawn_wait(struct spawn *s, int inputfd, int ms)
{
	size_t active = count_active(s);
	struct pollfd *p;
	size_t n;
	bool death, input = false;

	if (!active && inputfd < 0 && ms < 0)
		return false;
	p = xcalloc(2 + 3 * active, sizeof(*p));
	n = fill_polls(s, p, inputfd);
	if (poll(p, (nfds_t)n, wait_ms(s, ms)) > 0) {
		input = p[1].revents != 0;
		pump(s, p + 2);
	}
	free(p);
	death = take_wakes(s);
	for (struct child *c = s->children; death && c; c = c->next)
		see_exit(c);
	for (struct child *c = s->children; c; c = c->next)
		keep_time(c, now_ms(), death);
	return input;
}

/* -- what is known of a child -- */

enum spawn_state child_state(const struct child *c)
{
	return c->state;
}

enum spawn_end child_end(const struct child *c)
{
	return c->end;
}

int child_code(const struct child *c)
{
	return c->code;
}

long child_ms(const struct child *c)
{
	return (long)((is_active(c) ? now_ms() : c->ended) - c->started);
}

void child_text(const struct child *c, enum spawn_stream which, struct str *out)
{
	keep_text(&c->keep[which], out);
}

uint64_t child_left_out(const struct child *c, enum spawn_stream which)
{
	return keep_left_out(&c->keep[which]);
}

void child_tail(const struct child *c, enum spawn_stream which, size_t n,
	struct str *out)
{
	keep_newest(&c->keep[which], n, out);
}

bool child_left_behind(const struct child *c)
{
	return c->left_behind;
}

static void end_now(struct child *c)
{
	tell(c, SPAWN_STOPPED, 0);
	while (is_active(c))
		spawn_wait(c->set, -1, SWEEP_MS);
}

static void release(struct child *c)
{
	keep_release(&c->keep[0]);
	keep_release(&c->keep[1]);
	free(c);
}

void child_free(struct child *c)
{
	struct child **at;

	if (!c)
		return;
	end_now(c);
	for (at = &c->set->children; *at != c; at = &(*at)->next)
		;
	*at = c->next;
	release(c);
}

void spawn_free(struct spawn *s)
{
	if (!s)
		return;
	for (struct child *c = s->children; c; c = c->next)
		tell(c, SPAWN_STOPPED, 0);
	for (struct child *c = s->children; c; c = c->next)
		end_now(c);
	for (struct child *c = s->children, *next; c; c = next) {
		next = c->next;
		release(c);
	}
	sigaction(SIGCHLD, &s->before, NULL);
	close((int)wake_fd);
	wake_fd = -1;
	close(s->wake);
	free(s);
}
