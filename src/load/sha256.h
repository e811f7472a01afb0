/* SHA-256; the library stays in one file. */
#ifndef LOAD_SHA256_H
#define LOAD_SHA256_H

#include <stddef.h>

/* As 64 hex digits, lower case, and the end. */
void sha256_hex(const void *, size_t n, char hex[65]);

#endif
