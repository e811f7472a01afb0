/* The requirements: one row and one small question each. */
#include "cert_judge.h"

#include <string.h>
#include <strings.h>

const char *const cert_role_words[CERT_ROLES] = {
	[CERT_ROLE_UNKNOWN] = "UNKNOWN",
	[CERT_ROLE_USER] = "USER",
	[CERT_ROLE_DEVICE] = "DEVICE",
	[CERT_ROLE_NPS] = "NPS",
	[CERT_ROLE_IKEV2] = "IKEV2",
	[CERT_ROLE_SSTP] = "SSTP",
	[CERT_ROLE_CA] = "CA",
};

const char *const cert_answer_words[] = {
	[CERT_NOT_ASKED] = "NOT_ASKED",
	[CERT_UNKNOWN] = "UNKNOWN",
	[CERT_MET] = "MET",
	[CERT_NOT_MET] = "NOT_MET",
};

bool cert_role_find(const char *word, enum cert_role *role)
{
	for (int i = CERT_ROLE_USER; i < CERT_ROLES; i++) {
		if (strcasecmp(word, cert_role_words[i]) == 0) {
			*role = (enum cert_role)i;
			return true;
		}
	}
	return false;
}

static bool lists(const struct x509_info *c, const char *oid)
{
	return c->has_eku && x509_list_has(&c->ekus, oid);
}

/*
 * Client and server purposes together are the template "RAS and IAS Server";
 * a server without the client's purpose is most often behind TLS.
 */
enum cert_role cert_role_guess(const struct x509_info *c)
{
	bool client = lists(c, OID_CLIENT_AUTH);
	bool server = lists(c, OID_SERVER_AUTH);

	if (c->is_ca)
		return CERT_ROLE_CA;
	if (server && lists(c, OID_IKE_INTERMEDIATE))
		return CERT_ROLE_IKEV2;
	if (server)
		return client ? CERT_ROLE_NPS : CERT_ROLE_SSTP;
	if (!client)
		return CERT_ROLE_UNKNOWN;
	if (c->upns.n || !c->dns.n)
		return CERT_ROLE_USER;
	return CERT_ROLE_DEVICE;
}

static enum cert_answer yes_no(bool yes)
{
	return yes ? CERT_MET : CERT_NOT_MET;
}

static enum cert_answer ask_leaf(const struct cert_case *c)
{
	return yes_no(!c->leaf->is_ca);
}

static enum cert_answer ask_started(const struct cert_case *c)
{
	return yes_no(c->leaf->not_before <= c->now);
}

static enum cert_answer ask_not_over(const struct cert_case *c)
{
	return yes_no(c->leaf->not_after >= c->now);
}

static enum cert_answer ask_chain_dates(const struct cert_case *c)
{
	if (c->leaf->self_issued)
		return CERT_NOT_ASKED;
	if (c->trust->ca_expired || c->trust->ca_not_yet)
		return CERT_NOT_MET;
	return c->trust->chain == X509_CHAIN_COMPLETE ? CERT_MET : CERT_UNKNOWN;
}

static enum cert_answer ask_client(const struct cert_case *c)
{
	return yes_no(x509_info_allows(c->leaf, OID_CLIENT_AUTH));
}

static enum cert_answer ask_server(const struct cert_case *c)
{
	return yes_no(x509_info_allows(c->leaf, OID_SERVER_AUTH));
}

static enum cert_answer ask_ike(const struct cert_case *c)
{
	return yes_no(lists(c->leaf, OID_IKE_INTERMEDIATE));
}

static enum cert_answer ask_upn(const struct cert_case *c)
{
	return yes_no(c->leaf->upns.n > 0);
}

static enum cert_answer ask_dns(const struct cert_case *c)
{
	return yes_no(c->leaf->dns.n > 0 || c->leaf->ips.n > 0);
}

/* NPS does not offer a certificate with an empty subject for selection. */
static enum cert_answer ask_subject(const struct cert_case *c)
{
	return yes_no(*c->leaf->subject != '\0');
}

