/* Certificates out of files of any of the usual kinds. */
#include "x509_set.h"

#include <ctype.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <string.h>

#define MOST_BYTES (8L << 20)

void x509_set_init(struct x509_set *set)
{
	*set = (struct x509_set){0};
}

static void cut(struct x509_set *set, size_t n)
{
	while (set->n > n)
		X509_free(set->list[--set->n]);
}

void x509_set_release(struct x509_set *set)
{
	cut(set, 0);
}

int x509_set_add(struct x509_set *set, X509 *x)
{
	if (set->n == X509_SET_MOST)
		return -1;
	X509_up_ref(x);
	set->list[set->n++] = x;
	return 0;
}

static void add_pkcs7(struct x509_set *set, const PKCS7 *p7)
{
	const STACK_OF(X509) *certs = NULL;

	if (PKCS7_type_is_signed(p7) && p7->d.sign)
		certs = p7->d.sign->cert;
	for (int i = 0; i < sk_X509_num(certs); i++)
		x509_set_add(set, sk_X509_value(certs, i));
}

static void add_der(struct x509_set *set, const unsigned char *bytes, long n)
{
	const unsigned char *p = bytes;
	X509 *x = d2i_X509(NULL, &p, n);
	PKCS7 *p7;

	if (x) {
		x509_set_add(set, x);
		X509_free(x);
		return;
	}
	p = bytes;
	p7 = d2i_PKCS7(NULL, &p, n);
	if (p7)
		add_pkcs7(set, p7);
	PKCS7_free(p7);
}

static bool is_one_of(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

/* What a PEM block holds goes by its bytes; only certificates are looked at,
 * and what a key's block holds is never decoded. */
static void add_pem(struct x509_set *set, const unsigned char *bytes, long n)
{
	static const char *const wanted[] = {"CERTIFICATE", "X509 CERTIFICATE",
		"TRUSTED CERTIFICATE", "PKCS7", "CMS", "PKCS #7 SIGNED DATA",
		NULL};
	BIO *bio = BIO_new_mem_buf(bytes, (int)n);
	char *name = NULL, *header = NULL;
	unsigned char *data = NULL;
	long len;

	while (bio && PEM_read_bio(bio, &name, &header, &data, &len)) {
		if (is_one_of(name, wanted))
			add_der(set, data, len);
		OPENSSL_free(name);
		OPENSSL_free(header);
		OPENSSL_free(data);
	}
	BIO_free(bio);
}

static bool has(const unsigned char *bytes, size_t n, const char *what)
{
	size_t len = strlen(what);

	for (size_t i = 0; i + len <= n; i++)
		if (bytes[i] == (unsigned char)what[0] &&
			memcmp(bytes + i, what, len) == 0)
			return true;
	return false;
}

/*
 * A SEQUENCE that begins with an INTEGER is a key (RFC 5208, RFC 8017, RFC
 * 5915) or a .pfx (RFC 7292); a certificate begins with a SEQUENCE, PKCS #7
 * with an OBJECT IDENTIFIER.
 */
static bool is_der_key(const unsigned char *p, size_t n)
{
	size_t skip = 2;

	if (n < 4 || p[0] != 0x30)
		return false;
	if (p[1] & 0x80)
		skip += p[1] & 0x7f;
	return skip + 1 < n && p[skip] == 0x02 && p[skip + 1] == 0x01;
}

static bool is_text(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] < 9 || (p[i] > 13 && p[i] < 32))
			return false;
	return n > 0;
}

enum x509_load x509_set_load(struct x509_set *set, const void *bytes, size_t n)
{
	size_t before = set->n;

	if (n > MOST_BYTES)
		return X509_LOAD_NOT;
	if (has(bytes, n, "PRIVATE KEY-----") || is_der_key(bytes, n))
		return X509_LOAD_KEY;
	if (has(bytes, n, "-----BEGIN "))
		add_pem(set, bytes, (long)n);
	else
		add_der(set, bytes, (long)n);
	ERR_clear_error();
	if (set->n > before)
		return X509_LOAD_OK;
	if (has(bytes, n, "CERTIFICATE REQUEST-----"))
		return X509_LOAD_REQUEST;
	if (has(bytes, n, "X509 CRL-----"))
		return X509_LOAD_CRL;
	return is_text(bytes, n) ? X509_LOAD_TEXT : X509_LOAD_NOT;
}

static void swap(struct x509_set *set, size_t a, size_t b)
{
	X509 *x = set->list[a];

	set->list[a] = set->list[b];
	set->list[b] = x;
}

size_t x509_set_order(struct x509_set *set)
{
	size_t n = 0;

	for (size_t i = 0; i < set->n && n == 0; i++)
		if (X509_check_ca(set->list[i]) == 0) {
			swap(set, 0, i);
			n = 1;
		}
	if (set->n)
		n = 1;
	while (n && n < set->n) {
		X509 *last = set->list[n - 1];
		size_t i = n;

		if (X509_check_issued(last, last) == X509_V_OK)
			break;
		while (i < set->n &&
			X509_check_issued(set->list[i], last) != X509_V_OK)
			i++;
		if (i == set->n)
			break;
		swap(set, n++, i);
	}
	ERR_clear_error();
	return n;
}
