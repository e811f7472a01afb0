/*
 * What the answers of two resolvers mean beside each other and beside what
 * was expected. Pure. The words are those of doc/probes-pki.md.
 */
#ifndef CHECK_DNS_JUDGE_H
#define CHECK_DNS_JUDGE_H

#include <stdbool.h>
#include <stddef.h>

#include "dns_ask.h"

#define DNS_SLOW_MS 1000

enum dns_same {
	DNS_SAME_NOT_ASKED,
	DNS_SAME_YES,
	DNS_SAME_PARTLY, /* some addresses in common */
	DNS_SAME_NO,
	DNS_SAME_UNKNOWN, /* one of the two did not answer */
};

extern const char *const dns_same_words[];

enum dns_verdict {
	DNS_VERDICT_OK,
	DNS_VERDICT_SLOW,
	DNS_VERDICT_WRONG_IP,
	DNS_VERDICT_EXTRA_IP,
	DNS_VERDICT_SPLIT,
	DNS_VERDICT_NXDOMAIN,
	DNS_VERDICT_NO_ADDRESS,
	DNS_VERDICT_SERVFAIL,
	DNS_VERDICT_REFUSED,
	DNS_VERDICT_TIMEOUT,
	DNS_VERDICT_UNREACHABLE,
	DNS_VERDICT_INCONCLUSIVE,
};

extern const char *const dns_verdict_words[];

/* A and AAAA of one side as one. */
struct dns_view {
	enum dns_status status; /* OK when there is any address */
	struct endpoint address[2 * ENDPOINT_MAX];
	size_t n;
	int ms; /* of the slower of the two; -1: no answer */
};

struct dns_case {
	struct dns_view system, named;
	bool has_named;
	bool named_is_public; /* its own address is */
	const struct endpoint *expect;
	size_t nexpect;
};

void dns_view_of(struct dns_view *, const struct dns_side *);
/* Not routed on the internet: RFC 1918, 6598, 4193, link-local, loopback. */
bool dns_is_private(const struct endpoint *);
bool dns_has_private(const struct dns_view *);
enum dns_same dns_compare(const struct dns_case *);
enum dns_verdict dns_judge(const struct dns_case *);

#endif
