/* Bytes of IKE_SA_INIT; section numbers are those of RFC 7296. */
#include "ikemsg.h"

#include <string.h>

enum {
	HEADER = 28,
	EXCHANGE_SA_INIT = 34,
	FLAG_INITIATOR = 0x08,
	FLAG_RESPONSE = 0x20,
	VERSION2 = 0x20,

	PAYLOAD_NONE = 0,
	PAYLOAD_SA = 33,
	PAYLOAD_KE = 34,
	PAYLOAD_NONCE = 40,
	PAYLOAD_NOTIFY = 41,
	PAYLOAD_VENDOR = 43,

	TRANSFORM_ENCR = 1,
	TRANSFORM_PRF = 2,
	TRANSFORM_INTEG = 3,
	TRANSFORM_GROUP = 4,

	NOTIFY_NAT_SOURCE = 16388,
	NOTIFY_NAT_DESTINATION = 16389,
	NOTIFY_COOKIE = 16390,
	NOTIFY_FRAGMENTATION = 16430,
	NOTIFY_FIRST_STATUS = 16384,
};

const struct ike_suite ike_windows[] = {
	{IKE_ENCR_AES_GCM, 256, IKE_INTEG_NONE, IKE_PRF_SHA384, IKE_ECP384},
	{IKE_ENCR_AES_GCM, 128, IKE_INTEG_NONE, IKE_PRF_SHA256, IKE_ECP256},
	{IKE_ENCR_AES_GCM, 128, IKE_INTEG_NONE, IKE_PRF_SHA256, IKE_MODP2048},
	{IKE_ENCR_AES_CBC, 256, IKE_INTEG_SHA256, IKE_PRF_SHA256, IKE_MODP2048},
	{IKE_ENCR_AES_CBC, 128, IKE_INTEG_SHA256, IKE_PRF_SHA256, IKE_MODP2048},
	{IKE_ENCR_AES_CBC, 256, IKE_INTEG_SHA384, IKE_PRF_SHA384, IKE_ECP384},
	{IKE_ENCR_AES_CBC, 128, IKE_INTEG_SHA256, IKE_PRF_SHA256, IKE_ECP256},
	{IKE_ENCR_AES_CBC, 256, IKE_INTEG_SHA256, IKE_PRF_SHA256,
		IKE_MODP2048_256},
	{IKE_ENCR_AES_CBC, 256, IKE_INTEG_SHA384, IKE_PRF_SHA384, IKE_MODP1024},
	{IKE_ENCR_AES_CBC, 256, IKE_INTEG_SHA256, IKE_PRF_SHA256, IKE_MODP1024},
	{IKE_ENCR_AES_CBC, 256, IKE_INTEG_SHA1, IKE_PRF_SHA1, IKE_MODP1024},
	{IKE_ENCR_3DES, 0, IKE_INTEG_SHA1, IKE_PRF_SHA1, IKE_MODP1024},
};
const size_t ike_windows_n = sizeof(ike_windows) / sizeof(*ike_windows);

const struct ike_suite ike_refused[1] = {
	{IKE_ENCR_DES, 0, IKE_INTEG_SHA1, IKE_PRF_SHA1, IKE_MODP768},
};

/* How long the public value of a group is. */
static const struct group {
	uint16_t number;
	uint16_t bytes;
} groups[] = {
	{IKE_MODP768, 96},
	{IKE_MODP1024, 128},
	{5, 192},
	{IKE_MODP2048, 256},
	{15, 384},
	{16, 512},
	{IKE_MODP8192, 1024},
	{IKE_ECP256, 64},
	{IKE_ECP384, 96},
	{IKE_MODP2048_256, 256},
	{31, 32},
};

/* The base points of the two curves: valid public values (RFC 5903). */
static const char p256_point[] =
	"\x6b\x17\xd1\xf2\xe1\x2c\x42\x47\xf8\xbc\xe6\xe5\x63\xa4\x40\xf2"
	"\x77\x03\x7d\x81\x2d\xeb\x33\xa0\xf4\xa1\x39\x45\xd8\x98\xc2\x96"
	"\x4f\xe3\x42\xe2\xfe\x1a\x7f\x9b\x8e\xe7\xeb\x4a\x7c\x0f\x9e\x16"
	"\x2b\xce\x33\x57\x6b\x31\x5e\xce\xcb\xb6\x40\x68\x37\xbf\x51\xf5";
