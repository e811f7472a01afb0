/* A command on its way to a PowerShell's standard input. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "../../src/check/script.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str command, out;

	str_init(&command);
	str_init(&out);
	str_add(&command, (const char *)bytes, n);
	script_powershell(command.s, &out);
	/* An empty line would end the statement. */
	assert(!strstr(out.s, "\n\n"));
	str_release(&command);
	str_release(&out);
	return 0;
}
