/*
 * `probe cert FILE`: a certificate against the requirements of its role,
 * one line each. The words are in doc/probes-pki.md.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/xmem.h"
#include "cert_judge.h"
#include "probe_kind.h"
#include "probe_pki.h"
#include "x509_set.h"

struct looking {
	struct arena arena;
	struct x509_set file, ca;
	struct x509_info info[X509_SET_MOST]; /* of the chain */
	size_t nchain;
	struct x509_trust trust;
	struct cert_case at;
	bool guessed;
};

static void tell_more(const struct x509_info *c, struct probe_result *r)
{
	pki_tell_list(r, "upn", &c->upns);
	if (c->sid)
		probe_fact(r, "sid_extension", "%s", c->sid);
	if (c->sid_uri)
		probe_fact(r, "sid_uri", "%s", c->sid_uri);
	pki_tell_list(r, "cdp_urls", &c->cdp);
}

static bool is_called(const struct looking *l, const char *name)
{
	const struct x509_info *leaf = &l->info[0];

	for (size_t i = 0; i < leaf->upns.n; i++)
		if (strcasecmp(leaf->upns.item[i], name) == 0)
			return true;
	return x509_names(l->file.list[0], name);
}

/* The role that was asked for, or the likely one. */
static bool find_role(struct looking *l, const char *word,
	struct probe_result *r)
{
	if (!word) {
		l->at.role = cert_role_guess(&l->info[0]);
		l->guessed = true;
		return true;
	}
	if (cert_role_find(word, &l->at.role))
		return true;
	probe_unknown(r, "INCONCLUSIVE");
	probe_say(r,
		"There is no role '%s': use user, device, nps, ikev2, "
		"sstp or ca.",
		word);
	return false;
}

static void judge_chain(struct looking *l, const struct probe_args *args)
{
	struct x509_anchors *anchors =
		args->ca ? x509_anchors_of(&l->ca) : x509_anchors_system();

	for (size_t i = 0; i < l->ca.n; i++)
		x509_set_add(&l->file, l->ca.list[i]);
	l->nchain = x509_set_order(&l->file);
	for (size_t i = 0; i < l->nchain; i++)
		x509_info_read(&l->info[i], &l->arena, l->file.list[i]);
	x509_trust_judge(&l->trust, &l->file, anchors, l->at.now, &l->arena);
	x509_anchors_free(anchors);
}

/* Keys by what came of them, joined by '+'. */
struct sums {
	struct str failed, advised, unknown, codes;
	const char *first; /* what the first failed one asks for */
	size_t nfailed, nunknown;
};

static void join(struct str *s, const char *word)
{
	str_addf(s, "%s%s", s->len ? "+" : "", word);
}

static void count(struct sums *s, const struct requirement *q, bool must,
	enum cert_answer answer)
{
	if (answer == CERT_UNKNOWN && must) {
		s->nunknown++;
		join(&s->unknown, q->key);
	}
	if (answer != CERT_NOT_MET)
		return;
	if (!must) {
		join(&s->advised, q->key);
		return;
	}
	join(&s->failed, q->key);
	if (!s->nfailed++)
		s->first = q->text;
	if (q->code && !strstr(s->codes.s, q->code))
		join(&s->codes, q->code);
}

static void ask_all(const struct looking *l, struct sums *s,
	struct probe_result *r)
{
	for (const struct requirement *q = requirements; q->key; q++) {
		enum cert_answer answer;

		if (!requirement_applies(q, l->at.role))
			continue;
		answer = q->ask(&l->at);
		if (answer == CERT_NOT_ASKED)
			continue;
		probe_fact(r, q->key, "%s", cert_answer_words[answer]);
		count(s, q, requirement_is_must(q, l->at.role), answer);
	}
	if (s->failed.len)
		probe_fact(r, "not_met", "%s", s->failed.s);
	if (s->advised.len)
		probe_fact(r, "advised", "%s", s->advised.s);
	if (s->unknown.len)
		probe_fact(r, "not_shown", "%s", s->unknown.s);
	if (s->codes.len)
		probe_fact(r, "windows", "%s", s->codes.s);
}

static void say_verdict(const struct looking *l, const struct sums *s,
	struct probe_result *r)
{
	const char *role = cert_role_words[l->at.role];
	const char *how = l->guessed ? " (role guessed from its purposes)" : "";

	if (s->nfailed) {
		probe_found(r, "NOT_MET", true);
		probe_say(r, "As %s certificate%s it needs %s%s.", role, how,
			s->first,
			s->nfailed > 1 ? ", and more that is not met" : "");
	} else if (l->at.role == CERT_ROLE_UNKNOWN) {
		probe_unknown(r, "INCONCLUSIVE");
		probe_say(r, "Its purposes do not tell its role: say which "
			     "with --role.");
	} else if (s->nunknown) {
		probe_found(r, "PARTLY", false);
		probe_say(r,
			"As %s certificate%s it meets all that the file "
			"shows; %s cannot be told from it.",
			role, how, s->unknown.s);
	} else {
		probe_found(r, "OK", false);
		probe_say(r, "As %s certificate%s it meets every requirement.",
			role, how);
	}
}

static void tell(struct looking *l, const struct probe_args *args,
	struct probe_result *r)
{
	struct sums s = {0};

	str_init(&s.failed);
	str_init(&s.advised);
	str_init(&s.unknown);
	str_init(&s.codes);
	probe_fact(r, "role", "%s", cert_role_words[l->at.role]);
	probe_fact(r, "role_from", "%s", l->guessed ? "GUESS" : "GIVEN");
	if (l->file.n - l->ca.n > 1)
		probe_fact(r, "certificates", "%zu", l->file.n - l->ca.n);
	pki_tell_certificate(&l->info[0], l->at.now, r);
	tell_more(&l->info[0], r);
	ask_all(l, &s, r);
	say_verdict(l, &s, r);
	str_release(&s.failed);
	str_release(&s.advised);
	str_release(&s.unknown);
	str_release(&s.codes);
}

static void judge(struct looking *l, const struct probe_args *args,
	struct probe_result *r)
{
	l->at.now = (int64_t)time(NULL);
	judge_chain(l, args);
	l->at.leaf = &l->info[0];
	l->at.issuers = &l->info[1];
	l->at.nissuers = l->nchain - 1;
	l->at.trust = &l->trust;
	l->at.name = args->name;
	l->at.roots_given = args->ca;
	l->at.name_fits = args->name && is_called(l, args->name);
	if (find_role(l, args->role, r))
		tell(l, args, r);
}

static void run(const struct probe_args *args, int64_t deadline,
	struct probe_result *r)
{
	struct looking *l = xcalloc(1, sizeof(*l));

	arena_init(&l->arena);
	probe_fact(r, "cert", "UNKNOWN");
	if (pki_load(args->target, &l->file, r) == 0 &&
		(!args->ca || pki_load(args->ca, &l->ca, r) == 0))
		judge(l, args, r);
	probe_fact(r, "cert", "%s", r->verdict);
	x509_set_release(&l->file);
	x509_set_release(&l->ca);
	arena_release(&l->arena);
	free(l);
}

const struct probe_kind probe_cert = {
	.name = "cert",
	.usage = "FILE",
	.summary = "a certificate against what its role asks for",
	.takes = PROBE_CA | PROBE_ROLE | PROBE_NAME,
	.limit_ms = 5000,
	.run = run,
};
