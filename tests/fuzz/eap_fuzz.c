/* EAP XML with anything around it, read and judged. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "../../src/check/eap.h"
#include "../../src/check/eap_judge.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct eap_profile profile;
	struct eap_judgement j;
	const char *why = NULL;
	enum eap_read read;

	eap_init(&profile);
	read = eap_parse(&profile, (const char *)bytes, n, &why);
	assert(read != EAP_READ_BROKEN || why);
	assert(profile.nlevels <= EAP_LEVELS);
	for (size_t i = 0; i < profile.nlevels; i++) {
		assert(profile.level[i].roots.n <= EAP_MOST);
		assert(profile.level[i].issuers.n <= EAP_MOST);
	}
	eap_judge(&profile, "nps1.example.com", &j);
	assert(j.findings < 1u << EAP_FINDINGS);
	assert((j.fit == EAP_FIT_NONE) ==
		!!(j.findings & 1u << EAP_NAME_MISMATCH));
	eap_release(&profile);
	return 0;
}
