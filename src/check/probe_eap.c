/*
 * `probe eap FILE`: EAP XML, ProfileXML, an MDM export or the output of
 * Get-VpnConnection, and what its settings mean. The words are in
 * doc/probes-pki.md.
 */
#include <ctype.h>
#include <string.h>

#include "base/str.h"
#include "eap_judge.h"
#include "model/evidence.h"
#include "os/file.h"
#include "probe_kind.h"
#include "probe_pki.h"

#define MOST_BYTES ((size_t)8 << 20)

static const char *const flag_words[] = {
	[EAP_NOT_GIVEN] = "NOT_GIVEN",
	[EAP_FALSE] = "FALSE",
	[EAP_TRUE] = "TRUE",
};

static const char *type_word(unsigned type)
{
	switch ((enum eap_type)type) {
	case EAP_TYPE_TLS:
		return "EAP-TLS";
	case EAP_TYPE_TTLS:
		return "EAP-TTLS";
	case EAP_TYPE_PEAP:
		return "PEAP";
	case EAP_TYPE_MSCHAPV2:
		return "EAP-MSCHAPV2";
	case EAP_TYPE_TEAP:
		return "TEAP";
	case EAP_TYPE_NONE:
		break;
	}
	return "UNKNOWN";
}

static void tell_method(const struct eap_profile *p, struct probe_result *r)
{
	unsigned outer = p->level[0].type;

	if (!p->nlevels || !outer)
		outer = p->method_type;
	if (p->nlevels > 1)
		probe_fact(r, "method", "%s+%s", type_word(outer),
			type_word(p->level[1].type));
	else
		probe_fact(r, "method", "%s", type_word(outer));
}

static void tell_text(const struct eap_profile *p, struct probe_result *r)
{
	probe_fact(r, "xml", "%s%s%s", p->unescaped ? "UNESCAPED" : "",
		p->unescaped && p->joined ? "+" : "",
		p->joined      ? "JOINED"
		: p->unescaped ? ""
			       : "PLAIN");
	if (p->roots > 1)
		probe_fact(r, "profiles", "%u", p->roots);
}

static void tell_profile(const struct eap_profile *p, struct probe_result *r)
{
	if (p->servers)
		probe_fact(r, "servers", "%s", p->servers);
	if (p->protocol)
		probe_fact(r, "protocol", "%s", p->protocol);
	if (p->user_method)
		probe_fact(r, "user_method", "%s", p->user_method);
	if (p->machine_method)
		probe_fact(r, "machine_method", "%s", p->machine_method);
	if (p->device_tunnel)
		probe_fact(r, "device_tunnel", "%s",
			flag_words[p->device_tunnel]);
	if (p->sso_issuers.n)
		probe_fact(r, "sso_issuer", "%s", p->sso_issuers.item[0]);
}

/* Thumbprints in one form; what is none of them as it was written. */
static void tell_hashes(struct probe_result *r, const char *key,
	const struct eap_list *list)
{
	struct str all;
	char hex[41];

	str_init(&all);
	for (size_t i = 0; i < list->n; i++)
		str_addf(&all, "%s%s", i ? "," : "",
			eap_thumbprint(list->item[i], hex) ? hex
							   : list->item[i]);
	if (all.len)
		probe_fact(r, key, "%s", all.s);
	str_release(&all);
}

/* In which of the levels a yes stands. */
static const char *validation_word(const struct eap_judgement *j)
{
	bool out = j->level[0].counts && j->level[0].validates;
	bool in = j->level[1].counts && j->level[1].validates;

	if (!out && !in)
		return "OFF";
	if (!j->level[1].counts || (out && in))
		return "ON";
	return out ? "OUTER_ONLY" : "INNER_ONLY";
}

/* The outer level, unless only the inner one checks the server. */
static size_t checking_level(const struct eap_judgement *j)
{
	return !j->level[0].validates && j->level[1].validates;
}

static void tell_names(const struct eap_profile *p,
	const struct eap_judgement *j, struct probe_result *r)
{
	const struct eap_method *m = &p->level[checking_level(j)];
	const struct eap_method *in = &p->level[1];

	probe_fact(r, "names", "%s", eap_names_words[j->names]);
	if (m->server_names && *m->server_names)
		probe_fact(r, "server_names", "%s", m->server_names);
	if (j->names_differ && in->server_names && *in->server_names)
		probe_fact(r, "inner_server_names", "%s", in->server_names);
	probe_fact(r, "nps", "%s", eap_fit_words[j->fit]);
}

