/*
 * Files: read whole, written whole or not at all, appended to and synced,
 * locked, listed. Everything gives 0, or -1 with errno kept; file_error()
 * puts that into words.
 */
#ifndef OS_FILE_H
#define OS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* The calls that can fail half-way, as a table, so that a test can put a
 * full or a broken disk in their place. Everywhere below NULL means the real
 * ones. */
struct file_ops {
	long (*write)(int fd, const void *, size_t);
	int (*sync)(int fd);
	int (*truncate)(int fd, int64_t size);
	int (*rename)(const char *from, const char *to);
};

extern const struct file_ops file_ops_real;

/* An errno in plain words: "the disk is full". Static or strerror's. */
const char *file_error(int err);

/* The whole file added to `out`; "-" is standard input. More than `most`
 * bytes is EFBIG, a folder EISDIR; then `out` is as it was. */
int file_read(const char *path, size_t most, struct str *out);

enum file_how {
	FILE_REPLACE, /* the old one stays whole until the new one is */
	FILE_NEW,     /* EEXIST when there is one */
};

/* Temporary file (0600) beside it, synced, then renamed. What is no regular
 * file (a pipe, a terminal) is written to as it is. */
int file_write(const struct file_ops *, const char *path, const void *,
	size_t n, enum file_how);

/* A folder and all above it, 0700 where they are made. */
int file_mkdirs(const char *path);

struct file_list {
	char **names; /* sorted; owned; without "." and ".." */
	size_t n, cap;
};

int file_list(const char *folder, struct file_list *);
void file_list_release(struct file_list *);
/* 1 a folder, 0 something else that is there, -1 nothing (errno). */
int file_is_folder(const char *path);

/* A file line by line, however large it is; memory is that of its longest
 * line. */
struct linefile {
	int fd;
	struct str buffer;
	size_t start; /* of the next line in the buffer */
	bool ended, failed;
};

/* A zeroed one, or one that was closed: its memory is used again. */
int linefile_open(struct linefile *, const char *path);
/* Without its end, until the next call; the last one may lack it. NULL when
 * there is none, or (`failed`, errno) when the rest cannot be read. */
const char *linefile_next(struct linefile *, size_t *n);
void linefile_close(struct linefile *);
void linefile_release(struct linefile *);

/*
 * A file that only grows. What was added is on the disk when
 * appender_add() gave 0; when it gave -1 the file is as it was before.
 */
struct appender {
	int fd;
	const struct file_ops *ops;
	int64_t size; /* up to here the file is good */
	bool torn;    /* a failed write could not be taken back */
};

/* Opens or (FILE_NEW) makes it, 0600. */
int appender_open(struct appender *, const struct file_ops *, const char *path,
	enum file_how);
/* EWOULDBLOCK: somebody else has it. Held until it is closed. */
int appender_lock(struct appender *);
/* Cut off everything from byte `size` on, once, before adding. */
int appender_cut(struct appender *, int64_t size);
int appender_add(struct appender *, const void *, size_t n);
void appender_close(struct appender *);

#endif
