#include "model/check_spec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

static void the_command_of_a_probe_has_all_that_was_given(void **state)
{
	static const struct {
		struct probe_spec spec;
		const char *text;
	} cases[] = {
		{{.kind = "ike", .target = "vpn.example.com"},
			"vpntriage probe ike vpn.example.com"},
		{{.kind = "dns",
			 .target = "vpn.example.com",
			 .server = "192.0.2.53",
			 .expect = "192.0.2.1"},
			"vpntriage probe dns vpn.example.com "
			"--server 192.0.2.53 --expect 192.0.2.1"},
		{{.kind = "cert",
			 .target = "a.cer",
			 .name = "nps.example.com",
			 .role = "nps"},
			"vpntriage probe cert a.cer --name nps.example.com "
			"--role nps"},
		{{.kind = "tls", .target = "192.0.2.1", .port = "8443"},
			"vpntriage probe tls 192.0.2.1 --port 8443"},
	};
	struct str text;

	str_init(&text);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		str_reset(&text);
		probe_spec_text(&cases[i].spec, &text);
		assert_string_equal(text.s, cases[i].text);
	}
	str_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_command_of_a_probe_has_all_that_was_given),
	};

	return cmocka_run_group_tests_name("model/check_spec", tests, NULL,
		NULL);
}
