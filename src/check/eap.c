/*
 * EAP XML into struct eap_profile: the only user of expat. An element is
 * known by its name and by what it stands in; namespaces are not compared,
 * for consoles break them and web pages rewrite them. Nothing is fetched,
 * and a document that declares entities is refused.
 */
#include "eap.h"

#include <expat.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "eap_text.h"

#define MOST_DEPTH 48
#define MOST_VALUE 8192
#define MOST_TEXT ((size_t)4 << 20) /* bytes that are looked at */

enum where { /* what an element belongs to */
	IN_METHOD,
	IN_PROFILE,
};

enum sort {
	SORT_FLAG,
	SORT_TEXT,
	SORT_NAMES, /* as written, blanks and all */
	SORT_ITEM,
	SORT_SWITCH, /* the attribute Enabled of an element */
};

struct field {
	const char *name, *parent; /* parent NULL: any */
	enum where where;
	enum sort sort;
	size_t offset;
};

static const struct field fields[] = {
#define M(n, p, s, f)                                              \
	{                                                          \
		n, p, IN_METHOD, s, offsetof(struct eap_method, f) \
	}
#define P(n, p, s, f)                                                \
	{                                                            \
		n, p, IN_PROFILE, s, offsetof(struct eap_profile, f) \
	}
	M("DisableUserPromptForServerValidation", NULL, SORT_FLAG, no_prompt),
	M("PerformServerValidation", NULL, SORT_FLAG, validate),
	M("AcceptServerName", NULL, SORT_FLAG, check_name),
	M("AllowPromptingWhenServerCANotFound", NULL, SORT_FLAG, prompt_on_ca),
	M("ServerNames", NULL, SORT_NAMES, server_names),
	M("TrustedRootCA", NULL, SORT_ITEM, roots),
	M("RequireCryptoBinding", NULL, SORT_FLAG, crypto_binding),
	M("FastReconnect", NULL, SORT_FLAG, fast_reconnect),
	M("EnableQuarantineChecks", NULL, SORT_FLAG, quarantine),
	M("SimpleCertSelection", NULL, SORT_FLAG, simple_selection),
	M("DifferentUsername", NULL, SORT_FLAG, different_username),
	M("AllPurposeEnabled", NULL, SORT_FLAG, all_purpose),
	M("CAHashList", NULL, SORT_SWITCH, issuer_filter),
	M("ClientAuthEKUList", NULL, SORT_SWITCH, client_auth),
	M("AnyPurposeEKUList", NULL, SORT_SWITCH, any_purpose),
	M("IssuerHash", "CAHashList", SORT_ITEM, issuers),
	M("EKUName", "EKUMap", SORT_ITEM, eku_names),
	M("EKUOID", "EKUMap", SORT_ITEM, eku_oids),
	M("EKUName", "EKUMapInList/ClientAuthEKUList", SORT_ITEM,
		client_auth_ekus),
	M("EKUName", "EKUMapInList/AnyPurposeEKUList", SORT_ITEM,
		any_purpose_ekus),
	P("IssuerHash", "Sso", SORT_ITEM, sso_issuers),
	P("Servers", "NativeProfile", SORT_TEXT, servers),
	P("NativeProtocolType", "NativeProfile", SORT_TEXT, protocol),
	P("UserMethod", "Authentication", SORT_TEXT, user_method),
	P("MachineMethod", "Authentication", SORT_TEXT, machine_method),
	P("DeviceTunnel", "VPNProfile", SORT_FLAG, device_tunnel),
#undef M
#undef P
};

struct reader {
	struct eap_profile *profile;
	XML_Parser parser;
	const char *open[MOST_DEPTH]; /* names, outermost first; in the arena */
	size_t depth;
	size_t host_depth; /* where EapHostConfig is open; 0: it is not */
	size_t level_at[EAP_LEVELS]; /* depth at which each Eap opened */
	size_t nopen;                /* of the levels */
	struct str value;            /* of the innermost element */
	bool stopped;
};

void eap_init(struct eap_profile *p)
{
	*p = (struct eap_profile){0};
	arena_init(&p->arena);
}

void eap_release(struct eap_profile *p)
{
	arena_release(&p->arena);
}

static void stop(struct reader *r)
{
	r->stopped = true;
	XML_StopParser(r->parser, XML_FALSE);
}

