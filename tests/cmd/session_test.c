#include "store/session.h"

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

#include "walking.h"

#define AT INT64_C(1795237920000)

static char folder[] = "/tmp/vpntriage-session-XXXXXX";
static struct library *one, *two;

static const struct session_start start = {.ticket = "INC0012345",
	.technician = "Tom",
	.caller = "Ann Example",
	.program = "test",
	.at = AT};

static const struct pair values[] = {
	{.key = "user_upn", .value = "ann@example.com"},
	{.key = "nps_name", .value = "nps1.example.net"},
	{.key = "shared", .value = "s3cret-Word"},
};

static int set_up(void **state)
{
	one = walking_library("one");
	two = walking_library("two");
	return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
	struct file_list list;

	library_free(one);
	library_free(two);
	file_list(folder, &list);
	for (size_t i = 0; i < list.n; i++) {
		struct str path = STR_INIT;

		str_addf(&path, "%s/%s", folder, list.names[i]);
		unlink(path.s);
		str_release(&path);
	}
	file_list_release(&list);
	return rmdir(folder);
}

static void read_journal(const struct session *s, struct str *out)
{
	struct str path = STR_INIT;

	str_addf(&path, "%s/%s.jsonl", folder, session_id(s));
	assert_int_equal(file_read(path.s, 1 << 24, out), 0);
	str_release(&path);
}

static struct session *resume(const struct store *store, const char *id,
	const struct library *lib, struct engine **e)
{
	const struct session_take take = {store, &lib->catalog, id, AT + 1};
	struct str why = STR_INIT;
	struct session *s = session_resume(&take, e, &why);

	if (!s)
		fail_msg("%s", why.s);
	str_release(&why);
	return s;
}

static void nothing_is_written_before_the_first_answer(void **state)
{
	struct store store;
	struct file_list list;
	struct engine *e = engine_new(&one->catalog, "mini");
	struct session *s;

	store_init_at(&store, folder, NULL);
	s = session_new(&store, e, &start);
	assert_int_equal(session_keep(s, e), 0);
	assert_int_equal(file_list(folder, &list), 0);
	assert_int_equal(list.n, 0);
	file_list_release(&list);
	session_free(s);
	engine_free(e);
	store_release(&store);
}

