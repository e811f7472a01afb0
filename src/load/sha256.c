/* SHA-256 by OpenSSL. */
#include "sha256.h"

#include <openssl/evp.h>

#include "base/xmem.h"

void sha256_hex(const void *bytes, size_t n, char hex[65])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (EVP_Digest(bytes, n, md, &len, EVP_sha256(), NULL) != 1 ||
		len != 32)
		die("SHA-256 is not available");
	for (size_t i = 0; i < 32; i++) {
		hex[2 * i] = digits[md[i] >> 4];
		hex[2 * i + 1] = digits[md[i] & 15];
	}
	hex[64] = '\0';
}