/* Without a namespace prefix. */
static const char *local_name(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

static const char *parent(const struct reader *r, size_t up)
{
	return r->depth > up ? r->open[r->depth - 1 - up] : "";
}

/* "EKUMapInList/ClientAuthEKUList": the parent, then its own parent. */
static bool stands_in(const struct reader *r, const char *path)
{
	for (size_t up = 1;; up++) {
		size_t len = strcspn(path, "/");
		const char *name = parent(r, up);

		if (strlen(name) != len || memcmp(name, path, len) != 0)
			return false;
		if (!path[len])
			return true;
		path += len + 1;
	}
}

/* For the innermost open element; NULL if it is none of ours. */
static void *target(const struct reader *r, const struct field *f)
{
	char *base;

	if (strcmp(f->name, parent(r, 0)) != 0 ||
		(f->parent && !stands_in(r, f->parent)))
		return NULL;
	if (f->where == IN_PROFILE)
		base = (char *)r->profile;
	else if (r->nopen)
		base = (char *)&r->profile->level[r->nopen - 1];
	else
		return NULL;
	return base + f->offset;
}

static enum eap_flag flag_of(const char *s)
{
	if (strcasecmp(s, "true") == 0 || strcmp(s, "1") == 0)
		return EAP_TRUE;
	if (strcasecmp(s, "false") == 0 || strcmp(s, "0") == 0)
		return EAP_FALSE;
	return EAP_NOT_GIVEN;
}

static void add_item(struct reader *r, struct eap_list *list, const char *s)
{
	if (list->n < EAP_MOST)
		list->item[list->n++] = arena_strdup(&r->profile->arena, s);
	else
		r->profile->overfull = true;
}

/*
 * In the middle of a word a line end is the console's and nothing stood
 * there. With an indent, beside a ';' or at an end it is the author's, and as
 * good as the blank that may be the very fault looked for.
 */
static void settle_line_ends(struct str *out, const struct str *in)
{
	for (size_t i = 0; i < in->len;) {
		char before = ';';

		if (out->len)
			before = out->s[out->len - 1];
		if (in->s[i] != '\n' && in->s[i] != '\r') {
			if (in->s[i])
				str_addc(out, in->s[i]);
			i++;
			continue;
		}
		while (i < in->len && strchr("\n\r \t", in->s[i]))
			i++;
		if (strchr(" \t", in->s[i - 1]) &&
			(before == ';' || i == in->len || in->s[i] == ';'))
			str_addc(out, ' ');
	}
}

static char *trim(char *s)
{
	size_t n;

	s += strspn(s, " \t");
	for (n = strlen(s); n && strchr(" \t", s[n - 1]); n--)
		s[n - 1] = '\0';
	return s;
}

static void store(struct reader *r, const struct field *f, void *to, char *s)
{
	switch (f->sort) {
	case SORT_FLAG:
		*(enum eap_flag *)to = flag_of(trim(s));
		break;
	case SORT_TEXT:
		*(const char **)to = arena_strdup(&r->profile->arena, trim(s));
		break;
	case SORT_NAMES:
		*(const char **)to = arena_strdup(&r->profile->arena, s);
		break;
	case SORT_ITEM:
		add_item(r, to, trim(s));
		break;
	case SORT_SWITCH:
		break;
	}
}

/* The number of a type, in either of the two places where one stands. */
static void store_type(struct reader *r, const char *s)
{
	unsigned n = 0;

	for (s += strspn(s, " \t"); *s >= '0' && *s <= '9' && n < 1000; s++)
		n = n * 10 + (unsigned)(*s - '0');
	if (strcmp(parent(r, 1), "EapMethod") == 0 && !r->nopen)
		r->profile->method_type = n;
	else if (strcmp(parent(r, 1), "Eap") == 0 && r->nopen)
		r->profile->level[r->nopen - 1].type = n;
}

static void open_switches(struct reader *r, const char **attributes)
{
	enum eap_flag on = EAP_NOT_GIVEN;
	void *to;

	for (; *attributes; attributes += 2) {
		if (strcmp(local_name(attributes[0]), "Enabled") == 0)
			on = flag_of(attributes[1]);
		if (strncmp(attributes[0], "xmlns", 5) == 0 &&
			strncmp(attributes[1], "https:", 6) == 0)
			r->profile->https = true;
	}
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		if (fields[i].sort != SORT_SWITCH)
			continue;
		to = target(r, &fields[i]);
		if (to) /* the list is there: without a word it is on */
			*(enum eap_flag *)to =
				on == EAP_NOT_GIVEN ? EAP_TRUE : on;
	}
}

