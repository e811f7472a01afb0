#include "load/messages.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "os/file.h"

static bool is_listed(unsigned number)
{
	for (const struct message *m = messages; m->text; m++)
		if (m->number == number)
			return true;
	return false;
}

/* Past one argument of a call, whatever brackets and strings it holds. */
static const char *past_argument(const char *s)
{
	int depth = 0;

	for (; *s && !(depth == 0 && (*s == ',' || *s == ')')); s++) {
		if (*s == '"')
			for (s++; *s && *s != '"'; s++)
				s += *s == '\\';
		depth += (*s == '(' || *s == '{') - (*s == ')' || *s == '}');
	}
	return *s == ',' ? s + 1 : s;
}

/* The numbers in the calls of one function; gives how many there were. */
static size_t check_calls(const char *name, const char *text, const char *call)
{
	size_t n = 0;

	for (const char *s = strstr(text, call); s; s = strstr(s + 1, call)) {
		const char *a = s + strlen(call);
		unsigned long number;

		for (int i = 0; i < 3; i++)
			a = past_argument(a);
		while (isspace((unsigned char)*a))
			a++;
		if (!isdigit((unsigned char)*a))
			continue; /* handed on */
		number = strtoul(a, NULL, 10);
		if (!is_listed((unsigned)number))
			fail_msg("%s uses VT%03lu, which is not in the table",
				name, number);
		n++;
	}
	return n;
}

static size_t check_file(const char *folder, const char *name)
{
	struct str path = STR_INIT, text = STR_INIT;
	size_t n;

	str_addf(&path, "%s/%s", folder, name);
	assert_int_equal(file_read(path.s, 1 << 24, &text), 0);
	n = check_calls(path.s, text.s, "diag_add(") +
	    check_calls(path.s, text.s, "diag_warn(");
	str_release(&path);
	str_release(&text);
	return n;
}

static void every_number_in_use_is_in_the_table(void **state)
{
	static const char *const folders[] = {
		"src/load", "src/doc", "src/cmd", NULL};
	size_t calls = 0;

	for (size_t i = 0; folders[i]; i++) {
		struct file_list list;

		assert_int_equal(file_list(folders[i], &list), 0);
		for (size_t k = 0; k < list.n; k++)
			if (ends_with(list.names[k], ".c"))
				calls += check_file(folders[i], list.names[k]);
		file_list_release(&list);
	}
	assert_true(calls > 80);
}

static void numbers_rise_and_each_has_its_line(void **state)
{
	for (const struct message *m = messages; m->text; m++) {
		assert_true(m->number > 0 && m->number < 1000);
		assert_true(strlen(m->text) > 10);
		assert_null(strchr(m->text, '\n'));
		if (m > messages)
			assert_true(m->number > m[-1].number);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_number_in_use_is_in_the_table),
		cmocka_unit_test(numbers_rise_and_each_has_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
