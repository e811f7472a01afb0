/* The head of an HTTP answer; more of it never changes what was complete. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "../../src/check/httpmsg.h"
#include "../../src/check/sstp_judge.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct http_reply whole = {0}, less = {0};
	struct sstp_finding f;
	enum http_reading reading = http_read((const char *)bytes, n, &whole);
	enum http_reading before = http_read((const char *)bytes, n / 2, &less);

	assert(before != HTTP_NOT || reading == HTTP_NOT);
	if (before == HTTP_HEAD) {
		assert(reading == HTTP_HEAD);
		assert(memcmp(&whole, &less, sizeof(whole)) == 0);
	}
	if (reading != HTTP_HEAD)
		return 0;
	assert(whole.status >= 100 && whole.status <= 999);
	sstp_judge(SSTP_ANSWERED, &whole, SSTP_ANSWERED, &less, &f);
	assert(f.who && f.word[0]);
	return 0;
}
