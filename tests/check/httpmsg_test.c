#include "../../src/check/httpmsg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char windows[] = "HTTP/1.1 200\r\n"
			      "Content-Length: 18446744073709551615\r\n"
			      "Server: Microsoft-HTTPAPI/2.0\r\n"
			      "Date: Tue, 03 Mar 2026 10:00:00 GMT\r\n\r\n";

static void the_head_ends_at_the_blank_line(void **state)
{
	struct http_reply r;

	for (size_t n = 0; n + 1 < sizeof(windows) - 1; n++)
		if (http_read(windows, n, &r) != HTTP_MORE)
			fail_msg("taken after %zu bytes", n);
	assert_int_equal(http_read(windows, sizeof(windows) - 1, &r),
		HTTP_HEAD);
	assert_int_equal(r.status, 200);
	assert_true(r.endless);
	assert_string_equal(r.server, "Microsoft-HTTPAPI/2.0");
}

static void what_is_no_http_is_seen_at_once(void **state)
{
	static const struct {
		const char *text;
		enum http_reading reading;
	} cases[] = {
		{"SSH-2.0-OpenSSH_9.2\r\n", HTTP_NOT},
		{"S", HTTP_NOT},
		{"HTTP/2 200\r\n\r\n", HTTP_NOT},
		{"HTTP/1.1 2x0 OK\r\n\r\n", HTTP_NOT},
		{"HTTP/1.1 2000\r\n\r\n", HTTP_NOT},
		{"HTTP/1.1 099 \r\n\r\n", HTTP_NOT},
		{"HTTP/1.1\r\n\r\n", HTTP_NOT},
		{"HTTP/1.1 200 OK\n\n", HTTP_HEAD},
		{"HTTP/1.0 404\r\n\r\n", HTTP_HEAD},
		{"HTT", HTTP_MORE},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct http_reply r;

		if (http_read(cases[i].text, strlen(cases[i].text), &r) !=
			cases[i].reading)
			fail_msg("%s", cases[i].text);
	}
}

static void fields_count_in_any_case(void **state)
{
	static const char text[] = "HTTP/1.1 401 Unauthorized\r\n"
				   "SERVER:\tng\x01inx \r\n"
				   "via: 1.1 edge\r\n"
				   "www-authenticate: Basic\r\n"
				   "Content-Length: 0\r\n\r\nbody";
	struct http_reply r;

	assert_int_equal(http_read(text, sizeof(text) - 1, &r), HTTP_HEAD);
	assert_string_equal(r.server, "nginx");
	assert_true(r.via && r.wants_login);
	assert_false(r.endless);
}

static void a_head_without_end_is_refused(void **state)
{
	char *text = malloc(HTTP_HEAD_MAX);
	struct http_reply r;

	memset(text, 'a', HTTP_HEAD_MAX);
	memcpy(text, "HTTP/1.1 200 ", 13);
	assert_int_equal(http_read(text, HTTP_HEAD_MAX - 1, &r), HTTP_MORE);
	assert_int_equal(http_read(text, HTTP_HEAD_MAX, &r), HTTP_NOT);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_head_ends_at_the_blank_line),
		cmocka_unit_test(what_is_no_http_is_seen_at_once),
		cmocka_unit_test(fields_count_in_any_case),
		cmocka_unit_test(a_head_without_end_is_refused),
	};

	return cmocka_run_group_tests_name("check/httpmsg", tests, NULL, NULL);
}
