/*
 * `probe dns NAME`: what the system's resolver says, what a named one says,
 * and how that fits together. The words are in doc/probes-pki.md.
 */
#include <string.h>

#include "base/str.h"
#include "dns_judge.h"
#include "probe_kind.h"

static void tell_addresses(struct probe_result *r, const char *key,
	const struct endpoint *list, size_t n)
{
	char text[ENDPOINT_TEXT];
	struct str all;

	str_init(&all);
	for (size_t i = 0; i < n; i++) {
		endpoint_text(&list[i], text);
		str_addf(&all, "%s%s", i ? "," : "", text);
	}
	if (n)
		probe_fact(r, key, "%s", all.s);
	str_release(&all);
}

static void tell_answer(struct probe_result *r, const char *key,
	const struct dns_answer *answer)
{
	if (answer->n)
		tell_addresses(r, key, answer->address, answer->n);
	else
		probe_fact(r, key, "%s", dns_status_words[answer->status]);
}

static void tell_alias(struct probe_result *r, const char *key,
	const struct dns_side *side)
{
	const struct dns_answer *a = &side->v4;

	if (!a->aliases)
		a = &side->v6;
	if (a->aliases)
		probe_fact(r, key, "%s", a->chain);
}

static void tell_system(const struct dns_side *side,
	const struct dns_view *view, struct probe_result *r)
{
	tell_answer(r, "a", &side->v4);
	tell_answer(r, "aaaa", &side->v6);
	tell_alias(r, "cname", side);
	if (view->ms >= 0)
		probe_fact(r, "dns_ms", "%d", view->ms);
	if (view->n)
		probe_fact(r, "private", "%s",
			dns_has_private(view) ? "YES" : "NO");
}

static void tell_named(const struct dns_case *c, const struct dns_side *side,
	struct probe_result *r)
{
	probe_fact(r, "server", "%s", dns_status_words[c->named.status]);
	tell_answer(r, "server_a", &side->v4);
	tell_answer(r, "server_aaaa", &side->v6);
	tell_alias(r, "server_cname", side);
	if (c->named.ms >= 0)
		probe_fact(r, "server_ms", "%d", c->named.ms);
	if (c->named.n)
		probe_fact(r, "server_private", "%s",
			dns_has_private(&c->named) ? "YES" : "NO");
	probe_fact(r, "same", "%s", dns_same_words[dns_compare(c)]);
}

static void say_found(const struct dns_case *c, const struct probe_args *args,
	struct probe_result *r)
{
	if (probe_fact_value(r, "hosts"))
		probe_say(r, "The hosts file of this machine pins %s.",
			args->target);
	else if (c->has_named && c->named_is_public &&
		 dns_has_private(&c->named))
		probe_say(r,
			"A public resolver gives %s a private address, "
			"which nobody outside can reach.",
			args->target);
	else if (dns_compare(c) == DNS_SAME_UNKNOWN)
		probe_say(r,
			"%s has %zu address%s; the resolver %s did not "
			"answer the question.",
			args->target, c->system.n, c->system.n == 1 ? "" : "es",
			args->server);
	else
		probe_say(r, "%s has %zu address%s.", args->target, c->system.n,
			c->system.n == 1 ? "" : "es");
}

static void say_no_name(const struct dns_case *c, const struct probe_args *args,
	struct probe_result *r)
{
	const char *cname = probe_fact_value(r, "cname");

	if (cname)
		probe_say(r,
			"%s is an alias, and there is no name at its end: %s.",
			args->target, cname);
	else if (c->has_named && c->named.n)
		probe_say(r,
			"This machine's resolver knows no name %s, but %s "
			"does.",
			args->target, args->server);
	else
		probe_say(r, "There is no name %s.", args->target);
}

static void say_unsure(const struct dns_case *c, const struct probe_args *args,
	struct probe_result *r)
{
	if (c->system.n)
		probe_say(r,
			"The resolvers disagree about %s; give the right "
			"address with --expect.",
			args->target);
	else
		probe_say(r, "'%s' cannot be asked about.", args->target);
}

/* What is about the name takes it as its only argument. */
static const char *const plain_says[] = {
	[DNS_VERDICT_WRONG_IP] = "%s leads to none of the addresses expected.",
	[DNS_VERDICT_EXTRA_IP] = "%s leads to an address beside those "
				 "expected, so some connections go astray.",
	[DNS_VERDICT_NO_ADDRESS] = "The name %s exists, and has no address.",
	[DNS_VERDICT_SERVFAIL] = "The resolver could not find out about %s: "
				 "its domain's servers fail, or DNSSEC does.",
	[DNS_VERDICT_REFUSED] = "The resolver refuses to tell this machine "
				"about %s.",
	[DNS_VERDICT_TIMEOUT] = "No resolver of this machine answered about "
				"%s in time.",
	[DNS_VERDICT_UNREACHABLE] = "No resolver of this machine can be "
				    "reached to ask about %s.",
};

