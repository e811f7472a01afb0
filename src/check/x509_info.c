/* One certificate into plain values. */
#include "x509_info.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define OID_UPN "1.3.6.1.4.1.311.20.2.3"
#define OID_SID "1.3.6.1.4.1.311.25.2"
#define OID_SID_VALUE "1.3.6.1.4.1.311.25.2.1"
#define SID_URI "tag:microsoft.com,2022-09-14:sid:"
#define MOST_TEXT 1024 /* bytes kept of one name or URL */

static void add(struct x509_list *list, const char *s)
{
	if (list->n < X509_MOST)
		list->item[list->n++] = s;
}

/* Text of a certificate: cut to a length, and to before its first NUL. */
static const char *keep(struct arena *arena, const void *s, int n)
{
	const char *end;

	if (!s || n <= 0)
		return "";
	if (n > MOST_TEXT)
		n = MOST_TEXT;
	end = memchr(s, '\0', (size_t)n);
	return arena_strndup(arena, s,
		end ? (size_t)(end - (const char *)s) : (size_t)n);
}

static const char *keep_string(struct arena *arena, const ASN1_STRING *s)
{
	return s ? keep(arena, ASN1_STRING_get0_data(s), ASN1_STRING_length(s))
		 : "";
}

static const char *oid_text(struct arena *arena, const ASN1_OBJECT *oid)
{
	char buf[128] = "";

	if (!oid || OBJ_obj2txt(buf, sizeof(buf), oid, 1) <= 0)
		return "";
	return arena_strdup(arena, buf);
}

static const char *name_text(struct arena *arena, const X509_NAME *name)
{
	BIO *bio = BIO_new(BIO_s_mem());
	const char *text = "";
	char *bytes;
	long n;

	if (!bio)
		return text;
	X509_NAME_print_ex(bio, name, 0,
		(XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB));
	n = BIO_get_mem_data(bio, &bytes);
	text = keep(arena, bytes, n > MOST_TEXT ? MOST_TEXT : (int)n);
	BIO_free(bio);
	return text;
}

static const char *common_name(struct arena *arena, const X509_NAME *name)
{
	unsigned char *utf8 = NULL;
	const char *text;
	int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1), n;

	if (at < 0)
		return "";
	n = ASN1_STRING_to_UTF8(&utf8,
		X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
	text = keep(arena, utf8, n);
	OPENSSL_free(utf8);
	return text;
}

static int64_t seconds(const ASN1_TIME *t)
{
	ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
	int days = 0, rest = 0;

	if (epoch && t && !ASN1_TIME_diff(&days, &rest, epoch, t))
		days = rest = 0;
	ASN1_TIME_free(epoch);
	return (int64_t)days * 86400 + rest;
}

static void read_other_name(struct x509_info *c, struct arena *arena,
	const OTHERNAME *other)
{
	const char *oid = oid_text(arena, other->type_id);

	if (strcmp(oid, OID_UPN) == 0 && other->value &&
		other->value->type == V_ASN1_UTF8STRING)
		add(&c->upns,
			keep_string(arena, other->value->value.utf8string));
}

static void read_address(struct x509_info *c, struct arena *arena,
	const ASN1_OCTET_STRING *ip)
{
	const unsigned char *b = ASN1_STRING_get0_data(ip);
	char text[48] = "";
	int n = ASN1_STRING_length(ip);

	if (n == 4)
		snprintf(text, sizeof(text), "%u.%u.%u.%u", b[0], b[1], b[2],
			b[3]);
	for (int i = 0; n == 16 && i < 16; i += 2)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			"%s%x", i ? ":" : "", b[i] << 8 | b[i + 1]);
	if (*text)
		add(&c->ips, arena_strdup(arena, text));
}

