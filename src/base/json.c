/* A writer only; JSON is read by layer doc. */
#include "base/json.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmem.h"

void json_init(struct json *j, struct str *out, bool indent)
{
	*j = (struct json){.out = out, .indent = indent};
}

static void new_line(struct json *j)
{
	if (!j->indent)
		return;
	str_addc(j->out, '\n');
	for (unsigned i = 0; i < j->depth; i++)
		str_adds(j->out, "  ");
}

/* What has to stand before the next value or key. */
static void before(struct json *j)
{
	if (j->after_key) {
		j->after_key = false;
		return;
	}
	if (j->depth == 0)
		return;
	if (j->filled[j->depth - 1])
		str_addc(j->out, ',');
	j->filled[j->depth - 1] = true;
	new_line(j);
}

static void open_level(struct json *j, char bracket)
{
	before(j);
	str_addc(j->out, bracket);
	if (j->depth == JSON_DEPTH)
		die("JSON nested deeper than %d", JSON_DEPTH);
	j->filled[j->depth++] = false;
}

static void close_level(struct json *j, char bracket)
{
	bool filled = j->filled[--j->depth];

	if (filled)
		new_line(j);
	str_addc(j->out, bracket);
}

void json_object(struct json *j)
{
	open_level(j, '{');
}

void json_array(struct json *j)
{
	open_level(j, '[');
}

void json_end_object(struct json *j)
{
	close_level(j, '}');
}

void json_end_array(struct json *j)
{
	close_level(j, ']');
}

void json_quote(struct str *out, const char *s, size_t n)
{
	size_t used;

	str_addc(out, '"');
	for (size_t i = 0; i < n; i += used) {
		uint32_t c = utf8_decode(s + i, n - i, &used);

		if (c == '"' || c == '\\')
			str_addf(out, "\\%c", (char)c);
		else if (c == '\n')
			str_adds(out, "\\n");
		else if (c == '\t')
			str_adds(out, "\\t");
		else if (c == '\r')
			str_adds(out, "\\r");
		else if (c == UTF8_BAD)
			str_adds(out, "\xEF\xBF\xBD");
		else if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFEFF ||
			 c == 0x2028 || c == 0x2029 || (c & 0xFFFE) == 0xFFFE)
			str_addf(out, c > 0xFFFF ? "\xEF\xBF\xBD" : "\\u%04X",
				(unsigned)c);
		else
			str_add(out, s + i, used);
	}
	str_addc(out, '"');
}

void json_key(struct json *j, const char *key)
{
	before(j);
	json_quote(j->out, key, strlen(key));
	str_adds(j->out, j->indent ? ": " : ":");
	j->after_key = true;
}

void json_bytes(struct json *j, const char *s, size_t n)
{
	before(j);
	json_quote(j->out, s, n);
}

void json_string(struct json *j, const char *s)
{
	if (s)
		json_bytes(j, s, strlen(s));
	else
		json_null(j);
}

void json_int(struct json *j, int64_t v)
{
	before(j);
	str_addf(j->out, "%" PRId64, v);
}

void json_number(struct json *j, double v)
{
	before(j);
	if (isfinite(v))
		str_addf(j->out, "%.12g", v);
	else
		str_adds(j->out, "null");
}

void json_bool(struct json *j, bool v)
{
	before(j);
	str_adds(j->out, v ? "true" : "false");
}

void json_null(struct json *j)
{
	before(j);
	str_adds(j->out, "null");
}

void json_kv(struct json *j, const char *key, const char *value)
{
	json_key(j, key);
	json_string(j, value);
}

void json_kv_int(struct json *j, const char *key, int64_t value)
{
	json_key(j, key);
	json_int(j, value);
}

void json_kv_bool(struct json *j, const char *key, bool value)
{
	json_key(j, key);
	json_bool(j, value);
}
