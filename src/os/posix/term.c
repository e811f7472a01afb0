/*
 * The terminal on POSIX. State is static because signal handlers can reach
 * nothing else; everything in a handler is async-signal-safe.
 */
#define _GNU_SOURCE
#include "os/term.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include "base/str.h"
#include "base/xmem.h"

static struct {
	struct termios found; /* as it was before us */
	struct termios ours;
	bool started;
	volatile sig_atomic_t taken; /* the terminal is in our hands */
	volatile sig_atomic_t resize, suspend, go_on, end;
	char *enter, *leave;
	size_t leavelen;
	int wake[2]; /* handlers write, term_wait reads */
} term = {.wake = {-1, -1}};

/* Signals that only leave a mark; the loop acts on them. */
static const int marking[] = {
	SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP, SIGINT, SIGQUIT};
/* Signals that end us on the spot. */
static const int fatal[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

bool term_is_there(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

static void write_all(int fd, const char *s, size_t n)
{
	while (n > 0) {
		ssize_t did = write(fd, s, n);

		if (did < 0 && errno == EAGAIN) {
			struct pollfd p = {.fd = fd, .events = POLLOUT};

			if (poll(&p, 1, 1000) <= 0)
				return;
			continue;
		}
		if (did < 0 && errno == EINTR)
			continue;
		if (did <= 0)
			return;
		s += did;
		n -= (size_t)did;
	}
}

/* Only async-signal-safe calls. */
static void give_back(void)
{
	if (!term.taken)
		return;
	term.taken = 0;
	if (term.leave)
		write_all(STDOUT_FILENO, term.leave, term.leavelen);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &term.found);
}

static void take(void)
{
	tcsetattr(STDIN_FILENO, TCSADRAIN, &term.ours);
	term.taken = 1;
	if (term.enter)
		write_all(STDOUT_FILENO, term.enter, strlen(term.enter));
}

static void on_mark(int sig)
{
	int kept = errno;

	if (sig == SIGWINCH)
		term.resize = 1;
	else if (sig == SIGTSTP)
		term.suspend = 1;
	else if (sig == SIGCONT)
		term.go_on = 1;
	else
		term.end = sig;
	if (write(term.wake[1], "", 1) < 0 && errno != EAGAIN)
		term.end = sig;
	errno = kept;
}

static void on_fatal(int sig)
{
	give_back();
	signal(sig, SIG_DFL);
	raise(sig);
}

static void handle(const int *list, size_t n, void (*handler)(int))
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = handler;
	sigfillset(&sa.sa_mask);
	for (size_t i = 0; i < n; i++)
		sigaction(list[i], &sa, NULL);
}

static int open_wake(void)
{
	if (term.wake[0] >= 0)
		return 0;
	if (pipe(term.wake) < 0)
		return -1;
	for (int i = 0; i < 2; i++) {
		fcntl(term.wake[i], F_SETFL, O_NONBLOCK);
		fcntl(term.wake[i], F_SETFD, FD_CLOEXEC);
	}
	return 0;
}

int term_start(void)
{
	if (tcgetattr(STDIN_FILENO, &term.found) < 0 || open_wake() < 0)
		return -1;
	term.ours = term.found;
	term.ours.c_iflag &=
		(tcflag_t) ~(BRKINT | ICRNL | INLCR | IGNCR | ISTRIP | IXON);
	/* ONLCR stays off too: the screen positions the cursor itself. */
	term.ours.c_oflag &= (tcflag_t)~OPOST;
	term.ours.c_lflag &= (tcflag_t) ~(ECHO | ICANON | IEXTEN | ISIG);
	term.ours.c_cc[VMIN] = 0;
	term.ours.c_cc[VTIME] = 0;
	handle(marking, COUNT(marking), on_mark);
	handle(fatal, COUNT(fatal), on_fatal);
	signal(SIGPIPE, SIG_IGN);
	term.started = true;
	take();
	return 0;
}

