#include "os/file.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/vpntriage-file-XXXXXX";

static int make_folder(void **state)
{
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int drop_folder(void **state)
{
	struct file_list list;

	if (file_list(folder, &list) < 0)
		return -1;
	for (size_t i = 0; i < list.n; i++)
		if (unlink(list.names[i]) < 0)
			rmdir(list.names[i]);
	file_list_release(&list);
	return rmdir(folder);
}

static void assert_holds(const char *path, const char *want)
{
	struct str got = STR_INIT;

	assert_int_equal(file_read(path, 1 << 20, &got), 0);
	assert_string_equal(got.s, want);
	str_release(&got);
}

static void assert_nothing_left_beside(const char *name)
{
	struct file_list list;

	assert_int_equal(file_list(".", &list), 0);
	for (size_t i = 0; i < list.n; i++)
		assert_false(starts_with(list.names[i], name) &&
			     strcmp(list.names[i], name) != 0);
	file_list_release(&list);
}

static void what_was_written_is_read_again_with_mode_0600(void **state)
{
	struct stat st;

	assert_int_equal(file_write(NULL, "a", "one\n", 4, FILE_REPLACE), 0);
	assert_holds("a", "one\n");
	assert_int_equal(file_write(NULL, "a", "", 0, FILE_REPLACE), 0);
	assert_holds("a", "");
	assert_int_equal(stat("a", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_nothing_left_beside("a");
}

static void a_new_file_never_overwrites(void **state)
{
	assert_int_equal(file_write(NULL, "n", "1", 1, FILE_NEW), 0);
	assert_int_equal(file_write(NULL, "n", "2", 1, FILE_NEW), -1);
	assert_int_equal(errno, EEXIST);
	assert_holds("n", "1");
	assert_nothing_left_beside("n");
}

static void reading_says_what_is_wrong(void **state)
{
	struct str out = STR_INIT;

	str_adds(&out, "kept");
	assert_int_equal(file_read("none", 9, &out), -1);
	assert_string_equal(file_error(errno), "no such file or folder");
	assert_int_equal(file_read(".", 9, &out), -1);
	assert_int_equal(errno, EISDIR);
	assert_int_equal(file_write(NULL, "big", "0123456789", 10, 0), 0);
	assert_int_equal(file_read("big", 9, &out), -1);
	assert_int_equal(errno, EFBIG);
	assert_string_equal(out.s, "kept");
	assert_int_equal(file_read("big", 10, &out), 0);
	assert_string_equal(out.s, "kept0123456789");
	str_release(&out);
}

static void folders_are_made_0700_all_the_way(void **state)
{
	struct stat st;

	assert_int_equal(file_mkdirs("d1/d2"), 0);
	assert_int_equal(file_mkdirs("d1/d2"), 0);
	assert_int_equal(file_is_folder("d1/d2"), 1);
	assert_int_equal(stat("d1/d2", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(file_write(NULL, "plain", "", 0, FILE_REPLACE), 0);
	assert_int_equal(file_mkdirs("plain/x"), -1);
	assert_int_equal(errno, ENOTDIR);
	assert_int_equal(file_mkdirs("plain"), -1);
	assert_int_equal(rmdir("d1/d2"), 0);
}

/* A disk that takes `room` bytes in small bites and then gives up. */
static size_t room;
static int reason, sync_reason, truncate_reason;

static long bad_write(int fd, const void *p, size_t n)
{
	if (room == 0) {
		errno = reason;
		return -1;
	}
	if (n > 3)
		n = 3;
	if (n > room)
		n = room;
	room -= n;
	return write(fd, p, n);
}

static int bad_sync(int fd)
{
	errno = sync_reason;
	return sync_reason ? -1 : 0;
}

static int bad_truncate(int fd, int64_t size)
{
	errno = truncate_reason;
	return truncate_reason ? -1 : ftruncate(fd, (off_t)size);
}

static int bad_rename(const char *from, const char *to)
{
	errno = EIO;
	return -1;
}

static const struct file_ops bad_disk = {
	bad_write, bad_sync, bad_truncate, bad_rename};

static void a_failed_write_leaves_the_old_file_whole(void **state)
{
	static const struct {
		const char *name;
		size_t room;
		int reason, sync;
	} cases[] = {
		{"full at once", 0, ENOSPC, 0},
		{"full half-way", 5, ENOSPC, 0},
		{"broken half-way", 5, EIO, 0},
		{"sync fails", 100, 0, EIO},
		{"rename fails", 100, 0, 0},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		room = cases[i].room;
		reason = cases[i].reason;
		sync_reason = cases[i].sync;
		assert_int_equal(file_write(NULL, "w", "old", 3, 0), 0);
		if (file_write(&bad_disk, "w", "0123456789", 10, 0) != -1)
			fail_msg("%s: was no failure", cases[i].name);
		assert_holds("w", "old");
		assert_nothing_left_beside("w");
	}
}

static void short_writes_are_finished(void **state)
{
	struct appender a;

	room = 100;
	sync_reason = 0;
	assert_int_equal(appender_open(&a, &bad_disk, "short", FILE_NEW), 0);
	assert_int_equal(appender_add(&a, "0123456789\n", 11), 0);
	appender_close(&a);
	assert_holds("short", "0123456789\n");
}

static void a_failed_append_is_taken_back_and_can_be_repeated(void **state)
{
	struct appender a;

	assert_int_equal(appender_open(&a, &bad_disk, "log", FILE_NEW), 0);
	room = 100;
	sync_reason = truncate_reason = 0;
	assert_int_equal(appender_add(&a, "first\n", 6), 0);
	room = 3;
	reason = ENOSPC;
	assert_int_equal(appender_add(&a, "second\n", 7), -1);
	assert_int_equal(errno, ENOSPC);
	assert_holds("log", "first\n");
	room = 100;
	sync_reason = EIO;
	assert_int_equal(appender_add(&a, "second\n", 7), -1);
	assert_holds("log", "first\n");
	room = 3;
	sync_reason = 0;
	truncate_reason = EIO;
	assert_int_equal(appender_add(&a, "second\n", 7), -1);
	assert_holds("log", "first\nsec");
	room = 100;
	assert_int_equal(appender_add(&a, "second\n", 7), -1);
	truncate_reason = 0;
	assert_int_equal(appender_add(&a, "second\n", 7), 0);
	assert_holds("log", "first\nsecond\n");
	appender_close(&a);
}

static void the_second_one_does_not_get_the_lock(void **state)
{
	struct appender a, b;

	assert_int_equal(appender_open(&a, NULL, "lock", FILE_NEW), 0);
	assert_int_equal(appender_open(&b, NULL, "lock", FILE_REPLACE), 0);
	assert_int_equal(appender_lock(&a), 0);
	assert_int_equal(appender_lock(&b), -1);
	assert_int_equal(errno, EWOULDBLOCK);
	appender_close(&a);
	assert_int_equal(appender_lock(&b), 0);
	appender_close(&b);
}

static void what_is_cut_off_is_gone(void **state)
{
	struct appender a;

	assert_int_equal(file_write(NULL, "cut", "line\ntorn", 9, 0), 0);
	assert_int_equal(appender_open(&a, NULL, "cut", FILE_REPLACE), 0);
	assert_int_equal(appender_cut(&a, 5), 0);
	assert_int_equal(appender_add(&a, "next\n", 5), 0);
	appender_close(&a);
	assert_holds("cut", "line\nnext\n");
}

static void lines_come_one_by_one_however_long(void **state)
{
	struct str text = STR_INIT;
	struct linefile l = {0};
	const char *line;
	size_t n;

	for (int i = 0; i < 3; i++)
		for (int k = 0; k < 100000 * i + 1; k++)
			str_addc(&text,
				k == 100000 * i ? '\n' : (char)('a' + i));
	str_adds(&text, "torn");
	assert_int_equal(file_write(NULL, "lines", text.s, text.len, 0), 0);
	for (int round = 0; round < 2; round++) {
		assert_int_equal(linefile_open(&l, "lines"), 0);
		for (size_t i = 0; i < 3; i++) {
			line = linefile_next(&l, &n);
			assert_non_null(line);
			assert_int_equal(n, 100000 * i);
			assert_true(n == 0 || line[n - 1] == (char)('a' + i));
		}
		line = linefile_next(&l, &n);
		assert_int_equal(n, 4);
		assert_memory_equal(line, "torn", 4);
		assert_null(linefile_next(&l, &n));
		assert_false(l.failed);
		linefile_close(&l);
	}
	assert_int_equal(linefile_open(&l, "."), 0);
	assert_null(linefile_next(&l, &n));
	assert_true(l.failed);
	linefile_close(&l);
	linefile_release(&l);
	str_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_written_is_read_again_with_mode_0600),
		cmocka_unit_test(a_new_file_never_overwrites),
		cmocka_unit_test(reading_says_what_is_wrong),
		cmocka_unit_test(folders_are_made_0700_all_the_way),
		cmocka_unit_test(a_failed_write_leaves_the_old_file_whole),
		cmocka_unit_test(short_writes_are_finished),
		cmocka_unit_test(
			a_failed_append_is_taken_back_and_can_be_repeated),
		cmocka_unit_test(the_second_one_does_not_get_the_lock),
		cmocka_unit_test(what_is_cut_off_is_gone),
		cmocka_unit_test(lines_come_one_by_one_however_long),
	};

	return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
