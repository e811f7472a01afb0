/*
 * The list itself, and PowerShell's side of it; sh and cmd.exe are in
 * readonly_sh.c. Whoever adds a name says by that: it changes nothing, on no
 * machine, with any arguments that the rule lets through.
 */
#include "model/readonly.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "model/pscommands.h"
#include "readonly_list.h"

#define WORDS(...)                \
	(const char *const[])     \
	{                         \
		__VA_ARGS__, NULL \
	}

/* Verb-Anything. */
static const char *const verbs[] = {"Get", "Test", "Resolve", "Select", "Where",
	"Sort", "Group", "Measure", "Compare", "Format", "ConvertTo",
	"ConvertFrom", "Join", "Split", "Find", "Search", NULL};

/* The jobs of a session hold nothing but blocks that are scanned as well. */
static const char *const cmdlets[] = {"ForEach-Object", "Out-String",
	"Out-Null", "Write-Output", "Write-Error", "New-TimeSpan",
	"Start-Sleep", "Start-Job", "Wait-Job", "Receive-Job", "Stop-Job",
	"Remove-Job", NULL};

/* The verb would let them through: they ask for or show secrets. */
static const char *const never[] = {
	"Get-Credential", "Get-Clipboard", "ConvertFrom-SecureString", NULL};

/* New-Object of these only. */
static const char *const types[] = {"System.Text.UTF8Encoding", "PSObject",
	"System.DirectoryServices.DirectorySearcher",
	"System.Security.Cryptography.X509Certificates.X509Chain", NULL};

/* They compute from what is there. */
static const char *const methods[] = {"ToString", "Trim", "TrimEnd",
	"TrimStart", "Split", "Replace", "Substring", "Contains", "StartsWith",
	"EndsWith", "ToUpper", "ToLower", "ToUniversalTime", "ToLocalTime",
	"AddDays", "AddHours", "AddMinutes", "AddSeconds", "IndexOf",
	"LastIndexOf", "PadLeft", "PadRight", "Parse", "ParseExact", "Round",
	"Floor", "Ceiling", "ToXml", "Match", "Matches", "IsMatch", "Equals",
	"GetType", "ToInt32", "ToInt64", "ToUInt32", "IsNullOrEmpty",
	"IsNullOrWhiteSpace", "SelectNodes", "SelectSingleNode", "GetNameInfo",
	"Build", "FindAll", "FindOne", "Format", NULL};

const struct program programs[] = {
	{.name = "certutil.exe",
		.options = WORDS("-store", "-verify", "-dump", "-urlfetch",
			"-enterprise", "-user", "-v", "-silent", "-ping",
			"-getreg", "-cainfo", "-catemplates", "-hashfile"),
		.needs = WORDS("-store", "-verify", "-dump", "-ping", "-getreg",
			"-cainfo", "-catemplates", "-hashfile"),
		.most = 2},
	{.name = "sc.exe",
		.first = WORDS("query", "queryex", "qc", "qsidtype", "qfailure",
			"qtriggerinfo", "sdshow", "enumdepend")},
	{.name = "netsh.exe",
		.needs = WORDS("show"),
		.without = WORDS("set", "add", "delete", "import", "exec",
			"reset", "start", "stop", "dump", "export")},
	{.name = "reg.exe", .first = WORDS("query")},
	{.name = "auditpol.exe",
		.options = WORDS("/get", "/category", "/subcategory", "/r"),
		.needs = WORDS("/get")},
	{.name = "w32tm.exe",
		.options = WORDS("/query", "/status", "/source",
			"/configuration", "/peers", "/verbose", "/stripchart",
			"/computer", "/dataonly", "/samples", "/tz"),
		.needs = WORDS("/query", "/stripchart", "/tz")},
	{.name = "nltest.exe",
		.options = WORDS("/dsgetdc", "/dclist", "/sc_query",
			"/dsgetsite", "/server", "/domain_trusts",
			"/trusted_domains")},
	{.name = "wevtutil.exe", .first = WORDS("qe", "gl", "el", "gp", "gli")},
	{.name = "klist.exe",
		.first = WORDS("tickets", "sessions", "tgt", "get")},
	{.name = "cmdkey.exe",
		.options = WORDS("/list"),
		.needs = WORDS("/list")},
	{.name = "ipconfig.exe", .options = WORDS("/all", "/displaydns")},
	{.name = "gpresult.exe",
		.options = WORDS("/r", "/scope", "/user", "/v", "/z")},
	{.name = "dsregcmd.exe",
		.options = WORDS("/status"),
		.needs = WORDS("/status")},
	{.name = "setspn.exe",
		.options = WORDS("-l", "-q", "-x", "-f", "-t"),
		.needs = WORDS("-l", "-q", "-x")},
	{.name = "schtasks.exe",
		.options = WORDS("/query", "/tn", "/v", "/fo", "/nh"),
		.needs = WORDS("/query")},
	{.name = "arp.exe", .options = WORDS("-a", "-v"), .needs = WORDS("-a")},
	{.name = "route.exe", .first = WORDS("print")},
	{.name = "repadmin.exe",
		.options = WORDS("/showrepl", "/replsummary"),
		.needs = WORDS("/showrepl", "/replsummary")},
	/* Gets a page and keeps nothing of it. */
	{.name = "Invoke-WebRequest",
		.options = WORDS("-Uri", "-UseBasicParsing", "-TimeoutSec"),
		.needs = WORDS("-UseBasicParsing")},
	{.name = "whoami.exe", .most = 9},
	{.name = "hostname.exe", .options = WORDS("-")},
	{.name = "systeminfo.exe", .most = 9},
	{.name = "tasklist.exe", .most = 9},
	{.name = "netstat.exe", .most = 9},
	{.name = "nslookup.exe", .most = 9},
	{.name = "ping.exe", .most = 9},
	{.name = "tracert.exe", .most = 9},
	{.name = "pathping.exe", .most = 9},
	{.name = "getmac.exe", .most = 9},
	{.name = "findstr.exe", .most = 9},
	{.name = "find.exe", .most = 9},
	{.name = "quser.exe", .most = 9},
	{.name = "qwinsta.exe", .most = 9},
	{0},
};

