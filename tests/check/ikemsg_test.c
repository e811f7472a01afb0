#include "../../src/check/ikemsg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "ike_made.h"

static const uint8_t spi[IKE_SPI] = "initiatr";

static struct ike_request request(void)
{
	struct ike_request r = {.group = IKE_MODP2048};

	r.suites = ike_windows;
	r.nsuites = ike_windows_n;
	memcpy(r.spi, spi, sizeof(r.spi));
	memcpy(r.nonce, "0123456789abcdef0123456789abcdef", IKE_NONCE);
	return r;
}

static struct str written(const struct ike_request *r)
{
	struct str out;

	str_init(&out);
	ike_write(r, &out);
	return out;
}

static enum ike_reading reads(const struct made *m, struct ike_reply *reply)
{
	return ike_read((const uint8_t *)m->s.s, m->s.len, spi, reply);
}

/* "33 34 40 41 41 41": the payloads in order, by walking the chain. */
static void payloads(const struct str *s, char *out, size_t cap)
{
	const uint8_t *p = (const uint8_t *)s->s;
	unsigned type = p[16];
	size_t at = 28, n = 0;

	out[0] = '\0';
	while (type) {
		size_t len = (size_t)p[at + 2] << 8 | p[at + 3];

		n += (size_t)snprintf(out + n, cap - n, n ? " %u" : "%u", type);
		type = p[at];
		at += len;
		assert_true(at <= s->len);
	}
	assert_int_equal(at, s->len);
}

static void a_request_is_a_whole_ike_sa_init(void **state)
{
	struct ike_request r = request();
	struct str s = written(&r);
	char list[64];

	assert_memory_equal(s.s, spi, IKE_SPI);
	assert_memory_equal(s.s + 8, "\0\0\0\0\0\0\0\0", 8);
	assert_memory_equal(s.s + 17, "\x20\x22\x08\0\0\0\0\0\0", 9);
	assert_int_equal((uint8_t)s.s[26] << 8 | (uint8_t)s.s[27], s.len);
	payloads(&s, list, sizeof(list));
	assert_string_equal(list, "33 34 40 41 41 41");
	assert_in_range(s.len, 800, 1000);
	str_release(&s);
}

static void a_cookie_comes_first(void **state)
{
	struct ike_request r = request();
	struct str s;
	char list[64];

	memcpy(r.cookie, "cookie", 6);
	r.ncookie = 6;
	s = written(&r);
	payloads(&s, list, sizeof(list));
	assert_string_equal(list, "41 33 34 40 41 41 41");
	assert_memory_equal(s.s + 28 + 8, "cookie", 6);
	str_release(&s);
}

static void the_same_request_is_the_same_bytes(void **state)
{
	struct ike_request r = request();
	struct str a = written(&r), b = written(&r);

	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.s, b.s, a.len);
	str_release(&a);
	str_release(&b);
}

static void padding_never_passes_the_size(void **state)
{
	static const size_t sizes[] = {1250, 1252, 1372, 1472, 1872, 9000};

	for (int padding = 0; padding < IKE_PADDINGS; padding++)
		for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
			struct ike_request r = request();
			struct str s;
			char list[64];

			r.group = IKE_MODP2048_256;
			ike_pad(&r, (enum ike_padding)padding, sizes[i]);
			s = written(&r);
			payloads(&s, list, sizeof(list));
			if (s.len > sizes[i] || s.len + 100 < sizes[i])
				fail_msg("padding %d: %zu for %zu", padding,
					s.len, sizes[i]);
			if (padding == IKE_PAD_VENDOR)
				assert_int_equal(s.len, sizes[i]);
			str_release(&s);
		}
}