static void tell_server(const struct eap_profile *p,
	const struct eap_judgement *j, struct probe_result *r)
{
	const struct eap_method *m = &p->level[checking_level(j)];
	const struct eap_method *in = &p->level[1];

	probe_fact(r, "validation", "%s", validation_word(j));
	tell_names(p, j, r);
	probe_fact(r, "roots", "%zu", m->roots.n);
	tell_hashes(r, "trusted_roots", &m->roots);
	if (j->roots_differ && m != in)
		tell_hashes(r, "inner_trusted_roots", &in->roots);
	probe_fact(r, "prompts", "%s", eap_prompts_words[j->prompts]);
	if (!j->level[0].counts || !j->level[1].counts)
		return;
	probe_fact(r, "levels", "%s",
		j->findings & 1u << EAP_LEVELS_DIFFER ? "DIFFER" : "SAME");
	if (p->level[0].crypto_binding)
		probe_fact(r, "crypto_binding", "%s",
			flag_words[p->level[0].crypto_binding]);
}

static void tell_differences(const struct eap_judgement *j,
	struct probe_result *r)
{
	struct str all;

	str_init(&all);
	str_addf(&all, "%s%s%s%s", j->validation_differs ? "+VALIDATION" : "",
		j->names_differ ? "+NAMES" : "",
		j->roots_differ ? "+ROOTS" : "",
		j->prompts_differ ? "+PROMPTS" : "");
	if (all.len)
		probe_fact(r, "differs", "%s", all.s + 1);
	str_release(&all);
}

static const char *switch_word(enum eap_flag flag)
{
	return flag == EAP_TRUE ? "ON" : flag == EAP_FALSE ? "OFF" : "NONE";
}

/* The OIDs behind the names that the ClientAuth list uses. */
static void tell_ekus(const struct eap_method *m, struct probe_result *r)
{
	struct str all;

	str_init(&all);
	for (size_t i = 0; i < m->client_auth_ekus.n; i++) {
		const char *name = m->client_auth_ekus.item[i];

		for (size_t k = 0; k < m->eku_names.n; k++)
			if (k < m->eku_oids.n &&
				eap_same_eku_name(m->eku_names.item[k], name))
				name = m->eku_oids.item[k];
		str_addf(&all, "%s%s", i ? "," : "", name);
	}
	if (all.len)
		probe_fact(r, "custom_ekus", "%s", all.s);
	str_release(&all);
}

static void tell_certificate(const struct eap_method *m,
	const struct eap_judgement *j, struct probe_result *r)
{
	bool issuer = m->issuer_filter == EAP_TRUE && m->issuers.n;
	/* Client authentication alone is asked for anyway. */
	bool eku = m->client_auth == EAP_TRUE && m->client_auth_ekus.n;

	probe_fact(r, "credentials", "%s",
		m->smart_card ? "SMART_CARD" : "CERTIFICATE");
	probe_fact(r, "simple_selection", "%s",
		flag_words[m->simple_selection]);
	probe_fact(r, "different_username", "%s",
		flag_words[m->different_username]);
	probe_fact(r, "filter", "%s%s%s", issuer ? "ISSUER" : "",
		issuer && eku ? "+" : "",
		eku      ? "EKU"
		: issuer ? ""
			 : "NONE");
	probe_fact(r, "issuer_filter", "%s", switch_word(m->issuer_filter));
	tell_hashes(r, "issuers", &m->issuers);
	probe_fact(r, "client_auth", "%s", switch_word(m->client_auth));
	tell_ekus(m, r);
	probe_fact(r, "any_purpose", "%s", switch_word(m->any_purpose));
	probe_fact(r, "all_purpose", "%s", switch_word(m->all_purpose));
	if (j->undefined_eku)
		probe_fact(r, "undefined_eku", "%s", j->undefined_eku);
}

static void say_finding(struct probe_result *r, const char *text)
{
	probe_say(r, "%s.", text);
	r->say.s[0] = (char)toupper((unsigned char)r->say.s[0]);
}

