/*
 * One pattern per form; its first group is the value. What stays is a table
 * of its own and comes first, so that a CA's name is not taken for a host.
 */
#include "detect.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "model/pattern.h"

struct form {
	const char *needs; /* without this text it cannot match; or NULL */
	enum redact kind;  /* NONE: it stays */
	const char *pattern;
	bool (*is_it)(const char *, size_t); /* NULL: always */
};

static bool is_address(const char *, size_t);
static bool is_host(const char *, size_t);
static bool is_account(const char *, size_t);
static bool is_subject_host(const char *, size_t);
static bool is_subject_person(const char *, size_t);

#define NAME "[\\p{L}\\p{N}._$-]"

static const struct form forms[] = {
	/* Names of certification authorities. */
	{"CN=", REDACT_NONE,
		"(?i)\\bIssuer(?:Name)?\\W{1,5}[^\\n]{0,200}?"
		"\\bCN=(?<v>[^,\\n+/<\"]+)"},
	{"-CA", REDACT_NONE, "(?<![\\w-])(?<v>[\\w.-]+-CA)(?![\\w-])"},
	/* Mail addresses and user principal names. */
	{"@", REDACT_PERSON,
		"(?<v>[\\p{L}\\p{N}.!#$%&'*+/=?^_`{|}~-]+@"
		"[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)*)"},
	{"S-1-", REDACT_PERSON,
		"(?i)\\b(?<v>S-1-(?:5-21|12-1)(?:-\\d+){3,})\\b"},
	{"\\", REDACT_PERSON,
		"(?<![\\w.:\\\\/%-])(?<v>[\\w][\\w.-]{0,60}\\\\" NAME
		"{1,64})(?![\\\\\\w])",
		is_account},
	{"sers", REDACT_PERSON,
		"(?i)[\\\\/]Users[\\\\/](?<v>[^\\\\/:*?\"<>|\\n]+)"},
	{"/home/", REDACT_PERSON, "/home/(?<v>[\\w.-]+)"},
	{":", REDACT_PERSON,
		"(?im)\\b(?:(?:Fully Qualified )?Account Name|User(?:[ -]?"
		"Name)?|Full Name|Display ?Name|Logon Account|SAM-?Account"
		"-?Name|Caller|Benutzername|Kontoname)\\s*:[ \\t]*"
		"(?<v>[^\\s\"<>|=;,][^\\n\"<>|=;,]{0,80})$"},
	{"Name=", REDACT_PERSON,
		"<Data Name=['\"](?:Fully ?Qualified)?(?:Subject|Target)?"
		"(?:User(?:Name)?|Account(?:Name)?)['\"]>(?<v>[^<]+)<"},
	{"CN=", REDACT_PERSON,
		"(?i)\\bSubject(?:Name)?\\W{1,5}[^\\n]{0,200}?\\bCN=(?<v>[^,"
		"\\n+"
		"/<\"]+)",
		is_subject_person},
	{"CN=", REDACT_HOST,
		"(?i)\\bSubject(?:Name)?\\W{1,5}[^\\n]{0,200}?\\bCN=(?<v>[^,"
		"\\n+"
		"/<\"]+)",
		is_subject_host},
	/* Machines. */
	{"\\\\", REDACT_HOST,
		"(?<![\\w:\\\\])\\\\\\\\(?<v>[\\w][\\w.-]{0,254})(?=\\\\)"},
	{"omputer", REDACT_HOST, "<Computer>(?<v>[^<]+)</Computer>"},
	{":", REDACT_HOST,
		"(?im)\\b(?:Computer(?: ?Name)?|PSComputerName|MachineName|"
		"Workstation(?: Name)?|NAS Identifier|Client Friendly Name|"
		"Authentication Server|Host ?Name|Server(?:Name|Address))"
		"\\s*:[ \\t]*(?<v>[\\w][\\w.-]{1,254})[ \\t]*$"},
	{"Name=", REDACT_HOST,
		"<Data Name=['\"](?:ClientName|NASIdentifier|Workstation(?:"
		"Name)?|AuthenticationServer|(?:Fully ?Qualified)?(?:Subject)?"
		"MachineName)['\"]>(?<v>[^<]+)<"},
	{".", REDACT_HOST,
		"(?<![\\p{L}\\p{N}_.@\\\\-])(?<v>(?:[\\p{L}\\p{N}](?:[\\p{L}"
		"\\p{N}"
		"-]{0,61}[\\p{L}\\p{N}])?\\.)+[\\p{L}]{2,24})(?![\\p{L}\\p{N}_"
		"(-]|\\.[\\p{L}\\p{N}])",
		is_host},
	/* Addresses: IPv4, IPv6 and of network cards. */
	{".", REDACT_ADDRESS,
		"(?<![\\w.])(?<v>(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}"
		"(?:25[0-5]|2[0-4]\\d|1?\\d?\\d))(?!\\w|\\.\\d)",
		is_address},
	{":", REDACT_ADDRESS,
		"(?<![\\w:.])(?<v>(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|"
		"(?=[0-9A-Fa-f:]*::)(?:[0-9A-Fa-f]{0,4}:){2,7}"
		"[0-9A-Fa-f]{0,4})(?![\\w:])",
		is_address},
	{NULL, REDACT_ADDRESS,
		"(?<![\\w:-])(?<v>(?:[0-9A-Fa-f]{2}([:-]))(?:[0-9A-Fa-f]{2}\\2)"
		"{4}"
		"[0-9A-Fa-f]{2})(?![\\w:-])"},
	/* Secrets by what stands before them. */
	{NULL, REDACT_SECRET,
		"(?i)(?:pass(?:word|wd|phrase|code)|pwd|kennwort|passwort|psk|"
		"pre-?shared[ _-]?key|shared[ _-]?(?:secret|key)|client[_-]?"
		"secret|api[_-]?key|asplaintext|(?<![\\w])secret)[\"']?(?:\\s*"
		"[:=]\\s*|[ \\t]+(?=[\"'])|(?<=-sharedsecret|-password)[ \\t]+)"
		"(?|\"(?<v>[^\"\\n]{3,})\"|'(?<v>[^'\\n]{3,})'|(?<v>[^\\s\"'<>]"
		"{3,}))"},
	{"<", REDACT_SECRET,
		"(?i)<\\w*(?:Password|Passphrase|Secret|PreSharedKey)\\w*>"
		"(?<v>[^<]{3,})<"},
};

