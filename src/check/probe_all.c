/*
 * all HOST: every probe of a host beside each other, each in a process of
 * its own, so that silent ports cost their time once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "os/clock.h"
#include "os/crew.h"
#include "os/sock.h"
#include "probe_kind.h"
#include "result_pack.h"

/*
 * `key` is what says UNKNOWN when a probe did not end in time. No part needs
 * longer than 4 s to be sure: the slowest decides how long silence takes.
 */
static const struct part {
	const struct probe_kind *kind;
	const char *key;
	int limit_ms;
} parts[] = {
	{&probe_dns, "dns", 4000},
	{&probe_tcp, "tcp443", 2000},
	{&probe_tls, "tls", 4000},
	{&probe_sstp, "sstp", 4000},
	{&probe_ike, "ike500", 2700},
	{&probe_fragments, "ipfrag", 6000},
};

enum {
	PARTS = sizeof(parts) / sizeof(*parts),
	MARGIN_MS = 60, /* for handing back, before the limit */
};

static int limit_of(const struct part *part, int64_t end)
{
	int left = deadline_left(end);

	return left < part->limit_ms ? left > 0 ? left : 1 : part->limit_ms;
}

struct job {
	const struct part *part;
	struct probe_args args;
};

static void work(void *context, struct str *out)
{
	struct job *job = context;
	struct probe_result r;

	probe_run(job->part->kind, &job->args, &r);
	result_pack(&r, out);
	probe_result_release(&r);
}

/* What a kind takes of the arguments; the others are not for it. */
static struct probe_args args_for(const struct probe_kind *kind,
	const struct probe_args *all)
{
	struct probe_args args = *all;

	if (!(kind->takes & PROBE_SERVER))
		args.server = NULL;
	if (!(kind->takes & PROBE_EXPECT))
		args.expect = NULL;
	if (!(kind->takes & PROBE_CA))
		args.ca = NULL;
	return args;
}

/* Keeps what one probe found; a key that another one has taken already, with
 * another value, gets the kind's name before it. */
static void merge(struct probe_result *r, const struct probe_result *part)
{
	for (size_t i = 0; i < part->n; i++) {
		const char *key = part->facts[i].key;
		const char *value = part->facts[i].value;
		const char *taken = probe_fact_value(r, key);
		char longer[80];

		if (!taken) {
			probe_fact(r, key, "%s", value);
		} else if (strcmp(taken, value) != 0) {
			snprintf(longer, sizeof(longer), "%s_%s", part->kind,
				key);
			probe_fact(r, longer, "%s", value);
		}
	}
}

struct sum {
	struct str problems;
	size_t bad, unknown, fine;
};

static void count(struct sum *sum, const struct part *part,
	const struct probe_result *r)
{
	if (!r->carried_out) {
		sum->unknown++;
		return;
	}
	if (!r->bad) {
		sum->fine++;
		return;
	}
	str_addf(&sum->problems, "%s%s %s", sum->bad ? ", " : "",
		part->kind->name, r->verdict);
	sum->bad++;
}

static void take(struct probe_result *r, struct sum *sum,
	const struct part *part, const struct hand *hand)
{
	struct probe_result got;

	if (!hand->done || !result_unpack(&got, part->kind->name, r->target,
				   hand->out.s, hand->out.len)) {
		probe_fact(r, part->key, "%s",
			part->kind == &probe_fragments ? "INCONCLUSIVE"
						       : "UNKNOWN");
		sum->unknown++;
		return;
	}
	merge(r, &got);
	count(sum, part, &got);
	probe_result_release(&got);
}

static void judge(struct probe_result *r, const struct sum *sum)
{
	if (sum->bad > 0) {
		probe_found(r, "PROBLEM", true);
		probe_say(r, "Problems at %s: %s.", r->target, sum->problems.s);
	} else if (sum->unknown > 0) {
		probe_unknown(r, "UNKNOWN");
		probe_say(r,
			"Nothing bad was found at %s, but %zu of %d probes "
			"could not tell.",
			r->target, sum->unknown, PARTS);
	} else {
		probe_found(r, "OK", false);
		probe_say(r,
			"Name, ports, certificate, SSTP, IKEv2 and fragments "
			"of %s are fine.",
			r->target);
	}
}

/*
 * The name is looked up once for all of them, while the dns probe is at
 * work already. How many have begun.
 */
static size_t start(struct job *jobs, struct hand *hands,
	const struct probe_args *args, struct endpoint *found, int64_t end)
{
	bool late;
	size_t n, begun = 0;

	for (size_t i = 0; i < PARTS; i++)
		jobs[i] =
			(struct job){&parts[i], args_for(parts[i].kind, args)};
	jobs[0].args.limit_ms = limit_of(&parts[0], end);
	hand_start(&hands[begun++], work, &jobs[0]);
	n = args->naddresses;
	if (n == 0)
		n = endpoint_lookup(args->target, 0, found, ENDPOINT_MAX,
			deadline_in(deadline_left(end) / 3), &late);
	for (size_t i = 1; i < PARTS && n > 0; i++) {
		if (args->naddresses == 0) {
			jobs[i].args.addresses = found;
			jobs[i].args.naddresses = n;
		}
		jobs[i].args.limit_ms = limit_of(&parts[i], end);
		hand_start(&hands[begun++], work, &jobs[i]);
	}
	return begun;
}

static void run(const struct probe_args *args, int64_t deadline,
	struct probe_result *r)
{
	struct endpoint found[ENDPOINT_MAX];
	struct job jobs[PARTS];
	struct hand hands[PARTS];
	struct sum sum = {0};
	size_t n;

	str_init(&sum.problems);
	n = start(jobs, hands, args, found, deadline - MARGIN_MS);
	hands_wait(hands, n, deadline);
	for (size_t i = 0; i < n; i++) {
		take(r, &sum, &parts[i], &hands[i]);
		hand_release(&hands[i]);
	}
	judge(r, &sum);
	str_release(&sum.problems);
}

const struct probe_kind probe_all = {
	.name = "all",
	.usage = "HOST",
	.summary = "everything about one host at once",
	.takes = PROBE_SERVER | PROBE_EXPECT | PROBE_CA,
	.limit_ms = 8000,
	.run = run,
};
