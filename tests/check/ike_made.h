/* Answers of an IKE responder, made byte by byte for the tests. */
#ifndef TESTS_IKE_MADE_H
#define TESTS_IKE_MADE_H

#include <string.h>

#include "../../src/check/ikemsg.h"

struct made {
	struct str s;
	size_t link; /* where the type of the next payload belongs */
};

static void made_begin(struct made *m, const uint8_t spi[IKE_SPI])
{
	str_init(&m->s);
	str_add(&m->s, (const char *)spi, IKE_SPI);
	str_add(&m->s, "RESPONDR", 8);
	str_add(&m->s, "\0\x20\x22\x20\0\0\0\0\0\0\0\0", 12);
	m->link = 16;
}

static void made_payload(struct made *m, int type, const void *body, size_t n)
{
	size_t at = m->s.len;

	m->s.s[m->link] = (char)type;
	m->link = at;
	str_addc(&m->s, 0);
	str_addc(&m->s, 0);
	str_addc(&m->s, (char)((n + 4) >> 8));
	str_addc(&m->s, (char)(n + 4));
	str_add(&m->s, body, n);
}

static void made_notify(struct made *m, unsigned type, const void *data,
	size_t n)
{
	struct str body;

	str_init(&body);
	str_addc(&body, 0);
	str_addc(&body, 0);
	str_addc(&body, (char)(type >> 8));
	str_addc(&body, (char)type);
	str_add(&body, data, n);
	made_payload(m, 41, body.s, body.len);
	str_release(&body);
}

/* AES-CBC-256, SHA-256, MODP2048 with KE and nonce. */
static void made_choice(struct made *m)
{
	static const char sa[] = "\0\0\0\x2c\x01\x01\0\x04"
				 "\x03\0\0\x0c\x01\0\0\x0c\x80\x0e\x01\0"
				 "\x03\0\0\x08\x03\0\0\x0c"
				 "\x03\0\0\x08\x02\0\0\x05"
				 "\0\0\0\x08\x04\0\0\x0e";
	char ke[260] = "\0\x0e";
	char nonce[32] = "nonce";

	made_payload(m, 33, sa, sizeof(sa) - 1);
	made_payload(m, 34, ke, sizeof(ke));
	made_payload(m, 40, nonce, sizeof(nonce));
}

static void made_end(struct made *m)
{
	m->s.s[26] = (char)(m->s.len >> 8);
	m->s.s[27] = (char)m->s.len;
}

#endif
