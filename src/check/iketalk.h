/*
 * One exchange of IKE_SA_INIT on one socket: sends, repeats the identical
 * bytes, and takes the first valid answer. Several run beside each other.
 */
#ifndef CHECK_IKETALK_H
#define CHECK_IKETALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "ikemsg.h"
#include "os/sock.h"

enum ike_heard {
	IKE_HEARD_NOTHING, /* yet, or in the end */
	IKE_HEARD_ANSWER,
	IKE_HEARD_PORT_UNREACHABLE,
	IKE_HEARD_PROHIBITED,
	IKE_HEARD_HOST_UNREACHABLE,
	IKE_HEARD_TOO_BIG, /* for the path, with DF */
	IKE_HEARD_FAILED,  /* this machine could not send */
};

struct ike_talk {
	struct ike_request request;
	int sock; /* -1: closed */
	struct endpoint peer, self;
	enum udp_mtu mtu;
	struct str bytes; /* as sent */
	unsigned sends;   /* so far */
	unsigned max;
	int64_t gap, next, end; /* the pause, and when the next send is due */
	int64_t sent_us;
	bool open; /* still waited for */
	enum ike_heard heard;
	bool garbage, version1; /* something answered that is no IKEv2 */
	uint8_t datagram[IKE_REPLY_MAX + 8]; /* what the reply points into */
	size_t size;                         /* of the answer */
	struct ike_reply reply;
	int us; /* round trip of the answer */
};

/*
 * A socket to the peer (its port decides about the non-ESP marker), an SPI,
 * a nonce and the NAT detection hashes. Asks for Windows' suites, MODP2048.
 */
void ike_talk_open(struct ike_talk *, const struct endpoint *, enum udp_mtu);
void ike_talk_close(struct ike_talk *);

/* Sends the request as it now stands: `max` times, with pauses that begin
 * with `gap` ms and double; silence ends it at `end`. */
void ike_talk_ask(struct ike_talk *, unsigned max, int64_t gap, int64_t end);
/* Takes up the cookie or the group that the answer asks for; false: none. */
bool ike_talk_follow(struct ike_talk *);

/* Waits until something happens to one of them or the deadline; whether any
 * is still open. */
bool ike_talks_step(struct ike_talk *const *, size_t n, int64_t deadline);

/* NONE, CLIENT, SERVER, BOTH, UNKNOWN: what the hashes of the answer say. */
const char *ike_talk_nat(const struct ike_talk *);

#endif
