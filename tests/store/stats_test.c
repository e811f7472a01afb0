#include "store/stats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/vpntriage-stats-XXXXXX";

#define HEADER(id)                                               \
	"{\"vpntriage\":1,\"id\":\"" id "\",\"tree\":\"t1\","    \
	"\"version\":\"1\",\"title\":\"T\",\"ticket\":\"INC1\"," \
	"\"started\":\"2026-11-02T08:00:00.000Z\"}\n"

/* Asked, went back, asked again; a fix that helped only the second time. */
static const char cured[] = HEADER(
	"one") "{\"n\":0,\"at\":\"2026-11-02T08:01:00.000Z\",\"kind\":"
	       "\"choice\","
	       "\"by\":\"person\",\"node\":\"who\",\"choice\":\"a\",\"tree\":"
	       "\"t1\","
	       "\"title\":\"Who?\",\"outcome\":\"a\"}\n"
	       "{\"n\":1,\"at\":\"2026-11-02T08:02:00.000Z\",\"kind\":"
	       "\"choice\","
	       "\"by\":\"person\",\"node\":\"since\",\"choice\":\"a\",\"tree\":"
	       "\"t1\"}"
	       "\n"
	       "{\"n\":2,\"at\":\"2026-11-02T08:03:00.000Z\",\"kind\":\"back\","
	       "\"by\":\"person\",\"back_to\":1}\n"
	       "{\"n\":3,\"at\":\"2026-11-02T08:04:00.000Z\",\"kind\":"
	       "\"choice\","
	       "\"by\":\"person\",\"node\":\"who\",\"choice\":\"b\",\"tree\":"
	       "\"t1\"}\n"
	       "{\"n\":4,\"at\":\"2026-11-02T08:05:00.000Z\",\"kind\":\"flag\","
	       "\"by\":\"person\",\"node\":\"who\",\"text\":\"unclear\"}\n"
	       "{\"n\":5,\"at\":\"2026-11-02T08:06:00.000Z\",\"kind\":"
	       "\"choice\","
	       "\"by\":\"person\",\"node\":\"check\",\"choice\":\"no\","
	       "\"tree\":"
	       "\"t2\",\"finds\":{\"id\":\"c1\",\"title\":\"The first\"}}\n"
	       "{\"n\":6,\"at\":\"2026-11-02T08:07:00.000Z\",\"kind\":"
	       "\"choice\","
	       "\"by\":\"person\",\"node\":\"mend\",\"choice\":\"done\","
	       "\"tree\":"
	       "\"t2\",\"title\":\"Mend "
	       "it\",\"outcome\":\"done\",\"role\":\"fix\"}\n"
	       "{\"n\":7,\"at\":\"2026-11-02T08:08:00.000Z\",\"kind\":"
	       "\"choice\","
	       "\"by\":\"person\",\"node\":\"mend#verify\",\"choice\":\"no\","
	       "\"tree\":\"t2\",\"outcome\":\"no\",\"role\":\"verify\"}\n"
	       "{\"n\":8,\"at\":\"2026-11-02T08:09:00.000Z\",\"kind\":"
	       "\"choice\","
	       "\"by\":\"person\",\"node\":\"mend#verify\",\"choice\":\"yes\","
	       "\"tree\":\"t2\",\"outcome\":\"yes\",\"role\":\"verify\","
	       "\"way\":\"fixed\",\"now\":{\"state\":\"resolved\",\"node\":"
	       "\"good\","
	       "\"cause\":{\"id\":\"c1\",\"title\":\"The first\"}}}\n";

static const char left[] = HEADER("two") "{\"n\":0,\"at\":\"2026-11-02T08:01:"
					 "00.000Z\",\"kind\":\"choice\","
					 "\"by\":\"person\",\"node\":\"who\","
					 "\"choice\":\"a\",\"tree\":\"t1\","
					 "\"now\":{\"state\":\"open\",\"node\":"
					 "\"since\",\"title\":\"When?\"}}"
					 "\n";

static int set_up(void **state)
{
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
	return chdir("/") == 0 ? rmdir(folder) : -1;
}

static void put(const char *name, const char *text)
{
	assert_int_equal(file_write(NULL, name, text, strlen(text),
				 FILE_REPLACE),
		0);
}

static void read_here(struct stats *s)
{
	struct str why = STR_INIT;

	if (!stats_read(s, ".", &why))
		fail_msg("%s", why.s);
	stats_finish(s);
	str_release(&why);
}

