/* The whitelists per type; one small function each. */
#include "model/value.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "model/codes.h"
#include "model/pattern.h"

const char *const var_type_words[] = {"string", "int", "bool", "enum",
	"hostname", "fqdn", "ip", "upn", "account", "hex", "thumbprint",
	"path-windows", "date", "secret", "code", "guid", "oid", "serial",
	NULL};

#define MOST_STRING 1024

static bool all_of(const char *s, size_t n, const char *set)
{
	for (size_t i = 0; i < n; i++)
		if (!isalnum((unsigned char)s[i]) && !strchr(set, s[i]))
			return false;
	return n > 0;
}

static const char *check_label(const char *s, size_t n)
{
	if (n == 0 || n > 63 || s[0] == '-' || s[n - 1] == '-')
		return "between dots stand 1 to 63 letters, digits and inner "
		       "hyphens";
	if (!all_of(s, n, "-"))
		return "a host name has only letters, digits, hyphens and "
		       "dots";
	return NULL;
}

static const char *check_hostname(struct str *v)
{
	const char *s, *why = NULL;

	if (v->len > 1 && v->s[v->len - 1] == '.')
		str_truncate(v, v->len - 1);
	if (v->len > 253)
		return "a host name has at most 253 characters";
	s = v->s;
	do {
		size_t n = strcspn(s, ".");

		why = check_label(s, n);
		s += n;
	} while (!why && *s++ == '.');
	return why;
}

static const char *check_fqdn(struct str *v)
{
	const char *why = check_hostname(v);

	if (!why && !strchr(v->s, '.'))
		why = "the full name is needed, with its domain: "
		      "nps.corp.example.net";
	return why;
}

static bool is_ipv4(const char *s)
{
	int parts = 0;

	for (;;) {
		char *end;
		unsigned long n;

		if (!isdigit((unsigned char)*s) ||
			(s[0] == '0' && isdigit((unsigned char)s[1])))
			return false;
		n = strtoul(s, &end, 10);
		if (n > 255 || end - s > 3)
			return false;
		parts++;
		if (*end == '\0')
			return parts == 4;
		if (*end != '.')
			return false;
		s = end + 1;
	}
}

/* RFC 4291 section 2.2, without zone and without embedded IPv4. */
static bool is_ipv6(const char *s)
{
	int groups = 0, digits = 0;
	bool gap = false;

	if (s[0] == ':' && s[1] != ':')
		return false;
	for (; *s; s++) {
		if (isxdigit((unsigned char)*s)) {
			if (++digits > 4)
				return false;
			groups += digits == 1;
		} else if (*s == ':') {
			if (s[1] == ':' && gap)
				return false;
			gap |= s[1] == ':';
			if (s[1] == '\0' && digits)
				return false;
			digits = 0;
		} else {
			return false;
		}
	}
	return gap ? groups < 8 : groups == 8;
}

static const char *check_ip(struct str *v)
{
	if (is_ipv4(v->s) || is_ipv6(v->s))
		return NULL;
	return "this is no IP address: 192.0.2.10 or 2001:db8::10";
}

static const char *check_upn(struct str *v)
{
	const char *at = strrchr(v->s, '@');
	struct str domain = STR_INIT;
	const char *why;

	if (!at || at == v->s)
		return "a user name looks like name@example.com";
	if (at - v->s > 64 ||
		!all_of(v->s, (size_t)(at - v->s), "!#$&'*+/=?^_{}~.-")) {
		/* O’Brien as somebody's phone writes it is a name as well. */
		for (const char *s = v->s; s < at; s++)
			if (!all_of(s, 1, "!#$&'*+/=?^_{}~.-") &&
				(unsigned char)*s < 0x80)
				return "a user name has no blanks, quotes or "
				       "percent signs";
	}
	str_adds(&domain, at + 1);
	why = check_hostname(&domain);
	str_release(&domain);
	return why;
}

