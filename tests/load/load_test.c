/* Trees that are wrong: each says in its first lines what must be found. */
#include "load/load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/engine.h"
#include "os/file.h"

#define BAD "tests/trees/bad"

static const struct source *no_parts(void *ctx, const char *path)
{
	return NULL;
}

static const struct opener opener = {no_parts, NULL};
static const struct schema schema = {node_shapes, NULL};

static void load(const char *name, const char *text, size_t len,
	struct diags *d)
{
	const struct source src = {name, text, len};
	const struct catalog none = {0};
	struct tree *t = tree_load(&src, &schema, &opener, d);

	if (t)
		tree_lint(t, &none, d);
	tree_free(t);
	diags_sort(d);
}

/* "12:5: VT010 text" stands among the messages. */
static bool is_found(const struct diags *d, const char *expected, size_t n)
{
	for (size_t i = 0; i < d->n; i++) {
		struct str line = STR_INIT;
		const struct diag *m = &d->list[i];
		bool same;

		str_addf(&line, "%u:%u: VT%03u %s", m->at.line, m->at.col,
			m->code, m->text);
		same = line.len >= n && memcmp(line.s, expected, n) == 0;
		str_release(&line);
		if (same)
			return true;
	}
	return false;
}

/* How many were expected; complains about those that are missing. */
static size_t count_expected(const char *name, const char *text,
	const struct diags *d)
{
	static const char mark[] = "# expect: ";
	size_t n = 0;

	while (starts_with(text, mark)) {
		const char *line = text + sizeof(mark) - 1;
		size_t len = strcspn(line, "\n");

		if (!is_found(d, line, len))
			print_error("%s: not found: %.*s\n", name, (int)len,
				line);
		else
			n++;
		text = line + len + 1;
	}
	return n;
}

static void check_file(const char *name)
{
	char path[512];
	struct str text = STR_INIT;
	struct diags d;
	size_t expected;

	snprintf(path, sizeof(path), BAD "/%s", name);
	assert_int_equal(file_read(path, 1 << 20, &text), 0);
	diags_init(&d);
	load(path, text.s, text.len, &d);
	expected = count_expected(name, text.s, &d);
	if (expected == 0 || expected != d.n) {
		for (size_t i = 0; i < d.n; i++)
			print_error("%s: %u:%u: VT%03u %s\n", name,
				d.list[i].at.line, d.list[i].at.col,
				d.list[i].code, d.list[i].text);
		fail_msg("%s: %zu messages, %zu of them expected", name, d.n,
			expected);
	}
	diags_release(&d);
	str_release(&text);
}

static void a_wrong_tree_gives_just_the_messages_it_deserves(void **state)
{
	struct file_list files = {0};
	size_t n = 0;

	assert_int_equal(file_list(BAD, &files), 0);
	for (size_t i = 0; i < files.n; i++)
		if (ends_with(files.names[i], ".yaml")) {
			check_file(files.names[i]);
			n++;
		}
	assert_true(n > 0);
	file_list_release(&files);
}

static void a_newer_format_is_refused_with_a_reason(void **state)
{
	const char *text = "format: 2\ntree: x\n";
	struct diags d;

	diags_init(&d);
	load("new.yaml", text, strlen(text), &d);
	assert_int_equal(d.n, 1);
	assert_int_equal(d.list[0].code, 28);
	diags_release(&d);
}

static void what_ships_loads_without_a_mistake(void **state)
{
	const struct places none = {0};
	struct library *lib = library_load(&none, &schema);
	struct diags d;

	diags_init(&d);
	for (size_t i = 0; i < lib->catalog.n; i++)
		tree_lint(lib->catalog.trees[i], &lib->catalog, &d);
	for (size_t i = 0; i < d.n; i++)
		print_error("%s:%u: VT%03u %s\n", d.list[i].file,
			d.list[i].at.line, d.list[i].code, d.list[i].text);
	assert_int_equal(lib->diags.nerrors, 0);
	assert_int_equal(d.nerrors, 0);
	assert_true(lib->catalog.n >= 20);
	assert_non_null(codes_find(&lib->codes, 853));
	assert_non_null(codes_reason(&lib->codes, 258));
	diags_release(&d);
	library_free(lib);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_wrong_tree_gives_just_the_messages_it_deserves),
		cmocka_unit_test(a_newer_format_is_refused_with_a_reason),
		cmocka_unit_test(what_ships_loads_without_a_mistake),
	};

	return cmocka_run_group_tests_name("load", tests, NULL, NULL);
}