static const struct stats_row *row(const struct stats *s, enum stats_what what,
	const char *id)
{
	const struct stats_table *t = &s->tables[what];

	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->rows[i].id, id) == 0)
			return &t->rows[i];
	fail_msg("no row '%s' in %s", id, stats_words[what]);
	return NULL;
}

static void every_question_has_its_figure(void **state)
{
	struct stats s;
	const struct stats_row *r;

	put("a.jsonl", cured);
	put("b.jsonl", left);
	put("c.jsonl", left); /* the same once more */
	put("notes.txt", "no session");
	stats_init(&s);
	read_here(&s);
	assert_int_equal(s.sessions, 2);
	assert_int_equal(s.twice, 1);
	assert_int_equal(s.damaged, 0);
	assert_int_equal(row(&s, STATS_ENDS, "resolved")->count, 1);
	assert_int_equal(row(&s, STATS_ENDS, "open")->count, 1);
	r = row(&s, STATS_CAUSES, "c1");
	assert_string_equal(r->tree, "t2");
	assert_string_equal(r->title, "The first");
	assert_int_equal(r->median, 6 * 60000);
	r = row(&s, STATS_LEFT, "since");
	assert_string_equal(r->tree, "t1");
	assert_string_equal(r->title, "When?");
	assert_int_equal(row(&s, STATS_NODES, "who")->count, 3);
	assert_int_equal(row(&s, STATS_NODES, "since")->count, 1);
	assert_int_equal(row(&s, STATS_NODES, "mend")->count, 1);
	r = row(&s, STATS_FIXES, "mend");
	assert_int_equal(r->count, 1);
	assert_int_equal(r->done, 1);
	assert_int_equal(r->verified, 1);
	assert_int_equal(r->unverified, 0);
	r = row(&s, STATS_FLAGS, "who");
	assert_string_equal(r->texts[0], "unclear");
	stats_release(&s);
	unlink("a.jsonl");
	unlink("b.jsonl");
	unlink("c.jsonl");
	unlink("notes.txt");
}

static void what_is_damaged_costs_its_line_and_is_counted(void **state)
{
	struct str text = STR_INIT;
	struct stats s;

	str_adds(&text, left);
	str_adds(&text, "{\"n\":1,\"at\":\"2026-11-02T08:02");
	put("torn.jsonl", text.s);
	put("wrong.json", "{\"session\":{\"vpntriage\":9,\"id\":\"x\"}}\n");
	stats_init(&s);
	read_here(&s);
	assert_int_equal(s.sessions, 1);
	assert_int_equal(s.damaged, 2);
	stats_release(&s);
	str_release(&text);
	unlink("torn.jsonl");
	unlink("wrong.json");
}

static void days_and_trees_narrow_it(void **state)
{
	static const struct {
		const char *tree, *since, *until;
		size_t n;
	} cases[] = {
		{NULL, NULL, NULL, 1},
		{"t1", "2026-11", "2026-11-02", 1},
		{"t2", NULL, NULL, 0},
		{NULL, "2026-11-03", NULL, 0},
		{NULL, NULL, "2026-11-01", 0},
	};

	put("b.jsonl", left);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct stats s;

		stats_init(&s);
		s.tree = cases[i].tree;
		s.since = cases[i].since;
		s.until = cases[i].until;
		read_here(&s);
		assert_int_equal(s.sessions, cases[i].n);
		stats_release(&s);
	}
	unlink("b.jsonl");
}

static void a_prior_needs_twenty(void **state)
{
	assert_int_equal(stats_prior(19, 19, 2), 0);
	assert_int_equal(stats_prior(10, 20, 2), 50);
	assert_int_equal(stats_prior(20, 20, 2), 98);
	assert_int_equal(stats_prior(0, 20, 2), 2);
	assert_int_equal(stats_prior(0, 20000, 2), 1);
}

static void a_path_that_is_not_there_is_said(void **state)
{
	struct str why = STR_INIT;
	struct stats s;

	stats_init(&s);
	assert_false(stats_read(&s, "nowhere.jsonl", &why));
	assert_non_null(strstr(why.s, "nowhere.jsonl"));
	stats_release(&s);
	str_release(&why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_question_has_its_figure),
		cmocka_unit_test(what_is_damaged_costs_its_line_and_is_counted),
		cmocka_unit_test(days_and_trees_narrow_it),
		cmocka_unit_test(a_prior_needs_twenty),
		cmocka_unit_test(a_path_that_is_not_there_is_said),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
