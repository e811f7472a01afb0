/* Server names: exact entries, and patterns that can be read in two ways. */
#include "eap_names.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "model/pattern.h"

const char *const eap_names_words[] = {
	[EAP_NAMES_NONE] = "NONE",
	[EAP_NAMES_IGNORED] = "IGNORED",
	[EAP_NAMES_LISTED] = "LISTED",
	[EAP_NAMES_PATTERN] = "PATTERN",
};

const char *const eap_fit_words[] = {
	[EAP_FIT_NOT_ASKED] = "NOT_ASKED",
	[EAP_FIT_ANY] = "ANY",
	[EAP_FIT_EXACT] = "MATCH",
	[EAP_FIT_PATTERN] = "PATTERN",
	[EAP_FIT_UNSURE] = "INCONCLUSIVE",
	[EAP_FIT_CASE] = "CASE",
	[EAP_FIT_BLANK] = "BLANK",
	[EAP_FIT_NONE] = "MISMATCH",
};

/* '*' for any run of characters; letter case aside. */
static bool fits_wildcard(const char *pattern, const char *name)
{
	const char *star = NULL, *retry = NULL;

	while (*name) {
		if (*pattern == '*') {
			star = ++pattern;
			retry = name;
		} else if (tolower((unsigned char)*pattern) ==
			   tolower((unsigned char)*name)) {
			pattern++;
			name++;
		} else if (star) {
			pattern = star;
			name = ++retry;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

static enum match fits_expression(const char *text, const char *name)
{
	struct str whole;
	struct pattern *pattern;
	struct captures captures = {0};
	char why[160];
	size_t at;
	enum match m;

	str_init(&whole);
	str_addf(&whole, "(?i)\\A(?:%s)\\z", text);
	pattern = pattern_new(whole.s, why, sizeof(why), &at);
	str_release(&whole);
	if (!pattern)
		return MATCH_TOO_COSTLY;
	m = pattern_match(pattern, name, strlen(name), 0, &captures);
	pattern_free(pattern);
	return m;
}

/*
 * Microsoft says that an entry with '*' is a regular expression, and gives
 * an example that is only right as a wildcard. Only where both readings
 * agree is there an answer.
 */
static enum eap_fit fit_pattern(const char *entry, const char *name)
{
	enum match m = fits_expression(entry, name);
	bool wild = fits_wildcard(entry, name);

	if (m == MATCH_YES && wild)
		return EAP_FIT_PATTERN;
	if (m == MATCH_YES && strchr(entry, '\\'))
		return EAP_FIT_PATTERN; /* nobody escapes in a wildcard */
	if (m == MATCH_NO && (!wild || strchr(entry, '\\')))
		return EAP_FIT_NONE;
	return EAP_FIT_UNSURE;
}

static void trimmed(struct str *out, const char *s)
{
	size_t n;

	s += strspn(s, " \t");
	for (n = strlen(s); n && strchr(" \t", s[n - 1]);)
		n--;
	str_reset(out);
	str_add(out, s, n);
}

static enum eap_fit fit_entry(const char *entry, const char *bare,
	const char *name)
{
	if (strchr(entry, '*'))
		return fit_pattern(entry, name);
	if (strcmp(entry, name) == 0)
		return EAP_FIT_EXACT;
	if (strcasecmp(entry, name) == 0)
		return EAP_FIT_CASE;
	if (strcasecmp(bare, name) == 0)
		return EAP_FIT_BLANK;
	return EAP_FIT_NONE;
}

/* What is odd about one entry, and how the name fits; the best counts. */
static void judge_entry(struct eap_name_list *list, const char *entry,
	const char *name)
{
	struct str bare;

	str_init(&bare);
	trimmed(&bare, entry);
	if (bare.len) {
		bool pattern = strchr(bare.s, '*');
		enum eap_fit fit = name ? fit_entry(entry, bare.s, name)
					: EAP_FIT_NOT_ASKED;

		if (pattern || list->names == EAP_NAMES_NONE)
			list->names =
				pattern ? EAP_NAMES_PATTERN : EAP_NAMES_LISTED;
		list->blank |= bare.len < strlen(entry);
		list->separator |= !pattern && strpbrk(bare.s, ", \t|");
		if (list->fit == EAP_FIT_ANY || fit < list->fit)
			list->fit = fit;
	}
	str_release(&bare);
}

struct eap_name_list eap_names_judge(const char *s, const char *name)
{
	struct eap_name_list list = {
		.names = EAP_NAMES_NONE,
		.fit = name ? EAP_FIT_ANY : EAP_FIT_NOT_ASKED,
	};
	struct str entry;

	str_init(&entry);
	for (size_t n; *s; s += n + (s[n] == ';')) {
		n = strcspn(s, ";");
		str_reset(&entry);
		str_add(&entry, s, n);
		judge_entry(&list, entry.s, name);
	}
	str_release(&entry);
	return list;
}
