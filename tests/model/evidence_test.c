#include "model/evidence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void any_encoding_becomes_clean_lines(void **state)
{
	static const struct {
		const char *name, *bytes;
		size_t len;
		const char *text;
	} cases[] = {
#define BYTES(s) s, sizeof(s) - 1
		{"plain", BYTES("RAS=failed code=853\n"),
			"RAS=failed code=853\n"},
		{"crlf", BYTES("a\r\nb\r\n"), "a\nb\n"},
		{"lone cr", BYTES("a\rb"), "a\nb"},
		{"utf-8 bom", BYTES("\xEF\xBB\xBFok"), "ok"},
		{"utf-16le bom", BYTES("\xFF\xFEo\0k\0\r\0\n\0"), "ok\n"},
		{"utf-16be bom", BYTES("\xFE\xFF\0o\0k\0\n"), "ok\n"},
		{"utf-16le bare", BYTES("N\0T\0A\0u\0t\0h\0=\0m\0i\0s\0s\0"),
			"NTAuth=miss"},
		{"nbsp", BYTES("Hach. (sha1)\xC2\xA0: aa"),
			"Hach. (sha1) : aa"},
		{"colours", BYTES("\x1B[31merror\x1B[0m 853"), "error 853"},
		{"title", BYTES("\x1B]0;x\a853"), "853"},
		{"zero width",
			BYTES("8\xE2\x80\x8B"
			      "53"),
			"853"},
		{"thumbprint mark",
			BYTES("\xE2\x80\x8E"
			      "aa bb"),
			"aa bb"},
		{"code page 850", BYTES("Schl\x81sselcontainer"),
			"Schl\xC3\xBCsselcontainer"},
		{"code page 1252", BYTES("Schl\xFCsselcontainer"),
			"Schl\xC3\xBCsselcontainer"},
		{"code page 936", BYTES("\xD6\xA4\xCA\xE9\xB9\xFE\xCF\xA3"),
			"\xE8\xAF\x81\xE4\xB9\xA6\xE5\x93\x88\xE5\xB8"
			"\x8C"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct evidence e;

		evidence_init(&e, cases[i].name, cases[i].bytes, cases[i].len);
		if (e.binary || strcmp(e.text, cases[i].text) != 0)
			fail_msg("%s: %s (%s)", cases[i].name, e.text,
				e.encoding);
		evidence_release(&e);
	}
}

static void a_program_is_no_evidence(void **state)
{
	static const char elf[] = "\x7F"
				  "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0";
	struct evidence e;

	evidence_init(&e, "a.out", elf, sizeof(elf));
	assert_true(e.binary);
	assert_int_equal(e.len, 0);
	evidence_release(&e);
}

static void a_place_has_a_line(void **state)
{
	struct evidence e;

	evidence_init(&e, "x", "a\r\nbb\r\nccc", 10);
	assert_int_equal(evidence_line(&e, 0), 1);
	assert_int_equal(evidence_line(&e, 2), 2);
	assert_int_equal(evidence_line(&e, 5), 3);
	evidence_release(&e);
}

static void an_envelope_is_found_between_prompts_and_echo(void **state)
{
	static const char text[] =
		"PS C:\\> & { '<vpntriage 7K2 nps.ask'; 1; '7K2>' }\n"
		"<vpntriage 7K2 nps.ask\n"
		"NPSREASON event=6273 reason=258\n"
		"7K2>\n"
		"PS C:\\> ";
	struct envelope env;

	assert_true(evidence_envelope(text, sizeof(text) - 1, 0, &env));
	assert_true(env.ended);
	assert_int_equal(env.checklen, 7);
	assert_memory_equal(env.check, "nps.ask", 7);
	assert_memory_equal(text + env.start,
		"NPSREASON event=6273 reason=258\n", env.end - env.start);
	assert_false(evidence_envelope(text, sizeof(text) - 1, env.next, &env));
}

static void a_cut_off_envelope_is_known_as_such(void **state)
{
	static const char text[] = "<vpntriage ABC one\nx=1\n"
				   "<vpntriage ABC two\ny=2\nABC>\n";
	struct envelope env;

	assert_true(evidence_envelope(text, sizeof(text) - 1, 0, &env));
	assert_false(env.ended);
	assert_true(evidence_envelope(text, sizeof(text) - 1, env.next, &env));
	assert_true(env.ended);
	assert_memory_equal(env.check, "two", 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_encoding_becomes_clean_lines),
		cmocka_unit_test(a_program_is_no_evidence),
		cmocka_unit_test(a_place_has_a_line),
		cmocka_unit_test(an_envelope_is_found_between_prompts_and_echo),
		cmocka_unit_test(a_cut_off_envelope_is_known_as_such),
	};

	return cmocka_run_group_tests_name("model/evidence", tests, NULL, NULL);
}