static void each_answer_is_a_line_on_the_disk_at_once(void **state)
{
	struct store store;
	struct engine *e = engine_new(&one->catalog, "mini");
	struct session *s;
	struct str journal = STR_INIT;
	struct stat st;
	size_t lines = 0;

	store_init_at(&store, folder, NULL);
	s = session_new(&store, e, &start);
	walking_choose(e, "one");
	assert_int_equal(session_keep(s, e), 0);
	walking_say(e, REPLY_NOTE, "called back");
	assert_int_equal(session_keep(s, e), 0);
	read_journal(s, &journal);
	for (const char *p = journal.s; *p; p++)
		lines += *p == '\n';
	assert_int_equal(lines, 3);
	assert_non_null(strstr(journal.s, "\"label\":\"Only this user\""));
	assert_non_null(strstr(journal.s, "\"text\":\"called back\""));
	str_reset(&journal);
	str_addf(&journal, "%s/%s.jsonl", folder, session_id(s));
	assert_int_equal(stat(journal.s, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	str_release(&journal);
	session_free(s);
	engine_free(e);
	store_release(&store);
}

static void a_secret_is_in_no_line(void **state)
{
	struct store store;
	struct engine *e = engine_new(&one->catalog, "mini");
	struct session *s;
	struct str journal = STR_INIT;

	store_init_at(&store, folder, NULL);
	s = session_new(&store, e, &start);
	walking_choose(e, "one");
	walking_type(e, values, 3);
	assert_int_equal(session_keep(s, e), 0);
	walking_say(e, REPLY_NOTE, "he said s3cret-Word to me");
	walking_evidence(e, "s3cret-Word.txt", "as3cret-Words\nx");
	walking_result(e, "key is s3cret-Word\nNTAUTH=present\n");
	assert_int_equal(session_keep(s, e), 0);
	read_journal(s, &journal);
	assert_null(strstr(journal.s, "s3cret"));
	assert_non_null(strstr(journal.s, "he said [secret] to me"));
	assert_non_null(strstr(journal.s, "\"secrets\":[\"shared\"]"));
	str_release(&journal);
	session_free(s);
	engine_free(e);
	store_release(&store);
}

static void random_walks_resume_to_the_letter(void **state)
{
	struct store store;

	store_init_at(&store, folder, NULL);
	for (unsigned seed = 1; seed <= 100; seed++) {
		struct engine *e = engine_new(&one->catalog, "mini"), *again;
		struct session *s = session_new(&store, e, &start), *t;
		struct str before = STR_INIT, after = STR_INIT;
		struct str id = STR_INIT;
		unsigned random = seed;

		for (int i = 0; i < 30 && walking_random(e, &random); i++)
			assert_int_equal(session_keep(s, e), 0);
		session_keep(s, e);
		walking_picture(e, &before);
		str_adds(&id, session_id(s));
		session_free(s);
		engine_free(e);
		if (strstr(before.s, "0 ")) {
			t = resume(&store, id.s, one, &again);
			walking_picture(again, &after);
			/* The one thing that is kept nowhere. */
			for (char *p; (p = strstr(before.s, "s3cret-Word"));)
				memcpy(p, "(secret, no", 11);
			for (char *p;
				(p = strstr(after.s, "(secret, not kept)"));)
				memmove(p + 11, p + 18, strlen(p + 18) + 1);
			assert_string_equal(before.s, after.s);
			assert_false(session_read_only(t));
			session_free(t);
			engine_free(again);
		}
		str_release(&before);
		str_release(&after);
		str_release(&id);
	}
	store_release(&store);
}

static void a_resumed_session_goes_on_and_back(void **state)
{
	struct store store;
	struct engine *e = engine_new(&one->catalog, "mini"), *again;
	struct session *s;
	struct str id = STR_INIT, before = STR_INIT, after = STR_INIT;

	store_init_at(&store, folder, NULL);
	s = session_new(&store, e, &start);
	walking_choose(e, "one");
	session_keep(s, e);
	str_adds(&id, session_id(s));
	session_free(s);
	engine_free(e);
	s = resume(&store, id.s, one, &e);
	walking_type(e, values, 2 + 1);
	engine_back(e, AT);
	engine_back(e, AT);
	walking_choose(e, "all");
	assert_int_equal(session_keep(s, e), 0);
	walking_picture(e, &before);
	session_free(s);
	s = resume(&store, id.s, one, &again);
	walking_picture(again, &after);
	assert_non_null(strstr(after.s, "at who"));
	assert_int_equal(session_changes(s)->n, 1); /* the secret */
	session_free(s);
	engine_free(e);
	engine_free(again);
	str_release(&id);
	str_release(&before);
	str_release(&after);
	store_release(&store);
}

static void the_second_window_reads_only_and_says_so(void **state)
{
	struct store store;
	struct engine *e = engine_new(&one->catalog, "mini"), *other;
	struct session *s, *t;
	struct str before = STR_INIT, after = STR_INIT;

	store_init_at(&store, folder, NULL);
	s = session_new(&store, e, &start);
	walking_choose(e, "one");
	session_keep(s, e);
	read_journal(s, &before);
	t = resume(&store, session_id(s), one, &other);
	assert_true(session_read_only(t));
	assert_non_null(strstr(session_trouble(t), "read only"));
	walking_say(other, REPLY_NOTE, "from the second window");
	assert_int_equal(session_keep(t, other), -1);
	read_journal(s, &after);
	assert_string_equal(before.s, after.s);
	walking_say(e, REPLY_NOTE, "from the first");
	assert_int_equal(session_keep(s, e), 0);
	session_free(s);
	session_free(t);
	engine_free(e);
	engine_free(other);
	str_release(&before);
	str_release(&after);
	store_release(&store);
}

static void a_changed_tree_sets_aside_what_no_longer_holds(void **state)
{
	struct store store;
	struct engine *e = engine_new(&one->catalog, "mini");
	struct session *s;
	struct str id = STR_INIT;
	const struct record *r;
	const struct strings *changes;

	store_init_at(&store, folder, NULL);
	s = session_new(&store, e, &start);
	walking_choose(e, "one");
	walking_type(e, values, 3);
	walking_choose(e, "present");
	session_keep(s, e);
	str_adds(&id, session_id(s));
	session_free(s);
	engine_free(e);

	s = resume(&store, id.s, two, &e);
	assert_string_equal(engine_prompt(e)->node->id, "since");
	changes = session_changes(s);
	assert_string_equal(changes->s[0],
		"the tree 'mini' has changed: version 1.0.0 then, 1.1.0 now");
	assert_non_null(strstr(changes->s[1], "is worded anew"));
	assert_non_null(strstr(changes->s[3], "led to 'ntauth', leads to"));
	assert_non_null(strstr(changes->s[4], "is set aside"));
	r = session_record(s);
	assert_int_equal(r->n, 3);
	assert_int_equal(r->entries[2].state, ENTRY_STALE);
	walking_choose(e, "today");
	assert_int_equal(session_keep(s, e), 0);
	session_free(s);
	engine_free(e);

	/* And once more, now with nothing new to tell but the secret. */
	s = resume(&store, id.s, two, &e);
	assert_string_equal(engine_prompt(e)->node->id, "ntauth");
	assert_int_equal(session_changes(s)->n, 1);
	session_free(s);
	engine_free(e);
	str_release(&id);
	store_release(&store);
}

/* A disk with this many bytes left; a reason; what a sync says. */
static size_t room;
static int reason, sync_reason;

static long full_write(int fd, const void *p, size_t n)
{
	if (n > 100)
		n = 100;
	if (n > room)
		n = room;
	if (n == 0) {
		errno = reason;
		return -1;
	}
	room -= n;
	return write(fd, p, n);
}

static int full_sync(int fd)
{
	errno = sync_reason;
	return sync_reason ? -1 : 0;
}

static int real_truncate(int fd, int64_t size)
{
	return ftruncate(fd, (off_t)size);
}

static int real_rename(const char *from, const char *to)
{
	return rename(from, to);
}

static const struct file_ops bad_disk = {
	full_write, full_sync, real_truncate, real_rename};

static void a_full_disk_costs_nothing_once_there_is_room(void **state)
{
	static const struct {
		const char *name, *say;
		size_t room;
		int reason, sync;
	} cases[] = {
		{"full", "the disk is full", 0, ENOSPC, 0},
		{"full half-way", "the disk is full", 130, ENOSPC, 0},
		{"broken", "the disk reports an error", 50, EIO, 0},
		{"sync", "the disk reports an error", 99999, 0, EIO},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct store store;
		struct engine *e = engine_new(&one->catalog, "mini"), *again;
		struct session *s, *t;
		struct str id = STR_INIT, before = STR_INIT, after = STR_INIT;

		store_init_at(&store, folder, &bad_disk);
		room = 99999;
		sync_reason = 0;
		s = session_new(&store, e, &start);
		walking_choose(e, "one");
		assert_int_equal(session_keep(s, e), 0);
		assert_null(session_trouble(s));
		room = cases[i].room;
		reason = cases[i].reason;
		sync_reason = cases[i].sync;
		walking_say(e, REPLY_NOTE, "must not be lost");
		assert_int_equal(session_keep(s, e), -1);
		assert_non_null(strstr(session_trouble(s), cases[i].say));
		walking_say(e, REPLY_NOTE, "nor this");
		assert_int_equal(session_keep(s, e), -1);
		str_adds(&id, session_id(s));
		read_journal(s, &before);
		assert_int_equal(before.s[before.len - 1], '\n');
		assert_null(strstr(before.s, "must not"));
		room = 99999;
		sync_reason = 0;
		assert_int_equal(session_keep(s, e), 0);
		assert_null(session_trouble(s));
		str_reset(&before);
		walking_picture(e, &before);
		session_free(s);
		t = resume(&store, id.s, one, &again);
		walking_picture(again, &after);
		assert_string_equal(before.s, after.s);
		session_free(t);
		engine_free(e);
		engine_free(again);
		str_release(&id);
		str_release(&before);
		str_release(&after);
		store_release(&store);
	}
}

static void what_is_torn_is_cut_off_before_going_on(void **state)
{
	struct store store;
	struct engine *e = engine_new(&one->catalog, "mini");
	struct session *s;
	struct str id = STR_INIT, path = STR_INIT, journal = STR_INIT;
	FILE *f;

	store_init_at(&store, folder, NULL);
	s = session_new(&store, e, &start);
	walking_choose(e, "one");
	session_keep(s, e);
	str_adds(&id, session_id(s));
	session_free(s);
	engine_free(e);
	str_addf(&path, "%s/%s.jsonl", folder, id.s);
	f = fopen(path.s, "a");
	fputs("{\"n\":1,\"kind\":\"no", f);
	fclose(f);
	s = resume(&store, id.s, one, &e);
	walking_say(e, REPLY_NOTE, "after");
	assert_int_equal(session_keep(s, e), 0);
	read_journal(s, &journal);
	assert_null(strstr(journal.s, "\"no{"));
	assert_non_null(strstr(journal.s, "\"text\":\"after\""));
	session_free(s);
	engine_free(e);
	s = resume(&store, id.s, one, &e);
	assert_int_equal(session_record(s)->damaged, 0);
	session_free(s);
	engine_free(e);
	str_release(&id);
	str_release(&path);
	str_release(&journal);
	store_release(&store);
}

static void the_list_tells_how_each_one_stands(void **state)
{
	struct store store;
	struct engine *e = engine_new(&one->catalog, "mini");
	struct session_start late = start;
	struct session *s;
	struct listing l;
	struct str why = STR_INIT, id = STR_INIT;

	late.at = AT + INT64_C(86400000) * 400;
	store_init_at(&store, folder, NULL);
	s = session_new(&store, e, &late);
	walking_choose(e, "one");
	walking_type(e, values, 3);
	walking_result(e, "NTAUTH=missing\n");
	engine_reply(e,
		&(struct reply){.kind = REPLY_CHOICE,
			.choice = "skipped",
			.at = late.at + 5000},
		&(const char *){NULL});
	session_keep(s, e);
	assert_true(store_list(&store, &l, &why));
	assert_true(l.n > 0);
	assert_string_equal(l.rows[0].id, session_id(s));
	assert_string_equal(l.rows[0].state, "escalated");
	assert_string_equal(l.rows[0].cause, "ntauth_missing");
	assert_string_equal(l.rows[0].tree, "mini");
	assert_string_equal(l.rows[0].ticket, "INC0012345");
	assert_true(store_find(&store, "last", &id, &why));
	assert_string_equal(id.s, session_id(s));
	str_reset(&id);
	assert_true(store_find(&store, "2027", &id, &why));
	assert_string_equal(id.s, session_id(s));
	str_reset(&id);
	assert_false(store_find(&store, "2026", &id, &why));
	assert_false(store_find(&store, "../x", &id, &why));
	listing_release(&l);
	session_free(s);
	engine_free(e);
	str_release(&why);
	str_release(&id);
	store_release(&store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_written_before_the_first_answer),
		cmocka_unit_test(each_answer_is_a_line_on_the_disk_at_once),
		cmocka_unit_test(a_secret_is_in_no_line),
		cmocka_unit_test(random_walks_resume_to_the_letter),
		cmocka_unit_test(a_resumed_session_goes_on_and_back),
		cmocka_unit_test(the_second_window_reads_only_and_says_so),
		cmocka_unit_test(
			a_changed_tree_sets_aside_what_no_longer_holds),
		cmocka_unit_test(a_full_disk_costs_nothing_once_there_is_room),
		cmocka_unit_test(what_is_torn_is_cut_off_before_going_on),
		cmocka_unit_test(the_list_tells_how_each_one_stands),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
