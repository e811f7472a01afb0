#include "check/envelope.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xmem.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static const struct check_spec spec = {.id = "nps.reason",
	.shell = SHELL_POWERSHELL,
	.command = "$n = 0\n"
		   "\n"
		   "foreach ($code in 16, 258) { $n += $code }   \n"
		   "'NPSREASON c16={0} c258={1}' -f $n, 2",
	.read_only = true,
	.runnable = true};

static const char tag[] = "7K2";

#define OUTPUT "NPSREASON c16=0 c258=1\n"

static void the_block_has_no_empty_line_and_ends_in_any_case(void **state)
{
	struct str b = STR_INIT;

	envelope_block(&spec, tag, &b);
	assert_string_equal(b.s,
		"& {\n"
		"'<vpntriage 7K2 nps.reason'\n"
		"try {\n"
		"$n = 0\n"
		"foreach ($code in 16, 258) { $n += $code }\n"
		"'NPSREASON c16={0} c258={1}' -f $n, 2\n"
		"} catch { 'ERROR id=' + $_.FullyQualifiedErrorId } "
		"finally { '7K2>' }\n"
		"}");
	str_release(&b);
}

static void the_line_is_the_block_in_one(void **state)
{
	struct str b = STR_INIT;

	assert_true(envelope_line(&spec, tag, &b));
	assert_null(strchr(b.s, '\n'));
	assert_non_null(strstr(b.s, "{ $n += $code }; 'NPSREASON"));
	str_release(&b);
}

static void each_shell_has_its_own_envelope(void **state)
{
	static const struct {
		enum shell shell;
		const char *command, *block, *line;
	} cases[] = {
		{SHELL_SH, "uname -r",
			"echo '<vpntriage 7K2 os'\n(\nuname -r\n)\necho '7K2>'",
			"echo '<vpntriage 7K2 os'; (uname -r); echo '7K2>'"},
		{SHELL_CMD, "ver", "echo ^<vpntriage 7K2 os\nver\necho 7K2^>",
			"(echo ^<vpntriage 7K2 os) & (ver) & (echo 7K2^>)"},
	};
	struct str b = STR_INIT;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct check_spec s = {.id = "os",
			.shell = cases[i].shell,
			.command = cases[i].command};

		str_reset(&b);
		envelope_block(&s, tag, &b);
		assert_string_equal(b.s, cases[i].block);
		str_reset(&b);
		assert_true(envelope_line(&s, tag, &b));
		assert_string_equal(b.s, cases[i].line);
	}
	str_release(&b);
}

/* What a console shows of the block: a prompt, and two arrows a line. */
static void add_echo(struct str *out, const char *block)
{
	str_adds(out, "PS C:\\Users\\ann> ");
	for (; *block; block++) {
		str_addc(out, *block);
		if (*block == '\n')
			str_adds(out, ">> ");
	}
	str_adds(out, "\n");
}

static void add_wrapped(struct str *out, const char *text, size_t width)
{
	size_t column = 0;

	for (; *text; text++) {
		if (*text != '\n' && column == width) {
			str_addc(out, '\n');
			column = 0;
		}
		str_addc(out, *text);
		column = *text == '\n' ? 0 : column + 1;
	}
}

static void encode(struct str *out, const char *text, const char *to,
	const char *bom, size_t bomlen)
{
	iconv_t cd = iconv_open(to, "UTF-8");
	size_t in = strlen(text), left = 4 * in + 16;
	char *buf = xmalloc(left), *from = xstrdup(text), *s = from, *p = buf;

	assert_true(cd != (iconv_t)-1);
	assert_int_equal(iconv(cd, &s, &in, &p, &left), 0);
	iconv_close(cd);
	str_add(out, bom, bomlen);
	str_add(out, buf, (size_t)(p - buf));
	free(from);
	free(buf);
}

static void add_crlf(struct str *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\n')
			str_addc(out, '\r');
		str_addc(out, *text);
	}
}

static void assert_pasted(const char *name, const struct str *bytes,
	enum paste want, const char *out)
{
	struct pasted p;

	pasted_init(&p, &spec, tag, bytes->s, bytes->len);
	if (p.kind != want)
		fail_msg("%s: read as %s, '%s'", name, paste_words[p.kind],
			p.result.out);
	if (out && strcmp(p.result.out, out) != 0)
		fail_msg("%s: output is '%s'", name, p.result.out);
	if ((p.say != NULL) != (want != PASTE_WHOLE && want != PASTE_BARE))
		fail_msg("%s: says '%s'", name, p.say ? p.say : "nothing");
	pasted_release(&p);
}

