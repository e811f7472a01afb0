/* A probe's result as bytes, from the process that probed to ours. */
#ifndef CHECK_RESULT_PACK_H
#define CHECK_RESULT_PACK_H

#include <stdbool.h>

#include "check/probe.h"

void result_pack(const struct probe_result *, struct str *out);
/* Inits the result; false: torn, and there is nothing to release. */
bool result_unpack(struct probe_result *, const char *kind, const char *target,
	const char *bytes, size_t n);

#endif
