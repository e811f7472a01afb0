#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../src/check/eap.h"
#include "../src/check/eap_judge.h"
#include "../src/check/eap_text.h"
#include "check/probe.h"

#define ROOT "1f2e3d4c5b6a798897a6b5c4d3e2f10011223344"
#define OTHER "aabbccddeeff00112233445566778899aabbccdd"

struct reading {
	const char *file, *nps, *verdict;
	const char *facts; /* "key=value key=value": among those told */
};

static void expect_fact(const struct reading *c, const struct probe_result *r,
	const char *pair)
{
	char key[64];
	size_t n = strcspn(pair, "=");
	const char *value;

	snprintf(key, sizeof(key), "%.*s", (int)n, pair);
	value = probe_fact_value(r, key);
	if (!value || strcmp(value, pair + n + 1) != 0)
		fail_msg("%s: %s, not %s", c->file, value ? value : "nothing",
			pair);
}

static void expect_reading(const struct reading *c)
{
	struct probe_args args = {.nps = c->nps};
	struct probe_result r;
	char path[128], pair[256];

	snprintf(path, sizeof(path), "tests/check/eap/%s", c->file);
	args.target = path;
	probe_run(probe_kind_find("eap"), &args, &r);
	if (strcmp(r.verdict, c->verdict) != 0)
		fail_msg("%s: %s, not %s", c->file, r.verdict, c->verdict);
	if (!r.say.len || r.say.s[r.say.len - 1] != '.')
		fail_msg("%s: '%s' is no sentence", c->file, r.say.s);
	for (const char *s = c->facts; s && *s; s += *s == ' ') {
		size_t n = strcspn(s, " ");

		snprintf(pair, sizeof(pair), "%.*s", (int)n, s);
		expect_fact(c, &r, pair);
		s += n;
	}
	probe_result_release(&r);
}

#define EXPECT_ALL(cases)                                                \
	for (size_t i_ = 0; i_ < sizeof(cases) / sizeof(*(cases)); i_++) \
	expect_reading(&(cases)[i_])

#define GOOD                                                            \
	"method=PEAP+EAP-TLS validation=ON names=LISTED roots=1 "       \
	"server_names=nps1.example.com;nps2.example.com prompts=NEVER " \
	"levels=SAME trusted_roots=" ROOT " crypto_binding=TRUE "       \
	"simple_selection=TRUE filter=ISSUER+EKU issuers=" OTHER " "    \
	"custom_ekus=1.3.6.1.4.1.311.87 findings=NONE "

static void one_profile_reads_the_same_however_it_was_copied(void **state)
{
	static const struct reading cases[] = {
		{"peap-good.xml", "nps1.example.com", "OK", GOOD "xml=PLAIN"},
		{"utf16.xml", "nps1.example.com", "OK", GOOD "xml=PLAIN"},
		{"wrapped-120.txt", NULL, "OK", GOOD "xml=JOINED"},
		{"wrapped-79-indented.txt", NULL, "OK", GOOD "xml=JOINED"},
		{"mdm-wrapped.txt", NULL, "OK", GOOD "xml=JOINED"},
		{"mdm-escaped.txt", NULL, "OK", GOOD "xml=UNESCAPED"},
		{"mdm-escaped-twice.txt", NULL, "OK", GOOD "xml=UNESCAPED"},
		{"mdm-escaped-wrapped.txt", NULL, "OK",
			GOOD "xml=UNESCAPED+JOINED"},
		{"profile-escaped-inside.xml", NULL, "OK",
			GOOD "servers=vpn.example.com;vpn.example.com"},
		{"two.txt", NULL, "OK", GOOD "profiles=2"},
	};

	EXPECT_ALL(cases);
}

static void order_and_remarks_do_not_matter(void **state)
{
	static const struct reading cases[] = {
		{"unordered.xml", "nps1.example.com", "OK",
			"nps=MATCH prompts=NEVER trusted_roots=" ROOT
			" issuers=" OTHER
			" custom_ekus=1.3.6.1.4.1.99999.1 xml=PLAIN"},
	};

	EXPECT_ALL(cases);
}

