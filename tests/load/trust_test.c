#include "load/trust.h"

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

#include "../../src/load/difference.h"
#include "../../src/load/sha256.h"

struct place {
	char folder[64];
	struct trust_store store;
};

static int make_place(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	strcpy(p->folder, "/tmp/vpntriage-test-XXXXXX");
	if (!p || !mkdtemp(p->folder))
		return -1;
	p->store.folder = p->folder;
	*state = p;
	return 0;
}

static void forget(void *ctx, const char *path, const char *hash)
{
	trust_revoke(ctx, path);
}

static int drop_place(void **state)
{
	struct place *p = *state;

	trust_list(&p->store, forget, &p->store);
	rmdir(p->folder);
	free(p);
	return 0;
}

static struct tree tree_of(const char *name, const char *bytes)
{
	struct tree t = {.id = "mine",
		.source = {.name = name, .bytes = bytes, .len = strlen(bytes)}};

	return t;
}

static void hashes_are_those_of_the_standard(void **state)
{
	char hex[65];

	sha256_hex("abc", 3, hex);
	assert_string_equal(hex,
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015"
		"ad");
}

static void only_the_very_bytes_are_allowed(void **state)
{
	struct place *p = *state;
	struct tree t = tree_of("/x/a.yaml", "one\n");
	struct tree moved = tree_of("/y/a.yaml", "one\n");
	struct tree changed = tree_of("/x/a.yaml", "one\ntwo\n");
	struct tree shipped = tree_of("/x/a.yaml", "one\n");

	shipped.shipped = true;
	assert_int_equal(trust_judge(&p->store, &shipped), TRUST_SHIPPED);
	assert_int_equal(trust_judge(&p->store, &t), TRUST_FOREIGN);
	assert_int_equal(trust_allow(&p->store, &t), 0);
	assert_int_equal(trust_judge(&p->store, &t), TRUST_ALLOWED);
	assert_int_equal(trust_judge(&p->store, &moved), TRUST_FOREIGN);
	assert_int_equal(trust_judge(&p->store, &changed), TRUST_CHANGED);
	assert_true(trust_revoke(&p->store, "/x/a.yaml"));
	assert_false(trust_revoke(&p->store, "/x/a.yaml"));
	assert_int_equal(trust_judge(&p->store, &t), TRUST_FOREIGN);
}

static void what_is_included_counts_as_well(void **state)
{
	struct place *p = *state;
	struct part part = {.as = "id",
		.file = "common/id.yaml",
		.source = {.name = "/x/common/id.yaml",
			.bytes = "part\n",
			.len = 5}};
	struct part *parts[] = {&part};
	struct tree t = tree_of("/x/a.yaml", "one\n");

	t.parts = parts;
	t.nparts = 1;
	assert_int_equal(trust_allow(&p->store, &t), 0);
	assert_int_equal(trust_judge(&p->store, &t), TRUST_ALLOWED);
	part.source.bytes = "pard\n";
	assert_int_equal(trust_judge(&p->store, &t), TRUST_CHANGED);
	t.nparts = 0;
	assert_int_equal(trust_judge(&p->store, &t), TRUST_CHANGED);
}

/* What moves from one file to the next is another text. */
static void borders_between_files_count(void **state)
{
	struct part part = {.source = {.name = "/p", .bytes = "b", .len = 1}};
	struct part *parts[] = {&part};
	struct tree one = tree_of("/x/a.yaml", "a");
	struct tree two = tree_of("/x/a.yaml", "a\n== 1 /p\nb");
	struct str first = STR_INIT, second = STR_INIT;

	one.parts = parts;
	one.nparts = 1;
	trust_text(&one, &first);
	trust_text(&two, &second);
	assert_string_not_equal(first.s, second.s);
	str_release(&first);
	str_release(&second);
}

static void a_copy_that_was_tampered_with_counts_for_nothing(void **state)
{
	struct place *p = *state;
	struct tree t = tree_of("/x/a.yaml", "one\n");
	char hex[65], file[160];
	FILE *f;
	struct stat st;

	assert_int_equal(trust_allow(&p->store, &t), 0);
	sha256_hex("/x/a.yaml", 9, hex);
	snprintf(file, sizeof(file), "%s/%s", p->folder, hex);
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	f = fopen(file, "a");
	fputs("more\n", f);
	fclose(f);
	assert_int_equal(trust_judge(&p->store, &t), TRUST_FOREIGN);
	remove(file);
}

static void the_difference_shows_what_came_and_went(void **state)
{
	static const struct {
		const char *before, *after, *want;
	} cases[] = {
		{"a\nb\nc\n", "a\nb\nc\n", ""},
		{"a\nb\nc\nd\ne\n", "a\nb\nX\nd\ne\n",
			" a\n b\n-c\n+X\n d\n e\n"},
		{"a\n", "a\nb\n", " a\n+b\n"},
		{"a\nb\n", "b\n", "-a\n b\n"},
		{"1\n2\n3\n4\n5\n6\n", "1\n2\nx\n4\ny\n6\n",
			" 1\n 2\n-3\n+x\n 4\n-5\n+y\n 6\n"},
		{"", "a\n", "+a\n"},
		{"a\n", "", "-a\n"},
		{"a\n", "\x1b[31mb\n", "-a\n+\\u{1B}[31mb\n"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str out = STR_INIT;

		difference(cases[i].before, cases[i].after, &out);
		assert_string_equal(out.s, cases[i].want);
		str_release(&out);
	}
}

static void a_long_difference_is_shown_whole(void **state)
{
	struct str a = STR_INIT, b = STR_INIT, out = STR_INIT;

	for (int i = 0; i < 1500; i++) {
		str_addf(&a, "%d\n", i);
		str_addf(&b, "%d.\n", i);
	}
	difference(a.s, b.s, &out);
	assert_non_null(strstr(out.s, "-1499\n"));
	assert_non_null(strstr(out.s, "+1499.\n"));
	str_release(&a);
	str_release(&b);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes_are_those_of_the_standard),
		cmocka_unit_test_setup_teardown(only_the_very_bytes_are_allowed,
			make_place, drop_place),
		cmocka_unit_test_setup_teardown(what_is_included_counts_as_well,
			make_place, drop_place),
		cmocka_unit_test(borders_between_files_count),
		cmocka_unit_test_setup_teardown(
			a_copy_that_was_tampered_with_counts_for_nothing,
			make_place, drop_place),
		cmocka_unit_test(the_difference_shows_what_came_and_went),
		cmocka_unit_test(a_long_difference_is_shown_whole),
	};

	return cmocka_run_group_tests_name("load/trust", tests, NULL, NULL);
}
