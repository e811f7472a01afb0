/*
 * Files on POSIX systems. A write that fails half-way is taken back, so that
 * whoever reads next finds either the old or the new, never a part.
 */
#include "os/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xmem.h"

#ifdef TINY
#define PIECE 7
#else
#define PIECE 65536
#endif

static long real_write(int fd, const void *p, size_t n)
{
	return write(fd, p, n);
}

static int real_sync(int fd)
{
	return fsync(fd);
}

static int real_truncate(int fd, int64_t size)
{
	return ftruncate(fd, (off_t)size);
}

static int real_rename(const char *from, const char *to)
{
	return rename(from, to);
}

const struct file_ops file_ops_real = {
	real_write, real_sync, real_truncate, real_rename};

const char *file_error(int err)
{
	switch (err) {
	case ENOSPC:
		return "the disk is full";
	case EDQUOT:
		return "the disk quota is used up";
	case EIO:
		return "the disk reports an error";
	case EROFS:
		return "the disk is read-only";
	case EACCES:
	case EPERM:
		return "no permission";
	case ENOENT:
		return "no such file or folder";
	case EEXIST:
		return "it exists already";
	case EISDIR:
		return "it is a folder";
	case ENOTDIR:
		return "a part of its path is no folder";
	case EFBIG:
		return "it is too large";
	case EWOULDBLOCK:
		return "it is in use";
	}
	return strerror(err);
}

static int read_all(int fd, size_t most, struct str *out)
{
	size_t before = out->len;
	ssize_t n;

	for (;;) {
		str_reserve(out, PIECE);
		n = read(fd, out->s + out->len, PIECE);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		out->len += (size_t)n;
		out->s[out->len] = '\0';
		if (out->len - before > most) {
			errno = EFBIG;
			n = -1;
			break;
		}
	}
	if (n < 0)
		str_truncate(out, before);
	return n < 0 ? -1 : 0;
}

static void close_keeping_errno(int fd)
{
	int err = errno;

	close(fd);
	errno = err;
}

int file_read(const char *path, size_t most, struct str *out)
{
	struct stat st;
	int fd, rc;

	if (strcmp(path, "-") == 0)
		return read_all(STDIN_FILENO, most, out);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		if (st.st_size > 0 && (uintmax_t)st.st_size > most) {
			close(fd);
			errno = EFBIG;
			return -1;
		}
		str_reserve(out, (size_t)st.st_size + PIECE);
	}
	rc = read_all(fd, most, out);
	close_keeping_errno(fd);
	return rc;
}

static int write_all(const struct file_ops *ops, int fd, const void *bytes,
	size_t n)
{
	const char *p = bytes;
	long done;

	while (n > 0) {
		done = ops->write(fd, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done == 0)
			errno = ENOSPC;
		if (done <= 0)
			return -1;
		p += done;
		n -= (size_t)done;
	}
	return 0;
}

/* The name of a file is on the disk only when its folder is synced; not
 * every system can do that, so a failure is none. */
static void sync_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? xstrndup(path, (size_t)(slash - path) + 1)
			     : xstrdup(".");
	int fd = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(folder);
}

static int write_to(const struct file_ops *ops, int fd, const void *bytes,
	size_t n)
{
	if (write_all(ops, fd, bytes, n) < 0 || ops->sync(fd) < 0) {
		close_keeping_errno(fd);
		return -1;
	}
	return close(fd);
}

static int write_as_it_is(const struct file_ops *ops, const char *path,
	const void *bytes, size_t n)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), rc;

	if (fd < 0)
		return -1;
	rc = write_all(ops, fd, bytes, n);
	close_keeping_errno(fd);
	return rc;
}

/* A hard link fails when the name is taken, which rename() does not. */
static int give_name(const struct file_ops *ops, const char *temp,
	const char *path, enum file_how how)
{
	int err;

	if (how == FILE_REPLACE) {
		if (ops->rename(temp, path) == 0)
			return 0;
	} else if (link(temp, path) == 0) {
		unlink(temp);
		return 0;
	}
	err = errno;
	unlink(temp);
	errno = err;
	return -1;
}

int file_write(const struct file_ops *ops, const char *path, const void *bytes,
	size_t n, enum file_how how)
{
	struct str temp = STR_INIT;
	struct stat st;
	int fd, rc = -1, err;

	if (!ops)
		ops = &file_ops_real;
	if (stat(path, &st) == 0) {
		if (how == FILE_NEW) {
			errno = EEXIST;
			return -1;
		}
		if (!S_ISREG(st.st_mode))
			return write_as_it_is(ops, path, bytes, n);
	}
	str_addf(&temp, "%s.XXXXXX", path);
	fd = mkstemp(temp.s);
	if (fd >= 0) {
		fchmod(fd, 0600);
		rc = write_to(ops, fd, bytes, n);
		err = errno;
		if (rc < 0)
			unlink(temp.s);
		errno = err;
	}
	if (fd >= 0 && rc == 0)
		rc = give_name(ops, temp.s, path, how);
	if (rc == 0)
		sync_folder_of(path);
	err = errno;
	str_release(&temp);
	errno = err;
	return rc;
}

