#include "doc/ydoc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct parsed {
	struct arena arena;
	struct diags diags;
	struct ynode *root;
};

static struct parsed parse(const char *text, size_t len)
{
	struct parsed p;
	const struct source src = {"t.yaml", text, len};

	arena_init(&p.arena);
	diags_init(&p.diags);
	p.root = ydoc_parse(&src, &p.arena, &p.diags);
	return p;
}

static void release(struct parsed *p)
{
	arena_release(&p->arena);
	diags_release(&p->diags);
}

static void every_scalar_is_text_with_its_place(void **state)
{
	const char *text = "a: no\nb: [1, 2.50]\nc: {d: 0x10}\n";
	struct parsed p = parse(text, strlen(text));
	const struct ynode *b = ynode_get(p.root, "b");

	assert_int_equal(p.diags.n, 0);
	assert_string_equal(ynode_text(p.root, "a"), "no");
	assert_string_equal(b->child->next->text, "2.50");
	assert_int_equal(b->child->next->at.line, 2);
	assert_int_equal(b->child->next->at.col, 8);
	assert_string_equal(ynode_text(ynode_get(p.root, "c"), "d"), "0x10");
	release(&p);
}

static void json_is_read_as_well(void **state)
{
	const char *text = "{\"a\": \"x\\ny \\u00e4\", \"b\": [1, {\"c\": "
			   "null}]}";
	struct parsed p = parse(text, strlen(text));

	assert_string_equal(ynode_text(p.root, "a"), "x\ny \xC3\xA4");
	assert_int_equal(ynode_get(p.root, "b")->n, 2);
	release(&p);
}

static void what_a_file_must_not_hold_is_refused(void **state)
{
	static const struct {
		const char *name, *text;
		size_t len;
		unsigned code;
	} cases[] = {
#define TEXT(s) s, sizeof(s) - 1
		{"syntax", TEXT("a: [1, 2\nb: 3\n"), 1},
		{"empty", TEXT(""), 1},
		{"only a comment", TEXT("# nothing\n"), 1},
		{"latin-1", TEXT("a: caf\xE9\n"), 2},
		{"nul", TEXT("a: b\0c\n"), 2},
		{"utf-16",
			TEXT("\xFF\xFE"
			     "a\0:\0 \0b\0"),
			2},
		{"anchor", TEXT("a: &x 1\nb: 2\n"), 3},
		{"alias", TEXT("a: &x 1\nb: *x\n"), 3},
		{"alias in itself", TEXT("a: &x [1, *x]\n"), 3},
		{"tag", TEXT("a: !!int 5\n"), 4},
		{"map as key", TEXT("{a: b}: c\n"), 5},
		{"twice", TEXT("a: 1\nb: 2\na: 3\n"), 6},
		{"second document", TEXT("a: 1\n---\nb: 2\n"), 8},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct parsed p = parse(cases[i].text, cases[i].len);

		if (p.diags.nerrors == 0 ||
			p.diags.list[0].code != cases[i].code)
			fail_msg("%s: %s", cases[i].name,
				p.diags.n ? p.diags.list[0].text : "accepted");
		release(&p);
	}
}

static void depth_is_limited(void **state)
{
	char text[2 * YDOC_DEPTH + 20];
	struct parsed p;

	memset(text, '[', YDOC_DEPTH + 5);
	memset(text + YDOC_DEPTH + 5, ']', YDOC_DEPTH + 5);
	p = parse(text, 2 * (YDOC_DEPTH + 5));
	assert_null(p.root);
	assert_int_equal(p.diags.list[0].code, 7);
	release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_scalar_is_text_with_its_place),
		cmocka_unit_test(json_is_read_as_well),
		cmocka_unit_test(what_a_file_must_not_hold_is_refused),
		cmocka_unit_test(depth_is_limited),
	};

	return cmocka_run_group_tests_name("doc/ydoc", tests, NULL, NULL);
}
