/* Scripts of trees from anywhere: which commands they hold. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/str.h"
#include "model/readonly.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct not_read_only bad;
	struct str script;

	if (n < 1)
		return 0;
	str_init(&script);
	str_add(&script, (const char *)bytes + 1, n - 1);
	if (!script_is_read_only(script.s, (enum shell)(bytes[0] % 3), &bad)) {
		assert(bad.offset <= strlen(script.s) && bad.why);
	}
	str_release(&script);
	return 0;
}
