/*
 * What an EAP configuration means for the person in front of it: is the
 * server checked, against which names and roots, who is asked when it does
 * not fit, and which certificate is chosen. Pure: a profile in, findings
 * out. Sources: Microsoft's "EAP for network access", "EAP configuration"
 * (certificate filtering), "What's changed in EAP in Windows 11".
 */
#ifndef CHECK_EAP_JUDGE_H
#define CHECK_EAP_JUDGE_H

#include "eap.h"
#include "eap_names.h"

/* The gravest first: the first one found is the verdict. */
enum eap_finding {
	EAP_NOT_VALIDATED,   /* nobody checks the server */
	EAP_NAME_SEPARATOR,  /* entries parted by something but ';' */
	EAP_NAME_MISMATCH,   /* no entry fits the name given */
	EAP_NAME_BLANK,      /* a blank belongs to an entry */
	EAP_NAME_CASE,       /* fits but for the case of letters */
	EAP_NO_ROOT,         /* no trusted root named */
	EAP_BAD_ROOT,        /* a root that is no SHA-1 thumbprint */
	EAP_LEVELS_DIFFER,   /* PEAP and the EAP-TLS in it disagree */
	EAP_HTTPS_NAMESPACE, /* https:// where http:// is the name */
	EAP_TYPES_DIFFER,    /* EapMethod says another type than Eap */
	EAP_UNDEFINED_EKU,   /* a list names an EKU that no EKUMap has */
	EAP_BAD_ISSUER,      /* an issuer that is no SHA-1 thumbprint */
	EAP_FILTER_WIDE,     /* custom EKUs, and any purpose beside them */
	EAP_CHOOSER,         /* the person has to choose a certificate */
	EAP_ASKS,            /* the person may accept an unknown server */
	EAP_NAME_UNSURE,     /* a pattern that can be read in two ways */
	EAP_FINDINGS,
};

extern const char *const eap_finding_words[EAP_FINDINGS];
extern const char *const eap_finding_says[EAP_FINDINGS];

/* When the server's name or root is not in the lists. */
enum eap_prompts {
	EAP_PROMPTS_UNKNOWN, /* the profile does not say */
	EAP_PROMPTS_NEVER,   /* fails without a word */
	EAP_PROMPTS_NAMES,   /* asks; fails when the root is not on the PC */
	EAP_PROMPTS_ALWAYS,  /* asks in both cases */
};

extern const char *const eap_prompts_words[];

struct eap_check {   /* one level that has a ServerValidation */
	bool counts; /* PEAP or EAP-TLS; nothing else here means anything */
	bool validates;
	enum eap_prompts prompts;
	enum eap_names names;
	enum eap_fit fit;
};

struct eap_judgement {
	unsigned findings; /* bit 1 << enum eap_finding */
	struct eap_check level[EAP_LEVELS];
	enum eap_prompts prompts; /* of all levels: whoever asks first */
	enum eap_names names;
	enum eap_fit fit; /* the worst: every level has to agree */
	bool names_differ, roots_differ, prompts_differ, validation_differs;
	const char *undefined_eku; /* the first; NULL: all are defined */
};

/* `nps` is the name in the server's certificate; NULL: not known. */
void eap_judge(const struct eap_profile *, const char *nps,
	struct eap_judgement *);

/* The method that picks the client certificate; NULL if none does. */
const struct eap_method *eap_certificate_method(const struct eap_profile *);

/* The same but for blanks, of which a console may have eaten one. */
bool eap_same_eku_name(const char *, const char *);

/* Forty lower-case digits; false when it is no SHA-1 thumbprint. */
bool eap_thumbprint(const char *written, char hex[41]);

#endif
