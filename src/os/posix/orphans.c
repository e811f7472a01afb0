/*
 * Finding what a child left behind, by /proc. An adopted process is told from
 * children that other code may have by its session, which is never ours; whose
 * it is says the mark in its environment. A process that threw the mark away
 * is ended with the last child.
 */
/* clang-format off */
#define _GNU_SOURCE /* prctl beside POSIX */
/* clang-format on */
#include "orphans.h"

#ifdef __linux__

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"

extern char **environ;

struct process {
	char state;
	pid_t parent, session;
};

static bool read_file(const char *path, struct str *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char buf[4096];
	ssize_t n;
	int error;

	str_reset(out);
	if (fd < 0)
		return false;
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		str_add(out, buf, (size_t)n);
	error = errno;
	close(fd);
	errno = error;
	return n == 0;
}

/* proc(5): "pid (comm) state ppid pgrp session ..."; comm may hold anything,
 * so what counts comes after the last parenthesis. */
static bool read_process(pid_t pid, struct process *p)
{
	char path[64];
	struct str text;
	const char *end;
	int parent, group, session;
	bool ok = false;

	str_init(&text);
	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	if (read_file(path, &text) && (end = strrchr(text.s, ')')))
		ok = sscanf(end + 1, " %c %d %d %d", &p->state, &parent, &group,
			     &session) == 4;
	if (ok) {
		p->parent = parent;
		p->session = session;
	}
	str_release(&text);
	return ok;
}

static bool has_entry(const struct str *block, const char *entry, size_t n)
{
	const char *p = block->s, *end = block->s + block->len;

	for (; p < end; p += strlen(p) + 1)
		if (strlen(p) == n && memcmp(p, entry, n) == 0)
			return true;
	return false;
}

/* Started by other code of this program, not by a check. */
static bool has_our_environment(const struct str *block)
{
	for (char **e = environ; *e; e++)
		if (!has_entry(block, *e, strlen(*e)))
			return false;
	return block->len > 0;
}

static bool is_its(pid_t pid, const struct process *p, const struct orphans *o)
{
	struct str block, mark;
	char path[64];
	bool its = false;

	if (p->session == o->session)
		return true;
	str_init(&block);
	str_init(&mark);
	str_addf(&mark, ORPHANS_MARK "%s", o->mark);
	snprintf(path, sizeof(path), "/proc/%ld/environ", (long)pid);
	if (read_file(path, &block)) {
		its = has_entry(&block, mark.s, mark.len);
		if (!its && o->last)
			its = !has_our_environment(&block);
	} else {
		/* It is dying and has no memory any more: wait for it. */
		its = errno == ESRCH;
	}
	str_release(&mark);
	str_release(&block);
	return its;
}

static bool is_known(const struct orphans *o, pid_t pid)
{
	for (size_t i = 0; i < o->nknown; i++)
		if (o->known[i] == pid)
			return true;
	return false;
}

struct counts {
	size_t alive, reaped;
};

static void end_one(const struct orphans *o, pid_t pid, struct counts *n)
{
	struct process p;

	if (is_known(o, pid) || !read_process(pid, &p) ||
		p.parent != getpid() || p.session == getsid(0))
		return;
	if (p.state == 'Z' || p.state == 'X') {
		n->reaped += waitpid(pid, NULL, WNOHANG) == pid;
	} else if (is_its(pid, &p, o)) {
		kill(pid, SIGKILL);
		n->alive++;
	}
}

static void end_listed(const struct orphans *o, const char *list,
	struct counts *n)
{
	char *end;

	for (;;) {
		long pid = strtol(list, &end, 10);

		if (end == list)
			return;
		end_one(o, (pid_t)pid, n);
		list = end;
	}
}

/* A kernel built without the list of children: look at every process. */
static void end_found(const struct orphans *o, struct counts *n)
{
	DIR *dir = opendir("/proc");
	struct dirent *e;

	if (!dir)
		return;
	while ((e = readdir(dir)))
		if (isdigit((unsigned char)e->d_name[0]))
			end_one(o, (pid_t)strtol(e->d_name, NULL, 10), n);
	closedir(dir);
}

void orphans_adopt(bool on)
{
	prctl(PR_SET_CHILD_SUBREAPER, on ? 1UL : 0UL, 0UL, 0UL, 0UL);
}

/* One that was dead may have died after the list was read, and its children
 * have come to us since: then the list is read again. */
size_t orphans_end(const struct orphans *o)
{
	char path[64];
	struct str list;
	struct counts n;

	str_init(&list);
	snprintf(path, sizeof(path), "/proc/self/task/%ld/children",
		(long)getpid());
	do {
		n = (struct counts){0};
		if (read_file(path, &list))
			end_listed(o, list.s, &n);
		else
			end_found(o, &n);
	} while (n.reaped);
	str_release(&list);
	return n.alive;
}

#else

void orphans_adopt(bool on)
{
}

size_t orphans_end(const struct orphans *o)
{
	return 0;
}

#endif
