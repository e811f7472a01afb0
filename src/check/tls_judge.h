/*
 * What a TLS server showed, judged as a Windows SSTP client would, and the
 * code that this client would end with. Pure.
 */
#ifndef CHECK_TLS_JUDGE_H
#define CHECK_TLS_JUDGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "x509_info.h"
#include "x509_trust.h"

enum tls_finding {
	TLS_EXPIRED,
	TLS_NOT_YET_VALID,
	TLS_NAME_MISMATCH,
	TLS_SELF_SIGNED,
	TLS_UNTRUSTED_ROOT,
	TLS_INCOMPLETE_CHAIN,
	TLS_BAD_CHAIN,
	TLS_EKU_MISSING,
	TLS_OLD_PROTOCOL,
	TLS_FINDINGS,
};

extern const char *const tls_finding_words[TLS_FINDINGS];
extern const char *const tls_finding_says[TLS_FINDINGS];

struct tls_case {
	const struct x509_info *leaf;
	const struct x509_trust *trust;
	bool no_anchors; /* nothing here to judge trust by */
	bool name_fits;
	bool old_protocol; /* below TLS 1.2 */
	int64_t now;
};

/* Bits 1 << enum tls_finding; 0: nothing wrong. */
unsigned tls_judge(const struct tls_case *);
/* "EXPIRED+NAME_MISMATCH"; "OK" for none. */
void tls_words(unsigned findings, struct str *out);
/* "0x800B0101+0x800B010F", each once; empty for none. */
void tls_codes(const struct tls_case *, unsigned findings, struct str *out);

#endif
