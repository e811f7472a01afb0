#include "model/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void values_are_cleaned_and_judged_by_type(void **state)
{
	static const struct {
		enum var_type type;
		const char *typed, *clean; /* NULL: refused */
	} cases[] = {
		{VAR_FQDN, "nps.corp.example.net", "nps.corp.example.net"},
		{VAR_FQDN, " nps.corp.example.net. ", "nps.corp.example.net"},
		{VAR_FQDN, "nps", NULL},
		{VAR_HOSTNAME, "nps", "nps"},
		{VAR_HOSTNAME, "-nps", NULL},
		{VAR_HOSTNAME, "nps;reboot", NULL},
		{VAR_HOSTNAME, "b\xC3\xBCro.example.net", NULL},
		{VAR_IP, "192.0.2.10", "192.0.2.10"},
		{VAR_IP, "192.0.2.010", NULL},
		{VAR_IP, "192.0.2", NULL},
		{VAR_IP, "192.0.2.10:443", NULL},
		{VAR_IP, "2001:db8::10", "2001:db8::10"},
		{VAR_IP, "2001:db8:::10", NULL},
		{VAR_IP, "1:2:3:4:5:6:7:8:9", NULL},
		{VAR_UPN, "o'brien@example.com", "o'brien@example.com"},
		{VAR_UPN, "two words@example.com", NULL},
		{VAR_UPN, "a\"b@example.com", NULL},
		{VAR_UPN, "nobody", NULL},
		{VAR_ACCOUNT, "CORP\\ann", "CORP\\ann"},
		{VAR_ACCOUNT, "SYSTEM", "SYSTEM"},
		{VAR_ACCOUNT, "CORP\\a;b", NULL},
		{VAR_THUMBPRINT,
			"\xE2\x80\x8E"
			"aa bb cc dd ee ff 00 11 22 33 44 55 66 77 88 "
			"99 aa bb cc dd",
			"AABBCCDDEEFF00112233445566778899AABBCCDD"},
		{VAR_THUMBPRINT, "aabb", NULL},
		{VAR_THUMBPRINT, "AABBCCDDEEFF00112233445566778899AABBCCDX",
			NULL},
		{VAR_PATH_WINDOWS, "C:\\Temp\\IssuingCA.cer",
			"C:\\Temp\\IssuingCA.cer"},
		{VAR_PATH_WINDOWS, "C:\\Program Files\\", "C:\\Program Files"},
		{VAR_PATH_WINDOWS, "\\\\srv\\share\\x.cer",
			"\\\\srv\\share\\x.cer"},
		{VAR_PATH_WINDOWS, "C:\\a\\..\\b", NULL},
		{VAR_PATH_WINDOWS, "C:\\NUL", NULL},
		{VAR_PATH_WINDOWS, "C:\\a%b", NULL},
		{VAR_PATH_WINDOWS, "\\\\?\\C:\\x", NULL},
		{VAR_PATH_WINDOWS, "file.cer", NULL},
		{VAR_CODE, "0x355", "853"},
		{VAR_CODE, "0x800B0101", "-2146762495"},
		{VAR_CODE, "abc", NULL},
		{VAR_GUID, "{65ea2a6d-60a5-49da-aedf-5542171d3794}",
			"65ea2a6d-60a5-49da-aedf-5542171d3794"},
		{VAR_GUID, "65ea2a6d", NULL},
		{VAR_OID, "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.2"},
		{VAR_OID, "3.1", NULL},
		{VAR_OID, "1.03.6", NULL},
		{VAR_INT, "-5", "-5"},
		{VAR_INT, "5x", NULL},
		{VAR_DATE, "2026-11-21", "2026-11-21"},
		{VAR_DATE, "21.11.2026", NULL},
		{VAR_STRING, "Corp VPN", "Corp VPN"},
		{VAR_STRING, "a\"b", NULL},
		{VAR_STRING, "", NULL},
		{VAR_SERIAL, "6400 0000 61", "6400000061"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct var v = {.id = "x", .type = cases[i].type};
		struct str out = STR_INIT;
		const char *why = NULL;
		bool ok = value_accept(&v, cases[i].typed, &out, &why);

		if (ok != (cases[i].clean != NULL))
			fail_msg("%s as %s: %s", cases[i].typed,
				var_type_words[cases[i].type],
				why ? why : out.s);
		if (ok)
			assert_string_equal(out.s, cases[i].clean);
		str_release(&out);
	}
}

static void a_thumbprint_is_read_back_in_groups(void **state)
{
	const struct var v = {.id = "x", .type = VAR_THUMBPRINT};
	struct str out = STR_INIT;

	value_show(&v, "AABBCCDDEEFF", &out);
	assert_string_equal(out.s, "AABB CCDD EEFF");
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_cleaned_and_judged_by_type),
		cmocka_unit_test(a_thumbprint_is_read_back_in_groups),
	};

	return cmocka_run_group_tests_name("model/value", tests, NULL, NULL);
}