static const struct shape_of_text {
	const char *name, *text, *out;
	enum paste kind;
} shapes[] = {
	{"alone", "<vpntriage 7K2 nps.reason\n" OUTPUT "7K2>\n", OUTPUT,
		PASTE_WHOLE},
	{"with a prompt after it",
		"<vpntriage 7K2 nps.reason\n" OUTPUT "7K2>\nPS C:\\> ", OUTPUT,
		PASTE_WHOLE},
	{"typed line by line",
		"PS C:\\> '<vpntriage 7K2 nps.reason'\n"
		"<vpntriage 7K2 nps.reason\nPS C:\\> $n = 0\n" OUTPUT
		"PS C:\\> '7K2>'\n7K2>\nPS C:\\> ",
		"PS C:\\> $n = 0\n" OUTPUT "PS C:\\> '7K2>'\n", PASTE_WHOLE},
	{"complete and empty", "<vpntriage 7K2 nps.reason\n7K2>\n", "",
		PASTE_WHOLE},
	{"without the end", "<vpntriage 7K2 nps.reason\n" OUTPUT, OUTPUT,
		PASTE_CUT},
	{"cut in the end", "<vpntriage 7K2 nps.reason\n" OUTPUT "7K",
		OUTPUT "7K", PASTE_CUT},
	{"without the beginning", OUTPUT "7K2>\n", OUTPUT, PASTE_CUT},
	{"of another check", "<vpntriage 7K2 ntauth\nNTAUTH=missing\n7K2>\n",
		NULL, PASTE_FOREIGN},
	{"of another session", "<vpntriage 9QX nps.reason\n" OUTPUT "9QX>\n",
		NULL, PASTE_FOREIGN},
	{"two, ours first",
		"<vpntriage 7K2 nps.reason\n" OUTPUT "7K2>\n"
		"<vpntriage 7K2 ntauth\nNTAUTH=missing\n7K2>\n",
		OUTPUT, PASTE_WHOLE},
	{"two, ours last",
		"<vpntriage 7K2 ntauth\nNTAUTH=missing\n7K2>\n"
		"<vpntriage 7K2 nps.reason\n" OUTPUT "7K2>\n",
		OUTPUT, PASTE_WHOLE},
	{"twice ours, the newer counts",
		"<vpntriage 7K2 nps.reason\nNPSREASON c16=9 c258=9\n7K2>\n"
		"<vpntriage 7K2 nps.reason\n" OUTPUT "7K2>\n",
		OUTPUT, PASTE_WHOLE},
	{"once complete, once cut",
		"<vpntriage 7K2 nps.reason\n" OUTPUT "7K2>\n"
		"<vpntriage 7K2 nps.reason\nNPSREA",
		OUTPUT, PASTE_WHOLE},
	{"the output alone", OUTPUT, OUTPUT, PASTE_BARE},
	{"an event instead", "Reason Code: 258\nReason: x\n",
		"Reason Code: 258\nReason: x\n", PASTE_BARE},
	{"nothing", "", NULL, PASTE_EMPTY},
	{"blanks", " \n\t\n\n", NULL, PASTE_EMPTY},
	{"only prompts", "PS C:\\Users\\ann> \nPS C:\\Users\\ann> ", NULL,
		PASTE_EMPTY},
};

static void what_was_pasted_is_told_apart(void **state)
{
	for (size_t i = 0; i < COUNT(shapes); i++) {
		struct str b = STR_INIT;

		str_adds(&b, shapes[i].text);
		assert_pasted(shapes[i].name, &b, shapes[i].kind,
			shapes[i].out);
		str_release(&b);
	}
}

/* Every shape in every dress; the noise has letters that differ between the
 * code pages. */
static void no_encoding_changes_what_was_pasted(void **state)
{
	static const struct {
		const char *name, *bom, *noise;
		size_t bomlen;
	} dresses[] = {
		{"UTF-8", "", "Prüfung läuft für größere Schlüssel, ça va\n",
			0},
		{"UTF-8", "\xEF\xBB\xBF", "Prüfung läuft, ça va\n", 3},
		{"UTF-16LE", "\xFF\xFE", "Prüfung läuft, ça va\n", 2},
		{"UTF-16BE", "\xFE\xFF", "Prüfung läuft, ça va\n", 2},
		{"UTF-16LE", "", "", 0},
		{"CP437", "", "Prüfung läuft für größere Schlüssel, ça va\n",
			0},
		{"CP850", "", "Prüfung läuft für größere Schlüssel, ça va\n",
			0},
		{"CP936", "", "证书吊销检查失败,因为吊销服务器已脱机\n", 0},
		{"CP1252", "", "Prüfung läuft für größere Schlüssel, ça va\n",
			0},
	};

	for (size_t d = 0; d < COUNT(dresses); d++) {
		for (size_t i = 0; i < COUNT(shapes); i++) {
			struct str text = STR_INIT, crlf = STR_INIT,
				   bytes = STR_INIT;

			if (shapes[i].kind == PASTE_EMPTY)
				continue;
			/* Outside the envelope, so the output stays itself. */
			if (shapes[i].kind == PASTE_WHOLE ||
				shapes[i].kind == PASTE_FOREIGN)
				str_adds(&text, dresses[d].noise);
			str_adds(&text, shapes[i].text);
			add_crlf(&crlf, text.s);
			encode(&bytes, crlf.s, dresses[d].name, dresses[d].bom,
				dresses[d].bomlen);
			assert_pasted(dresses[d].name, &bytes, shapes[i].kind,
				shapes[i].out);
			str_release(&text);
			str_release(&crlf);
			str_release(&bytes);
		}
	}
}