static void read_names(struct x509_info *c, struct arena *arena, X509 *x)
{
	GENERAL_NAMES *names =
		X509_get_ext_d2i(x, NID_subject_alt_name, NULL, NULL);

	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

		if (name->type == GEN_DNS)
			add(&c->dns, keep_string(arena, name->d.dNSName));
		else if (name->type == GEN_URI)
			add(&c->uris,
				keep_string(arena,
					name->d.uniformResourceIdentifier));
		else if (name->type == GEN_IPADD)
			read_address(c, arena, name->d.iPAddress);
		else if (name->type == GEN_OTHERNAME)
			read_other_name(c, arena, name->d.otherName);
	}
	GENERAL_NAMES_free(names);
	for (size_t i = 0; i < c->uris.n; i++)
		if (strncasecmp(c->uris.item[i], SID_URI, strlen(SID_URI)) == 0)
			c->sid_uri = c->uris.item[i] + strlen(SID_URI);
}

/* The value is a SEQUENCE of one otherName whose value is the SID's text. */
static const char *sid_of(struct arena *arena, const ASN1_OCTET_STRING *value)
{
	const unsigned char *p = ASN1_STRING_get0_data(value);
	GENERAL_NAMES *names =
		d2i_GENERAL_NAMES(NULL, &p, ASN1_STRING_length(value));
	const char *sid = "";

	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
		const OTHERNAME *other;

		if (name->type != GEN_OTHERNAME)
			continue;
		other = name->d.otherName;
		if (strcmp(oid_text(arena, other->type_id), OID_SID_VALUE) ==
				0 &&
			other->value &&
			other->value->type == V_ASN1_OCTET_STRING)
			sid = keep_string(arena,
				other->value->value.octet_string);
	}
	GENERAL_NAMES_free(names);
	return sid;
}

static void read_sid(struct x509_info *c, struct arena *arena, X509 *x)
{
	ASN1_OBJECT *oid = OBJ_txt2obj(OID_SID, 1);
	int at = oid ? X509_get_ext_by_OBJ(x, oid, -1) : -1;

	if (at >= 0)
		c->sid = sid_of(arena,
			X509_EXTENSION_get_data(X509_get_ext(x, at)));
	ASN1_OBJECT_free(oid);
}

static void read_usages(struct x509_info *c, struct arena *arena, X509 *x)
{
	EXTENDED_KEY_USAGE *ekus =
		X509_get_ext_d2i(x, NID_ext_key_usage, NULL, NULL);
	ASN1_BIT_STRING *usage = X509_get_ext_d2i(x, NID_key_usage, NULL, NULL);

	c->has_eku = X509_get_ext_by_NID(x, NID_ext_key_usage, -1) >= 0;
	for (int i = 0; i < sk_ASN1_OBJECT_num(ekus); i++)
		add(&c->ekus, oid_text(arena, sk_ASN1_OBJECT_value(ekus, i)));
	EXTENDED_KEY_USAGE_free(ekus);
	c->has_key_usage = usage;
	if (usage && ASN1_BIT_STRING_get_bit(usage, 0))
		c->key_usage |= KEY_USAGE_SIGNATURE;
	if (usage && ASN1_BIT_STRING_get_bit(usage, 2))
		c->key_usage |= KEY_USAGE_ENCIPHERMENT;
	ASN1_BIT_STRING_free(usage);
}

static void read_point(struct x509_info *c, struct arena *arena,
	const DIST_POINT *point)
{
	const GENERAL_NAMES *names;

	if (!point->distpoint || point->distpoint->type != 0)
		return;
	names = point->distpoint->name.fullname;
	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

		if (name->type == GEN_URI)
			add(&c->cdp,
				keep_string(arena,
					name->d.uniformResourceIdentifier));
	}
}

static void read_points(struct x509_info *c, struct arena *arena, X509 *x)
{
	CRL_DIST_POINTS *points =
		X509_get_ext_d2i(x, NID_crl_distribution_points, NULL, NULL);

	for (int i = 0; i < sk_DIST_POINT_num(points); i++)
		read_point(c, arena, sk_DIST_POINT_value(points, i));
	CRL_DIST_POINTS_free(points);
	c->has_cdp = c->cdp.n > 0;
}

