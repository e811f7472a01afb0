/*
 * Patterns: PCRE2 in UTF and multi-line mode, with limits on what one match
 * may cost. The only user of the library is pattern.c.
 */
#ifndef MODEL_PATTERN_H
#define MODEL_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

struct pattern;

/*
 * NULL when it does not compile; then *why is a sentence (static storage of
 * the caller's `buffer`) and *offset the byte in the text where it broke.
 */
struct pattern *pattern_new(const char *text, char *buffer, size_t size,
	size_t *offset);
void pattern_free(struct pattern *);
const char *pattern_text(const struct pattern *);
bool pattern_matches_empty(const struct pattern *);

/* Names of the groups, in the order of their numbers; borrowed. */
size_t pattern_group_count(const struct pattern *);
const char *pattern_group_name(const struct pattern *, size_t i);

enum match {
	MATCH_NO,
	MATCH_YES,
	MATCH_TOO_COSTLY, /* gave up at its limit: a finding, never "no" */
};

struct capture {
	size_t start,
		end; /* bytes in the text; start == end == SIZE_MAX: none */
};

struct captures {
	struct capture whole;
	struct capture *group; /* as many as pattern_group_count; or NULL */
};

/* Look from byte `from` on. `groups` may be NULL. Text is valid UTF-8. */
enum match pattern_match(const struct pattern *, const char *text, size_t len,
	size_t from, struct captures *);

#endif