static const char long_output[] =
	"CLIENTCERT total=3 valid=1 sid=present "
	"ca=0123456789ABCDEF0123456789ABCDEF01234567 name='a b c d e f g h'\n"
	"SHORT=1\n"
	"PATHS a=1111111111111111111111111111111111111111111111111111111111"
	"111111111111111111111111111111111111111111111111111111111111111\n";

static void wraps_and_echo_are_undone(void **state)
{
	static const size_t widths[] = {80, 100, 120};

	for (size_t i = 0; i < COUNT(widths); i++) {
		for (int line = 0; line < 2; line++) {
			struct str block = STR_INIT, screen = STR_INIT,
				   wrapped = STR_INIT;

			if (line)
				envelope_line(&spec, tag, &block);
			else
				envelope_block(&spec, tag, &block);
			add_echo(&screen, block.s);
			str_adds(&screen, "<vpntriage 7K2 nps.reason\n");
			str_adds(&screen, long_output);
			str_adds(&screen, "7K2>\nPS C:\\Users\\ann> ");
			add_wrapped(&wrapped, screen.s, widths[i]);
			assert_pasted(line ? "line" : "block", &wrapped,
				PASTE_WHOLE, long_output);
			str_release(&block);
			str_release(&screen);
			str_release(&wrapped);
		}
	}
}

static void the_command_without_output_is_empty(void **state)
{
	for (int line = 0; line < 2; line++) {
		struct str block = STR_INIT, screen = STR_INIT,
			   wrapped = STR_INIT;

		if (line)
			envelope_line(&spec, tag, &block);
		else
			envelope_block(&spec, tag, &block);
		add_echo(&screen, block.s);
		add_wrapped(&wrapped, screen.s, 80);
		assert_pasted("echo", &screen, PASTE_EMPTY, NULL);
		assert_pasted("wrapped echo", &wrapped, PASTE_EMPTY, NULL);
		str_release(&block);
		str_release(&screen);
		str_release(&wrapped);
	}
}

/* A blank at the last column is not copied. */
static void a_blank_lost_at_the_edge_comes_back(void **state)
{
	struct str b = STR_INIT;
	char filler[100];

	memset(filler, 'x', sizeof(filler));
	str_addf(&b,
		"<vpntriage 7K2 nps.reason\nKEY a=%.73s\nb=2\nNEXT=1\n7K2>",
		filler);
	assert_pasted("edge", &b, PASTE_WHOLE, NULL);
	{
		struct pasted p;

		pasted_init(&p, &spec, tag, b.s, b.len);
		assert_non_null(strstr(p.result.out, "x b=2\nNEXT=1\n"));
		pasted_release(&p);
	}
	str_release(&b);
}

static void what_is_missing_is_said(void **state)
{
	static const struct {
		const char *text, *say;
	} cases[] = {
		{"", "nothing was pasted"},
		{"<vpntriage 7K2 nps.reason\nx", "the end is missing"},
		{"x\n7K2>\n", "the beginning is missing"},
		{"<vpntriage 7K2 dns.a\nx\n7K2>", "another check: dns.a"},
		{"<vpntriage 222 nps.reason\nx\n222>", "another session"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pasted p;

		pasted_init(&p, &spec, tag, cases[i].text,
			strlen(cases[i].text));
		if (!p.say || !strstr(p.say, cases[i].say))
			fail_msg("%s: %s", cases[i].say, p.say);
		assert_ptr_equal(p.say, p.result.say);
		assert_int_not_equal(p.result.verdict, RESULT_RAN);
		pasted_release(&p);
	}
}

static void a_tag_has_three_characters_that_read_well(void **state)
{
	char a[ENVELOPE_TAG];

	for (int i = 0; i < 100; i++) {
		envelope_tag(a);
		assert_int_equal(strspn(a, "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"),
			3);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_block_has_no_empty_line_and_ends_in_any_case),
		cmocka_unit_test(the_line_is_the_block_in_one),
		cmocka_unit_test(each_shell_has_its_own_envelope),
		cmocka_unit_test(what_was_pasted_is_told_apart),
		cmocka_unit_test(no_encoding_changes_what_was_pasted),
		cmocka_unit_test(wraps_and_echo_are_undone),
		cmocka_unit_test(the_command_without_output_is_empty),
		cmocka_unit_test(a_blank_lost_at_the_edge_comes_back),
		cmocka_unit_test(what_is_missing_is_said),
		cmocka_unit_test(a_tag_has_three_characters_that_read_well),
	};

	return cmocka_run_group_tests_name("check/envelope", tests, NULL, NULL);
}
