/*
 * The verdict over a child that is gone: a pure function, so that every way
 * to fail can be tried without failing.
 */
#include "outcome.h"

#include <string.h>

#include "ssh.h"

static void cannot(struct result *r, enum verdict verdict, const char *say)
{
	r->verdict = verdict;
	r->say = say;
}

static void by_ssh(struct result *r, struct arena *a, const char *host,
	enum ssh_word word)
{
	cannot(r, ssh_verdict(word),
		arena_printf(a, "ssh %s: %s: %s", ssh_words[word], host,
			ssh_advice(word)));
}

static bool says_not_found(const struct ended *e)
{
	return e->code == 127 || e->code == 9009 ||
	       strstr(e->err, "command not found") ||
	       strstr(e->err, "is not recognized");
}

/* The first line never came: what ran was not the shell asked for. */
static void no_shell(struct result *r, struct arena *a, const struct ended *e,
	const struct plan *p)
{
	if (p->way == WAY_SSH && e->code == 255)
		by_ssh(r, a, e->host, ssh_classify(e->err));
	else if (says_not_found(e))
		cannot(r, RESULT_NOT_FOUND,
			"the shell of this check is not installed there");
	else if (e->code == 126)
		cannot(r, RESULT_DENIED,
			"no permission to run the shell of this check there");
	else if (p->way == WAY_SSH)
		by_ssh(r, a, e->host, SSH_BAD_OUTPUT);
	else
		cannot(r, RESULT_FAILED,
			"the shell of this check did not start properly");
}

static void exited_marked(struct result *r, struct arena *a,
	const struct ended *e, const struct plan *p)
{
	struct script_seen seen;

	script_read(e->out, e->outlen, p->mark, &seen);
	r->out = e->out + seen.start;
	r->outlen = seen.end - seen.start;
	if (seen.begun && seen.ended) {
		r->has_exit = true;
		r->exit = seen.exit;
	} else if (!seen.begun) {
		no_shell(r, a, e, p);
	} else if (p->way == WAY_SSH && e->code == 255) {
		by_ssh(r, a, e->host, SSH_LOST);
	} else {
		cannot(r, RESULT_LOST,
			"the shell ended before the end of the check; the "
			"output may lack its last part");
	}
}

static const char *first_line(struct arena *a, const struct ended *e)
{
	size_t n = strcspn(e->err, "\n");

	return n ? arena_strndup(a, e->err, n)
		 : "the probe could not be carried out";
}

static void exited_plain(struct result *r, struct arena *a,
	const struct ended *e, const struct plan *p)
{
	/* One that cannot tell prints its words and says so by its status. */
	if (p->way == WAY_PROBE && e->code > 1 && !e->outlen) {
		cannot(r, RESULT_FAILED, first_line(a, e));
		return;
	}
	if (p->way == WAY_LOCAL && e->code == 127 && !e->outlen) {
		cannot(r, RESULT_NOT_FOUND,
			"a program of this check is not installed here");
		return;
	}
	r->has_exit = true;
	r->exit = e->code;
}

/* What was there before the end came, without our own lines. */
static void show_part(struct result *r, const struct ended *e,
	const struct plan *p)
{
	struct script_seen seen;

	if (!p->marked)
		return;
	script_read(e->out, e->outlen, p->mark, &seen);
	r->out = e->out + (seen.begun ? seen.start : e->outlen);
	r->outlen = e->outlen - (size_t)(r->out - e->out);
}

void outcome_judge(const struct plan *p, const struct ended *e, struct arena *a,
	struct result *r)
{
	*r = (struct result){.verdict = RESULT_RAN,
		.way = p->way,
		.out = e->out,
		.outlen = e->outlen,
		.err = e->err,
		.errlen = e->errlen,
		.ms = e->ms};
	switch (e->how) {
	case ENDED_EXITED:
		if (p->marked)
			exited_marked(r, a, e, p);
		else
			exited_plain(r, a, e, p);
		return;
	case ENDED_SIGNALED:
		cannot(r, RESULT_FAILED,
			arena_printf(a, "it was ended by signal %d (%s)",
				e->code, strsignal(e->code)));
		break;
	case ENDED_TIMEOUT:
		cannot(r, RESULT_TIMEOUT,
			arena_printf(a, "no answer within %d seconds; ended",
				e->limit));
		break;
	case ENDED_STOPPED:
		cannot(r, RESULT_STOPPED, "stopped by hand");
		break;
	case ENDED_NOT_FOUND:
		cannot(r, RESULT_NOT_FOUND,
			arena_printf(a, "there is no program '%s' here",
				p->argv[0]));
		break;
	case ENDED_DENIED:
		cannot(r, RESULT_DENIED,
			arena_printf(a, "no permission to start '%s'",
				p->argv[0]));
		break;
	case ENDED_FAILED:
		cannot(r, RESULT_FAILED,
			arena_printf(a, "cannot start '%s': %s", p->argv[0],
				strerror(e->code)));
		break;
	}
	show_part(r, e, p);
}
