/*
 * Certificates against what Always On VPN asks of each role. Pure: plain
 * values in, one answer a requirement out. Sources: Microsoft's certificate
 * requirements for PEAP and EAP, for IKEv2 machine certificates and for
 * SSTP; KB5014754 for the SID.
 */
#ifndef CHECK_CERT_JUDGE_H
#define CHECK_CERT_JUDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "x509_info.h"
#include "x509_trust.h"

enum cert_role {
	CERT_ROLE_UNKNOWN,
	CERT_ROLE_USER,   /* the person, in the user tunnel */
	CERT_ROLE_DEVICE, /* the machine, in the device tunnel */
	CERT_ROLE_NPS,    /* the NPS server */
	CERT_ROLE_IKEV2,  /* the VPN server, IKEv2 */
	CERT_ROLE_SSTP,   /* the VPN server, SSTP */
	CERT_ROLE_CA,     /* a CA in the chain of one of these */
	CERT_ROLES,
};

/* "USER" ...; what --role takes is the same in small letters. */
extern const char *const cert_role_words[CERT_ROLES];
bool cert_role_find(const char *word, enum cert_role *);
/* By its usages and names. */
enum cert_role cert_role_guess(const struct x509_info *);

enum cert_answer {
	CERT_NOT_ASKED, /* nothing was given to compare with */
	CERT_UNKNOWN,   /* the file does not show it */
	CERT_MET,
	CERT_NOT_MET,
};

extern const char *const cert_answer_words[];

struct cert_case {
	const struct x509_info *leaf;
	const struct x509_info *issuers; /* the chain above it, leaf first */
	size_t nissuers;
	const struct x509_trust *trust; /* never NULL */
	enum cert_role role;
	const char *name; /* asked for; NULL: not given */
	bool name_fits;
	bool roots_given; /* trust was judged by roots that were named */
	int64_t now;
};

struct requirement {
	const char *key;  /* of the token line */
	const char *text; /* what is asked for, after "needs" */
	const char *code; /* Windows' code when it is not met; or NULL */
	unsigned must;    /* roles that can't do without: 1 << role */
	unsigned should;  /* roles that are better with it */
	enum cert_answer (*ask)(const struct cert_case *);
};

/* In the order of telling; ends with a NULL key. */
extern const struct requirement requirements[];

bool requirement_applies(const struct requirement *, enum cert_role);
bool requirement_is_must(const struct requirement *, enum cert_role);

#endif