#define NFORMS (sizeof forms / sizeof *forms)

struct detector {
	struct pattern *patterns[NFORMS];
};

struct detector *detector_new(void)
{
	struct detector *d = xcalloc(1, sizeof *d);
	char why[200];
	size_t offset;

	for (size_t i = 0; i < NFORMS; i++) {
		d->patterns[i] =
			pattern_new(forms[i].pattern, why, sizeof why, &offset);
		if (!d->patterns[i])
			die("form %zu, byte %zu: %s", i, offset, why);
	}
	return d;
}

void detector_free(struct detector *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < NFORMS; i++)
		pattern_free(d->patterns[i]);
	free(d);
}

static bool starts(const char *s, size_t n, const char *with)
{
	size_t w = strlen(with);

	return n >= w && strncmp(s, with, w) == 0;
}

static bool ends(const char *s, size_t n, const char *with)
{
	size_t w = strlen(with);

	if (n < w)
		return false;
	for (size_t i = 0; i < w; i++)
		if (tolower((unsigned char)s[n - w + i]) != with[i])
			return false;
	return true;
}

/* Loopback, "any" and masks say nothing; 2.5.29 and 2.5.4 begin OIDs of
 * certificates (X.520, RFC 5280). */
static bool is_address(const char *s, size_t n)
{
	static const char *const plain[] = {
		"127.", "0.", "255.", "2.5.29.", "2.5.4.", NULL};

	for (size_t i = 0; plain[i]; i++)
		if (starts(s, n, plain[i]))
			return false;
	return !(n == 2 && starts(s, n, "::")) &&
	       !(n == 3 && starts(s, n, "::1"));
}

static bool any_ends(const char *s, size_t n, const char *const *list)
{
	for (size_t i = 0; list[i]; i++)
		if (ends(s, n, list[i]))
			return true;
	return false;
}

/* Known to everybody: these say nothing about the house. */
static bool is_public(const char *s, size_t n)
{
	static const char *const known[] = {"microsoft.com",
		"microsoftonline"
		".com",
		"windows.net", "windows.com", "windowsupdate.com", "azure.com",
		"azure.net", "office.com", "office365.com", "live.com",
		"digicert.com", "letsencrypt.org", "lencr.org", "verisign.com",
		"entrust.net", "globalsign.com", "sectigo.com", "usertrust.com",
		"w3.org", "ietf.org", NULL};

	return any_ends(s, n, known);
}