static const char p384_point[] =
	"\xaa\x87\xca\x22\xbe\x8b\x05\x37\x8e\xb1\xc7\x1e\xf3\x20\xad\x74"
	"\x6e\x1d\x3b\x62\x8b\xa7\x9b\x98\x59\xf7\x41\xe0\x82\x54\x2a\x38"
	"\x55\x02\xf2\x5d\xbf\x55\x29\x6c\x3a\x54\x5e\x38\x72\x76\x0a\xb7"
	"\x36\x17\xde\x4a\x96\x26\x2c\x6f\x5d\x9e\x98\xbf\x92\x92\xdc\x29"
	"\xf8\xf4\x1d\xbd\x28\x9a\x14\x7c\xe9\xda\x31\x13\xb5\xf0\xb8\xc0"
	"\x0a\x60\xb1\xce\x1d\x7e\x81\x9d\x7a\x43\x1d\x7c\x90\xea\x0e\x5f";

static const struct group *group_find(uint16_t number)
{
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++)
		if (groups[i].number == number)
			return &groups[i];
	return NULL;
}

bool ike_group_known(uint16_t number)
{
	return group_find(number) != NULL;
}

/* ---- writing ---- */

static void put16(struct str *out, unsigned v)
{
	str_addc(out, (char)(v >> 8));
	str_addc(out, (char)v);
}

static void put32(struct str *out, uint32_t v)
{
	put16(out, v >> 16);
	put16(out, v & 0xffff);
}

static void set16(struct str *out, size_t at, size_t v)
{
	out->s[at] = (char)(v >> 8);
	out->s[at + 1] = (char)v;
}

/*
 * Opens a payload (3.2); `*link` is where the type of the next one belongs.
 * Gives where it starts, for payload_end().
 */
static size_t payload_begin(struct str *out, size_t *link, unsigned type)
{
	size_t at = out->len;

	out->s[*link] = (char)type;
	*link = at;
	put32(out, 0);
	return at;
}

static void payload_end(struct str *out, size_t at)
{
	set16(out, at + 2, out->len - at);
}

static void put_notify(struct str *out, size_t *link, unsigned type,
	const void *data, size_t n)
{
	size_t at = payload_begin(out, link, PAYLOAD_NOTIFY);

	put16(out, 0); /* no protocol, no SPI */
	put16(out, type);
	str_add(out, data, n);
	payload_end(out, at);
}

/* 3.3.2; `more` is 3 for all but the last of a proposal. */
static void put_transform(struct str *out, unsigned type, unsigned id,
	unsigned key, unsigned more)
{
	put16(out, more << 8);
	put16(out, key ? 12 : 8);
	put16(out, type << 8);
	put16(out, id);
	if (key) {
		put16(out, 0x800e); /* Key Length, one value */
		put16(out, key);
	}
}

static void put_proposal(struct str *out, const struct ike_suite *s,
	size_t number, bool last)
{
	size_t at = out->len;

	put16(out, last ? 0 : 2 << 8);
	put16(out, 0);
	str_addc(out, (char)number);
	str_addc(out, 1); /* IKE */
	str_addc(out, 0);
	str_addc(out, s->integ ? 4 : 3);
	put_transform(out, TRANSFORM_ENCR, s->encr, s->key, 3);
	if (s->integ)
		put_transform(out, TRANSFORM_INTEG, s->integ, 0, 3);
	put_transform(out, TRANSFORM_PRF, s->prf, 0, 3);
	put_transform(out, TRANSFORM_GROUP, s->group, 0, 0);
	set16(out, at + 2, out->len - at);
}

static void put_sa(struct str *out, size_t *link, const struct ike_request *r)
{
	size_t at = payload_begin(out, link, PAYLOAD_SA);
	size_t n = r->nsuites * (r->repeat ? r->repeat : 1);

	for (size_t i = 0; i < n; i++)
		put_proposal(out, &r->suites[i % r->nsuites], i + 1,
			i + 1 == n);
	payload_end(out, at);
}

/* Any number below the prime will do: nobody computes with it. */
static void put_public(struct str *out, const struct group *g,
	const uint8_t nonce[IKE_NONCE])
{
	uint32_t state = 1;

	if (g->number == IKE_ECP256) {
		str_add(out, p256_point, g->bytes);
		return;
	}
	if (g->number == IKE_ECP384) {
		str_add(out, p384_point, g->bytes);
		return;
	}
	for (size_t i = 0; i < g->bytes; i++) {
		state = state * 1664525u + 1013904223u + nonce[i % IKE_NONCE];
		/* Every prime in use begins with a byte above 0x7f. */
		str_addc(out, (char)(state >> 24 & (i ? 0xff : 0x7f)));
	}
}

