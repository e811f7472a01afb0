/* An answer to IKE_SA_INIT: read, named, and never taken beyond its end. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "../../src/check/ikemsg.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void is_inside(const struct ike_span *s, const uint8_t *bytes, size_t n)
{
	assert(s->n == 0 ||
		(s->bytes >= bytes && s->bytes + s->n <= bytes + n));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	uint8_t spi[IKE_SPI] = {0};
	struct ike_reply reply;
	struct str text;

	/* Its own SPI, or hardly anything would get past the first check. */
	memcpy(spi, bytes, n < IKE_SPI ? n : IKE_SPI);
	if (ike_read(bytes, n, spi, &reply) != IKE_VALID)
		return 0;
	assert(n <= IKE_REPLY_MAX);
	assert(reply.has_sa || reply.refusal || reply.cookie.n);
	assert(reply.cookie.n <= IKE_COOKIE_MAX);
	str_init(&text);
	ike_suite_text(&reply.chosen, &text);
	is_inside(&reply.cookie, bytes, n);
	for (size_t i = 0; i < reply.nsources; i++)
		is_inside(&reply.sources[i], bytes, n);
	for (size_t i = 0; i < reply.ndestinations; i++)
		is_inside(&reply.destinations[i], bytes, n);
	for (size_t i = 0; i < reply.nvendors; i++) {
		is_inside(&reply.vendors[i], bytes, n);
		ike_vendor_text(&reply.vendors[i], &text);
	}
	assert(!strchr(text.s, ' '));
	str_release(&text);
	return 0;
}
