/* Judging conditions: three values, first reason kept. */
#include "model/when.h"

#include <string.h>

static bool in_list(const struct strings *list, const char *value)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->s[i], value) == 0)
			return true;
	return false;
}

static enum truth judge_var(const struct when *w, const struct when_input *in,
	struct when_reason *reason)
{
	const char *value = facts_value(in->facts, w->var);
	bool fits;

	/* Once the check has answered, a var without a value equals nothing;
	 * before, it may still come. */
	if (!value)
		return w->known || in->has_out ? TRUTH_NO : TRUTH_UNKNOWN;
	if (w->known)
		fits = true;
	else if (w->pattern)
		fits = pattern_match(w->pattern, value, strlen(value), 0,
			       NULL) == MATCH_YES;
	else
		fits = in_list(&w->in, value);
	if (!fits)
		return TRUTH_NO;
	reason->var = w->var;
	return TRUTH_YES;
}

static enum truth judge_text(const struct when *w, const char *text, size_t len,
	struct when_reason *reason)
{
	struct captures c = {.group = NULL};

	switch (pattern_match(w->pattern, text, len, 0, &c)) {
	case MATCH_YES:
		if (!reason->matched) {
			reason->matched = w;
			reason->offset = c.whole.start;
		}
		return TRUTH_YES;
	case MATCH_NO:
		return TRUTH_NO;
	case MATCH_TOO_COSTLY:
		break;
	}
	return TRUTH_UNKNOWN;
}

static enum truth judge_stdout(const struct when *w,
	const struct when_input *in, struct when_reason *reason)
{
	enum truth t;

	if (in->has_out)
		return judge_text(w, in->out, in->outlen, reason);
	if (!in->loose)
		return TRUTH_UNKNOWN;
	t = judge_text(w, in->loose, in->looselen, reason);
	if (t != TRUTH_YES)
		return TRUTH_UNKNOWN;
	if (reason->matched == w)
		reason->in_loose = true;
	return TRUTH_YES;
}

static enum truth judge_all(const struct when *w, const struct when_input *in,
	struct when_reason *reason)
{
	enum truth all = TRUTH_YES;

	for (size_t i = 0; i < w->n; i++) {
		enum truth t = when_judge(w->list[i], in, reason);

		if (t == TRUTH_NO)
			return TRUTH_NO;
		if (t == TRUTH_UNKNOWN)
			all = TRUTH_UNKNOWN;
	}
	return all;
}

static enum truth judge_any(const struct when *w, const struct when_input *in,
	struct when_reason *reason)
{
	enum truth any = TRUTH_NO;

	for (size_t i = 0; i < w->n; i++) {
		struct when_reason mine = {0};
		enum truth t = when_judge(w->list[i], in, &mine);

		if (t == TRUTH_YES) {
			/* One that a missing value made true says nothing. */
			if (mine.var || mine.matched)
				*reason = mine;
			return TRUTH_YES;
		}
		if (t == TRUTH_UNKNOWN)
			any = TRUTH_UNKNOWN;
	}
	return any;
}

enum truth when_judge(const struct when *w, const struct when_input *in,
	struct when_reason *reason)
{
	struct when_reason aside = {0};
	enum truth t;

	switch (w->kind) {
	case WHEN_EXIT:
		if (!in->has_exit)
			return TRUTH_UNKNOWN;
		return in->exit == w->exit ? TRUTH_YES : TRUTH_NO;
	case WHEN_STDOUT:
		return judge_stdout(w, in, reason);
	case WHEN_STDERR:
		if (!in->has_err)
			return TRUTH_UNKNOWN;
		return judge_text(w, in->err, in->errlen, &aside);
	case WHEN_VAR:
		return judge_var(w, in, reason);
	case WHEN_ALL:
		return judge_all(w, in, reason);
	case WHEN_ANY:
		return judge_any(w, in, reason);
	case WHEN_NOT:
		t = when_judge(w->list[0], in, &aside);
		if (t == TRUTH_UNKNOWN)
			return TRUTH_UNKNOWN;
		return t == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
	}
	return TRUTH_UNKNOWN;
}

void when_vars(const struct when *w, void (*visit)(void *, const char *),
	void *ctx)
{
	if (w->kind == WHEN_VAR)
		visit(ctx, w->var);
	for (size_t i = 0; i < w->n; i++)
		when_vars(w->list[i], visit, ctx);
}
