/*
 * What survives a session that ends in the middle: by SIGKILL at a random
 * moment, or on a disk that is full, broken or slow to take bytes. Whatever
 * was acknowledged comes back to the letter, and at most one answer more.
 *
 * KILL_ROUNDS says how many of each; `make kill` has 1,000.
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "export/export.h"
#include "walking.h"

#define AT INT64_C(1795237920000)
#define STEPS 30

static char folder[] = "/tmp/vpntriage-kill-XXXXXX";
static char other[] = "/tmp/vpntriage-kill-XXXXXX";
static struct library *lib;
static unsigned rounds = 25;

static const struct session_start start = {.ticket = "INC0012345",
	.technician = "Tom",
	.caller = "Ann Example",
	.program = "test",
	.at = AT};

static int set_up(void **state)
{
	const char *wanted = getenv("KILL_ROUNDS");

	if (wanted)
		rounds = (unsigned)strtoul(wanted, NULL, 10);
	lib = walking_library("one");
	return mkdtemp(folder) && mkdtemp(other) ? 0 : -1;
}

static void empty(const char *path)
{
	struct file_list list;
	struct str file = STR_INIT;

	assert_int_equal(file_list(path, &list), 0);
	for (size_t i = 0; i < list.n; i++) {
		str_reset(&file);
		str_addf(&file, "%s/%s", path, list.names[i]);
		unlink(file.s);
	}
	file_list_release(&list);
	str_release(&file);
}

static int tear_down(void **state)
{
	library_free(lib);
	return rmdir(folder) < 0 || rmdir(other) < 0 ? -1 : 0;
}

/* The one thing that is kept nowhere. */
static void mask(struct str *s)
{
	static const char not_kept[] = "(secret, not kept)";
	static const char typed[] = "s3cret-Word";
	struct str out = STR_INIT;

	for (const char *p = s->s; *p;) {
		size_t n = starts_with(p, not_kept) ? strlen(not_kept)
			   : starts_with(p, typed)  ? strlen(typed)
						    : 0;

		if (n > 0)
			str_adds(&out, "[]");
		else
			str_addc(&out, *p);
		p += n > 0 ? n : 1;
	}
	str_release(s);
	*s = out;
}

/* Of its first answer the disk may hold the header alone, or less. */
static bool has_begun(const char *path, const char *name)
{
	struct str file = STR_INIT, bytes = STR_INIT;
	const char *end;
	bool has;

	str_addf(&file, "%s/%s", path, name);
	assert_int_equal(file_read(file.s, 1 << 24, &bytes), 0);
	end = memchr(bytes.s, '\n', bytes.len);
	has = end && strchr(end + 1, '\n');
	str_release(&file);
	str_release(&bytes);
	return has;
}

/* State and transcript of what is in a folder; false when nothing is. */
static bool take_up(const char *path, struct str *out)
{
	struct store store;
	struct file_list list;
	struct engine *e;
	struct session *s;
	struct str id = STR_INIT, why = STR_INIT;
	struct session_take take = {&store, &lib->catalog, NULL, AT + 999999};
	bool any;

	assert_int_equal(file_list(path, &list), 0);
	assert_true(list.n <= 1);
	any = list.n > 0 && has_begun(path, list.names[0]);
	if (any) {
		str_add(&id, list.names[0],
			strlen(list.names[0]) - strlen(".jsonl"));
		store_init_at(&store, path, NULL);
		take.id = id.s;
		s = session_resume(&take, &e, &why);
		if (!s)
			fail_msg("%s", why.s);
		assert_false(session_read_only(s));
		assert_int_equal(session_record(s)->damaged, 0);
		walking_picture(e, out);
		exporter_find("text")->write(session_record(s), out);
		mask(out);
		session_free(s);
		engine_free(e);
		store_release(&store);
	}
	file_list_release(&list);
	str_release(&id);
	str_release(&why);
	return any;
}

/* The same walk, this far and undisturbed, taken up again. */
static bool expected(unsigned seed, unsigned steps, struct str *out)
{
	struct store store;
	struct engine *e = engine_new(&lib->catalog, "mini");
	struct session *s;
	bool any;

	store_init_at(&store, other, NULL);
	s = session_new(&store, e, &start);
	for (unsigned i = 0; i < steps && walking_random(e, &seed); i++)
		assert_int_equal(session_keep(s, e), 0);
	session_free(s);
	engine_free(e);
	store_release(&store);
	any = take_up(other, out);
	empty(other);
	return any;
}

