/*
 * Certificates for tests, made on the spot through OpenSSL; no key is ever
 * kept in a file. The keys are EC so that making them costs nothing.
 */
#ifndef TESTS_CHECK_X509_MADE_H
#define TESTS_CHECK_X509_MADE_H

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "../src/check/x509_set.h"

struct made {
	X509 *cert;
	EVP_PKEY *key;
};

struct recipe {
	const char *cn;            /* NULL: the subject is empty */
	const struct made *issuer; /* NULL: by itself */
	long from, to;             /* seconds from now; both 0: a year */
	bool ca;
	const char *eku, *san, *cdp, *usage, *sid; /* NULL: none */
	int rsa_bits;                              /* 0: EC on P-256 */
	const EVP_MD *md;                          /* NULL: SHA-256 */
};

static inline void made_extend(X509 *x, int nid, const char *value)
{
	X509_EXTENSION *e;

	if (!value)
		return;
	e = X509V3_EXT_nconf_nid(NULL, NULL, nid, value);
	if (!e)
		abort();
	X509_add_ext(x, e, -1);
	X509_EXTENSION_free(e);
}

/* The extension of KB5014754, for a SID below 100 bytes. */
static inline void made_add_sid(X509 *x, const char *sid)
{
	static const unsigned char oid[] = {0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04,
		0x01, 0x82, 0x37, 0x19, 0x02, 0x01};
	unsigned char der[160];
	size_t n = strlen(sid);
	ASN1_OBJECT *type = OBJ_txt2obj("1.3.6.1.4.1.311.25.2", 1);
	ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();
	X509_EXTENSION *e;

	der[0] = 0x30, der[1] = (unsigned char)(n + 18);
	der[2] = 0xa0, der[3] = (unsigned char)(n + 16);
	memcpy(der + 4, oid, sizeof(oid));
	der[16] = 0xa0, der[17] = (unsigned char)(n + 2);
	der[18] = 0x04, der[19] = (unsigned char)n;
	memcpy(der + 20, sid, n);
	ASN1_OCTET_STRING_set(value, der, (int)n + 20);
	e = X509_EXTENSION_create_by_OBJ(NULL, type, 0, value);
	X509_add_ext(x, e, -1);
	X509_EXTENSION_free(e);
	ASN1_OCTET_STRING_free(value);
	ASN1_OBJECT_free(type);
}

static inline void made_name(X509 *x, const struct recipe *r)
{
	X509_NAME *name = X509_get_subject_name(x);

	if (r->cn)
		X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
			(const unsigned char *)r->cn, -1, -1, 0);
	X509_set_issuer_name(x,
		r->issuer ? X509_get_subject_name(r->issuer->cert) : name);
}

static inline struct made made_of(const struct recipe *r)
{
	struct made m = {X509_new(), NULL};
	static long serial = 1000;

	m.key = r->rsa_bits ? EVP_RSA_gen((unsigned)r->rsa_bits)
			    : EVP_EC_gen("P-256");
	X509_set_version(m.cert, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(m.cert), serial++);
	X509_gmtime_adj(X509_getm_notBefore(m.cert), r->from);
	X509_gmtime_adj(X509_getm_notAfter(m.cert),
		r->from || r->to ? r->to : 365L * 86400);
	X509_set_pubkey(m.cert, m.key);
	made_name(m.cert, r);
	made_extend(m.cert, NID_basic_constraints,
		r->ca ? "critical,CA:TRUE" : NULL);
	made_extend(m.cert, NID_key_usage,
		r->ca ? "keyCertSign,cRLSign" : r->usage);
	made_extend(m.cert, NID_ext_key_usage, r->eku);
	made_extend(m.cert, NID_subject_alt_name, r->san);
	made_extend(m.cert, NID_crl_distribution_points, r->cdp);
	if (r->sid)
		made_add_sid(m.cert, r->sid);
	X509_sign(m.cert, r->issuer ? r->issuer->key : m.key,
		r->md ? r->md : EVP_sha256());
	return m;
}

static inline void made_free(struct made *m)
{
	X509_free(m->cert);
	EVP_PKEY_free(m->key);
}

#endif
