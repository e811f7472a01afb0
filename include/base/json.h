/*
 * Writing JSON, one call a token; commas and nesting are kept here. What is
 * written can be read back by libyaml as well: DEL and the C1 controls are
 * escaped, and no surrogate pair is ever written (it refuses both).
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define JSON_DEPTH 32

struct json {
	struct str *out;
	bool indent;             /* lines and two blanks a level */
	unsigned depth;          /* at most JSON_DEPTH */
	bool filled[JSON_DEPTH]; /* something stands on this level already */
	bool after_key;
};

void json_init(struct json *, struct str *out, bool indent);
void json_object(struct json *);
void json_array(struct json *);
void json_end_object(struct json *);
void json_end_array(struct json *);
void json_key(struct json *, const char *);

void json_string(struct json *, const char *); /* NULL writes null */
void json_bytes(struct json *, const char *, size_t n);
void json_int(struct json *, int64_t);
void json_number(struct json *, double);
void json_bool(struct json *, bool);
void json_null(struct json *);

/* Key and value in one. */
void json_kv(struct json *, const char *key, const char *value);
void json_kv_int(struct json *, const char *key, int64_t value);
void json_kv_bool(struct json *, const char *key, bool value);

/* One quoted string; bytes that are no UTF-8 become U+FFFD. */
void json_quote(struct str *out, const char *, size_t n);

#endif