void term_dress(const char *enter, const char *leave)
{
	free(term.enter);
	free(term.leave);
	term.enter = xstrdup(enter);
	term.leave = xstrdup(leave);
	term.leavelen = strlen(leave);
	write_all(STDOUT_FILENO, term.enter, strlen(term.enter));
}

void term_stop(void)
{
	if (!term.started)
		return;
	give_back();
	handle(marking, COUNT(marking), SIG_DFL);
	handle(fatal, COUNT(fatal), SIG_DFL);
	free(term.enter);
	free(term.leave);
	term.enter = term.leave = NULL;
	term.leavelen = 0;
	term.started = false;
}

void term_suspend(void)
{
	static const int stop[] = {SIGTSTP};

	give_back();
	handle(stop, 1, SIG_DFL);
	raise(SIGTSTP);
	/* Here again after SIGCONT. */
	handle(stop, 1, on_mark);
	term.suspend = 0;
	term.go_on = 1;
	take();
}

static void empty_wake(void)
{
	char sink[64];

	while (read(term.wake[0], sink, sizeof(sink)) > 0)
		continue;
}

unsigned term_events(void)
{
	unsigned events = 0;

	empty_wake();
	if (term.resize)
		events |= TERM_RESIZE;
	if (term.suspend)
		events |= TERM_SUSPEND;
	if (term.go_on)
		events |= TERM_CONTINUE;
	if (term.end)
		events |= TERM_END;
	/* Stopped by force, the shell has taken the terminal meanwhile. */
	if (term.go_on && term.started && !term.suspend)
		take();
	term.resize = term.suspend = term.go_on = 0;
	return events;
}

unsigned term_wait(int ms)
{
	struct pollfd p[2] = {
		{.fd = STDIN_FILENO, .events = POLLIN},
		{.fd = term.wake[0], .events = POLLIN},
	};
	unsigned events;
	int n = poll(p, 2, ms);

	if (n == 0)
		return 0;
	events = term_events();
	if (n > 0 && p[0].revents & POLLIN)
		events |= TERM_INPUT;
	if (n > 0 && p[0].revents & (POLLHUP | POLLERR | POLLNVAL))
		events |= TERM_END;
	return events;
}

int term_input(void)
{
	return STDIN_FILENO;
}

int term_signal(void)
{
	return (int)term.end;
}

void term_size(int *rows, int *cols)
{
	struct winsize w;

	*rows = 24;
	*cols = 80;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) < 0)
		return;
	if (w.ws_row > 0)
		*rows = w.ws_row;
	if (w.ws_col > 0)
		*cols = w.ws_col;
}

long term_read(char *buffer, size_t size)
{
	ssize_t n = read(STDIN_FILENO, buffer, size);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	return n;
}

int term_write(const char *s, size_t n)
{
	write_all(STDOUT_FILENO, s, n);
	return 0;
}

#ifdef __linux__
static int scratch_open(void)
{
	return memfd_create("screen", MFD_CLOEXEC);
}
#else
static int scratch_open(void)
{
	return -1;
}
#endif

int term_scratch(void)
{
	char path[] = "/tmp/vpntriage.XXXXXX";
	int fd = scratch_open();

	if (fd >= 0)
		return fd;
	fd = mkstemp(path);
	if (fd < 0)
		return -1;
	unlink(path);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	return fd;
}

size_t term_scratch_take(int fd, struct str *buffer)
{
	off_t size = lseek(fd, 0, SEEK_CUR);
	ssize_t n;

	if (size <= 0)
		return 0;
	str_reserve(buffer, (size_t)size);
	n = pread(fd, buffer->s + buffer->len, (size_t)size, 0);
	if (n > 0) {
		buffer->len += (size_t)n;
		buffer->s[buffer->len] = 0;
	}
	lseek(fd, 0, SEEK_SET);
	return n > 0 ? (size_t)n : 0;
}
