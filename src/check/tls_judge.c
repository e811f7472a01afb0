/* The findings about a TLS server and their codes on Windows. */
#include "tls_judge.h"

#include <string.h>

const char *const tls_finding_words[TLS_FINDINGS] = {
	[TLS_EXPIRED] = "EXPIRED",
	[TLS_NOT_YET_VALID] = "NOT_YET_VALID",
	[TLS_NAME_MISMATCH] = "NAME_MISMATCH",
	[TLS_SELF_SIGNED] = "SELF_SIGNED",
	[TLS_UNTRUSTED_ROOT] = "UNTRUSTED_ROOT",
	[TLS_INCOMPLETE_CHAIN] = "INCOMPLETE_CHAIN",
	[TLS_BAD_CHAIN] = "BAD_CHAIN",
	[TLS_EKU_MISSING] = "EKU_MISSING",
	[TLS_OLD_PROTOCOL] = "OLD_PROTOCOL",
};

const char *const tls_finding_says[TLS_FINDINGS] = {
	[TLS_EXPIRED] = "the certificate, or a CA's above it, has expired",
	[TLS_NOT_YET_VALID] = "the certificate, or a CA's above it, is not "
			      "valid yet",
	[TLS_NAME_MISMATCH] = "the certificate does not name this host",
	[TLS_SELF_SIGNED] = "the certificate is signed by itself",
	[TLS_UNTRUSTED_ROOT] = "the chain leads to no root that is trusted "
			       "here",
	[TLS_INCOMPLETE_CHAIN] = "the server does not send the CA that issued "
				 "its certificate",
	[TLS_BAD_CHAIN] = "a signature or a rule of the chain is broken",
	[TLS_EKU_MISSING] = "the certificate is not for server authentication",
	[TLS_OLD_PROTOCOL] = "the server speaks no TLS newer than 1.1",
};

/* CERT_E_EXPIRED covers both ends. Without a root in sight a chain is
 * partial to Windows as well, which is CERT_E_CHAINING. */
static const char *const codes[TLS_FINDINGS] = {
	[TLS_EXPIRED] = "0x800B0101",
	[TLS_NOT_YET_VALID] = "0x800B0101",
	[TLS_NAME_MISMATCH] = "0x800B010F",
	[TLS_SELF_SIGNED] = "0x800B0109",
	[TLS_UNTRUSTED_ROOT] = "0x800B0109",
	[TLS_INCOMPLETE_CHAIN] = "0x800B010A",
	[TLS_BAD_CHAIN] = "0x80096004",
	[TLS_EKU_MISSING] = "0x800B0110",
	[TLS_OLD_PROTOCOL] = "0x80090331",
};

static unsigned judge_chain(const struct tls_case *c)
{
	switch (c->trust->chain) {
	case X509_CHAIN_SELF_SIGNED:
		return 1u << TLS_SELF_SIGNED;
	case X509_CHAIN_BAD:
		return 1u << TLS_BAD_CHAIN;
	case X509_CHAIN_INCOMPLETE:
		return c->no_anchors ? 0 : 1u << TLS_INCOMPLETE_CHAIN;
	case X509_CHAIN_NO_ROOT:
	case X509_CHAIN_COMPLETE:
		break;
	}
	return c->trust->trusted || c->no_anchors ? 0
						  : 1u << TLS_UNTRUSTED_ROOT;
}

unsigned tls_judge(const struct tls_case *c)
{
	unsigned found = judge_chain(c);

	if (c->leaf->not_after < c->now || c->trust->ca_expired)
		found |= 1u << TLS_EXPIRED;
	if (c->leaf->not_before > c->now || c->trust->ca_not_yet)
		found |= 1u << TLS_NOT_YET_VALID;
	if (!c->name_fits)
		found |= 1u << TLS_NAME_MISMATCH;
	if (!x509_info_allows(c->leaf, OID_SERVER_AUTH))
		found |= 1u << TLS_EKU_MISSING;
	if (c->old_protocol)
		found |= 1u << TLS_OLD_PROTOCOL;
	return found;
}

void tls_words(unsigned findings, struct str *out)
{
	if (!findings)
		str_adds(out, "OK");
	for (size_t i = 0; i < TLS_FINDINGS; i++)
		if (findings & 1u << i)
			str_addf(out, "%s%s", out->len ? "+" : "",
				tls_finding_words[i]);
}

void tls_codes(const struct tls_case *c, unsigned findings, struct str *out)
{
	for (size_t i = 0; i < TLS_FINDINGS; i++) {
		const char *code = codes[i];

		if (!(findings & 1u << i))
			continue;
		if (i == TLS_UNTRUSTED_ROOT &&
			c->trust->chain == X509_CHAIN_NO_ROOT)
			code = codes[TLS_INCOMPLETE_CHAIN];
		if (!strstr(out->s, code))
			str_addf(out, "%s%s", out->len ? "+" : "", code);
	}
}
