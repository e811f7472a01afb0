/* PCRE2 with limits; the only file that knows the library. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "model/pattern.h"

#include <pcre2.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"

/* `^(a+)+$` on 41 bytes ran 117 ms under the library's own limit, 1 ms under
 * this one; no pattern of a tree needs a tenth of it. */
#define MATCH_LIMIT 100000
#define DEPTH_LIMIT 1000

/* Compiling to machine code costs what interpreting this many bytes does. */
#define JIT_WORTH ((size_t)16 << 10)
#define JIT_STACK_FIRST ((size_t)32 << 10)
#define JIT_STACK_MOST ((size_t)512 << 10)

/* What a match may change in a pattern that is const for its callers. */
struct jit {
	bool tried;
	pcre2_jit_stack *stack; /* NULL: interpreted */
};

struct pattern {
	char *text;
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *context;
	struct jit *jit;  /* set at the first long text */
	uint32_t *number; /* of each named group */
	char **name;
	size_t ngroups;
};

static int by_number(const void *a, const void *b)
{
	const unsigned char *x = *(const unsigned char *const *)a;
	const unsigned char *y = *(const unsigned char *const *)b;
	int n = x[0] << 8 | x[1], m = y[0] << 8 | y[1];

	return (n > m) - (n < m);
}

static void find_groups(struct pattern *p)
{
	uint32_t count, size;
	const unsigned char *table;
	const unsigned char **rows;

	pcre2_pattern_info(p->code, PCRE2_INFO_NAMECOUNT, &count);
	if (count == 0)
		return;
	pcre2_pattern_info(p->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
	pcre2_pattern_info(p->code, PCRE2_INFO_NAMETABLE, &table);
	rows = xmalloc(count * sizeof(*rows));
	for (uint32_t i = 0; i < count; i++)
		rows[i] = table + i * size;
	qsort(rows, count, sizeof(*rows), by_number);
	p->number = xcalloc(count, sizeof(*p->number));
	p->name = xcalloc(count, sizeof(*p->name));
	p->ngroups = count;
	for (uint32_t i = 0; i < count; i++) {
		p->number[i] = (uint32_t)(rows[i][0] << 8 | rows[i][1]);
		p->name[i] = xstrdup((const char *)rows[i] + 2);
	}
	free(rows);
}

struct pattern *pattern_new(const char *text, char *buffer, size_t size,
	size_t *offset)
{
	const uint32_t options = PCRE2_UTF | PCRE2_MULTILINE | PCRE2_DUPNAMES |
				 PCRE2_NO_UTF_CHECK | PCRE2_NEVER_BACKSLASH_C;
	struct pattern *p;
	pcre2_code *code;
	size_t where;
	int error;

	code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, options,
		&error, &where, NULL);
	if (!code) {
		pcre2_get_error_message(error, (PCRE2_UCHAR *)buffer, size);
		*offset = where;
		return NULL;
	}
	p = xcalloc(1, sizeof(*p));
	p->text = xstrdup(text);
	p->code = code;
	p->jit = xcalloc(1, sizeof(*p->jit));
	p->context = pcre2_match_context_create(NULL);
	if (!p->context)
		die("out of memory");
	pcre2_set_match_limit(p->context, MATCH_LIMIT);
	pcre2_set_depth_limit(p->context, DEPTH_LIMIT);
	p->data = pcre2_match_data_create_from_pattern(code, NULL);
	if (!p->data)
		die("out of memory");
	find_groups(p);
	return p;
}

void pattern_free(struct pattern *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->ngroups; i++)
		free(p->name[i]);
	free(p->name);
	free(p->number);
	free(p->text);
	pcre2_jit_stack_free(p->jit->stack);
	free(p->jit);
	pcre2_match_data_free(p->data);
	pcre2_match_context_free(p->context);
	pcre2_code_free(p->code);
	free(p);
}

const char *pattern_text(const struct pattern *p)
{
	return p->text;
}

bool pattern_matches_empty(const struct pattern *p)
{
	return pattern_match(p, "", 0, 0, NULL) == MATCH_YES;
}

size_t pattern_group_count(const struct pattern *p)
{
	return p->ngroups;
}

const char *pattern_group_name(const struct pattern *p, size_t i)
{
	return p->name[i];
}

static void fill_captures(const struct pattern *p, struct captures *c)
{
	const size_t *at = pcre2_get_ovector_pointer(p->data);
	uint32_t pairs = pcre2_get_ovector_count(p->data);

	c->whole = (struct capture){at[0], at[1]};
	for (size_t i = 0; c->group && i < p->ngroups; i++) {
		uint32_t n = p->number[i];

		c->group[i] = (struct capture){SIZE_MAX, SIZE_MAX};
		if (n < pairs && at[2 * n] != PCRE2_UNSET)
			c->group[i] =
				(struct capture){at[2 * n], at[2 * n + 1]};
	}
}

/* A library without it, or a pattern it cannot do: interpreted as before. */
static void try_jit(const struct pattern *p)
{
	p->jit->tried = true;
	if (pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE) != 0)
		return;
	p->jit->stack =
		pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MOST, NULL);
	if (p->jit->stack)
		pcre2_jit_stack_assign(p->context, NULL, p->jit->stack);
}

enum match pattern_match(const struct pattern *p, const char *text, size_t len,
	size_t from, struct captures *captures)
{
	int rc;

	if (len >= JIT_WORTH && !p->jit->tried)
		try_jit(p);
	rc = pcre2_match(p->code, (PCRE2_SPTR)text, len, from,
		PCRE2_NO_UTF_CHECK, p->data, p->context);
	if (rc == PCRE2_ERROR_JIT_STACKLIMIT)
		rc = pcre2_match(p->code, (PCRE2_SPTR)text, len, from,
			PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, p->data, p->context);
	if (rc == PCRE2_ERROR_NOMATCH)
		return MATCH_NO;
	if (rc < 0)
		return MATCH_TOO_COSTLY;
	if (captures)
		fill_captures(p, captures);
	return MATCH_YES;
}