static void put_ke(struct str *out, size_t *link, const struct ike_request *r)
{
	size_t at = payload_begin(out, link, PAYLOAD_KE);
	const struct group *g = group_find(r->group);

	put16(out, r->group);
	put16(out, 0);
	if (g)
		put_public(out, g, r->nonce);
	payload_end(out, at);
}

static void put_vendor(struct str *out, size_t *link, size_t n)
{
	size_t at = payload_begin(out, link, PAYLOAD_VENDOR);

	for (size_t i = 0; i < n; i++)
		str_addc(out, "vpntriage"[i % 9]);
	payload_end(out, at);
}

void ike_write(const struct ike_request *r, struct str *out)
{
	size_t start = out->len, link = start + 16, at;

	str_add(out, (const char *)r->spi, IKE_SPI);
	put32(out, 0);
	put32(out, 0); /* the responder's SPI is not known */
	put16(out, VERSION2);
	str_addc(out, EXCHANGE_SA_INIT);
	str_addc(out, FLAG_INITIATOR);
	put32(out, 0);  /* message id */
	put32(out, 0);  /* length */
	if (r->ncookie) /* the first payload, or it is not seen (2.6) */
		put_notify(out, &link, NOTIFY_COOKIE, r->cookie, r->ncookie);
	if (r->vendor)
		put_vendor(out, &link, r->vendor);
	put_sa(out, &link, r);
	put_ke(out, &link, r);
	at = payload_begin(out, &link, PAYLOAD_NONCE);
	str_add(out, (const char *)r->nonce, IKE_NONCE);
	payload_end(out, at);
	put_notify(out, &link, NOTIFY_FRAGMENTATION, NULL, 0);
	put_notify(out, &link, NOTIFY_NAT_SOURCE, r->source, IKE_HASH);
	put_notify(out, &link, NOTIFY_NAT_DESTINATION, r->destination,
		IKE_HASH);
	set16(out, start + 26, out->len - start);
}

static size_t size_of(const struct ike_request *r)
{
	struct str out;
	size_t n;

	str_init(&out);
	ike_write(r, &out);
	n = out.len;
	str_release(&out);
	return n;
}

void ike_pad(struct ike_request *r, enum ike_padding padding, size_t size)
{
	size_t now;

	r->vendor = 0;
	r->repeat = 1;
	if (padding == IKE_PAD_VENDOR) {
		now = size_of(r);
		if (size > now + 4)
			r->vendor = size - now - 4;
		return;
	}
	if (padding == IKE_PAD_MODP8192)
		r->group = IKE_MODP8192;
	/* Few at a time, for small steps; with SHA-1 and MODP1024 in them,
	 * which every Windows server knows. */
	r->suites = &ike_windows[ike_windows_n - 2];
	r->nsuites = 2;
	while ((r->repeat + 1) * r->nsuites <= 255) {
		r->repeat++;
		if (size_of(r) > size) {
			r->repeat--;
			return;
		}
	}
}

/* ---- reading ---- */

static unsigned get16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

/* Keeps the Key Length attribute; false: torn (3.3.5). */
static bool read_attributes(const uint8_t *p, size_t n, uint16_t *key)
{
	while (n > 0) {
		size_t len = 4;

		if (n < 4)
			return false;
		if (get16(p) == 0x800e)
			*key = (uint16_t)get16(p + 2);
		if (!(p[0] & 0x80))
			len += get16(p + 2);
		if (len > n)
			return false;
		p += len;
		n -= len;
	}
	return true;
}

static void keep_transform(struct ike_suite *s, unsigned type, unsigned id,
	uint16_t key)
{
	if (type == TRANSFORM_ENCR) {
		s->encr = (uint16_t)id;
		s->key = key;
	} else if (type == TRANSFORM_PRF) {
		s->prf = (uint16_t)id;
	} else if (type == TRANSFORM_INTEG) {
		s->integ = (uint16_t)id;
	} else if (type == TRANSFORM_GROUP) {
		s->group = (uint16_t)id;
	}
}

/* An answer has one proposal with one transform of each type (3.3). */
static bool read_sa(const uint8_t *p, size_t n, struct ike_reply *reply)
{
	struct ike_suite s = {0};
	unsigned transforms;

	if (n < 8 || get16(p + 2) != n || p[0] != 0 || p[5] != 1 ||
		8u + p[6] > n)
		return false;
	transforms = p[7];
	n -= 8u + p[6];
	p += 8 + p[6];
	for (; transforms > 0; transforms--) {
		uint16_t key = 0;
		size_t len;

		if (n < 8)
			return false;
		len = get16(p + 2);
		if (len < 8 || len > n ||
			!read_attributes(p + 8, len - 8, &key))
			return false;
		keep_transform(&s, p[4], get16(p + 6), key);
		p += len;
		n -= len;
	}
	if (n > 0 || !s.encr || !s.prf || !s.group || reply->has_sa)
		return false;
	reply->has_sa = true;
	reply->chosen = s;
	return true;
}