static const char *check_account(struct str *v)
{
	const char *slash = strchr(v->s, '\\'), *name = v->s;
	size_t n;

	if (strchr(v->s, '@'))
		return check_upn(v);
	/* Events of RRAS and of domain controllers name it without a domain. */
	if (slash) {
		n = (size_t)(slash - v->s);
		if (n > 253 || !all_of(v->s, n, "._-"))
			return "the domain before \\ has letters, digits, "
			       "dots, _ and -";
		name = slash + 1;
	}
	n = strlen(name);
	if (n == 0 || n > 64 || name[0] == ' ' || name[n - 1] == ' ' ||
		strpbrk(name, "\"/\\[]:;|=,+*?<>%@"))
		return "a user is DOMAIN\\name, name@example.com or a name "
		       "without blanks at its ends";
	return NULL;
}

/* mmc puts an invisible U+200E before a thumbprint; blanks and colons are
 * for the eye. */
static void squeeze_hex(struct str *v)
{
	struct str out = STR_INIT;

	for (size_t i = 0; i < v->len; i++) {
		if (v->len - i >= 3 && memcmp(v->s + i, "\xE2\x80\x8E", 3) == 0)
			i += 2;
		else if (v->s[i] != ' ' && v->s[i] != ':')
			str_addc(&out, v->s[i]);
	}
	str_release(v);
	*v = out;
}

static const char *check_hex(struct str *v)
{
	squeeze_hex(v);
	if (v->len == 0 || strspn(v->s, "0123456789abcdefABCDEF") != v->len)
		return "only the digits 0-9 and a-f stand in it";
	return NULL;
}

static const char *check_thumbprint(struct str *v)
{
	const char *why = check_hex(v);

	if (!why && v->len == 64)
		return "this has 64 digits (SHA-256); Windows wants the SHA-1 "
		       "thumbprint of 40";
	if (!why && v->len != 40)
		return "a thumbprint has exactly 40 hex digits";
	for (size_t i = 0; i < v->len; i++)
		v->s[i] = (char)toupper((unsigned char)v->s[i]);
	return why;
}

static const char *check_serial(struct str *v)
{
	const char *why = check_hex(v);

	if (!why && (v->len > 40 || v->len % 2))
		return "a serial number has an even count of at most 40 hex "
		       "digits";
	return why;
}

static bool is_device(const char *s, size_t n)
{
	static const char *const names[] = {"CON", "PRN", "AUX", "NUL"};
	size_t stem = 0;

	while (stem < n && s[stem] != '.')
		stem++;
	for (size_t i = 0; i < 4; i++)
		if (stem == 3 && toupper((unsigned char)s[0]) == names[i][0] &&
			toupper((unsigned char)s[1]) == names[i][1] &&
			toupper((unsigned char)s[2]) == names[i][2])
			return true;
	return stem == 4 && isdigit((unsigned char)s[3]) &&
	       (strncmp(s, "COM", 3) == 0 || strncmp(s, "LPT", 3) == 0 ||
		       strncmp(s, "com", 3) == 0 || strncmp(s, "lpt", 3) == 0);
}

static const char *check_component(const char *s, size_t n)
{
	if (n == 0)
		return "two backslashes stand in a row";
	if (n == 2 && s[0] == '.' && s[1] == '.')
		return "the path must not go up (..)";
	if (s[0] == ' ' || s[n - 1] == ' ' || s[n - 1] == '.')
		return "a name in the path begins or ends with a blank or dot";
	for (size_t i = 0; i < n; i++)
		if (strchr("<>:\"/|?*[]%!", s[i]))
			return "the path holds one of < > : \" / | ? * [ ] % "
			       "!";
	return is_device(s, n) ? "the path names a device (CON, NUL, COM1)"
			       : NULL;
}

