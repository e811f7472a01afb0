#include "../../src/check/sstp_judge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/check/httpmsg.h"

#define WINDOWS "Microsoft-HTTPAPI/2.0"
#define HEARD SSTP_ANSWERED
#define LEFT SSTP_NOT_TRIED

static void each_answer_has_its_word(void **state)
{
	static const struct {
		const char *name;
		enum sstp_end get_end;
		struct http_reply get;
		enum sstp_end post_end;
		struct http_reply post;
		const char *word, *who;
	} cases[] = {
		/* status, server, endless, login, via */
		{"RRAS", HEARD, {401, WINDOWS, 0, 0, 0}, LEFT, {0}, "OK",
			"RRAS"},
		{"RRAS behind something that hides it", HEARD,
			{401, "", 0, 0, 0}, LEFT, {0}, "OK", "UNKNOWN"},
		{"RRAS that takes the request", HEARD, {404, WINDOWS, 0, 0, 0},
			HEARD, {200, WINDOWS, 1, 0, 0}, "OK", "RRAS"},
		{"another SSTP server", SSTP_CLOSED, {0}, HEARD,
			{200, "", 1, 0, 0}, "OK", "OTHER_SSTP"},
		{"a web server", HEARD, {404, "nginx", 0, 0, 0}, HEARD,
			{405, "nginx", 0, 0, 0}, "HTTP_404", "WEB_SERVER"},
		{"a web server with passwords", HEARD, {401, "nginx", 0, 1, 0},
			HEARD, {401, "nginx", 0, 1, 0}, "HTTP_401",
			"WEB_SERVER"},
		{"a web server that says yes to all", HEARD,
			{200, "x", 0, 0, 0}, HEARD, {200, "x", 0, 0, 0},
			"HTTP_200_NOT_SSTP", "WEB_SERVER"},
		{"something that takes it and waits", HEARD,
			{404, "x", 0, 0, 0}, SSTP_NO_REPLY, {0}, "HTTP_404",
			"UNKNOWN"},
		{"a proxy without its server", HEARD, {502, "", 0, 0, 0}, HEARD,
			{502, "", 0, 0, 0}, "HTTP_502", "PROXY"},
		{"a proxy with a name", HEARD, {403, "cloudflare", 0, 0, 0},
			HEARD, {403, "cloudflare", 0, 0, 0}, "HTTP_403",
			"PROXY"},
		{"Windows without the service", HEARD, {503, WINDOWS, 0, 0, 0},
			HEARD, {503, WINDOWS, 0, 0, 0}, "HTTP_503",
			"WINDOWS_WITHOUT_SSTP"},
		{"no TLS", SSTP_NO_TLS, {0}, LEFT, {0}, "NO_TLS", "NONE"},
		{"no HTTP", SSTP_NOT_HTTP, {0}, LEFT, {0}, "NOT_HTTP", "NONE"},
		{"reset both times", SSTP_RESET, {0}, SSTP_RESET, {0}, "RESET",
			"NONE"},
		{"silence both times", SSTP_NO_REPLY, {0}, SSTP_NO_REPLY, {0},
			"NO_REPLY", "NONE"},
		{"closed port", SSTP_REFUSED, {0}, LEFT, {0}, "CLOSED", "NONE"},
		{"silent port", SSTP_FILTERED, {0}, LEFT, {0}, "NO_REPLY",
			"NONE"},
		{"not tried", LEFT, {0}, LEFT, {0}, "UNKNOWN", "UNKNOWN"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct sstp_finding f;

		sstp_judge(cases[i].get_end, &cases[i].get, cases[i].post_end,
			&cases[i].post, &f);
		if (strcmp(f.word, cases[i].word) != 0 ||
			strcmp(f.who, cases[i].who) != 0 ||
			f.bad != (strcmp(f.word, "OK") != 0))
			fail_msg("%s: %s %s", cases[i].name, f.word, f.who);
	}
}

static void the_gentle_request_is_enough_for_windows(void **state)
{
	const struct http_reply alive = {401, WINDOWS, 0, 0, 0};
	const struct http_reply other = {404, "nginx", 0, 0, 0};

	assert_true(sstp_get_is_enough(SSTP_ANSWERED, &alive));
	assert_false(sstp_get_is_enough(SSTP_ANSWERED, &other));
	assert_false(sstp_get_is_enough(SSTP_CLOSED, &other));
	assert_true(sstp_get_is_enough(SSTP_NO_TLS, &other));
	assert_true(sstp_get_is_enough(SSTP_REFUSED, &other));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_answer_has_its_word),
		cmocka_unit_test(the_gentle_request_is_enough_for_windows),
	};

	return cmocka_run_group_tests_name("check/sstp_judge", tests, NULL,
		NULL);
}
