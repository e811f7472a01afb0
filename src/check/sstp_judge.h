/* What an answer to the SSTP address means; apart from all sending. */
#ifndef CHECK_SSTP_JUDGE_H
#define CHECK_SSTP_JUDGE_H

#include <stdbool.h>

struct http_reply;

/* How one request ended, up to the head of the answer. */
enum sstp_end {
	SSTP_ANSWERED,
	SSTP_REFUSED,     /* TCP */
	SSTP_FILTERED,    /* TCP: silence */
	SSTP_UNREACHABLE, /* TCP: ICMP */
	SSTP_NO_TLS,
	SSTP_NO_REPLY, /* silence after the connection */
	SSTP_RESET,
	SSTP_CLOSED,
	SSTP_NOT_HTTP,
	SSTP_NOT_TRIED,
};

struct sstp_finding {
	char word[24]; /* the verdict */
	const char
		*who; /* RRAS, OTHER_SSTP, WEB_SERVER, PROXY, NONE, UNKNOWN */
	bool bad;
};

/* A GET says so much that the real request can be left out. */
bool sstp_get_is_enough(enum sstp_end, const struct http_reply *);

/* From the GET and, if it was sent, the real request (SSTP_NOT_TRIED). */
void sstp_judge(enum sstp_end get_end, const struct http_reply *get,
	enum sstp_end post_end, const struct http_reply *post,
	struct sstp_finding *);

#endif