static void XMLCALL on_open(void *data, const char *raw,
	const char **attributes)
{
	struct reader *r = data;
	const char *name = local_name(raw);

	if (r->depth == MOST_DEPTH) {
		stop(r);
		return;
	}
	r->open[r->depth++] = arena_strdup(&r->profile->arena, name);
	str_reset(&r->value);
	if (strcmp(name, "EapHostConfig") == 0 && !r->host_depth) {
		r->profile->has_eap = true;
		r->host_depth = r->depth;
	} else if (strcmp(name, "Eap") == 0 && r->host_depth &&
		   r->nopen < EAP_LEVELS) {
		r->level_at[r->nopen++] = r->depth;
		if (r->profile->nlevels < r->nopen)
			r->profile->nlevels = r->nopen;
	} else if (strcmp(name, "SmartCard") == 0 && r->nopen) {
		r->profile->level[r->nopen - 1].smart_card = true;
	}
	open_switches(r, attributes);
}

static void XMLCALL on_close(void *data, const char *raw)
{
	struct reader *r = data;
	struct str value;

	if (r->stopped || !r->depth)
		return;
	str_init(&value);
	settle_line_ends(&value, &r->value);
	if (strcmp(parent(r, 0), "Type") == 0)
		store_type(r, value.s);
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		void *to = target(r, &fields[i]);

		if (to)
			store(r, &fields[i], to, value.s);
	}
	str_release(&value);
	str_reset(&r->value);
	if (r->nopen && r->level_at[r->nopen - 1] == r->depth)
		r->nopen--;
	if (r->host_depth == r->depth)
		r->host_depth = 0;
	r->depth--;
}

static void XMLCALL on_text(void *data, const char *s, int n)
{
	struct reader *r = data;

	if (r->value.len + (size_t)n > MOST_VALUE)
		stop(r);
	else
		str_add(&r->value, s, (size_t)n);
}

static void XMLCALL on_doctype(void *data, const char *name, const char *sysid,
	const char *pubid, int internal)
{
	stop(data);
}

/* Parse what is in t; what was read before an error stays. */
static bool parse_xml(struct eap_profile *p, const struct eap_text *t,
	const char **why)
{
	struct reader r = {.profile = p};
	bool ok;

	r.parser = XML_ParserCreate("UTF-8");
	if (!r.parser)
		return false;
	str_init(&r.value);
	XML_SetUserData(r.parser, &r);
	XML_SetElementHandler(r.parser, on_open, on_close);
	XML_SetCharacterDataHandler(r.parser, on_text);
	XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
	ok = XML_Parse(r.parser, t->xml.s, (int)t->xml.len, 1) == XML_STATUS_OK;
	if (!ok && why)
		*why = XML_ErrorString(XML_GetErrorCode(r.parser));
	XML_ParserFree(r.parser);
	str_release(&r.value);
	return ok;
}

static bool attempt(struct eap_profile *p, struct eap_text *t,
	const struct str *text, enum eap_lines lines, const char **why)
{
	bool found;

	eap_release(p);
	eap_init(p);
	found = eap_text_find(t, text->s, text->len, lines);
	p->unescaped = t->unescaped;
	p->repaired = t->repaired;
	p->roots = t->roots;
	p->joined = lines == EAP_LINES_JOINED;
	return found && parse_xml(p, t, why);
}

enum eap_read eap_parse(struct eap_profile *p, const char *text, size_t len,
	const char **why)
{
	struct str all = {(char *)text, len < MOST_TEXT ? len : MOST_TEXT, 0};
	enum eap_read rc = EAP_READ_OK;
	struct eap_text t;

	eap_text_init(&t);
	if (!attempt(p, &t, &all, EAP_LINES_KEPT, why) &&
		!attempt(p, &t, &all, EAP_LINES_JOINED, why)) {
		if (!t.roots)
			rc = EAP_READ_NO_XML;
		else
			rc = t.cut ? EAP_READ_CUT_OFF : EAP_READ_BROKEN;
	}
	eap_text_release(&t);
	return rc;
}