static const char *check_path(struct str *v)
{
	const char *s = v->s, *why = NULL;

	if (v->len > 1024)
		return "the path is longer than 1024 characters";
	if (starts_with(s, "\\\\?\\") || starts_with(s, "\\\\.\\"))
		return "device paths (\\\\?\\) are not accepted";
	if (isalpha((unsigned char)s[0]) && s[1] == ':' && s[2] == '\\')
		s += 3;
	else if (s[0] == '\\' && s[1] == '\\')
		s += 2;
	else
		return "a path looks like C:\\Temp\\file.cer or "
		       "\\\\server\\share\\file.cer";
	/* A backslash at the end would swallow the quote after it. */
	if (*s && v->s[v->len - 1] == '\\')
		str_truncate(v, v->len - 1);
	while (*s && !why) {
		size_t n = strcspn(s, "\\");

		why = check_component(s, n);
		s += n + (s[n] == '\\');
	}
	return why;
}

static const char *check_date(struct str *v)
{
	int y, m, d, n = 0;

	if (v->len == 10 &&
		sscanf(v->s, "%4d-%2d-%2d%n", &y, &m, &d, &n) == 3 && n == 10 &&
		m >= 1 && m <= 12 && d >= 1 && d <= 31)
		return NULL;
	return "a date is written 2026-11-21";
}

static const char *check_code(struct str *v)
{
	int32_t code;

	if (!code_parse(v->s, &code))
		return "a code is a number: 853, 0x355 or -2146762495";
	str_reset(v);
	str_addf(v, "%d", (int)code);
	return NULL;
}

static const char *check_guid(struct str *v)
{
	static const int groups[] = {8, 4, 4, 4, 12};
	const char *s;

	if (v->len > 2 && v->s[0] == '{' && v->s[v->len - 1] == '}') {
		memmove(v->s, v->s + 1, v->len - 2);
		str_truncate(v, v->len - 2);
	}
	s = v->s;
	for (size_t i = 0; i < 5; i++) {
		for (int k = 0; k < groups[i]; k++)
			if (!isxdigit((unsigned char)*s++))
				return "a GUID has 8-4-4-4-12 hex digits";
		if (i < 4 && *s++ != '-')
			return "a GUID has 8-4-4-4-12 hex digits";
	}
	return *s ? "a GUID has 8-4-4-4-12 hex digits" : NULL;
}

static const char *check_oid(struct str *v)
{
	const char *s = v->s;

	if (v->len > 128 || *s < '0' || *s > '2' || s[1] != '.')
		return "an OID looks like 1.3.6.1.5.5.7.3.2";
	for (; *s; s++) {
		if (!isdigit((unsigned char)*s) && *s != '.')
			return "an OID has only digits and dots";
		if (*s == '.' && !isdigit((unsigned char)s[1]))
			return "an OID has digits after every dot";
		if (*s == '.' && s[1] == '0' && isdigit((unsigned char)s[2]))
			return "a number in an OID has no leading zero";
	}
	return NULL;
}

static const char *check_int(struct str *v)
{
	const char *s = v->s + (v->s[0] == '-');

	if (!*s || strlen(s) > 9 || strspn(s, "0123456789") != strlen(s))
		return "a whole number is needed";
	return NULL;
}

static const char *check_bool(struct str *v)
{
	if (strcmp(v->s, "true") == 0 || strcmp(v->s, "false") == 0)
		return NULL;
	return "true or false is needed";
}

static const char *check_string(struct str *v)
{
	size_t used;

	if (v->len > MOST_STRING)
		return "this is longer than 1024 characters";
	for (size_t i = 0; i < v->len; i += used) {
		uint32_t c = utf8_decode(v->s + i, v->len - i, &used);

		if (c == UTF8_BAD || utf8_is_control(c))
			return "it holds a control character or a broken byte";
		if (c == '"')
			return "it holds a double quote";
	}
	return NULL;
}