static void an_answer_is_read_in_full(void **state)
{
	struct made m;
	struct ike_reply reply;
	struct str text;

	made_begin(&m, spi);
	made_choice(&m);
	made_notify(&m, 16388, "ssssssssssssssssssss", 20);
	made_notify(&m, 16389, "dddddddddddddddddddd", 20);
	made_notify(&m, 16430, "", 0);
	made_payload(&m, 43,
		"\x1e\x2b\x51\x69\x05\x99\x1c\x7d\x7c\x96\xfc\xbf"
		"\xb5\x87\xe4\x61\0\0\0\x09",
		20);
	made_payload(&m, 38,
		"\x04"
		"authority",
		10);
	made_end(&m);
	str_init(&text);

	assert_int_equal(reads(&m, &reply), IKE_VALID);

	assert_memory_equal(reply.spi, "RESPONDR", 8);
	assert_true(reply.has_sa);
	assert_true(reply.fragmentation);
	assert_int_equal(reply.nsources, 1);
	assert_int_equal(reply.ndestinations, 1);
	assert_memory_equal(reply.sources[0].bytes, "ssss", 4);
	ike_suite_text(&reply.chosen, &text);
	assert_string_equal(text.s,
		"AES-CBC-256/SHA256-128/PRF-SHA256/MODP2048");
	str_reset(&text);
	ike_vendor_text(&reply.vendors[0], &text);
	assert_string_equal(text.s, "Microsoft-Windows-v9");
	str_release(&text);
	str_release(&m.s);
}

static void refusals_are_told_apart(void **state)
{
	static const struct {
		unsigned type;
		const char *data;
		size_t n;
		enum ike_reading reading;
		unsigned refusal, wanted, cookie;
	} cases[] = {
		{14, "", 0, IKE_VALID, 14, 0, 0},
		{17, "\0\x13", 2, IKE_VALID, 17, 19, 0},
		{17, "", 0, IKE_MALFORMED, 0, 0, 0},
		{7, "", 0, IKE_VALID, 7, 0, 0},
		{16390, "0123456789abcdef", 16, IKE_VALID, 0, 0, 16},
		{16390, "", 0, IKE_MALFORMED, 0, 0, 0},
		{16430, "", 0, IKE_MALFORMED, 0, 0, 0}, /* no answer at all */
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct made m;
		struct ike_reply reply = {0};

		made_begin(&m, spi);
		made_notify(&m, cases[i].type, cases[i].data, cases[i].n);
		made_end(&m);
		if (reads(&m, &reply) != cases[i].reading ||
			reply.refusal != cases[i].refusal ||
			reply.wanted != cases[i].wanted ||
			reply.cookie.n != cases[i].cookie)
			fail_msg("case %zu, notify %u", i, cases[i].type);
		str_release(&m.s);
	}
}

/* What is changed in a good answer, and what it is taken for then. */
static void what_is_no_answer_to_us_is_refused(void **state)
{
	static const struct {
		const char *name;
		size_t at;
		uint8_t byte;
		enum ike_reading reading;
	} cases[] = {
		{"initiator's SPI", 3, 0xee, IKE_OTHER_SPI},
		{"IKEv1", 17, 0x10, IKE_VERSION1},
		{"version 3", 17, 0x30, IKE_MALFORMED},
		{"IKE_AUTH", 18, 35, IKE_MALFORMED},
		{"request flag: an echo", 19, 0x08, IKE_ECHO},
		{"both flags", 19, 0x28, IKE_MALFORMED},
		{"no flags", 19, 0, IKE_ECHO},
		{"message id", 23, 1, IKE_MALFORMED},
		{"length", 27, 1, IKE_MALFORMED},
		{"payload's length", 31, 0, IKE_MALFORMED},
		{"proposal's length", 35, 0xff, IKE_MALFORMED},
		{"protocol of the proposal", 37, 3, IKE_MALFORMED},
		{"count of transforms", 39, 9, IKE_MALFORMED},
		{"one transform too few", 39, 3, IKE_MALFORMED},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct made m;
		struct ike_reply reply;

		made_begin(&m, spi);
		made_choice(&m);
		made_end(&m);
		assert_int_equal(reads(&m, &reply), IKE_VALID);
		m.s.s[cases[i].at] = (char)cases[i].byte;
		if (reads(&m, &reply) != cases[i].reading)
			fail_msg("%s", cases[i].name);
		str_release(&m.s);
	}
}

