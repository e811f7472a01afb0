/* What a shell far away prints around the output of a check. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "../../src/check/outcome.h"
#include "model/evidence.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const char mark[] = "vpntriage-0";
	struct plan plan = {.argv = {"ssh"}, .way = WAY_SSH, .marked = true};
	struct ended ended = {.how = ENDED_EXITED, .host = "h", .err = ""};
	struct evidence e;
	struct arena arena;
	struct result r;

	for (size_t i = 0; i < sizeof(mark); i++)
		plan.mark[i] = mark[i];
	/* The first byte is the status of the client. */
	if (n)
		ended.code = bytes[0];
	evidence_init(&e, "output", (const char *)bytes + (n > 0), n - (n > 0));
	ended.out = e.text;
	ended.outlen = e.len;
	arena_init(&arena);
	outcome_judge(&plan, &ended, &arena, &r);
	assert(r.out >= e.text && r.out + r.outlen <= e.text + e.len);
	assert((r.verdict == RESULT_RAN) == !r.say);
	assert(r.has_exit == (r.verdict == RESULT_RAN));
	arena_release(&arena);
	evidence_release(&e);
	return 0;
}
