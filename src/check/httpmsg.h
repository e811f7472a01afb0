/*
 * The head of an HTTP answer, as far as it tells who speaks. Pure; it stops
 * at the blank line and never asks for a body: an SSTP server's has no end.
 */
#ifndef CHECK_HTTPMSG_H
#define CHECK_HTTPMSG_H

#include <stdbool.h>
#include <stddef.h>

#define HTTP_HEAD_MAX 16384

enum http_reading {
	HTTP_MORE, /* so far it may be one */
	HTTP_HEAD, /* complete */
	HTTP_NOT,  /* no HTTP/1, or a head that is too long or broken */
};

struct http_reply {
	int status;
	char server[80];  /* of the Server field, "" if there is none */
	bool endless;     /* Content-Length: 18446744073709551615 (MS-SSTP) */
	bool wants_login; /* WWW-Authenticate */
	bool via;         /* a proxy names itself */
};

/* *reply is set only with HTTP_HEAD. */
enum http_reading http_read(const char *, size_t n, struct http_reply *);

#endif