static void tell_findings(const struct eap_judgement *j, struct probe_result *r)
{
	struct str all;

	str_init(&all);
	for (size_t i = EAP_FINDINGS; i-- > 0;) {
		if (!(j->findings & 1u << i))
			continue;
		if (i == EAP_NAME_UNSURE)
			probe_unknown(r, eap_finding_words[i]);
		else
			probe_found(r, eap_finding_words[i], true);
		say_finding(r, eap_finding_says[i]);
	}
	for (size_t i = 0; i < EAP_FINDINGS; i++)
		if (j->findings & 1u << i)
			str_addf(&all, "%s%s", all.len ? "+" : "",
				eap_finding_words[i]);
	probe_fact(r, "findings", "%s", all.len ? all.s : "NONE");
	str_release(&all);
}

static void tell_verdict(const struct eap_judgement *j, struct probe_result *r)
{
	bool named =
		j->names == EAP_NAMES_LISTED || j->names == EAP_NAMES_PATTERN;

	tell_findings(j, r);
	if (j->findings)
		return;
	probe_found(r, "OK", false);
	probe_say(r, "The server is checked against %s, and nobody is asked.",
		named ? "its name and root" : "its root, under any name");
}

static void tell_no_xml(const char *text, struct probe_result *r)
{
	probe_unknown(r, "NOT_EAP");
	if (strstr(text, "EapConfigXmlStream"))
		probe_say(r,
			"The list shows no EAP XML: run (Get-VpnConnection "
			"-Name 'NAME').EapConfigXmlStream.InnerXml and "
			"give that.");
	else
		probe_say(r, "Neither an EapHostConfig nor a VPNProfile is in "
			     "this file.");
}

static void tell_rest(const struct eap_profile *p,
	const struct probe_args *args, struct probe_result *r)
{
	const struct eap_method *m = eap_certificate_method(p);
	struct eap_judgement j;

	eap_judge(p, args->nps ? args->nps : args->name, &j);
	tell_server(p, &j, r);
	tell_differences(&j, r);
	if (m)
		tell_certificate(m, &j, r);
	else if (p->nlevels &&
		 p->level[p->nlevels - 1].type == EAP_TYPE_MSCHAPV2)
		probe_fact(r, "credentials", "PASSWORD");
	if (j.level[0].counts || p->method_type == EAP_TYPE_MSCHAPV2) {
		tell_verdict(&j, r);
		return;
	}
	probe_unknown(r, "INCONCLUSIVE");
	probe_say(r, "This is EAP type %u, whose settings are not read here.",
		p->method_type);
}

static void tell(const struct eap_profile *p, const struct probe_args *args,
	struct probe_result *r)
{
	tell_text(p, r);
	tell_profile(p, r);
	if (p->has_eap) {
		tell_method(p, r);
		tell_rest(p, args, r);
		return;
	}
	probe_found(r, "NO_EAP", false);
	probe_say(r, "This profile has no EAP in it: %s.",
		p->machine_method ? "the machine's certificate is used"
				  : "its user method is another");
}

static void judge_text(const char *text, size_t len,
	const struct probe_args *args, struct probe_result *r)
{
	struct eap_profile profile;
	const char *why = "";

	eap_init(&profile);
	switch (eap_parse(&profile, text, len, &why)) {
	case EAP_READ_OK:
		tell(&profile, args, r);
		break;
	case EAP_READ_NO_XML:
		tell_no_xml(text, r);
		break;
	case EAP_READ_CUT_OFF:
		probe_unknown(r, "CUT_OFF");
		probe_say(r,
			"The XML begins and does not end: copy all of it.");
		break;
	case EAP_READ_BROKEN:
		probe_unknown(r, "BROKEN_XML");
		probe_say(r, "The XML cannot be read: %s.", why);
		break;
	}
	eap_release(&profile);
}

static void run(const struct probe_args *args, int64_t deadline,
	struct probe_result *r)
{
	struct evidence text;
	struct str bytes;

	str_init(&bytes);
	probe_fact(r, "eap", "UNKNOWN");
	if (pki_read(args->target, MOST_BYTES, &bytes, r) == 0) {
		evidence_init(&text, args->target, bytes.s, bytes.len);
		judge_text(text.text, text.len, args, r);
		evidence_release(&text);
	}
	str_release(&bytes);
	probe_fact(r, "eap", "%s", r->verdict);
}

const struct probe_kind probe_eap = {
	.name = "eap",
	.usage = "FILE",
	.summary = "read EAP XML or a profile, and say what it means",
	.takes = PROBE_NPS | PROBE_NAME,
	.limit_ms = 5000,
	.run = run,
};
