/* The rules for EAP settings, one small function each. */
#include "eap_judge.h"

#include <ctype.h>
#include <string.h>

const char *const eap_finding_words[EAP_FINDINGS] = {
	[EAP_NOT_VALIDATED] = "NOT_VALIDATED",
	[EAP_NAME_MISMATCH] = "NAME_MISMATCH",
	[EAP_NAME_SEPARATOR] = "NAME_SEPARATOR",
	[EAP_NAME_BLANK] = "NAME_BLANK",
	[EAP_NAME_CASE] = "NAME_CASE",
	[EAP_NO_ROOT] = "NO_ROOT",
	[EAP_BAD_ROOT] = "BAD_ROOT",
	[EAP_LEVELS_DIFFER] = "LEVELS_DIFFER",
	[EAP_HTTPS_NAMESPACE] = "HTTPS_NAMESPACE",
	[EAP_TYPES_DIFFER] = "TYPES_DIFFER",
	[EAP_UNDEFINED_EKU] = "UNDEFINED_EKU",
	[EAP_BAD_ISSUER] = "BAD_ISSUER",
	[EAP_FILTER_WIDE] = "FILTER_WIDE",
	[EAP_CHOOSER] = "CHOOSER",
	[EAP_ASKS] = "ASKS",
	[EAP_NAME_UNSURE] = "INCONCLUSIVE",
};

const char *const eap_finding_says[EAP_FINDINGS] = {
	[EAP_NOT_VALIDATED] = "the server's certificate is not checked at all: "
			      "any server gets the credentials",
	[EAP_NAME_MISMATCH] = "no entry of the server names fits the name in "
			      "the server's certificate",
	[EAP_NAME_SEPARATOR] = "the server names are not parted by ';' alone, "
			       "so several are taken for one name",
	[EAP_NAME_BLANK] = "a blank stands beside a server name and counts as "
			   "part of it",
	[EAP_NAME_CASE] = "a server name differs from the certificate in the "
			  "case of its letters, which Windows 11 21H2 refuses",
	[EAP_NO_ROOT] = "no trusted root is named, which Windows 11 asks for "
			"when it checks the server",
	[EAP_BAD_ROOT] = "a trusted root is not a SHA-1 thumbprint of 40 "
			 "digits",
	[EAP_LEVELS_DIFFER] = "PEAP and the EAP-TLS inside it check the server "
			      "by different rules, and both have to accept it",
	[EAP_HTTPS_NAMESPACE] = "a namespace begins with https:// where "
				"Windows only knows http://",
	[EAP_TYPES_DIFFER] = "EapMethod names another type than the Eap "
			     "element below it",
	[EAP_UNDEFINED_EKU] = "the certificate filter names an EKU that no "
			      "EKUMap defines",
	[EAP_BAD_ISSUER] = "an issuer of the certificate filter is not a SHA-1 "
			   "thumbprint of 40 digits",
	[EAP_FILTER_WIDE] = "the filter asks for a custom EKU, and lets "
			    "certificates for any purpose pass beside it",
	[EAP_CHOOSER] = "simple certificate selection is off, so the person "
			"is asked to choose a certificate",
	[EAP_ASKS] = "the person may be asked to accept a server whose name or "
		     "root is not in the lists",
	[EAP_NAME_UNSURE] = "a server name is a pattern that fits or not, "
			    "depending on how it is read",
};

const char *const eap_prompts_words[] = {
	[EAP_PROMPTS_UNKNOWN] = "UNKNOWN",
	[EAP_PROMPTS_NEVER] = "NEVER",
	[EAP_PROMPTS_NAMES] = "NAMES",
	[EAP_PROMPTS_ALWAYS] = "ALWAYS",
};

static void found(struct eap_judgement *j, enum eap_finding f)
{
	j->findings |= 1u << f;
}

bool eap_thumbprint(const char *written, char hex[41])
{
	size_t n = 0;

	for (; *written; written++) {
		if (isxdigit((unsigned char)*written)) {
			if (n == 40)
				return false;
			hex[n++] = (char)tolower((unsigned char)*written);
		} else if (!strchr(" :-", *written)) {
			return false;
		}
	}
	hex[n] = '\0';
	return n == 40;
}

const struct eap_method *eap_certificate_method(const struct eap_profile *p)
{
	for (size_t i = 0; i < p->nlevels; i++)
		if (p->level[i].type == EAP_TYPE_TLS)
			return &p->level[i];
	return NULL;
}

/* EAP-TLS has no AllowPrompting...: without it only names are asked about. */
static enum eap_prompts prompts_of(const struct eap_method *m)
{
	switch (m->no_prompt) {
	case EAP_TRUE:
		return EAP_PROMPTS_NEVER;
	case EAP_FALSE:
		return m->prompt_on_ca == EAP_TRUE ? EAP_PROMPTS_ALWAYS
						   : EAP_PROMPTS_NAMES;
	case EAP_NOT_GIVEN:
		break;
	}
	return EAP_PROMPTS_UNKNOWN;
}

static void judge_names(const struct eap_method *m, const char *nps,
	struct eap_check *check, struct eap_judgement *j)
{
	struct eap_name_list list =
		eap_names_judge(m->server_names ? m->server_names : "", nps);
	bool ignored = m->check_name == EAP_FALSE;

	check->names = list.names;
	check->fit = list.fit;
	if (ignored && list.names != EAP_NAMES_NONE)
		check->names = EAP_NAMES_IGNORED;
	if (ignored || !check->validates) {
		check->fit = nps ? EAP_FIT_ANY : EAP_FIT_NOT_ASKED;
		return;
	}
	if (list.blank)
		found(j, EAP_NAME_BLANK);
	if (list.separator)
		found(j, EAP_NAME_SEPARATOR);
}