/* What is in the folder must be the walk after some step from `least` on. */
static void is_the_walk(unsigned seed, unsigned least, unsigned most)
{
	struct str now = STR_INIT, want = STR_INIT;
	bool any = take_up(folder, &now), fits = false;

	for (unsigned k = least; !fits && k <= most; k++) {
		str_reset(&want);
		fits = expected(seed, k, &want) == any &&
		       strcmp(now.s, want.s) == 0;
	}
	if (!fits)
		fail_msg("seed %u is not as after step %u to %u:\n%s\n-- but "
			 "(step %u)\n%s",
			seed, least, most, now.s, most, want.s);
	str_release(&now);
	str_release(&want);
	empty(folder);
}

/* Each step that is on the disk is told as one byte. */
static void walk_and_tell(unsigned seed, int fd)
{
	struct store store;
	struct engine *e = engine_new(&lib->catalog, "mini");
	struct session *s;

	store_init_at(&store, folder, NULL);
	s = session_new(&store, e, &start);
	for (int i = 0; i < STEPS && walking_random(e, &seed); i++)
		if (session_keep(s, e) < 0 || write(fd, "", 1) != 1)
			_exit(1);
	close(fd);
	for (;;)
		pause();
}

static unsigned dice;

static unsigned throw_dice(unsigned n)
{
	dice = dice * 1103515245u + 12345u;
	return (dice >> 16) % n;
}

/* After so many steps, and then in the middle of something. Gives how many
 * steps were told by then. */
static unsigned strike(pid_t child, int fd)
{
	unsigned wanted = throw_dice(STEPS / 2), told = 0;
	volatile unsigned spin = throw_dice(32768) * throw_dice(64);
	char c;

	while (told < wanted && read(fd, &c, 1) == 1)
		told++;
	while (spin > 0)
		spin--;
	kill(child, SIGKILL);
	return told;
}

static void killed_at_any_moment_it_resumes(void **state)
{
	dice = 42;
	for (unsigned seed = 1; seed <= rounds; seed++) {
		unsigned told;
		int fds[2], status;
		char c;
		pid_t child;

		assert_int_equal(pipe(fds), 0);
		child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			close(fds[0]);
			walk_and_tell(seed, fds[1]);
		}
		close(fds[1]);
		told = strike(child, fds[0]);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		while (read(fds[0], &c, 1) == 1)
			told++;
		close(fds[0]);
		is_the_walk(seed, told, told + 1);
	}
}

/* One call in `odds` goes wrong. */
static unsigned odds;

static bool fault(void)
{
	if (odds == 0 || throw_dice(odds) > 0)
		return false;
	errno = throw_dice(2) ? ENOSPC : EIO;
	return true;
}

static long bad_write(int fd, const void *p, size_t n)
{
	if (odds > 0 && n > 1 && throw_dice(2))
		n = 1 + throw_dice((unsigned)n);
	return fault() ? -1 : write(fd, p, n);
}

static int bad_sync(int fd)
{
	return fault() ? -1 : fsync(fd);
}

static int bad_truncate(int fd, int64_t size)
{
	return fault() ? -1 : ftruncate(fd, (off_t)size);
}

static int bad_rename(const char *from, const char *to)
{
	return fault() ? -1 : rename(from, to);
}

static const struct file_ops bad_disk = {
	bad_write, bad_sync, bad_truncate, bad_rename};

/* Gives the number of steps; *safe is the last that was acknowledged. */
static unsigned walk_on_a_bad_disk(unsigned seed, bool heals, unsigned *safe)
{
	struct store store;
	struct engine *e = engine_new(&lib->catalog, "mini");
	struct session *s;
	unsigned steps = 0;

	*safe = 0;
	store_init_at(&store, folder, &bad_disk);
	odds = 2 + throw_dice(8);
	s = session_new(&store, e, &start);
	while (steps < STEPS && walking_random(e, &seed)) {
		int rc = session_keep(s, e);

		steps++;
		if (rc == 0)
			*safe = steps;
		assert_int_equal(rc == 0, session_trouble(s) == NULL);
	}
	odds = 0;
	if (heals) {
		assert_int_equal(session_keep(s, e), 0);
		assert_null(session_trouble(s));
		*safe = steps;
	}
	session_free(s);
	engine_free(e);
	store_release(&store);
	return steps;
}

static void on_a_bad_disk_what_was_safe_resumes(void **state)
{
	dice = 4711;
	for (unsigned seed = 1; seed <= rounds; seed++) {
		unsigned safe, steps = walk_on_a_bad_disk(seed, false, &safe);

		is_the_walk(seed, safe, steps);
	}
}

static void on_a_disk_that_heals_nothing_is_lost(void **state)
{
	dice = 815;
	for (unsigned seed = 1; seed <= rounds; seed++) {
		unsigned safe, steps = walk_on_a_bad_disk(seed, true, &safe);

		is_the_walk(seed, safe, steps);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(killed_at_any_moment_it_resumes),
		cmocka_unit_test(on_a_bad_disk_what_was_safe_resumes),
		cmocka_unit_test(on_a_disk_that_heals_nothing_is_lost),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
