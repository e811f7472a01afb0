/* What else is needed of the TLS library: SHA-1 (RFC 7296 2.23 asks for it)
 * and chance. */
#ifndef CHECK_TLS_HASH_H
#define CHECK_TLS_HASH_H

#include <stddef.h>
#include <stdint.h>

void tls_hash_sha1(const void *, size_t n, uint8_t out[20]);
void tls_hash_random(void *, size_t n);

#endif
