/*
 * Does a certificate lead to a root that is trusted here? Only with what is
 * at hand: nothing is fetched, neither issuers (AIA) nor revocation lists.
 */
#ifndef CHECK_X509_TRUST_H
#define CHECK_X509_TRUST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct x509_set;
struct x509_anchors; /* the roots that are trusted */

/* The roots of this system; those of a set. Never NULL. */
struct x509_anchors *x509_anchors_system(void);
struct x509_anchors *x509_anchors_of(const struct x509_set *);
void x509_anchors_free(struct x509_anchors *);
/* This system has no roots to judge by. */
bool x509_anchors_empty(const struct x509_anchors *);

enum x509_chain {
	X509_CHAIN_COMPLETE,    /* up to a root, trusted or not */
	X509_CHAIN_NO_ROOT,     /* all but the root, which is not known here */
	X509_CHAIN_INCOMPLETE,  /* the certificate's own issuer is missing */
	X509_CHAIN_SELF_SIGNED, /* the certificate is its own root */
	X509_CHAIN_BAD,         /* a signature or a rule of a CA is broken */
};

extern const char *const x509_chain_words[];

struct x509_trust {
	enum x509_chain chain;
	bool trusted;
	bool ca_expired, ca_not_yet; /* a date above the first certificate */
	const char *last;    /* subject where the chain ends; in the arena */
	const char *missing; /* issuer of that one, when it is missing */
	const char *broken;  /* with CHAIN_BAD: what is; static */
};

/* The first of the set, by the others, at `now` (seconds since 1970). */
void x509_trust_judge(struct x509_trust *, const struct x509_set *,
	const struct x509_anchors *, int64_t now, struct arena *);

#endif