static void say(enum dns_verdict verdict, const struct dns_case *c,
	const struct probe_args *args, struct probe_result *r)
{
	switch (verdict) {
	case DNS_VERDICT_OK:
		say_found(c, args, r);
		break;
	case DNS_VERDICT_SLOW:
		probe_say(r,
			"The answer for %s took %d ms: the first resolver "
			"of this machine may be dead.",
			args->target, c->system.ms);
		break;
	case DNS_VERDICT_SPLIT:
		probe_say(r,
			"This machine's resolver is wrong about %s, %s is "
			"right.",
			args->target, args->server);
		break;
	case DNS_VERDICT_NXDOMAIN:
		say_no_name(c, args, r);
		break;
	case DNS_VERDICT_INCONCLUSIVE:
		say_unsure(c, args, r);
		break;
	case DNS_VERDICT_WRONG_IP:
	case DNS_VERDICT_EXTRA_IP:
	case DNS_VERDICT_NO_ADDRESS:
	case DNS_VERDICT_SERVFAIL:
	case DNS_VERDICT_REFUSED:
	case DNS_VERDICT_TIMEOUT:
	case DNS_VERDICT_UNREACHABLE:
		probe_say(r, plain_says[verdict], args->target);
		break;
	}
}

/* "192.0.2.1,192.0.2.2"; false on what is no address. */
static bool read_expected(const char *s, struct endpoint *list, size_t *n)
{
	char one[ENDPOINT_TEXT];

	for (*n = 0; s && *s; s += *s == ',') {
		size_t len = strcspn(s, ",");

		if (len >= sizeof(one) || *n == ENDPOINT_MAX)
			return false;
		memcpy(one, s, len);
		one[len] = '\0';
		if (!endpoint_parse(one, 0, &list[(*n)++]))
			return false;
		s += len;
	}
	return true;
}

/* Is the resolver itself, "192.0.2.53" or with a port, a public one? */
static bool is_public(const char *server)
{
	char host[ENDPOINT_TEXT];
	struct endpoint e;
	size_t n = strcspn(server, "]");

	if (*server == '[')
		server++, n--;
	else if (strchr(server, ':') == strrchr(server, ':'))
		n = strcspn(server, ":");
	if (n >= sizeof(host))
		return false;
	memcpy(host, server, n);
	host[n] = '\0';
	return endpoint_parse(host, 0, &e) && !dns_is_private(&e);
}

/* An entry of the hosts file is what the system goes by. */
static void pin(struct dns_view *view, const char *name, struct probe_result *r)
{
	struct endpoint list[ENDPOINT_MAX];
	size_t n = dns_hosts(name, list, ENDPOINT_MAX);

	if (!n)
		return;
	memcpy(view->address, list, n * sizeof(*list));
	view->n = n;
	view->status = DNS_OK;
	tell_addresses(r, "hosts", list, n);
}

static void ask(const struct probe_args *args, struct dns_case *c,
	int64_t deadline, struct probe_result *r)
{
	struct dns_side side[2] = {{0}, {.server = args->server}};
	enum dns_verdict verdict;

	c->has_named = args->server;
	c->named_is_public = args->server && is_public(args->server);
	dns_ask(side, c->has_named ? 2 : 1, args->target, deadline);
	dns_view_of(&c->system, &side[0]);
	tell_system(&side[0], &c->system, r);
	pin(&c->system, args->target, r);
	if (c->has_named) {
		dns_view_of(&c->named, &side[1]);
		tell_named(c, &side[1], r);
	}
	verdict = dns_judge(c);
	if (verdict == DNS_VERDICT_INCONCLUSIVE)
		probe_unknown(r, dns_verdict_words[verdict]);
	else
		probe_found(r, dns_verdict_words[verdict],
			verdict != DNS_VERDICT_OK);
	say(verdict, c, args, r);
}

static void refuse(struct probe_result *r, const char *what, const char *word)
{
	probe_unknown(r, "INCONCLUSIVE");
	probe_say(r, "'%s' is no %s.", word, what);
}

static void run(const struct probe_args *args, int64_t deadline,
	struct probe_result *r)
{
	struct endpoint expect[ENDPOINT_MAX], literal;
	struct dns_case c = {.expect = expect};

	probe_fact(r, "dns", "INCONCLUSIVE");
	if (endpoint_parse(args->target, 0, &literal)) {
		probe_found(r, "OK", false);
		probe_say(r, "%s is an address; there is nothing to look up.",
			args->target);
	} else if (!read_expected(args->expect, expect, &c.nexpect)) {
		refuse(r, "list of addresses", args->expect);
	} else if (args->server && !dns_server_valid(args->server)) {
		refuse(r, "address of a resolver", args->server);
	} else {
		ask(args, &c, deadline, r);
	}
	probe_fact(r, "dns", "%s", r->verdict);
}

const struct probe_kind probe_dns = {
	.name = "dns",
	.usage = "NAME",
	.summary = "addresses of a name, by this machine and by a resolver",
	.takes = PROBE_SERVER | PROBE_EXPECT,
	.limit_ms = 5000,
	.run = run,
};
