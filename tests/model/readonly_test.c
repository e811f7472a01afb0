#include "model/readonly.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "model/pscommands.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static void add_name(void *ctx, const char *script, const struct ps_command *c)
{
	static const char sign[] = {
		[PS_COMMAND] = ' ',
		[PS_DYNAMIC] = '&',
		[PS_METHOD] = '.',
		[PS_WRITE] = '>',
		[PS_FUNCTION] = '+',
	};
	struct str *out = ctx;

	str_addf(out, "%s%c%.*s", out->len ? "|" : "", sign[c->kind],
		(int)c->len, script + c->offset);
}

static void commands_are_found_wherever_they_may_stand(void **state)
{
	static const struct {
		const char *script, *commands;
	} cases[] = {
		{"Get-Date", " Get-Date"},
		{"'Get-Date'", ""},
		{"\"Get-Date\"", ""},
		{"# Get-Date\n<# Set-X\n #> Get-X", " Get-X"},
		{"$a = Get-Date; $b += Get-X", " Get-Date| Get-X"},
		{"Get-X | Where-Object { $_.A -eq 1 } | Sort-Object B",
			" Get-X| Where-Object| Sort-Object"},
		{"Get-X |\n  Set-Y", " Get-X| Set-Y"},
		{"\"a $(Set-Y b) c\"", " Set-Y"},
		{"@(Get-X).Count", " Get-X"},
		{"(Get-X).Y.Z('a')", " Get-X|.Z"},
		{"[math]::Round(1.5)", ".Round"},
		{"$x.Trim() -f $y.Delete()", ".Trim|.Delete"},
		{"if (Test-Path x) { Get-A } elseif (Get-B) { Get-C } else "
		 "{ Get-D }\nGet-E",
			" Test-Path| Get-A| Get-B| Get-C| Get-D| Get-E"},
		{"if ($a) { 1 } Set-X", " Set-X"},
		{"foreach ($x in Get-Y) { Get-Z $x }", " Get-Y| Get-Z"},
		{"foreach ($c in 16, 258) { $n = 1 }", ""},
		{"try { Get-X } catch { Get-Y } finally { Get-Z }",
			" Get-X| Get-Y| Get-Z"},
		{"$n = if ($a) { Get-X } else { Get-Y }", " Get-X| Get-Y"},
		{"@{ Path = 'x'; Name = Get-Y\n Z = { Set-Q } }",
			" Get-Y| Set-Q"},
		{"@{ a = Get-X |\n Set-Y }", " Get-X| Set-Y"},
		{"@{ (Set-X) = 1 }", " Set-X"},
		{"Get-X -Property @{ n = 'a'; e = { Set-Y } }",
			" Get-X| Set-Y"},
		{"& $x", "&&"},
		{"& 'C:\\x.exe' -a", "&&"},
		{"& certutil.exe -dump x", " certutil.exe"},
		{"& { Get-X }", " Get-X"},
		{". 'x.ps1'", "&."},
		{".\\x.ps1", " .\\x.ps1"},
		{"gci | ? { $_ } | % { $_.X }", " gci| ?| %"},
		{"Get-X > out.txt", " Get-X|>>"},
		{"Get-X 2>$null 2>&1 > $null", " Get-X"},
		{"Get-X `\n -Name Set-Y", " Get-X"},
		{"function Get-Q($a) { Set-X }\nGet-Q", "+Get-Q| Set-X| Get-Q"},
		{"return Get-X", " Get-X"},
		{"Get-X; Set-Y & Set-Z", " Get-X| Set-Y| Set-Z"},
		{"-not (Test-Path x)", " Test-Path"},
		{"!(Test-Path x) -and $y -contains 'Set-X'", " Test-Path"},
		{"[PSCustomObject]@{ A = Get-X }", " Get-X"},
		{"switch ($x) { 1 { Get-A } 'b' { Get-B } default { Get-C } }",
			" Get-A| Get-B| Get-C"},
		{"@'\nSet-X\n'@ | Out-Null", " Out-Null"},
		{"Get-ChildItem Cert:\\A, Cert:\\B | Out-Null",
			" Get-ChildItem| Out-Null"},
		{"'a''Set-X' ; \"`\" Set-Y\"", ""},
		{"'{0}' -f (Get-X), 2", " Get-X"},
		{"${a b} = 1; $env:X; $_; $?", ""},
		{"while ($true) { break }", ""},
		{"iex 'a'", " iex"},
		{"'unclosed Set-X", ""},
		/* A typographic quote ends a string as well. */
		{"'a\xE2\x80\x99; Set-X", " Set-X"},
		{"'O\xE2\x80\x99\xE2\x80\x99"
		 "Brien; Set-X'",
			""},
		{"\"a\xE2\x80\x9D; Set-X", " Set-X"},
		{"((((", ""},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str b = STR_INIT;

		ps_commands(cases[i].script, add_name, &b);
		if (strcmp(b.s, cases[i].commands) != 0)
			fail_msg("%s: %s", cases[i].script, b.s);
		str_release(&b);
	}
}