static void server_names_are_compared_as_windows_does(void **state)
{
	static const struct reading cases[] = {
		{"peap-good.xml", "nps2.example.com", "OK", "nps=MATCH"},
		{"peap-good.xml", "nps3.example.com", "NAME_MISMATCH",
			"nps=MISMATCH"},
		{"blank.xml", "nps1.example.com", "NAME_BLANK", "nps=MATCH"},
		{"blank.xml", "nps2.example.com", "NAME_BLANK", "nps=BLANK"},
		{"lines.xml", "nps2.example.com", "NAME_BLANK", "nps=BLANK"},
		{"comma.xml", "nps1.example.com", "NAME_SEPARATOR",
			"findings=NAME_SEPARATOR+NAME_MISMATCH"},
		{"case.xml", "nps1.example.com", "NAME_CASE", "nps=CASE"},
		{"case.xml", NULL, "OK", "nps=NOT_ASKED"},
		{"no-names.xml", "nps1.example.com", "OK",
			"names=NONE nps=ANY"},
		{"names-ignored.xml", "x.example.net", "OK",
			"names=IGNORED nps=ANY"},
		{"expression.xml", "nps12.example.com", "OK",
			"names=PATTERN nps=PATTERN"},
		{"expression.xml", "web.example.com", "NAME_MISMATCH",
			"nps=MISMATCH"},
		{"wildcard.xml", "nps1.example.com", "INCONCLUSIVE",
			"nps=INCONCLUSIVE"},
		{"wildcard.xml", "web.example.net", "NAME_MISMATCH",
			"nps=MISMATCH"},
	};

	EXPECT_ALL(cases);
}

static void roots_and_prompts_are_judged_together(void **state)
{
	static const struct reading cases[] = {
		{"no-root.xml", NULL, "NO_ROOT", "roots=0 prompts=NEVER"},
		{"bad-root.xml", NULL, "BAD_ROOT", "roots=1"},
		{"asks.xml", NULL, "ASKS", "prompts=NAMES"},
		{"asks-always.xml", NULL, "LEVELS_DIFFER",
			"prompts=ALWAYS differs=PROMPTS "
			"findings=LEVELS_DIFFER+ASKS"},
		{"not-validated.xml", NULL, "NOT_VALIDATED", "validation=OFF"},
		{"inner-only.xml", NULL, "LEVELS_DIFFER",
			"validation=INNER_ONLY differs=VALIDATION"},
		{"differ.xml", NULL, "LEVELS_DIFFER",
			"differs=NAMES+ROOTS inner_trusted_roots=" OTHER
			" inner_server_names=nps1.example.com"},
		{"peap-mschapv2.xml", NULL, "OK",
			"method=PEAP+EAP-MSCHAPV2 credentials=PASSWORD"},
		{"mschapv2.xml", NULL, "NOT_VALIDATED", "validation=OFF"},
	};

	EXPECT_ALL(cases);
}

static void certificate_filters_are_read(void **state)
{
	static const struct reading cases[] = {
		{"chooser.xml", NULL, "CHOOSER",
			"simple_selection=FALSE filter=NONE"},
		{"wide.xml", NULL, "FILTER_WIDE",
			"any_purpose=ON filter=EKU "
			"custom_ekus=1.3.6.1.4.1.311.87"},
		{"bad-issuer.xml", NULL, "BAD_ISSUER", "issuer_filter=ON"},
		{"smart-card.xml", NULL, "OK", "credentials=SMART_CARD"},
	};

	EXPECT_ALL(cases);
}

static void an_undefined_eku_is_named(void **state)
{
	struct probe_args args = {
		.target = "tests/check/eap/undefined-eku.xml"};
	struct probe_result r;

	probe_run(probe_kind_find("eap"), &args, &r);
	assert_string_equal(r.verdict, "UNDEFINED_EKU");
	assert_string_equal(probe_fact_value(&r, "undefined_eku"),
		"Contoso VPN");
	probe_result_release(&r);
}

static void what_cannot_be_read_is_said_and_not_guessed(void **state)
{
	static const struct reading cases[] = {
		{"device.xml", NULL, "NO_EAP",
			"device_tunnel=TRUE machine_method=Certificate"},
		{"list-only.txt", NULL, "NOT_EAP", NULL},
		{"cut.xml", NULL, "CUT_OFF", NULL},
		{"broken.xml", NULL, "BROKEN_XML", NULL},
		{"doctype.xml", NULL, "BROKEN_XML", NULL},
		{"ttls.xml", NULL, "INCONCLUSIVE", "method=EAP-TTLS"},
		{"https.xml", NULL, "HTTPS_NAMESPACE", NULL},
		{"types-differ.xml", NULL, "TYPES_DIFFER", NULL},
		{"no-such-file", NULL, "UNREADABLE", NULL},
	};

	EXPECT_ALL(cases);
}