int file_mkdirs(const char *path)
{
	char *copy = xstrdup(path);
	int rc = 0, err;

	for (char *p = copy + 1; rc == 0 && p[-1]; p++) {
		char here = *p;

		if (here != '/' && here != '\0')
			continue;
		*p = '\0';
		if (mkdir(copy, 0700) < 0 && errno != EEXIST)
			rc = -1;
		*p = here;
	}
	if (rc == 0 && file_is_folder(path) == 0) {
		errno = ENOTDIR;
		rc = -1;
	}
	err = errno;
	free(copy);
	errno = err;
	return rc;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int file_list(const char *folder, struct file_list *list)
{
	DIR *dir = opendir(folder);
	struct dirent *e;

	*list = (struct file_list){0};
	if (!dir)
		return -1;
	while ((e = readdir(dir))) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		list->names = grow(list->names, &list->cap, list->n,
			sizeof *list->names);
		list->names[list->n++] = xstrdup(e->d_name);
	}
	closedir(dir);
	if (list->n > 0)
		qsort(list->names, list->n, sizeof *list->names, by_name);
	return 0;
}

void file_list_release(struct file_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->names[i]);
	free(list->names);
	*list = (struct file_list){0};
}

int file_is_folder(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return -1;
	return S_ISDIR(st.st_mode) ? 1 : 0;
}

int appender_open(struct appender *a, const struct file_ops *ops,
	const char *path, enum file_how how)
{
	int flags = O_RDWR | O_APPEND | O_CLOEXEC;
	struct stat st;

	*a = (struct appender){.fd = -1, .ops = ops ? ops : &file_ops_real};
	if (how == FILE_NEW)
		flags |= O_CREAT | O_EXCL;
	a->fd = open(path, flags, 0600);
	if (a->fd < 0)
		return -1;
	if (fstat(a->fd, &st) < 0) {
		close_keeping_errno(a->fd);
		a->fd = -1;
		return -1;
	}
	a->size = st.st_size;
	if (how == FILE_NEW)
		sync_folder_of(path);
	return 0;
}

int appender_lock(struct appender *a)
{
	return flock(a->fd, LOCK_EX | LOCK_NB);
}

int appender_cut(struct appender *a, int64_t size)
{
	if (size == a->size)
		return 0;
	if (a->ops->truncate(a->fd, size) < 0)
		return -1;
	a->size = size;
	return 0;
}

/* Back to the last good byte; when even that fails, the next try does it. */
static void take_back(struct appender *a)
{
	int err = errno;

	a->torn = a->ops->truncate(a->fd, a->size) < 0;
	errno = err;
}

int appender_add(struct appender *a, const void *bytes, size_t n)
{
	if (a->torn && a->ops->truncate(a->fd, a->size) < 0)
		return -1;
	a->torn = false;
	if (write_all(a->ops, a->fd, bytes, n) < 0 || a->ops->sync(a->fd) < 0) {
		take_back(a);
		return -1;
	}
	a->size += (int64_t)n;
	return 0;
}

void appender_close(struct appender *a)
{
	if (a->fd >= 0)
		close(a->fd);
	a->fd = -1;
}

int linefile_open(struct linefile *l, const char *path)
{
	if (!l->buffer.s)
		str_init(&l->buffer);
	str_reset(&l->buffer);
	l->start = 0;
	l->ended = l->failed = false;
	l->fd = open(path, O_RDONLY | O_CLOEXEC);
	return l->fd < 0 ? -1 : 0;
}

/* More bytes behind what is left; false at the end. */
static bool read_more(struct linefile *l)
{
	struct str *b = &l->buffer;
	ssize_t n;

	if (l->start > 0) {
		memmove(b->s, b->s + l->start, b->len - l->start);
		b->len -= l->start;
		l->start = 0;
	}
	str_reserve(b, PIECE);
	do
		n = read(l->fd, b->s + b->len, PIECE);
	while (n < 0 && errno == EINTR);
	l->failed = n < 0;
	if (n <= 0)
		return false;
	b->len += (size_t)n;
	return true;
}

const char *linefile_next(struct linefile *l, size_t *n)
{
	size_t searched = l->start;
	const char *line, *end;

	for (;;) {
		line = l->buffer.s + l->start;
		end = memchr(l->buffer.s + searched, '\n',
			l->buffer.len - searched);
		if (end)
			break;
		searched = l->buffer.len - l->start;
		if (l->ended || !read_more(l)) {
			l->ended = true;
			break;
		}
	}
	if (end) {
		*n = (size_t)(end - line);
		l->start += *n + 1;
		return line;
	}
	line = l->buffer.s + l->start;
	*n = l->buffer.len - l->start;
	l->start = l->buffer.len;
	return *n > 0 && !l->failed ? line : NULL;
}

void linefile_close(struct linefile *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
}

void linefile_release(struct linefile *l)
{
	str_release(&l->buffer);
}