/* A machine may carry its full name in the subject alone. */
static enum cert_answer ask_machine_name(const struct cert_case *c)
{
	return yes_no(c->leaf->dns.n > 0 || strchr(c->leaf->cn, '.'));
}

static enum cert_answer ask_name(const struct cert_case *c)
{
	return c->name ? yes_no(c->name_fits) : CERT_NOT_ASKED;
}

static enum cert_answer ask_trusted(const struct cert_case *c)
{
	return c->roots_given ? yes_no(c->trust->trusted) : CERT_NOT_ASKED;
}

static bool is_sid(const char *s)
{
	return s && strncmp(s, "S-1-", 4) == 0;
}

static enum cert_answer ask_sid(const struct cert_case *c)
{
	return yes_no(is_sid(c->leaf->sid) || is_sid(c->leaf->sid_uri));
}

/* Two SIDs that disagree are one too many. */
static enum cert_answer ask_one_sid(const struct cert_case *c)
{
	if (!is_sid(c->leaf->sid) || !is_sid(c->leaf->sid_uri))
		return CERT_MET;
	return yes_no(strcmp(c->leaf->sid, c->leaf->sid_uri) == 0);
}

/* Nobody looks a root up in a CRL. */
static enum cert_answer ask_cdp(const struct cert_case *c)
{
	if (c->leaf->is_ca && c->leaf->self_issued)
		return CERT_NOT_ASKED;
	return yes_no(c->leaf->has_cdp);
}

/* From the internet nobody reaches the directory of the forest. */
static enum cert_answer ask_http_cdp(const struct cert_case *c)
{
	for (size_t i = 0; i < c->leaf->cdp.n; i++)
		if (strncasecmp(c->leaf->cdp.item[i], "http", 4) == 0)
			return CERT_MET;
	return CERT_NOT_MET;
}

/* Each CA below the root; a root is not looked up. */
static enum cert_answer ask_ca_cdp(const struct cert_case *c)
{
	if (c->leaf->self_issued)
		return CERT_NOT_ASKED;
	for (size_t i = 0; i < c->nissuers; i++)
		if (!c->issuers[i].self_issued && !c->issuers[i].has_cdp)
			return CERT_NOT_MET;
	return c->trust->chain == X509_CHAIN_COMPLETE ? CERT_MET : CERT_UNKNOWN;
}

static enum cert_answer ask_key(const struct cert_case *c)
{
	return yes_no(!c->leaf->weak_key);
}

/* A root is trusted for itself, not for its signature. */
static enum cert_answer ask_hash(const struct cert_case *c)
{
	if (c->leaf->is_ca && c->leaf->self_issued)
		return CERT_NOT_ASKED;
	return yes_no(!c->leaf->weak_hash);
}

static enum cert_answer ask_ca_hash(const struct cert_case *c)
{
	if (c->leaf->self_issued)
		return CERT_NOT_ASKED;
	for (size_t i = 0; i < c->nissuers; i++)
		if (!c->issuers[i].self_issued && c->issuers[i].weak_hash)
			return CERT_NOT_MET;
	return c->trust->chain == X509_CHAIN_COMPLETE ? CERT_MET : CERT_UNKNOWN;
}

static enum cert_answer ask_signs(const struct cert_case *c)
{
	return yes_no(!c->leaf->has_key_usage ||
		      c->leaf->key_usage & KEY_USAGE_SIGNATURE);
}

static enum cert_answer ask_enciphers(const struct cert_case *c)
{
	if (strncmp(c->leaf->key, "RSA", 3) != 0)
		return CERT_MET; /* other keys can't */
	return yes_no(!c->leaf->has_key_usage ||
		      c->leaf->key_usage & KEY_USAGE_ENCIPHERMENT);
}

static enum cert_answer ask_issued(const struct cert_case *c)
{
	return yes_no(!c->leaf->self_issued);
}

static enum cert_answer ask_chain(const struct cert_case *c)
{
	switch (c->trust->chain) {
	case X509_CHAIN_COMPLETE:
		return CERT_MET;
	case X509_CHAIN_SELF_SIGNED: /* of a root that is all of it */
		return yes_no(c->leaf->is_ca);
	case X509_CHAIN_BAD:
		return CERT_NOT_MET;
	case X509_CHAIN_NO_ROOT:
	case X509_CHAIN_INCOMPLETE:
		break;
	}
	return CERT_UNKNOWN;
}