static const char *check_type(const struct var *var, struct str *v)
{
	switch ((enum var_type)var->type) {
	case VAR_STRING:
	case VAR_SECRET:
	case VAR_ENUM:
		return check_string(v);
	case VAR_INT:
		return check_int(v);
	case VAR_BOOL:
		return check_bool(v);
	case VAR_HOSTNAME:
		return check_hostname(v);
	case VAR_FQDN:
		return check_fqdn(v);
	case VAR_IP:
		return check_ip(v);
	case VAR_UPN:
		return check_upn(v);
	case VAR_ACCOUNT:
		return check_account(v);
	case VAR_HEX:
		return check_hex(v);
	case VAR_THUMBPRINT:
		return check_thumbprint(v);
	case VAR_PATH_WINDOWS:
		return check_path(v);
	case VAR_DATE:
		return check_date(v);
	case VAR_CODE:
		return check_code(v);
	case VAR_GUID:
		return check_guid(v);
	case VAR_OID:
		return check_oid(v);
	case VAR_SERIAL:
		return check_serial(v);
	}
	return NULL;
}

static void fold(struct str *v, int letter_case)
{
	for (size_t i = 0; letter_case != CASE_KEEP && i < v->len; i++) {
		unsigned char c = (unsigned char)v->s[i];

		if (c < 0x80)
			v->s[i] =
				(char)(letter_case == CASE_LOWER ? tolower(c)
								 : toupper(c));
	}
}

static void normalise(const struct var *var, struct str *v)
{
	for (size_t i = 0; i < var->normalise.n; i++) {
		const char *how = var->normalise.s[i];

		if (strcmp(how, "strip-spaces") == 0)
			squeeze_hex(v);
		else if (strcmp(how, "upper") == 0)
			fold(v, CASE_UPPER);
		else if (strcmp(how, "lower") == 0)
			fold(v, CASE_LOWER);
	}
	fold(v, var->letter_case);
}

static bool in_values(const struct var *var, const char *s)
{
	for (size_t i = 0; i < var->values.n; i++)
		if (strcmp(var->values.s[i], s) == 0)
			return true;
	return var->values.n == 0;
}

static const char *check_limits(const struct var *var, const struct str *v)
{
	size_t n = utf8_count(v->s, v->len);

	if (var->length && n != (size_t)var->length)
		return "it has the wrong number of characters";
	if (var->type == VAR_INT) {
		long number = strtol(v->s, NULL, 10);

		if ((var->min || var->max) &&
			(number < var->min || number > var->max))
			return "the number is outside its range";
	} else if (var->max && n > (size_t)var->max) {
		return "it is too long";
	} else if (var->min && n < (size_t)var->min) {
		return "it is too short";
	}
	if (!in_values(var, v->s))
		return "it is none of the values that are allowed here";
	if (var->pattern &&
		pattern_match(var->pattern, v->s, v->len, 0, NULL) != MATCH_YES)
		return "it does not have the form that is expected here";
	return NULL;
}

static void trim(const char *typed, struct str *out)
{
	size_t n;

	str_reset(out);
	while (isspace((unsigned char)*typed))
		typed++;
	n = strlen(typed);
	while (n && isspace((unsigned char)typed[n - 1]))
		n--;
	str_add(out, typed, n);
}

bool value_accept(const struct var *var, const char *typed, struct str *out,
	const char **why)
{
	trim(typed, out);
	if (out->len == 0) {
		*why = "nothing was typed";
		return false;
	}
	*why = check_string(out);
	/* The invisible mark that mmc copies is a control; hex drops it. */
	if (*why && var->type != VAR_HEX && var->type != VAR_THUMBPRINT &&
		var->type != VAR_SERIAL)
		return false;
	normalise(var, out);
	*why = check_type(var, out);
	if (!*why)
		*why = check_limits(var, out);
	return !*why;
}

void value_show(const struct var *var, const char *value, struct str *out)
{
	bool grouped =
		var && (var->type == VAR_HEX || var->type == VAR_THUMBPRINT ||
			       var->type == VAR_SERIAL);

	if (!grouped) {
		utf8_add_visible(out, value, strlen(value));
		return;
	}
	for (size_t i = 0; value[i]; i++) {
		if (i && i % 4 == 0)
			str_addc(out, ' ');
		str_addc(out, value[i]);
	}
}
