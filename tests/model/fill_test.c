#include "model/fill.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct facts some_facts(void)
{
	struct facts f;

	facts_init(&f);
	facts_set(&f, "user", "o'brien@example.com", "asked", 0);
	facts_set(&f, "file", "C:\\Temp\\IssuingCA.cer", "asked", 0);
	facts_set(&f, "folder", "C:\\Program Files\\", "asked", 0);
	facts_set(&f, "quote", "a\"b", "asked", 0);
	return f;
}

static void values_become_whole_literals(void **state)
{
	static const struct {
		const char *tmpl, *expected;
		enum shell shell;
	} cases[] = {
		{"$u = {{user}}", "$u = 'o''brien@example.com'",
			SHELL_POWERSHELL},
		{"certutil.exe -dspublish -f {{file}} NTAuthCA",
			"certutil.exe -dspublish -f "
			"'C:\\Temp\\IssuingCA.cer' NTAuthCA",
			SHELL_POWERSHELL},
		{"(Get-PfxCertificate -FilePath {{file}}).Thumbprint",
			"(Get-PfxCertificate -FilePath "
			"'C:\\Temp\\IssuingCA.cer').Thumbprint",
			SHELL_POWERSHELL},
		{"dir {{file}}", "dir \"C:\\Temp\\IssuingCA.cer\"", SHELL_CMD},
		{"Write-Output '\\{{OnPremisesSecurityIdentifier}}'",
			"Write-Output "
			"'{{OnPremisesSecurityIdentifier}}'",
			SHELL_POWERSHELL},
		{"Get-Item {{quote}}", "Get-Item 'a\"b'", SHELL_POWERSHELL},
	};
	struct facts f = some_facts();

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str out = STR_INIT;
		const char *why = NULL;

		if (!fill_command(cases[i].tmpl, cases[i].shell, &f, &out,
			    &why))
			fail_msg("%s: %s", cases[i].tmpl, why);
		assert_string_equal(out.s, cases[i].expected);
		str_release(&out);
	}
	facts_release(&f);
}

static void what_cannot_be_quoted_blocks_the_command(void **state)
{
	static const struct {
		const char *tmpl, *name;
	} cases[] = {
		{"certutil.exe -dump {{quote}}", "quote"},
		{"certutil.exe -dump {{folder}}", "folder"},
		{"Get-Item {{nothing}}", "nothing"},
		{"Get-Date; certutil.exe -dump {{quote}}", "quote"},
	};
	struct facts f = some_facts();

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str out = STR_INIT;
		const char *why = NULL;

		if (fill_command(cases[i].tmpl, SHELL_POWERSHELL, &f, &out,
			    &why))
			fail_msg("%s became %s", cases[i].tmpl, out.s);
		assert_string_equal(out.s, cases[i].name);
		assert_non_null(why);
		str_release(&out);
	}
	facts_release(&f);
}

static void misplaced_values_are_found(void **state)
{
	static const struct {
		const char *tmpl;
		bool fine;
	} cases[] = {
		{"Get-Item {{a}}", true},
		{"Get-Item -Path {{a}}, {{b}}", true},
		{"Get-Item '{{a}}'", false},
		{"Get-Item \"x {{a}}\"", false},
		{"Get-Item C:{{a}}", false},
		{"Get-Item {{a}}x", false},
		{"Get-Item x # {{a}}", false},
		{"Get-Item 'it''s' {{a}}", true},
		{"Get-Item \"a`\"b\" {{a}}", true},
		{"Get-Item 'open", false},
		{"\\{{literal}}", true},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fill_fault fault;

		if (fill_check(cases[i].tmpl, SHELL_POWERSHELL, &fault) !=
			cases[i].fine)
			fail_msg("%s", cases[i].tmpl);
	}
}

static void a_block_becomes_one_line_where_that_is_safe(void **state)
{
	static const struct {
		const char *block, *line; /* NULL: cannot be */
	} cases[] = {
		{"$a = 1\n$b = 2", "$a = 1; $b = 2"},
		{"if ($a) {\n  'x'\n} else {\n  'y'\n}",
			"if ($a) { 'x' } else { 'y' }"},
		{"Get-Item x |\n  Sort-Object", "Get-Item x | Sort-Object"},
		{"# note\n$a = 1", NULL},
		{"$a = 'two\nlines'", NULL},
		{"foreach ($c in 1, 2) {\n  $c\n}\n$d",
			"foreach ($c in 1, 2) { $c }; $d"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str out = STR_INIT;
		bool ok = fill_one_line(cases[i].block, SHELL_POWERSHELL, &out);

		if (ok != (cases[i].line != NULL))
			fail_msg("%s -> %s", cases[i].block, out.s);
		if (ok)
			assert_string_equal(out.s, cases[i].line);
		str_release(&out);
	}
}

static void texts_show_controls_instead_of_obeying_them(void **state)
{
	struct str out = STR_INIT;
	struct facts f;

	facts_init(&f);
	facts_set(&f, "name", "a\x1B[31mb", "asked", 0);
	fill_text("{{name}} and {{other}}", &f, &out);
	assert_string_equal(out.s, "a\\u{1B}[31mb and <other>");
	str_release(&out);
	facts_release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_become_whole_literals),
		cmocka_unit_test(what_cannot_be_quoted_blocks_the_command),
		cmocka_unit_test(misplaced_values_are_found),
		cmocka_unit_test(a_block_becomes_one_line_where_that_is_safe),
		cmocka_unit_test(texts_show_controls_instead_of_obeying_them),
	};

	return cmocka_run_group_tests_name("model/fill", tests, NULL, NULL);
}
