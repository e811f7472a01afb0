#include "model/codes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void one_number_in_every_notation(void **state)
{
	static const struct {
		const char *text;
		bool ok;
		int32_t code;
	} cases[] = {
		{"853", true, 853},
		{"0x355", true, 853},
		{"0X355", true, 853},
		{" 853 ", true, 853},
		{"-2146762495", true, -2146762495},
		{"2148204801", true, -2146762495},
		{"0x800B0101", true, -2146762495},
		{"0x800b0101", true, -2146762495},
		{"\xE2\x88\x92"
		 "2146762495",
			true, -2146762495},
		{"0", true, 0},
		{"4294967296", false, 0},
		{"-2147483649", false, 0},
		{"853x", false, 0},
		{"0x", false, 0},
		{"", false, 0},
		{"-", false, 0},
		{"ERROR", false, 0},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int32_t code = 0;

		if (code_parse(cases[i].text, &code) != cases[i].ok ||
			code != cases[i].code)
			fail_msg("%s: %d", cases[i].text, (int)code);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_number_in_every_notation),
	};

	return cmocka_run_group_tests_name("model/codes", tests, NULL, NULL);
}