static void read_key(struct x509_info *c, X509 *x)
{
	EVP_PKEY *key = X509_get0_pubkey(x);
	int bits = key ? EVP_PKEY_get_bits(key) : 0;
	const char *type = "UNKNOWN";

	c->weak_key = bits < 2048;
	switch (key ? EVP_PKEY_get_base_id(key) : EVP_PKEY_NONE) {
	case EVP_PKEY_RSA:
		type = "RSA";
		break;
	case EVP_PKEY_RSA_PSS:
		type = "RSA-PSS";
		break;
	case EVP_PKEY_EC:
		type = "EC";
		c->weak_key = bits < 256;
		break;
	case EVP_PKEY_ED25519:
	case EVP_PKEY_ED448:
		type = "ED";
		c->weak_key = false;
		break;
	case EVP_PKEY_DSA:
		type = "DSA";
		c->weak_key = true;
		break;
	default:
		break;
	}
	snprintf(c->key, sizeof(c->key), "%s-%d", type, bits);
}

static void read_hash(struct x509_info *c, X509 *x)
{
	int digest = NID_undef, bits = 0;
	uint32_t flags;
	const char *word;

	X509_get_signature_info(x, &digest, NULL, &bits, &flags);
	word = digest == NID_undef ? "NONE" : OBJ_nid2sn(digest);
	snprintf(c->hash, sizeof(c->hash), "%s", word ? word : "UNKNOWN");
	c->weak_hash = digest == NID_md5 || digest == NID_sha1 ||
		       digest == NID_md4 || digest == NID_md2 ||
		       digest == NID_md5_sha1;
}

static void read_numbers(struct x509_info *c, struct arena *arena, X509 *x)
{
	BIGNUM *serial = ASN1_INTEGER_to_BN(X509_get0_serialNumber(x), NULL);
	char *hex = serial ? BN_bn2hex(serial) : NULL;
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	c->serial = arena_strdup(arena, hex ? hex : "");
	OPENSSL_free(hex);
	BN_free(serial);
	if (!X509_digest(x, EVP_sha1(), digest, &n))
		n = 0;
	for (size_t i = 0; i < n && i < 20; i++)
		snprintf(c->sha1 + 2 * i, 3, "%02x", digest[i]);
}

void x509_info_read(struct x509_info *c, struct arena *arena, X509 *x)
{
	*c = (struct x509_info){0};
	c->subject = name_text(arena, X509_get_subject_name(x));
	c->issuer = name_text(arena, X509_get_issuer_name(x));
	c->cn = common_name(arena, X509_get_subject_name(x));
	c->not_before = seconds(X509_get0_notBefore(x));
	c->not_after = seconds(X509_get0_notAfter(x));
	c->is_ca = X509_check_ca(x) > 0;
	c->self_issued = X509_NAME_cmp(X509_get_subject_name(x),
				 X509_get_issuer_name(x)) == 0;
	read_numbers(c, arena, x);
	read_names(c, arena, x);
	read_sid(c, arena, x);
	read_usages(c, arena, x);
	read_points(c, arena, x);
	read_key(c, x);
	read_hash(c, x);
	ERR_clear_error();
}

bool x509_list_has(const struct x509_list *list, const char *s)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->item[i], s) == 0)
			return true;
	return false;
}

bool x509_info_allows(const struct x509_info *c, const char *oid)
{
	return !c->has_eku || x509_list_has(&c->ekus, oid) ||
	       x509_list_has(&c->ekus, OID_ANY_EKU) ||
	       x509_list_has(&c->ekus, OID_ANY_PURPOSE);
}

bool x509_names(X509 *x, const char *host)
{
	int by_ip = X509_check_ip_asc(x, host, 0);

	if (by_ip != -2) /* it is an address, and only that */
		return by_ip == 1;
	return X509_check_host(x, host, 0, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS,
		       NULL) == 1;
}

void x509_time(int64_t when, char out[24])
{
	time_t t = (time_t)when;
	struct tm tm;

	if (!gmtime_r(&t, &tm) || !strftime(out, 24, "%Y-%m-%dT%H:%M:%SZ", &tm))
		out[0] = '\0';
}
