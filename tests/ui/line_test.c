/* The line mode over two streams: what is typed, and all that is printed. */
#include "ui/line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "load/load.h"

static struct library *library;
static struct catalog catalog;

static int set_up(void **state)
{
	const struct schema schema = {node_shapes, NULL};
	const char *dirs[] = {"tests/ui/trees"};
	const struct places places = {dirs, 1};

	library = library_load(&places, &schema);
	for (size_t i = 0; i < library->catalog.n; i++)
		if (!strcmp(library->catalog.trees[i]->id, "desk"))
			catalog = (struct catalog){
				.trees = &library->catalog.trees[i],
				.n = 1,
				.common = library->catalog.common};
	return catalog.n == 1 ? 0 : -1;
}

static int tear_down(void **state)
{
	library_free(library);
	return 0;
}

/* Yours to free. */
static char *served(const char *tree, const char *typed, int *status)
{
	struct ui_options o = {
		.catalog = &catalog, .codes = &library->codes, .tree = tree};
	FILE *in = fmemopen((char *)(size_t)typed, strlen(typed), "r");
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	struct guide g;

	guide_init(&g, &o);
	memcpy(g.tag, "7K2", 4);
	guide_begin(&g);
	*status = line_serve(&g, in, out);
	guide_release(&g);
	fclose(in);
	fclose(out);
	return text;
}

static const struct {
	const char *name, *tree, *typed;
	int status;
	const char *has[6];
} cases[] = {
	{"a code leads to its tree", NULL, "901\nq\n", 0,
		{"desk > Who gets the error?", "Why: One person points",
			"Say: Do you know whether"}},
	{"a number, a letter and an id answer", "desk", "1\nb\nu\nb\none\n/q\n",
		0, {"desk > Whose connection is it?"}},
	{"the input ends before the walk does", "desk", "1\n", 3,
		{"Whose connection is it?"}},
	{"a walk to the fix and its proof", "desk",
		"1\nann@example.com\n\n1\n1\n1\nq\n", 0,
		{"On the NPS server, in an elevated Windows PowerShell",
			"-Name 'IgnoreLists' -Value 1 -PropertyType DWord",
			"Believed, not proved: Nobody has tried it",
			"Verification, attempt 1 of 3", "End: Resolved",
			"verified 1, not verified 0"}},
	{"a hand-over has its own status", "desk",
		"1\nann@example.com\n\n2\n\nq\n", 4,
		{"End: Hand over to the server team, within 60 minutes"}},
	{"a value that does not fit is said", "desk",
		"1\nnobody\nann@example.com\n\nq\n", 0,
		{"That does not fit: "}},
	{"a paste decides", "desk",
		"1\nann@example.com\n\np\n<vpntriage 7K2 reason\n"
		"DESKREASON=258\n7K2>\n.\nq\n",
		0, {"Read as: lists", "Let the server accept certificates"}},
	{"a foreign envelope is told", "desk",
		"1\nann@example.com\n\np\n<vpntriage 9X9 zebra\nx=1\n9X9>\n.\n"
		"q\n",
		0, {"another"}},
	{"history and jump", "desk", "1\n/h\n/q\n", 0,
		{"1  Who gets the error?: Only this user (you)"}},
	{"notes and flags", "desk", "n the line is bad\n! a typo\nh\nq\n", 0,
		{"noted; it goes into the ticket", "Note: the line is bad",
			"Flag for the author: a typo"}},
	{"nonsense is said", "desk", "zebra\nq\n", 0,
		{"'zebra' is no answer here; ? lists what is"}},
	{"help comes from the table", "desk", "?\nq\n", 0,
		{"b or back", "h or history", "q or quit"}},
	{"what is unsafe is made visible", "desk", "n a\033[2Jb\nh\nq\n", 0,
		{"\\u{1B}[2Jb"}},
};

static void what_is_typed_is_answered_in_lines(void **state)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int status;
		char *text = served(cases[i].tree, cases[i].typed, &status);

		if (status != cases[i].status)
			fail_msg("%s: status %d\n%s", cases[i].name, status,
				text);
		for (size_t k = 0; k < 6 && cases[i].has[k]; k++)
			if (!strstr(text, cases[i].has[k]))
				fail_msg("%s: no '%s' in\n%s", cases[i].name,
					cases[i].has[k], text);
		if (strchr(text, '\033') || strchr(text, '\r'))
			fail_msg("%s: draws", cases[i].name);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_typed_is_answered_in_lines),
	};

	return cmocka_run_group_tests_name("ui/line", tests, set_up, tear_down);
}