bool is_word_of(const char *s, size_t n, const char *const *words)
{
	for (; words && *words; words++)
		if (strlen(*words) == n && strncasecmp(s, *words, n) == 0)
			return true;
	return false;
}

/* -- the arguments of a program -- */

/* The next argument without its quotes; false at the end. */
static bool next_argument(const char **p, const char *end, const char **s,
	size_t *n)
{
	char quote = 0;

	while (*p < end && isspace((unsigned char)**p))
		(*p)++;
	if (*p == end)
		return false;
	if (**p == '\'' || **p == '"')
		quote = *(*p)++;
	*s = *p;
	while (*p < end &&
		(quote ? **p != quote : !isspace((unsigned char)**p)))
		(*p)++;
	*n = (size_t)(*p - *s);
	if (quote && *p < end)
		(*p)++;
	return true;
}

/* Streams that go elsewhere are judged by themselves. */
static bool is_redirection(const char *s, size_t n)
{
	return memchr(s, '>', n) != NULL || (n && *s == '<');
}

bool program_is_harmless(const struct program *rule, const char *args,
	size_t len)
{
	const char *p = args, *end = args + len, *s;
	size_t n, plain = 0;
	bool needed = rule->needs == NULL;

	while (next_argument(&p, end, &s, &n)) {
		bool option = n && (*s == '-' || *s == '/');
		size_t m = 0;

		if (is_redirection(s, n))
			continue;
		while (m < n && s[m] != ':')
			m++;
		if (option && rule->options && !is_word_of(s, m, rule->options))
			return false;
		if (is_word_of(s, n, rule->without))
			return false;
		needed = needed || is_word_of(s, m, rule->needs);
		if (option)
			continue;
		if (plain++ == 0 && rule->first &&
			!is_word_of(s, n, rule->first))
			return false;
	}
	if (rule->options && !rule->first && rule->most && plain > rule->most)
		return false;
	return needed;
}

const struct program *program_find(const char *name, size_t n)
{
	for (const struct program *p = programs; p->name; p++)
		if (strlen(p->name) == n && strncasecmp(name, p->name, n) == 0)
			return p;
	return NULL;
}

/* -- PowerShell -- */

struct functions {
	const char *name[32];
	size_t len[32], n;
};

struct judge {
	struct functions functions;
	struct not_read_only *found;
	bool bad;
};

static void collect_function(void *ctx, const char *script,
	const struct ps_command *c)
{
	struct functions *f = ctx;

	if (c->kind != PS_FUNCTION || f->n == 32)
		return;
	f->name[f->n] = script + c->offset;
	f->len[f->n++] = c->len;
}

static bool is_function(const struct functions *f, const char *s, size_t n)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->len[i] == n && strncasecmp(f->name[i], s, n) == 0)
			return true;
	return false;
}

static bool is_cmdlet(const char *s, size_t n, const char *args, size_t len)
{
	const char *dash = memchr(s, '-', n);
	size_t m;

	if (is_word_of(s, n, WORDS("New-Object"))) {
		while (len && isspace((unsigned char)*args)) {
			args++;
			len--;
		}
		for (m = 0; m < len && !isspace((unsigned char)args[m]) &&
			    args[m] != '(';)
			m++;
		return is_word_of(args, m, types);
	}
	if (is_word_of(s, n, cmdlets))
		return true;
	return dash && is_word_of(s, (size_t)(dash - s), verbs) &&
	       !is_word_of(s, n, never);
}

static const char *objection(const struct judge *j, const char *script,
	const struct ps_command *c)
{
	const char *name = script + c->offset;
	const struct program *program;

	switch (c->kind) {
	case PS_FUNCTION:
		return NULL;
	case PS_DYNAMIC:
		return "what this runs is not in the text";
	case PS_WRITE:
		return "this writes to a file";
	case PS_METHOD:
		return is_word_of(name, c->len, methods)
			       ? NULL
			       : "this method is not on the list of those that "
				 "only "
				 "look";
	case PS_COMMAND:
		break;
	}
	program = program_find(name, c->len);
	if (program)
		return program_is_harmless(program, script + c->args,
			       c->argslen)
			       ? NULL
			       : "this program may change something with these "
				 "arguments";
	if (is_cmdlet(name, c->len, script + c->args, c->argslen) ||
		is_function(&j->functions, name, c->len))
		return NULL;
	return "this command is not on the list of those that only look";
}

static void judge_command(void *ctx, const char *script,
	const struct ps_command *c)
{
	struct judge *j = ctx;
	const char *why = j->bad ? NULL : objection(j, script, c);

	if (!why)
		return;
	j->bad = true;
	*j->found = (struct not_read_only){c->offset, c->len, why};
}

bool script_is_read_only(const char *script, enum shell shell,
	struct not_read_only *found)
{
	struct judge j = {.found = found};

	if (shell != SHELL_POWERSHELL)
		return plain_is_read_only(script, shell, found);
	ps_commands(script, collect_function, &j.functions);
	ps_commands(script, judge_command, &j);
	return !j.bad;
}
