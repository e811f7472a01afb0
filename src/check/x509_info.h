/*
 * What one certificate says, as plain values: RFC 5280 fields, and those of
 * Windows (UPN, the SID extension of KB5014754). OpenSSL stays behind it.
 */
#ifndef CHECK_X509_INFO_H
#define CHECK_X509_INFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define X509_MOST 32 /* names, URLs or usages that are kept of each sort */

#define OID_SERVER_AUTH "1.3.6.1.5.5.7.3.1"
#define OID_CLIENT_AUTH "1.3.6.1.5.5.7.3.2"
#define OID_IKE_INTERMEDIATE "1.3.6.1.5.5.8.2.2"
#define OID_ANY_PURPOSE "1.3.6.1.4.1.311.10.12.1"
#define OID_ANY_EKU "2.5.29.37.0"

struct x509_st; /* OpenSSL's certificate */

struct x509_list {
	const char *item[X509_MOST]; /* in the arena */
	size_t n;
};

enum key_usage { /* the bits of RFC 5280, 4.2.1.3 */
	KEY_USAGE_SIGNATURE = 1 << 0,
	KEY_USAGE_ENCIPHERMENT = 1 << 1,
};

struct x509_info {
	const char *subject, *issuer;  /* RFC 2253, the nearest part first */
	const char *cn;                /* of the subject; "" if none */
	const char *serial;            /* hex */
	char sha1[41];                 /* the thumbprint of Windows */
	int64_t not_before, not_after; /* seconds since 1970 */
	struct x509_list dns, ips, uris, upns;
	bool has_eku;
	struct x509_list ekus; /* OIDs in digits */
	bool has_key_usage;
	unsigned key_usage; /* of enum key_usage */
	char key[24];       /* "RSA-2048", "EC-256" */
	bool weak_key;      /* RSA below 2048, EC below 256, DSA */
	char hash[16];      /* of the signature: "SHA256"; "NONE": in it */
	bool weak_hash;     /* MD5, SHA1 and older */
	bool is_ca;
	bool self_issued; /* subject and issuer are the same */
	struct x509_list cdp;
	bool has_cdp;        /* the extension is there and holds an URL */
	const char *sid;     /* of the extension, "S-1-5-21-..."; NULL: none */
	const char *sid_uri; /* the same out of the SAN URI; NULL: none */
};

/* Everything in it lives in the arena. */
void x509_info_read(struct x509_info *, struct arena *, struct x509_st *);

bool x509_list_has(const struct x509_list *, const char *);
/* The usage is listed, or any usage is, or there is no list at all. */
bool x509_info_allows(const struct x509_info *, const char *oid);

/* DNS name (RFC 6125, wildcards only as a whole first label) or address. */
bool x509_names(struct x509_st *, const char *host);

/* "2026-03-15T10:00:00Z" */
void x509_time(int64_t seconds, char out[24]);

#endif
