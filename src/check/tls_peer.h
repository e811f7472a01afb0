/* The certificates that the far side of a TLS connection sent. */
#ifndef CHECK_TLS_PEER_H
#define CHECK_TLS_PEER_H

#include <stdbool.h>

struct tls_stream;
struct x509_set;

/* In the order of sending; after the handshake. */
void tls_peer_certificates(struct tls_stream *, struct x509_set *);
/* "TLSv1.3"; until the stream is freed. */
const char *tls_peer_protocol(struct tls_stream *);
const char *tls_peer_cipher(struct tls_stream *);
bool tls_peer_is_old(struct tls_stream *); /* below TLS 1.2 */

#endif
