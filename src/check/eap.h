/*
 * An EAP configuration as Windows keeps it, read into a struct: EAP XML by
 * itself or inside a ProfileXML, whatever the order of its elements and
 * however its namespaces are written. Reading only; eap_judge.h says what it
 * means. Schemas: [MS-GPWL] annexes and the EAPMethods folder of a Windows
 * machine; the elements are those of BaseEapConnectionPropertiesV1,
 * EapTlsConnectionPropertiesV1..V3 and MsPeapConnectionPropertiesV1..V3.
 */
#ifndef CHECK_EAP_H
#define CHECK_EAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define EAP_MOST 64  /* of any list that is kept */
#define EAP_LEVELS 2 /* a tunnel and what is inside it */

enum eap_flag {
	EAP_NOT_GIVEN,
	EAP_FALSE,
	EAP_TRUE,
};

enum eap_type {
	EAP_TYPE_NONE = 0,
	EAP_TYPE_TLS = 13,
	EAP_TYPE_TTLS = 21,
	EAP_TYPE_PEAP = 25,
	EAP_TYPE_MSCHAPV2 = 26,
	EAP_TYPE_TEAP = 55,
};

struct eap_list {
	const char *item[EAP_MOST]; /* in the profile's arena */
	size_t n;
};

struct eap_method {
	unsigned type;
	/* ServerValidation and what belongs to it */
	enum eap_flag no_prompt;    /* DisableUserPromptForServerValidation */
	enum eap_flag validate;     /* PerformServerValidation */
	enum eap_flag check_name;   /* AcceptServerName: names are compared */
	enum eap_flag prompt_on_ca; /* AllowPromptingWhenServerCANotFound */
	const char *server_names;   /* as written; NULL: no such element */
	struct eap_list roots;      /* TrustedRootCA, as written */
	/* PEAP */
	enum eap_flag crypto_binding, fast_reconnect, quarantine;
	/* which certificate is sent */
	bool smart_card;
	enum eap_flag simple_selection, different_username;
	enum eap_flag issuer_filter; /* CAHashList, its Enabled */
	struct eap_list issuers;     /* IssuerHash, as written */
	enum eap_flag client_auth;   /* ClientAuthEKUList, its Enabled */
	enum eap_flag any_purpose;   /* AnyPurposeEKUList, its Enabled */
	enum eap_flag all_purpose;   /* AllPurposeEnabled */
	struct eap_list client_auth_ekus, any_purpose_ekus; /* names used */
	struct eap_list eku_names, eku_oids; /* EKUMap, pair by pair */
};

struct eap_profile {
	struct arena arena;
	struct eap_method level[EAP_LEVELS]; /* outer, inner */
	size_t nlevels;
	bool has_eap;         /* there is an EapHostConfig */
	unsigned method_type; /* of EapMethod; 0: not given */
	bool https;           /* a namespace begins with https:// */
	bool overfull;        /* a list had more than EAP_MOST */
	/* of a ProfileXML around it; NULL or empty when not given */
	const char *servers, *protocol, *user_method, *machine_method;
	enum eap_flag device_tunnel;
	struct eap_list sso_issuers; /* DeviceCompliance/Sso/IssuerHash */
	/* how the text was got at */
	unsigned unescaped, repaired, roots;
	bool joined;
};

enum eap_read {
	EAP_READ_OK,
	EAP_READ_NO_XML,  /* neither EapHostConfig nor VPNProfile */
	EAP_READ_CUT_OFF, /* it begins and does not end */
	EAP_READ_BROKEN,  /* not well-formed, whatever is done to it */
};

void eap_init(struct eap_profile *);
void eap_release(struct eap_profile *);

/*
 * UTF-8 text, with anything around it. On CUT_OFF and BROKEN, what was read
 * before the end is kept. `why` (may be NULL) gets the parser's words.
 */
enum eap_read eap_parse(struct eap_profile *, const char *text, size_t len,
	const char **why);

#endif
