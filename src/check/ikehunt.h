/*
 * Asking UDP 500 and 4500 of all addresses of a host, beside each other.
 * It costs the host at most one half-open exchange: 500 is asked in full,
 * 4500 only for a sign of life, with a group that it must decline (which
 * leaves nothing behind), and in full when 500 is silent.
 */
#ifndef CHECK_IKEHUNT_H
#define CHECK_IKEHUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "iketalk.h"

enum ike_stage {
	IKE_STAGE_WAITING, /* its turn has not come */
	IKE_STAGE_KNOCK,   /* a request that must be declined */
	IKE_STAGE_ASK,    /* the full request; COOKIE and INVALID_KE followed */
	IKE_STAGE_REFUSE, /* after silence: one whose refusal is small */
	IKE_STAGE_DONE,
};

/* One port of one address. */
struct ike_side {
	struct ike_talk talk;
	enum ike_stage stage;
	bool knocked;             /* nothing but the knock was answered */
	bool answered;            /* by anything valid */
	bool big_lost;            /* only the small refusal got through */
	bool cookie, other_group; /* asked for, and followed */
	int us;                   /* round trip of the first answer; 0: none */
};

struct ike_hunt;

/* On the heap: it is large. The sides are in pairs, 500 and 4500. */
struct ike_hunt *ike_hunt_new(const struct endpoint *addresses, size_t n,
	int64_t deadline);
void ike_hunt_run(struct ike_hunt *);
void ike_hunt_free(struct ike_hunt *);
/* The 500 of the address that answered; its 4500 is the next. Without an
 * answer, of the address of which most is known. */
const struct ike_side *ike_hunt_result(const struct ike_hunt *);

#endif