static void only_what_looks_is_read_only(void **state)
{
	static const struct {
		enum shell shell;
		const char *script, *bad; /* NULL: read-only */
	} cases[] = {
		{SHELL_POWERSHELL, "Get-Service IKEEXT | Out-Null", NULL},
		{SHELL_POWERSHELL, "Set-Service IKEEXT", "Set-Service"},
		{SHELL_POWERSHELL, "Get-X; Restart-Service IAS",
			"Restart-Service"},
		{SHELL_POWERSHELL, "'a' | % { $_ }", "%"},
		{SHELL_POWERSHELL, "Get-Credential", "Get-Credential"},
		{SHELL_POWERSHELL, "Invoke-Expression 'x'",
			"Invoke-Expression"},
		{SHELL_POWERSHELL, "certutil.exe -enterprise -store NTAuth",
			NULL},
		{SHELL_POWERSHELL, "certutil.exe -verify -urlfetch 'a b.cer'",
			NULL},
		{SHELL_POWERSHELL, "certutil.exe -addstore Root x.cer",
			"certutil.exe"},
		{SHELL_POWERSHELL, "certutil.exe -store My x out.cer",
			"certutil.exe"},
		{SHELL_POWERSHELL, "certutil.exe -urlcache * delete",
			"certutil.exe"},
		{SHELL_POWERSHELL, "certutil.exe", "certutil.exe"},
		{SHELL_POWERSHELL, "$t = (certutil.exe -dump $f 2>&1)", NULL},
		{SHELL_POWERSHELL, "sc.exe qsidtype IAS", NULL},
		{SHELL_POWERSHELL, "sc.exe sidtype IAS unrestricted", "sc.exe"},
		{SHELL_POWERSHELL, "netsh.exe http show sslcert", NULL},
		{SHELL_POWERSHELL, "netsh.exe nps set x = y", "netsh.exe"},
		{SHELL_POWERSHELL, "auditpol.exe /get '/category:*' /r", NULL},
		{SHELL_POWERSHELL, "auditpol.exe /set '/category:*'",
			"auditpol.exe"},
		{SHELL_POWERSHELL, "wevtutil.exe qe Security $q /c:500", NULL},
		{SHELL_POWERSHELL, "wevtutil.exe cl Security", "wevtutil.exe"},
		{SHELL_POWERSHELL,
			"(Invoke-WebRequest -Uri 'http://example.com/' "
			"-UseBasicParsing -TimeoutSec 9).Headers.Date",
			NULL},
		{SHELL_POWERSHELL,
			"Invoke-WebRequest -Uri 'http://example.com/' "
			"-UseBasicParsing -OutFile C:\\x",
			"Invoke-WebRequest"},
		{SHELL_POWERSHELL, "klist.exe purge", "klist.exe"},
		{SHELL_POWERSHELL, "$x.Delete()", "Delete"},
		{SHELL_POWERSHELL, "$x.Split(';')", NULL},
		{SHELL_POWERSHELL, "Get-X > C:\\x", ">"},
		{SHELL_POWERSHELL, "New-Object System.Net.WebClient",
			"New-Object"},
		{SHELL_POWERSHELL, "New-Object System.Text.UTF8Encoding $false",
			NULL},
		{SHELL_POWERSHELL, "function Get-Mine { Get-Date }\nGet-Mine",
			NULL},
		{SHELL_POWERSHELL, "function Set-Mine { Set-Date }\nSet-Mine",
			"Set-Date"},
		{SHELL_SH, "getent hosts x | grep -c y 2>/dev/null", NULL},
		{SHELL_SH, "echo \"a b\"; uname -r", NULL},
		{SHELL_SH, "rm -rf x", "rm"},
		{SHELL_SH, "echo a; rm x", "rm"},
		{SHELL_SH, "echo $(rm x)", "rm"},
		{SHELL_SH, "echo \"$(rm x)\"", "$"},
		{SHELL_SH, "echo `rm x`", "`"},
		{SHELL_SH, "\"rm\" x", "\""},
		{SHELL_SH, "'rm' x", "'rm'"},
		{SHELL_SH, "case x in x) rm y;; esac", ")"},
		{SHELL_SH, "if true; then rm x; fi", "rm"},
		{SHELL_SH, "if true; then echo x; fi", NULL},
		{SHELL_SH, "A=1 rm x", "rm"},
		{SHELL_SH, "A=$(uname) ; echo $A", NULL},
		{SHELL_SH, "$A x", "$"},
		{SHELL_SH, "echo x > y", ">"},
		{SHELL_SH, "echo a#; rm x", "rm"},
		{SHELL_SH, "echo a # rm x", NULL},
		{SHELL_SH, "cat < y > /dev/null 2>&1", NULL},
		{SHELL_CMD, "ver", NULL},
		{SHELL_CMD, "ipconfig.exe /all", NULL},
		{SHELL_CMD, "ipconfig.exe /release", "ipconfig.exe"},
		{SHELL_CMD, "del x", "del"},
		{SHELL_CMD, "echo x & del y", "del"},
		{SHELL_CMD, "echo x > y", ">"},
		{SHELL_CMD, "echo x 2>nul", NULL},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct not_read_only bad = {0};
		const char *want = cases[i].bad;
		bool ok = script_is_read_only(cases[i].script, cases[i].shell,
			&bad);

		if (ok != !want)
			fail_msg("%s: %s", cases[i].script,
				ok ? "read-only" : bad.why);
		if (!ok && strncmp(cases[i].script + bad.offset, want,
				   strlen(want)) != 0)
			fail_msg("%s: at %s", cases[i].script,
				cases[i].script + bad.offset);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands_are_found_wherever_they_may_stand),
		cmocka_unit_test(only_what_looks_is_read_only),
	};

	return cmocka_run_group_tests_name("model/readonly", tests, NULL, NULL);
}
