/*
 * Names for the numbers of IKE and for the vendor ids that are known; what
 * has no name here stays a number.
 */
#include <string.h>

#include "ikemsg.h"

struct name {
	unsigned number;
	const char *name;
};

static const struct name ciphers[] = {
	{IKE_ENCR_DES, "DES"},
	{IKE_ENCR_3DES, "3DES"},
	{IKE_ENCR_AES_CBC, "AES-CBC"},
	{13, "AES-CTR"},
	{18, "AES-GCM8"},
	{19, "AES-GCM12"},
	{IKE_ENCR_AES_GCM, "AES-GCM"},
	{28, "CHACHA20"},
	{0, NULL},
};
static const struct name integrities[] = {
	{IKE_INTEG_NONE, "NONE"},
	{1, "MD5-96"},
	{IKE_INTEG_SHA1, "SHA1-96"},
	{5, "XCBC-96"},
	{IKE_INTEG_SHA256, "SHA256-128"},
	{IKE_INTEG_SHA384, "SHA384-192"},
	{14, "SHA512-256"},
	{0, NULL},
};
static const struct name prfs[] = {
	{1, "PRF-MD5"},
	{IKE_PRF_SHA1, "PRF-SHA1"},
	{4, "PRF-XCBC"},
	{IKE_PRF_SHA256, "PRF-SHA256"},
	{IKE_PRF_SHA384, "PRF-SHA384"},
	{7, "PRF-SHA512"},
	{0, NULL},
};

static const struct name groups[] = {
	{IKE_MODP768, "MODP768"},
	{IKE_MODP1024, "MODP1024"},
	{5, "MODP1536"},
	{IKE_MODP2048, "MODP2048"},
	{15, "MODP3072"},
	{16, "MODP4096"},
	{IKE_MODP8192, "MODP8192"},
	{IKE_ECP256, "ECP256"},
	{IKE_ECP384, "ECP384"},
	{IKE_MODP2048_256, "MODP2048-256"},
	{31, "CURVE25519"},
	{0, NULL},
};

static void add_name(struct str *out, const struct name *list, unsigned number)
{
	for (; list->name; list++)
		if (list->number == number) {
			str_adds(out, list->name);
			return;
		}
	str_addf(out, "%u", number);
}

void ike_suite_text(const struct ike_suite *s, struct str *out)
{
	add_name(out, ciphers, s->encr);
	if (s->key)
		str_addf(out, "-%u", s->key);
	str_addc(out, '/');
	add_name(out, integrities, s->integ);
	str_addc(out, '/');
	add_name(out, prfs, s->prf);
	str_addc(out, '/');
	add_name(out, groups, s->group);
}

/* By how the id begins; the rest is often a version. */
static const struct vendor {
	const char *begins;
	size_t n;
	const char *name;
} vendors[] = {
	{"\x1e\x2b\x51\x69\x05\x99\x1c\x7d\x7c\x96\xfc\xbf\xb5\x87\xe4\x61", 16,
		"Microsoft-Windows"},
	{"\xfb\x1d\xe3\xcd\xf3\x41\xb7\xea\x16\xb7\xe5\xbe\x08\x55\xf1\x20", 16,
		"MS-Negotiation-Discovery"},
	{"\x26\x24\x4d\x38\xed\xdb\x61\xb3\x17\x2a\x36\xe3\xd0\xcf\xb8\x19", 16,
		"MS-Initial-Contact"},
	{"\x01\x52\x8b\xbb\xc0\x06\x96\x12\x18\x49\xab\x9a\x1c\x5b\x2a\x51", 16,
		"Microsoft"},
	{"\xe3\xa5\x96\x6a\x76\x37\x9f\xe7\x07\x22\x82\x31\xe5\xce\x86\x52", 16,
		"MS-IKE-CGA"},
	{"\x88\x2f\xe5\x6d\x6f\xd2\x0d\xbc\x22\x51\x61\x3b\x2e\xbe\x5b\xeb", 16,
		"strongSwan"},
	{"\x40\x48\xb7\xd5", 4, "IKEv1-Fragmentation"},
	{"\x4a\x13\x1c\x81\x07\x03\x58\x45", 8, "NAT-T"},
	{"\xaf\xca\xd7\x13\x68\xa1\xf1\xc9", 8, "Dead-Peer-Detection"},
	{"\x12\xf5\xf2\x8c\x45\x71\x68\xa9", 8, "Cisco-Unity"},
	{"\x82\x99\x03\x17\x57\xa3\x60\x82", 8, "Fortinet-FortiGate"},
};

static bool printable(const struct ike_span *id)
{
	for (size_t i = 0; i < id->n; i++)
		if (id->bytes[i] <= 0x20 || id->bytes[i] >= 0x7f ||
			id->bytes[i] == ',')
			return false;
	return id->n > 0;
}

void ike_vendor_text(const struct ike_span *id, struct str *out)
{
	size_t n = id->n < 32 ? id->n : 32;

	for (size_t i = 0; i < sizeof(vendors) / sizeof(*vendors); i++)
		if (id->n >= vendors[i].n &&
			memcmp(id->bytes, vendors[i].begins, vendors[i].n) ==
				0) {
			str_adds(out, vendors[i].name);
			/* 8: Windows 7 and 2008 R2; 9: everything later */
			if (i == 0 && id->n == 20 && id->bytes[16] == 0)
				str_addf(out, "-v%u", id->bytes[19]);
			return;
		}
	if (printable(id)) {
		str_add(out, (const char *)id->bytes, n);
		return;
	}
	for (size_t i = 0; i < n && i < 16; i++)
		str_addf(out, "%02x", id->bytes[i]);
}