static void a_thumbprint_is_forty_digits_whatever_parts_them(void **state)
{
	static const struct {
		const char *written;
		bool is;
	} cases[] = {
		{"1f 2e 3d 4c 5b 6a 79 88 97 a6 b5 c4 d3 e2 f1 00 11 22 33 44",
			true},
		{"1F2E3D4C5B6A798897A6B5C4D3E2F10011223344", true},
		{"1f:2e:3d:4c:5b:6a:79:88:97:a6:b5:c4:d3:e2:f1:00:11:22:33:44",
			true},
		{"1f2e3d4c5b6a798897a6b5c4d3e2f1001122334", false},
		{"1f2e3d4c5b6a798897a6b5c4d3e2f100112233445", false},
		{"xf2e3d4c5b6a798897a6b5c4d3e2f10011223344", false},
		{"", false},
	};
	char hex[41];

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (eap_thumbprint(cases[i].written, hex) != cases[i].is)
			fail_msg("%s", cases[i].written);
		if (cases[i].is)
			assert_string_equal(hex, ROOT);
	}
}

/* Breaks at every column, each in its own place of the text. */
static void a_console_of_any_width_is_undone(void **state)
{
	static const char xml[] =
		"<EapHostConfig xmlns=\"http://x/EapHostConfig\"><Config>"
		"<Eap><Type>13</Type><EapType xmlns=\"http://x/V1\">"
		"<ServerValidation><ServerNames>nps1.example.com"
		"</ServerNames></ServerValidation><CAHashList Enabled=\"true\">"
		"<IssuerHash>aa bb</IssuerHash></CAHashList></EapType></Eap>"
		"</Config></EapHostConfig>";

	for (size_t width = 7; width < sizeof(xml); width++) {
		struct eap_profile p;
		char wrapped[2 * sizeof(xml) + 2];
		size_t n = 0;

		for (size_t i = 0; i < sizeof(xml) - 1; i++) {
			if (i && i % width == 0)
				wrapped[n++] = '\n';
			wrapped[n++] = xml[i];
		}
		eap_init(&p);
		if (eap_parse(&p, wrapped, n, NULL) != EAP_READ_OK)
			fail_msg("%zu columns", width);
		assert_string_equal(p.level[0].server_names,
			"nps1.example.com");
		assert_int_equal(p.level[0].issuer_filter, EAP_TRUE);
		eap_release(&p);
	}
}

static void markup_is_found_under_its_escaping(void **state)
{
	static const char text[] =
		"noise &amp;lt;EapHostConfig a=&amp;quot;b&amp;quot;&amp;gt;x"
		"&amp;lt;/EapHostConfig&amp;gt; noise";
	struct eap_text t;

	eap_text_init(&t);
	assert_true(eap_text_find(&t, text, sizeof(text) - 1, EAP_LINES_KEPT));
	assert_string_equal(t.xml.s,
		"<EapHostConfig a=\"b\">x</EapHostConfig>");
	assert_int_equal(t.unescaped, 2);
	assert_false(t.cut);
	eap_text_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			one_profile_reads_the_same_however_it_was_copied),
		cmocka_unit_test(order_and_remarks_do_not_matter),
		cmocka_unit_test(server_names_are_compared_as_windows_does),
		cmocka_unit_test(roots_and_prompts_are_judged_together),
		cmocka_unit_test(certificate_filters_are_read),
		cmocka_unit_test(an_undefined_eku_is_named),
		cmocka_unit_test(what_cannot_be_read_is_said_and_not_guessed),
		cmocka_unit_test(
			a_thumbprint_is_forty_digits_whatever_parts_them),
		cmocka_unit_test(a_console_of_any_width_is_undone),
		cmocka_unit_test(markup_is_found_under_its_escaping),
	};

	return cmocka_run_group_tests_name("check/eap", tests, NULL, NULL);
}
