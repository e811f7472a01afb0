/*
 * One session with every kind of entry, in every format: as it is kept in
 * tests/cmd/golden. GOLDEN=1 in the environment writes them anew.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "export/export.h"
#include "export/redact.h"
#include "walking.h"

#define AT INT64_C(1795237920000)

static char folder[] = "/tmp/vpntriage-export-XXXXXX";
static struct store store;
static struct library *lib;
static struct engine *engine;
static struct session *session;

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
	lib = walking_library("one");
	if (!mkdtemp(folder))
		return -1;
	store_init_at(&store, folder, NULL);
	engine = engine_new(&lib->catalog, "mini");
	session = session_new(&store, engine, &start);
	walking_evidence(engine, "event.txt",
		"error 853 for ann@example.com from 203.0.113.7");
	session_keep(session, engine);
	walking_choose(engine, "all");
	session_keep(session, engine);
	engine_back(engine, AT);
	session_keep(session, engine);
	walking_choose(engine, "one");
	session_keep(session, engine);
	walking_say(engine, REPLY_NOTE,
		"said: <b>\"since\" | Monday</b>\n=1+1");
	session_keep(session, engine);
	walking_type(engine, values, 3);
	session_keep(session, engine);
	walking_say(engine, REPLY_FLAG, "two answers fit");
	session_keep(session, engine);
	walking_result(engine,
		"NTAUTH=missing\nSubject=CN=Ann Example\nkey s3cret-Word\n");
	session_keep(session, engine);
	walking_choose(engine, "done");
	session_keep(session, engine);
	walking_result(engine, "NTAUTH=missing\n");
	session_keep(session, engine);
	walking_result(engine, "NTAUTH=missing\n");
	session_keep(session, engine);
	walking_say(engine, REPLY_NOTE, "Please publish the CA for Ann.");
	return session_keep(session, engine);
}

static int tear_down(void **state)
{
	struct str path = STR_INIT;

	str_addf(&path, "%s/%s.jsonl", folder, session_id(session));
	unlink(path.s);
	str_release(&path);
	session_free(session);
	engine_free(engine);
	library_free(lib);
	store_release(&store);
	return rmdir(folder);
}

static void compare(const char *name, const struct str *got)
{
	struct str path = STR_INIT, want = STR_INIT;

	str_addf(&path, "tests/cmd/golden/%s", name);
	if (getenv("GOLDEN"))
		assert_int_equal(file_write(NULL, path.s, got->s, got->len,
					 FILE_REPLACE),
			0);
	if (file_read(path.s, 1 << 20, &want) < 0)
		fail_msg("%s is not there", path.s);
	assert_string_equal(got->s, want.s);
	str_release(&path);
	str_release(&want);
}

static void every_format_is_as_it_was_looked_at(void **state)
{
	struct redaction *red = redaction_new();
	struct record clean;
	struct str name = STR_INIT, out = STR_INIT;

	record_init(&clean);
	redact(red, session_record(session), &clean);
	record_settle(&clean);
	for (const struct exporter *e = exporters; e->name; e++) {
		str_reset(&name);
		str_reset(&out);
		str_addf(&name, "%s.%s", e->name, e->suffix);
		e->write(&clean, &out);
		assert_null(strstr(out.s, "example.com"));
		assert_null(strstr(out.s, "Ann"));
		assert_null(strstr(out.s, "203.0.113.7"));
		assert_null(strstr(out.s, "s3cret"));
		compare(name.s, &out);
	}
	str_release(&name);
	str_release(&out);
	record_release(&clean);
	redaction_free(red);
}

static void json_comes_back_without_loss(void **state)
{
	const struct exporter *json = exporter_find("json");
	struct str path = STR_INIT, why = STR_INIT;
	struct str before = STR_INIT, after = STR_INIT;
	struct record again;

	str_addf(&path, "%s/export.json", folder);
	json->write(session_record(session), &before);
	assert_int_equal(file_write(NULL, path.s, before.s, before.len,
				 FILE_NEW),
		0);
	record_init(&again);
	if (!store_read_file(path.s, &again, &why))
		fail_msg("%s", why.s);
	for (const struct exporter *e = exporters; e->name; e++) {
		str_reset(&before);
		str_reset(&after);
		e->write(session_record(session), &before);
		e->write(&again, &after);
		assert_string_equal(before.s, after.s);
	}
	record_release(&again);
	unlink(path.s);
	str_release(&path);
	str_release(&why);
	str_release(&before);
	str_release(&after);
}

static void a_handover_is_forty_lines_at_most(void **state)
{
	struct str out = STR_INIT;
	size_t lines = 0;

	for (int i = 0; i < 60; i++)
		walking_say(engine, REPLY_NOTE, "one more line of the call");
	session_keep(session, engine);
	exporter_find("handover")->write(session_record(session), &out);
	for (size_t i = 0; i < out.len; i++)
		lines += out.s[i] == '\n';
	assert_in_range(lines, 5, HANDOVER_LINES);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_format_is_as_it_was_looked_at),
		cmocka_unit_test(json_comes_back_without_loss),
		cmocka_unit_test(a_handover_is_forty_lines_at_most),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
