#include "check/probe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/check/result_pack.h"
#include "os/clock.h"
#include "os/sock.h"

static struct probe_result some(void)
{
	struct probe_result r;

	probe_result_init(&r, "tcp", "vpn.example.com");
	probe_found(&r, "OPEN", false);
	probe_fact(&r, "tcp443", "OPEN");
	probe_fact(&r, "issuer", "CN=Contoso CA\n\xc3\xa4");
	probe_say(&r, "It is %s.", "open");
	return r;
}

static void tokens_are_one_word_of_ascii(void **state)
{
	struct probe_result r = some();
	struct str out;

	str_init(&out);
	probe_print_tokens(&r, &out);
	assert_string_equal(out.s, "tcp443=OPEN\nissuer=CN=Contoso_CA___\n");
	str_release(&out);
	probe_result_release(&r);
}

static void json_has_the_documented_keys(void **state)
{
	struct probe_result r = some();
	struct str out;

	str_init(&out);
	r.ms = 12;
	probe_print_json(&r, &out);
	assert_string_equal(out.s,
		"{\"probe\":\"tcp\",\"target\":\"vpn.example.com\","
		"\"verdict\":\"OPEN\",\"ms\":12,\"facts\":{\"tcp443\":\"OPEN\","
		"\"issuer\":\"CN=Contoso CA\\n\xc3\xa4\"},"
		"\"say\":\"It is open.\"}\n");
	str_release(&out);
	probe_result_release(&r);
}

static void a_later_value_takes_the_place_of_the_first(void **state)
{
	struct probe_result r = some();

	probe_fact(&r, "tcp443", "REFUSED");
	assert_int_equal(r.n, 2);
	assert_string_equal(r.facts[0].value, "REFUSED");
	assert_null(probe_fact_value(&r, "tls"));
	probe_result_release(&r);
}

static void a_result_survives_packing(void **state)
{
	struct probe_result r = some(), got;
	struct str out;

	str_init(&out);
	result_pack(&r, &out);
	assert_true(result_unpack(&got, "tcp", "x", out.s, out.len));
	assert_string_equal(got.verdict, "OPEN");
	assert_true(got.carried_out);
	assert_false(got.bad);
	assert_string_equal(got.say.s, "It is open.");
	assert_string_equal(probe_fact_value(&got, "issuer"),
		probe_fact_value(&r, "issuer"));
	probe_result_release(&got);
	/* Torn anywhere but between two facts, it is refused. */
	assert_false(result_unpack(&got, "tcp", "x", out.s, out.len - 1));
	assert_false(result_unpack(&got, "tcp", "x", out.s, 3));
	assert_false(result_unpack(&got, "tcp", "x", out.s, 0));
	str_release(&out);
	probe_result_release(&r);
}

static void every_kind_is_found_by_its_name(void **state)
{
	static const char *const names[] = {"dns", "tcp", "tls", "sstp", "ike",
		"fragments", "cert", "eap", "all"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct probe_kind *kind = probe_kind_find(names[i]);

		if (!kind || !kind->run || !kind->summary || !kind->usage ||
			kind->limit_ms <= 0)
			fail_msg("%s", names[i]);
	}
	assert_null(probe_kind_find("udp"));
}

/* One closed port on loopback: every probe of a host gives its word. */
static void a_host_without_a_server_is_told(void **state)
{
	static const struct {
		const char *kind, *verdict;
		bool bad, carried_out;
	} cases[] = {
		{"tcp", "REFUSED", true, true},
		{"sstp", "CLOSED", true, true},
	};
	struct endpoint here;
	struct probe_args args = {
		.target = "vpn.example.com",
		.port = 9,
		.limit_ms = 3000,
		.addresses = &here,
		.naddresses = 1,
	};

	assert_true(endpoint_parse("127.0.0.1", 0, &here));
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct probe_result r;

		probe_run(probe_kind_find(cases[i].kind), &args, &r);
		if (strcmp(r.verdict, cases[i].verdict) != 0 ||
			r.bad != cases[i].bad ||
			r.carried_out != cases[i].carried_out)
			fail_msg("%s: %s", cases[i].kind, r.verdict);
		assert_true(r.say.len > 0);
		probe_result_release(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_are_one_word_of_ascii),
		cmocka_unit_test(json_has_the_documented_keys),
		cmocka_unit_test(a_later_value_takes_the_place_of_the_first),
		cmocka_unit_test(a_result_survives_packing),
		cmocka_unit_test(every_kind_is_found_by_its_name),
		cmocka_unit_test(a_host_without_a_server_is_told),
	};

	return cmocka_run_group_tests_name("check/probe", tests, NULL, NULL);
}
