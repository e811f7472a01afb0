/* DNS answers side by side. */
#include "dns_judge.h"

const char *const dns_same_words[] = {
	[DNS_SAME_NOT_ASKED] = "NOT_ASKED",
	[DNS_SAME_YES] = "YES",
	[DNS_SAME_PARTLY] = "PARTLY",
	[DNS_SAME_NO] = "NO",
	[DNS_SAME_UNKNOWN] = "UNKNOWN",
};

const char *const dns_verdict_words[] = {
	[DNS_VERDICT_OK] = "OK",
	[DNS_VERDICT_SLOW] = "SLOW",
	[DNS_VERDICT_WRONG_IP] = "WRONG_IP",
	[DNS_VERDICT_EXTRA_IP] = "EXTRA_IP",
	[DNS_VERDICT_SPLIT] = "SPLIT",
	[DNS_VERDICT_NXDOMAIN] = "NXDOMAIN",
	[DNS_VERDICT_NO_ADDRESS] = "NO_ADDRESS",
	[DNS_VERDICT_SERVFAIL] = "SERVFAIL",
	[DNS_VERDICT_REFUSED] = "REFUSED",
	[DNS_VERDICT_TIMEOUT] = "TIMEOUT",
	[DNS_VERDICT_UNREACHABLE] = "UNREACHABLE",
	[DNS_VERDICT_INCONCLUSIVE] = "INCONCLUSIVE",
};

static void add(struct dns_view *view, const struct dns_answer *answer)
{
	for (size_t i = 0; i < answer->n; i++)
		view->address[view->n++] = answer->address[i];
	if (answer->ms > view->ms)
		view->ms = answer->ms;
}

void dns_view_of(struct dns_view *view, const struct dns_side *side)
{
	*view = (struct dns_view){.ms = -1};
	add(view, &side->v4);
	add(view, &side->v6);
	if (view->n)
		view->status = DNS_OK;
	else if (side->v4.status == DNS_NO_ADDRESS)
		view->status = side->v6.status;
	else
		view->status = side->v4.status;
}

static bool in_net4(const uint8_t *ip, unsigned a, unsigned b, unsigned bits)
{
	unsigned have = (unsigned)ip[0] << 8 | ip[1];
	unsigned mask = 0xffffu << (16 - bits) & 0xffffu;

	return (have & mask) == ((a << 8 | b) & mask);
}

bool dns_is_private(const struct endpoint *e)
{
	static const struct {
		unsigned a, b, bits;
	} nets[] = {{10, 0, 8}, {172, 16, 12}, {192, 168, 16}, {100, 64, 10},
		{127, 0, 8}, {169, 254, 16}};

	if (e->version == 6) {
		for (size_t i = 0; i < 15; i++)
			if (e->ip[i] != 0)
				return (e->ip[0] & 0xfe) == 0xfc ||
				       (e->ip[0] == 0xfe &&
					       (e->ip[1] & 0xc0) == 0x80);
		return true; /* :: and ::1 */
	}
	for (size_t i = 0; i < sizeof(nets) / sizeof(*nets); i++)
		if (in_net4(e->ip, nets[i].a, nets[i].b, nets[i].bits))
			return true;
	return false;
}

bool dns_has_private(const struct dns_view *view)
{
	for (size_t i = 0; i < view->n; i++)
		if (dns_is_private(&view->address[i]))
			return true;
	return false;
}

static bool has(const struct endpoint *list, size_t n, const struct endpoint *e)
{
	for (size_t i = 0; i < n; i++)
		if (endpoint_same_ip(&list[i], e))
			return true;
	return false;
}

/* How many of the view's addresses are in the list. */
static size_t common(const struct dns_view *view, const struct endpoint *list,
	size_t n)
{
	size_t found = 0;

	for (size_t i = 0; i < view->n; i++)
		found += has(list, n, &view->address[i]);
	return found;
}

/* The name exists or it does not; anything else is no answer. */
static bool answered(const struct dns_view *view)
{
	return view->status == DNS_OK || view->status == DNS_NXDOMAIN ||
	       view->status == DNS_NO_ADDRESS;
}

enum dns_same dns_compare(const struct dns_case *c)
{
	size_t shared;

	if (!c->has_named)
		return DNS_SAME_NOT_ASKED;
	if (!answered(&c->system) || !answered(&c->named))
		return DNS_SAME_UNKNOWN;
	if (!c->system.n && !c->named.n)
		return DNS_SAME_YES;
	shared = common(&c->system, c->named.address, c->named.n);
	if (shared == 0)
		return DNS_SAME_NO;
	return shared == c->system.n && shared == c->named.n ? DNS_SAME_YES
							     : DNS_SAME_PARTLY;
}

static enum dns_verdict by_status(enum dns_status status)
{
	switch (status) {
	case DNS_OK:
		return DNS_VERDICT_OK;
	case DNS_NO_ADDRESS:
		return DNS_VERDICT_NO_ADDRESS;
	case DNS_NXDOMAIN:
		return DNS_VERDICT_NXDOMAIN;
	case DNS_SERVFAIL:
		return DNS_VERDICT_SERVFAIL;
	case DNS_REFUSED:
		return DNS_VERDICT_REFUSED;
	case DNS_TIMEOUT:
		return DNS_VERDICT_TIMEOUT;
	case DNS_UNREACHABLE:
		return DNS_VERDICT_UNREACHABLE;
	case DNS_BAD_NAME:
	case DNS_GARBLED:
		break;
	}
	return DNS_VERDICT_INCONCLUSIVE;
}

static enum dns_verdict speed(const struct dns_view *view)
{
	return view->ms > DNS_SLOW_MS ? DNS_VERDICT_SLOW : DNS_VERDICT_OK;
}

static enum dns_verdict by_expectation(const struct dns_case *c)
{
	size_t right = common(&c->system, c->expect, c->nexpect);

	if (right == c->system.n && right)
		return speed(&c->system);
	if (right)
		return DNS_VERDICT_EXTRA_IP;
	if (c->has_named && common(&c->named, c->expect, c->nexpect))
		return DNS_VERDICT_SPLIT;
	return c->system.n ? DNS_VERDICT_WRONG_IP : by_status(c->system.status);
}

/*
 * Without an expectation the named resolver is only taken for the one that
 * is right when it is public, gives public addresses, and the system's own
 * gives none or private ones. Two public answers that differ may both be
 * right (load sharing by DNS), and nobody here can tell.
 */
static enum dns_verdict by_comparison(const struct dns_case *c)
{
	bool named_good =
		c->named_is_public && c->named.n && !dns_has_private(&c->named);

	if (dns_compare(c) != DNS_SAME_NO)
		return c->system.n ? speed(&c->system)
				   : by_status(c->system.status);
	if (named_good && (!c->system.n || dns_has_private(&c->system)))
		return DNS_VERDICT_SPLIT;
	return c->system.n ? DNS_VERDICT_INCONCLUSIVE
			   : by_status(c->system.status);
}

enum dns_verdict dns_judge(const struct dns_case *c)
{
	return c->nexpect ? by_expectation(c) : by_comparison(c);
}
