/*
 * The list of server names in an EAP configuration: what is odd about it, and
 * whether a name fits. Pure. Sources: Microsoft's "EAP for network access"
 * and the reference of EapTlsConnectionPropertiesV1.
 */
#ifndef CHECK_EAP_NAMES_H
#define CHECK_EAP_NAMES_H

#include <stdbool.h>

enum eap_names {
	EAP_NAMES_NONE,    /* empty: any name will do */
	EAP_NAMES_IGNORED, /* AcceptServerName is false */
	EAP_NAMES_LISTED,
	EAP_NAMES_PATTERN, /* at least one entry with '*' */
};

/* The name given against the entries; the best of them counts. */
enum eap_fit {
	EAP_FIT_NOT_ASKED,
	EAP_FIT_ANY, /* nothing to compare with */
	EAP_FIT_EXACT,
	EAP_FIT_PATTERN,
	EAP_FIT_UNSURE, /* regular expression and wildcard disagree */
	EAP_FIT_CASE,
	EAP_FIT_BLANK,
	EAP_FIT_NONE,
};

extern const char *const eap_names_words[];
extern const char *const eap_fit_words[];

struct eap_name_list {
	enum eap_names names;
	enum eap_fit fit;
	bool blank;     /* stands beside an entry and counts as part of it */
	bool separator; /* something else than ';' parts entries */
};

/* `list` as written; `name` of the server, or NULL when it is not known. */
struct eap_name_list eap_names_judge(const char *list, const char *name);

#endif
