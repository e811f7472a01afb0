/* What a person pastes: any bytes, read for the envelope of one check. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "check/envelope.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const struct check_spec spec = {.id = "nps.reason",
		.shell = SHELL_POWERSHELL,
		.command = "'NPSREASON c16=1'\nGet-Date"};
	struct pasted p;

	pasted_init(&p, &spec, "7K2", (const char *)bytes, n);
	assert(p.result.out && strlen(p.result.out) >= p.result.outlen);
	assert((p.kind == PASTE_FOREIGN) == (p.check != NULL));
	assert((p.result.verdict == RESULT_RAN) ==
		(p.kind == PASTE_WHOLE || p.kind == PASTE_BARE));
	assert(p.result.verdict == RESULT_RAN || p.say);
	pasted_release(&p);
	return 0;
}
