/* What a person reads in a text from Windows, the shared readers read too:
 * every file of tests/fixtures/evidence against the facts beside it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "load/load.h"
#include "model/reading.h"

#define FOLDER "tests/fixtures/evidence/"
#define READERS "trees/common/windows-evidence.yaml"

static char *slurp(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	char *bytes = NULL;
	size_t cap = 0, n = 0, got;

	if (!f)
		fail_msg("cannot open %s; run from the project's folder", path);
	do {
		bytes = grow(bytes, &cap, n + 4096, 1);
		got = fread(bytes + n, 1, cap - n - 1, f);
		n += got;
	} while (got);
	fclose(f);
	bytes[n] = '\0';
	*len = n;
	return bytes;
}

static const struct source *no_part(void *ctx, const char *path)
{
	return NULL;
}

static struct tree *load_readers(void)
{
	static const struct shape *const no_kinds[] = {NULL};
	const struct schema schema = {no_kinds, NULL};
	const struct opener opener = {no_part, NULL};
	struct source src = {.name = READERS};
	struct diags diags;
	struct tree *t;
	char *bytes;

	diags_init(&diags);
	bytes = slurp(READERS, &src.len);
	src.bytes = bytes;
	t = tree_load(&src, &schema, &opener, &diags);
	free(bytes);
	if (diags.n)
		fail_msg("%s: %s", READERS, diags.list[0].text);
	diags_release(&diags);
	assert_non_null(t);
	return t;
}

/* One line of a .facts file: `fact=value`, or `!fact`: it must not be there.
 * False, with a line on the screen, when the reading says something else. */
static bool holds(const struct reading *r, const char *file, char *line)
{
	bool absent = line[0] == '!';
	char *name = line + absent, *value = strchr(name, '=');
	const struct finding *f;

	if (value)
		*value++ = '\0';
	f = reading_fact(r, name);
	printf("%-48s %-16s %-44s %s\n", file, name, absent ? "-" : value,
		f ? f->value : "-");
	if (absent)
		return !f;
	return f && value && strcmp(f->value, value) == 0;
}

static int check_file(const struct tree *t, const char *file)
{
	const struct catalog catalog = {.common = t};
	const struct codes codes = {0};
	struct str path = STR_INIT;
	struct evidence e;
	struct reading r;
	char *text, *facts, *next;
	size_t len;
	int wrong = 0;

	str_addf(&path, FOLDER "%s", file);
	text = slurp(path.s, &len);
	evidence_init(&e, file, text, len);
	reading_init(&r);
	reading_add(&r, &catalog, &codes, &e);
	str_truncate(&path, path.len - strlen(".txt"));
	str_adds(&path, ".facts");
	facts = slurp(path.s, &len);
	for (char *line = facts; line && *line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		wrong += !holds(&r, file, line);
	}
	free(facts);
	reading_release(&r);
	evidence_release(&e);
	free(text);
	str_release(&path);
	return wrong;
}

static bool is_text(const char *name)
{
	size_t n = strlen(name);

	return n > 4 && strcmp(name + n - 4, ".txt") == 0;
}

static void every_text_yields_the_facts_a_person_reads(void **state)
{
	struct tree *t = load_readers();
	DIR *dir = opendir(FOLDER);
	struct dirent *d;
	int files = 0, wrong = 0;

	assert_non_null(dir);
	printf("%-48s %-16s %-44s %s\n", "file", "fact", "expected", "found");
	while ((d = readdir(dir)))
		if (is_text(d->d_name)) {
			wrong += check_file(t, d->d_name);
			files++;
		}
	closedir(dir);
	tree_free(t);
	assert_true(files >= 40);
	assert_int_equal(wrong, 0);
}

/* The same event as Windows' own tools save it: UTF-16, CRLF. */
static void utf16_with_crlf_reads_the_same(void **state)
{
	static const char line[] =
		"CoId={1F0A6B3C-2D4E-4C5F-8A9B-0C1D2E3F4A5B}: The user "
		"FABRIKAM\\mara dialed a connection named Fabrikam VPN which "
		"has failed. The error code returned on failure is 853.\r\n";
	const struct codes codes = {0};
	struct tree *t = load_readers();
	const struct catalog catalog = {.common = t};
	char wide[2 * sizeof(line)] = "\xFF\xFE";
	struct evidence e;
	struct reading r;

	for (size_t i = 0; i + 1 < sizeof(line); i++) {
		wide[2 + 2 * i] = line[i];
		wide[3 + 2 * i] = '\0';
	}
	evidence_init(&e, "saved.txt", wide, 2 * sizeof(line));
	reading_init(&r);
	reading_add(&r, &catalog, &codes, &e);
	assert_string_equal(reading_fact(&r, "ras_code")->value, "853");
	assert_string_equal(reading_fact(&r, "user")->value, "FABRIKAM\\mara");
	assert_string_equal(reading_fact(&r, "connection")->value,
		"Fabrikam VPN");
	reading_release(&r);
	evidence_release(&e);
	tree_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_text_yields_the_facts_a_person_reads),
		cmocka_unit_test(utf16_with_crlf_reads_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