static void keep_span(struct ike_span *list, size_t *n, size_t max,
	const uint8_t *bytes, size_t len)
{
	if (*n < max)
		list[(*n)++] = (struct ike_span){bytes, len};
}

static bool read_notify(const uint8_t *p, size_t n, struct ike_reply *reply)
{
	unsigned type;
	size_t spi;

	if (n < 4 || 4u + p[1] > n)
		return false;
	type = get16(p + 2);
	spi = p[1];
	p += 4 + spi;
	n -= 4 + spi;
	if (type == NOTIFY_COOKIE) {
		if (n < 1 || n > IKE_COOKIE_MAX)
			return false;
		reply->cookie = (struct ike_span){p, n};
	} else if (type == NOTIFY_FRAGMENTATION) {
		reply->fragmentation = true;
	} else if (type == NOTIFY_NAT_SOURCE) {
		keep_span(reply->sources, &reply->nsources, IKE_HASHES, p, n);
	} else if (type == NOTIFY_NAT_DESTINATION) {
		keep_span(reply->destinations, &reply->ndestinations,
			IKE_HASHES, p, n);
	} else if (type > 0 && type < NOTIFY_FIRST_STATUS && !reply->refusal) {
		if (type == IKE_INVALID_KE_PAYLOAD) {
			if (n != 2)
				return false;
			reply->wanted = (uint16_t)get16(p);
		}
		reply->refusal = (uint16_t)type;
	}
	return true;
}

struct seen {
	bool ke, nonce;
};

static bool read_payload(unsigned type, const uint8_t *p, size_t n,
	struct ike_reply *reply, struct seen *seen)
{
	switch (type) {
	case PAYLOAD_SA:
		return read_sa(p, n, reply);
	case PAYLOAD_KE:
		seen->ke = n > 4;
		return n > 4;
	case PAYLOAD_NONCE:
		seen->nonce = n >= 16 && n <= 256;
		return seen->nonce;
	case PAYLOAD_NOTIFY:
		return read_notify(p, n, reply);
	case PAYLOAD_VENDOR:
		keep_span(reply->vendors, &reply->nvendors, IKE_VENDORS, p, n);
		return true;
	default:
		return true; /* certificate requests and the like */
	}
}

static bool read_payloads(const uint8_t *p, size_t n, struct ike_reply *reply,
	struct seen *seen)
{
	unsigned type = p[16];

	p += HEADER;
	n -= HEADER;
	while (type != PAYLOAD_NONE) {
		size_t len;

		if (n < 4)
			return false;
		len = get16(p + 2);
		if (len < 4 || len > n ||
			!read_payload(type, p + 4, len - 4, reply, seen))
			return false;
		type = p[0];
		p += len;
		n -= len;
	}
	return n == 0;
}

static enum ike_reading read_header(const uint8_t *p, size_t n,
	const uint8_t spi[IKE_SPI])
{
	if (n < HEADER || n > IKE_REPLY_MAX || get32(p + 24) != n)
		return IKE_MALFORMED;
	if (memcmp(p, spi, IKE_SPI) != 0)
		return IKE_OTHER_SPI;
	if (p[17] >> 4 == 1)
		return IKE_VERSION1;
	if (p[17] >> 4 != 2 || p[18] != EXCHANGE_SA_INIT)
		return IKE_MALFORMED;
	if (!(p[19] & FLAG_RESPONSE))
		return IKE_ECHO;
	if (p[19] & FLAG_INITIATOR || get32(p + 20) != 0)
		return IKE_MALFORMED;
	return IKE_VALID;
}

enum ike_reading ike_read(const uint8_t *p, size_t n,
	const uint8_t spi[IKE_SPI], struct ike_reply *reply)
{
	enum ike_reading reading = read_header(p, n, spi);
	struct ike_reply got = {0};
	struct seen seen = {false, false};

	if (reading != IKE_VALID)
		return reading;
	memcpy(got.spi, p + IKE_SPI, IKE_SPI);
	if (!read_payloads(p, n, &got, &seen))
		return IKE_MALFORMED;
	/* Either all of an answer, or a reason why there is none. */
	if (got.has_sa ? !seen.ke || !seen.nonce
		       : !got.refusal && !got.cookie.n)
		return IKE_MALFORMED;
	*reply = got;
	return IKE_VALID;
}
