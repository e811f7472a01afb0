/*
 * A TLS client on a connected socket, by deadline. Nothing is verified here:
 * whoever wants to judge the certificates asks for the SSL. Old protocols
 * and weak keys are let through, so that they can be reported.
 */
#ifndef CHECK_TLS_STREAM_H
#define CHECK_TLS_STREAM_H

#include <openssl/types.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tls_event {
	TLS_OK,
	TLS_TIMEOUT,
	TLS_RESET,   /* the connection was reset */
	TLS_CLOSED,  /* the far side ended it without a word */
	TLS_NOT_TLS, /* what came is no TLS record */
	TLS_FAILED,  /* an alert, or no common ground; tls_stream_why() */
};

struct tls_stream;

/*
 * Takes the socket over, also when it fails (NULL: no memory for OpenSSL).
 * `name` goes out as SNI unless it is NULL or a literal address.
 */
struct tls_stream *tls_stream_new(int sock, const char *name);
void tls_stream_free(struct tls_stream *);

enum tls_event tls_stream_handshake(struct tls_stream *, int64_t deadline);
enum tls_event tls_stream_write(struct tls_stream *, const void *, size_t n,
	int64_t deadline);
/* Some bytes, at least one. TLS_CLOSED at the end. */
enum tls_event tls_stream_read(struct tls_stream *, void *, size_t cap,
	size_t *n, int64_t deadline);

/* What OpenSSL said of the last failure ("" if nothing); until the free. */
const char *tls_stream_why(const struct tls_stream *);
SSL *tls_stream_ssl(struct tls_stream *); /* borrowed */

#endif