/* "event.txt", "System.Net", "rasphone.pbk" look like hosts and are none:
 * a host ends in a top level that is in use, public or at home. */
static bool is_host(const char *s, size_t n)
{
	static const char *const tops[] = {".com", ".net", ".org", ".edu",
		".gov", ".mil", ".int", ".info", ".biz", ".cloud", ".online",
		".local", ".lan", ".corp", ".intern", ".internal", ".home",
		".localdomain", ".arpa", ".example", ".test", ".invalid", ".ad",
		".domain", ".private", ".site", ".group", ".company", NULL};
	static const char *const files[] = {".md", ".sh", ".py", ".pl", ".so",
		".cs", ".js", ".ps", ".rs", ".db", ".ai", NULL};
	static const char *const spaces[] = {
		"System.", "Microsoft.", "Windows.", "windows.", NULL};
	size_t top = n;

	for (size_t i = 0; spaces[i]; i++)
		if (starts(s, n, spaces[i]))
			return false;
	if (is_public(s, n))
		return false;
	while (top > 0 && s[top - 1] != '.')
		top--;
	if (any_ends(s, n, tops))
		return true;
	return n - top == 2 && !any_ends(s, n, files);
}

/* What stands left of the backslash is no domain. */
static bool is_account(const char *s, size_t n)
{
	static const char *const no[] = {"HKLM", "HKCU", "HKEY", "HKU", "SOFT",
		"SYSTEM\\", "LocalMachine", "CurrentUser", "AUTHORITY\\",
		"BUILTIN\\", "Microsoft", "Windows", "Program", "Users\\",
		"System32", "NT\\", "Cert", "CCM", NULL};

	for (size_t i = 0; no[i]; i++)
		if (starts(s, n, no[i]))
			return false;
	return true;
}

static bool is_authority(const char *s, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (s[i] == 'C' && s[i + 1] == 'A' &&
			(i == 0 || !isalpha((unsigned char)s[i - 1])) &&
			(i + 2 == n || !isalpha((unsigned char)s[i + 2])))
			return true;
	return false;
}

static bool is_subject_host(const char *s, size_t n)
{
	return !is_authority(s, n) && !memchr(s, ' ', n) &&
	       (memchr(s, '.', n) || memchr(s, '-', n) ||
		       strcspn(s, "0123456789") < n);
}

static bool is_subject_person(const char *s, size_t n)
{
	return !is_authority(s, n) && !is_subject_host(s, n) &&
	       !memchr(s, '@', n);
}

static bool holds(const char *text, size_t n, const char *what)
{
	size_t w = strlen(what);
	const char *p = text, *end = text + n;

	while ((size_t)(end - p) >= w &&
		(p = memchr(p, what[0], (size_t)(end - p) - w + 1))) {
		if (memcmp(p, what, w) == 0)
			return true;
		p++;
	}
	return false;
}

static void take(struct tokens *t, const struct form *form, const char *s,
	size_t n)
{
	if (form->is_it && !form->is_it(s, n))
		return;
	if (form->kind == REDACT_NONE)
		tokens_keep(t, s, n);
	else
		tokens_add(t, form->kind, s, n);
}

static void detect_form(struct detector *d, size_t i, struct tokens *t,
	const char *text, size_t n)
{
	struct capture group[4];
	struct captures found = {.group = group};
	size_t from = 0;

	while (from < n && pattern_match(d->patterns[i], text, n, from,
				   &found) == MATCH_YES) {
		struct capture v = group[0];

		if (v.start != SIZE_MAX && v.end > v.start)
			take(t, &forms[i], text + v.start, v.end - v.start);
		from = found.whole.end > from ? found.whole.end : from + 1;
		/* The next begins with a whole character. */
		while (from < n && ((unsigned char)text[from] & 0xC0) == 0x80)
			from++;
	}
}

void detect(struct detector *d, struct tokens *t, const char *text, size_t n)
{
	for (size_t i = 0; i < NFORMS; i++)
		if (!forms[i].needs || holds(text, n, forms[i].needs))
			detect_form(d, i, t, text, n);
}
