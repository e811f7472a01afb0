#include "model/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static struct code_row rows[] = {
	{.code = "0", .name = "NO_ERROR", .number = 0},
	{.code = "853", .name = "ERROR_EAP_USER_CERT_INVALID", .number = 853},
};

/* The certain codes of a text, each followed by a blank. */
static void certain_codes(const char *text, char *out, size_t size)
{
	const struct codes codes = {.rows = {rows, 2}};
	const struct catalog catalog = {0};
	struct evidence e;
	struct reading r;
	size_t n = 0;

	out[0] = '\0';
	evidence_init(&e, "text", text, strlen(text));
	reading_init(&r);
	reading_add(&r, &catalog, &codes, &e);
	for (size_t i = 0; i < r.ncodes; i++)
		if (r.codes[i].certain)
			n += (size_t)snprintf(out + n, size - n, "%d ",
				(int)r.codes[i].code);
	reading_release(&r);
	evidence_release(&e);
}

static void a_number_is_a_code_where_a_whole_word_says_so(void **state)
{
	static const struct {
		const char *text, *codes;
	} cases[] = {
		{"853", "853 "},
		{"0x355", "853 "},
		{"The user got error 853 this morning", "853 "},
		{"Fehlercode: 853 seit heute", "853 "},
		{"ErrorCode 853 and more text", "853 "},
		{"\xE9\x94\x99\xE8\xAF\xAF\xE4\xBB\xA3\xE7\xA0\x81 853 abc",
			"853 "},
		{"it says ERROR_EAP_USER_CERT_INVALID here", "853 "},
		{"<Opcode>0</Opcode> of an event", ""},
		{"CertContext[0][0]: dwInfoStatus=102 dwErrorStatus=0", ""},
		/* The name of a check is nothing that Windows said. */
		{"<vpntriage 7K2 error-853/nps.ask\nERROR id=x\n7K2>\n", ""},
		{"853 boxes came, no more", ""},
		{"error in line 12 of 853 lines", ""},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char got[64];

		certain_codes(cases[i].text, got, sizeof(got));
		if (strcmp(got, cases[i].codes) != 0)
			fail_msg("'%s' gives '%s', not '%s'", cases[i].text,
				got, cases[i].codes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_a_code_where_a_whole_word_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