static void judge_level(const struct eap_method *m, const char *nps,
	struct eap_check *check, struct eap_judgement *j)
{
	char hex[41];

	check->counts = m->type == EAP_TYPE_TLS || m->type == EAP_TYPE_PEAP;
	if (!check->counts)
		return;
	check->validates = m->validate != EAP_FALSE;
	check->prompts = prompts_of(m);
	judge_names(m, nps, check, j);
	if (!check->validates)
		return;
	if (!m->roots.n)
		found(j, EAP_NO_ROOT);
	for (size_t i = 0; i < m->roots.n; i++)
		if (!eap_thumbprint(m->roots.item[i], hex))
			found(j, EAP_BAD_ROOT);
	if (check->prompts == EAP_PROMPTS_NAMES ||
		check->prompts == EAP_PROMPTS_ALWAYS)
		found(j, EAP_ASKS);
}

static bool has_root(const struct eap_list *list, const char *root)
{
	char a[41], b[41];

	for (size_t i = 0; i < list->n; i++)
		if (eap_thumbprint(list->item[i], a) &&
			eap_thumbprint(root, b) && strcmp(a, b) == 0)
			return true;
	return false;
}

static bool same_roots(const struct eap_list *a, const struct eap_list *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (!has_root(b, a->item[i]))
			return false;
	for (size_t i = 0; i < b->n; i++)
		if (!has_root(a, b->item[i]))
			return false;
	return true;
}

static bool same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* PEAP and the EAP-TLS in it see the same certificate. */
static void compare_levels(const struct eap_profile *p, struct eap_judgement *j)
{
	const struct eap_method *out = &p->level[0], *in = &p->level[1];

	if (!j->level[0].counts || !j->level[1].counts)
		return;
	j->validation_differs = j->level[0].validates != j->level[1].validates;
	j->names_differ = !same_text(out->server_names, in->server_names) ||
			  j->level[0].names != j->level[1].names;
	j->roots_differ = !same_roots(&out->roots, &in->roots);
	j->prompts_differ = j->level[0].prompts != j->level[1].prompts;
	if (j->validation_differs || j->names_differ || j->roots_differ ||
		j->prompts_differ)
		found(j, EAP_LEVELS_DIFFER);
}

/* One answer for all levels: the one that stops or asks first. */
static void sum_up(struct eap_judgement *j)
{
	size_t counting = 0, off = 0;

	for (size_t i = 0; i < EAP_LEVELS; i++) {
		const struct eap_check *c = &j->level[i];

		if (!c->counts)
			continue;
		counting++;
		off += !c->validates;
		if (c->prompts > j->prompts)
			j->prompts = c->prompts;
		if (c->fit > j->fit)
			j->fit = c->fit;
		if (c->names > j->names)
			j->names = c->names;
	}
	if (off == counting)
		found(j, EAP_NOT_VALIDATED);
	if (j->fit == EAP_FIT_NONE)
		found(j, EAP_NAME_MISMATCH);
	if (j->fit == EAP_FIT_CASE)
		found(j, EAP_NAME_CASE);
	if (j->fit == EAP_FIT_UNSURE)
		found(j, EAP_NAME_UNSURE);
}

bool eap_same_eku_name(const char *a, const char *b)
{
	for (;; a++, b++) {
		a += strspn(a, " \t");
		b += strspn(b, " \t");
		if (*a != *b)
			return false;
		if (!*a)
			return true;
	}
}

static void check_defined(const struct eap_method *m,
	const struct eap_list *used, struct eap_judgement *j)
{
	for (size_t i = 0; i < used->n; i++) {
		bool defined = false;

		for (size_t k = 0; k < m->eku_names.n && !defined; k++)
			defined = eap_same_eku_name(used->item[i],
				m->eku_names.item[k]);
		if (defined)
			continue;
		found(j, EAP_UNDEFINED_EKU);
		if (!j->undefined_eku)
			j->undefined_eku = used->item[i];
	}
}

static void judge_filter(const struct eap_method *m, struct eap_judgement *j)
{
	char hex[41];

	check_defined(m, &m->client_auth_ekus, j);
	check_defined(m, &m->any_purpose_ekus, j);
	for (size_t i = 0; i < m->issuers.n; i++)
		if (!eap_thumbprint(m->issuers.item[i], hex))
			found(j, EAP_BAD_ISSUER);
	if (m->client_auth_ekus.n && m->client_auth == EAP_TRUE &&
		(m->all_purpose == EAP_TRUE ||
			(m->any_purpose == EAP_TRUE && !m->any_purpose_ekus.n)))
		found(j, EAP_FILTER_WIDE);
	if (m->simple_selection == EAP_FALSE)
		found(j, EAP_CHOOSER);
}

void eap_judge(const struct eap_profile *p, const char *nps,
	struct eap_judgement *j)
{
	const struct eap_method *certificate = eap_certificate_method(p);

	*j = (struct eap_judgement){0};
	for (size_t i = 0; i < p->nlevels; i++)
		judge_level(&p->level[i], nps, &j->level[i], j);
	compare_levels(p, j);
	sum_up(j);
	if (certificate)
		judge_filter(certificate, j);
	if (p->https)
		found(j, EAP_HTTPS_NAMESPACE);
	if (p->method_type && p->nlevels && p->level[0].type &&
		p->level[0].type != p->method_type)
		found(j, EAP_TYPES_DIFFER);
}