static void our_own_request_is_an_echo(void **state)
{
	struct ike_request r = request();
	struct str s = written(&r);
	struct ike_reply reply;

	assert_int_equal(ike_read((uint8_t *)s.s, s.len, spi, &reply),
		IKE_ECHO);
	str_release(&s);
}

static void too_large_an_answer_is_refused(void **state)
{
	struct made m;
	struct ike_reply reply;
	char *big = calloc(1, IKE_REPLY_MAX);

	made_begin(&m, spi);
	made_choice(&m);
	made_payload(&m, 43, big, IKE_REPLY_MAX - 400);
	made_end(&m);
	assert_int_equal(reads(&m, &reply), IKE_VALID);
	made_payload(&m, 43, big, 400);
	made_end(&m);
	assert_int_equal(reads(&m, &reply), IKE_MALFORMED);
	free(big);
	str_release(&m.s);
}

static void every_torn_answer_is_malformed(void **state)
{
	struct made m;
	struct ike_reply reply;

	made_begin(&m, spi);
	made_choice(&m);
	made_notify(&m, 16388, "ssssssssssssssssssss", 20);
	made_end(&m);
	for (size_t n = 0; n < m.s.len; n++) {
		/* of its own size, so that reading past it is caught, and
		 * with a length that claims to be right */
		uint8_t *torn = malloc(n ? n : 1);

		memcpy(torn, m.s.s, n);
		if (n >= 28) {
			torn[26] = (uint8_t)(n >> 8);
			torn[27] = (uint8_t)n;
		}
		if (ike_read(torn, n, spi, &reply) != IKE_MALFORMED)
			fail_msg("%zu bytes of %zu are taken", n, m.s.len);
		free(torn);
	}
	str_release(&m.s);
}

static void suites_and_vendors_have_names(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *name;
	} ids[] = {
		{"\x88\x2f\xe5\x6d\x6f\xd2\x0d\xbc\x22\x51\x61\x3b\x2e\xbe"
		 "\x5b\xeb",
			16, "strongSwan"},
		{"OPENVPN-7", 9, "OPENVPN-7"},
		{"a b", 3, "612062"},
		{"\x01\x02", 2, "0102"},
		{"", 0, ""},
	};
	static const struct ike_suite odd = {99, 0, 98, 97, 96};
	struct str s;

	str_init(&s);
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		struct ike_span id = {(const uint8_t *)ids[i].bytes, ids[i].n};

		str_reset(&s);
		ike_vendor_text(&id, &s);
		assert_string_equal(s.s, ids[i].name);
	}
	str_reset(&s);
	ike_suite_text(&odd, &s);
	assert_string_equal(s.s, "99/98/97/96");
	str_reset(&s);
	ike_suite_text(&ike_windows[0], &s);
	assert_string_equal(s.s, "AES-GCM-256/NONE/PRF-SHA384/ECP384");
	str_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_is_a_whole_ike_sa_init),
		cmocka_unit_test(a_cookie_comes_first),
		cmocka_unit_test(the_same_request_is_the_same_bytes),
		cmocka_unit_test(padding_never_passes_the_size),
		cmocka_unit_test(an_answer_is_read_in_full),
		cmocka_unit_test(refusals_are_told_apart),
		cmocka_unit_test(what_is_no_answer_to_us_is_refused),
		cmocka_unit_test(our_own_request_is_an_echo),
		cmocka_unit_test(too_large_an_answer_is_refused),
		cmocka_unit_test(every_torn_answer_is_malformed),
		cmocka_unit_test(suites_and_vendors_have_names),
	};

	return cmocka_run_group_tests_name("check/ikemsg", tests, NULL, NULL);
}
