/* SHA-1 and random bytes; that OpenSSL has none is no case to go on in. */
#include "tls_hash.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include "base/xmem.h"

void tls_hash_sha1(const void *bytes, size_t n, uint8_t out[20])
{
	if (!EVP_Digest(bytes, n, out, NULL, EVP_sha1(), NULL))
		die("the TLS library has no SHA-1");
}

void tls_hash_random(void *bytes, size_t n)
{
	if (RAND_bytes(bytes, (int)n) != 1)
		die("the TLS library has no random bytes");
}
