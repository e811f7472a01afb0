/* An answer of a DNS server, walked for its CNAMEs. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "../../src/check/dns_chain.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	char chain[64];
	size_t found = dns_chain(bytes, n, chain, sizeof(chain));

	assert(strlen(chain) < sizeof(chain));
	assert(found || !chain[0]);
	return 0;
}