#define USER (1u << CERT_ROLE_USER)
#define DEVICE (1u << CERT_ROLE_DEVICE)
#define NPS (1u << CERT_ROLE_NPS)
#define IKEV2 (1u << CERT_ROLE_IKEV2)
#define SSTP (1u << CERT_ROLE_SSTP)
#define CA (1u << CERT_ROLE_CA)
#define LEAVES (CLIENTS | SERVERS | 1u << CERT_ROLE_UNKNOWN)
#define ANY (LEAVES | CA)
#define CLIENTS (USER | DEVICE)
#define SERVERS (NPS | IKEV2 | SSTP)

const struct requirement requirements[] = {
	{"end_entity", "to be no certificate of a CA", NULL, LEAVES, 0,
		ask_leaf},
	{"started", "to be valid already", "0x800B0101", ANY, 0, ask_started},
	{"not_over", "to be valid still", "0x800B0101", ANY, 0, ask_not_over},
	{"client_auth", "Client Authentication among its purposes",
		"0x800B0110", CLIENTS, 0, ask_client},
	{"server_auth", "Server Authentication among its purposes",
		"0x800B0110", SERVERS, 0, ask_server},
	{"ike_intermediate", "IP security IKE intermediate among its purposes",
		"0x800B0110", IKEV2, DEVICE, ask_ike},
	{"san_upn", "the user's UPN as alternative name", NULL, USER, 0,
		ask_upn},
	{"san_dns", "the server's DNS name as alternative name", NULL, SERVERS,
		0, ask_dns},
	{"machine_name", "the machine's full DNS name", NULL, DEVICE, 0,
		ask_machine_name},
	{"has_subject", "a subject that is not empty", NULL, NPS, 0,
		ask_subject},
	{"name", "the name that clients ask for", "0x800B010F", ANY, 0,
		ask_name},
	{"sid", "the account's SID, as extension or in a SAN URI", NULL, USER,
		DEVICE, ask_sid},
	{"one_sid", "the same SID in extension and SAN URI", NULL, CLIENTS, 0,
		ask_one_sid},
	{"cdp", "a CRL distribution point", "0x80092012", USER | SSTP | CA,
		DEVICE | NPS | IKEV2, ask_cdp},
	{"cdp_http", "a CRL distribution point by HTTP", "0x80092013", SSTP, 0,
		ask_http_cdp},
	{"ca_cdp", "a CRL distribution point in each CA below the root",
		"0x80092012", USER, DEVICE | SSTP, ask_ca_cdp},
	{"key_size", "RSA of 2048 bits, EC of 256 bits or more", NULL, ANY, 0,
		ask_key},
	{"hash", "a signature by SHA-2", NULL, ANY, 0, ask_hash},
	{"ca_hash", "signatures by SHA-2 on the CAs below the root", NULL, 0,
		ANY, ask_ca_hash},
	{"key_usage", "digital signature among its key usages", "0x800B0110",
		LEAVES, 0, ask_signs},
	{"key_encipherment", "key encipherment among its key usages", NULL, 0,
		LEAVES, ask_enciphers},
	{"issued", "to be issued by a CA, not by itself", "0x800B0109", LEAVES,
		0, ask_issued},
	{"chain", "every CA up to the root", "0x800B010A", ANY, 0, ask_chain},
	{"trusted", "a root among those given", "0x800B0109", ANY, 0,
		ask_trusted},
	{"ca_dates", "CAs whose own dates hold", "0x800B0101", ANY, 0,
		ask_chain_dates},
	{NULL, NULL, NULL, 0, 0, NULL},
};

bool requirement_applies(const struct requirement *r, enum cert_role role)
{
	return (r->must | r->should) & 1u << role;
}

bool requirement_is_must(const struct requirement *r, enum cert_role role)
{
	return r->must & 1u << role;
}
