/* Quoting, one rule a place; see the header for where the rules are from. */
#include "model/quote.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* PowerShell takes all of these for a single quote, in any mix. */
static bool is_single_quote(uint32_t c)
{
	return c == 0x27 || (c >= 0x2018 && c <= 0x201B);
}

static bool is_double_quote(uint32_t c)
{
	return c == 0x22 || (c >= 0x201C && c <= 0x201E);
}

/* What no place accepts: a paste would run at a newline, and a control or
 * bidi character hides what the person is about to run. */
static const char *refuse_everywhere(const char *value)
{
	size_t len = strlen(value), used;

	for (size_t i = 0; i < len; i += used) {
		uint32_t c = utf8_decode(value + i, len - i, &used);

		if (c == UTF8_BAD)
			return "it holds a byte that is no UTF-8";
		if (c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 ||
			c == 0x2029)
			return "it holds a line break";
		if (utf8_is_control(c))
			return "it holds a control character";
	}
	return NULL;
}

static void add_single_quoted(struct str *out, const char *value)
{
	size_t len = strlen(value), used;

	str_addc(out, '\'');
	for (size_t i = 0; i < len; i += used) {
		uint32_t c = utf8_decode(value + i, len - i, &used);

		str_add(out, value + i, used);
		if (is_single_quote(c))
			str_add(out, value + i, used);
	}
	str_addc(out, '\'');
}

static bool has_space(const char *value)
{
	size_t len = strlen(value), used;

	for (size_t i = 0; i < len; i += used) {
		uint32_t c = utf8_decode(value + i, len - i, &used);

		if (c == ' ' || c == 0xA0 || c == 0x1680 ||
			(c >= 0x2000 && c <= 0x200A) || c == 0x202F ||
			c == 0x205F || c == 0x3000)
			return true;
	}
	return false;
}

static const char *refuse_option(const char *value)
{
	size_t used;
	uint32_t c = utf8_decode(value, strlen(value), &used);

	/* Windows reads these dashes at a command's start as one as well. */
	if (c == '-' || c == '/' || (c >= 0x2013 && c <= 0x2015))
		return "it begins like an option";
	return NULL;
}

/* What the C runtime or Windows PowerShell 5.1 would mangle on the way. */
static const char *refuse_native(const char *value)
{
	size_t len = strlen(value), used;

	if (len == 0)
		return "an empty value would be dropped";
	for (size_t i = 0; i < len; i += used)
		if (is_double_quote(utf8_decode(value + i, len - i, &used)))
			return "it holds a double quote";
	if (value[len - 1] == '\\' && has_space(value))
		return "it ends in a backslash";
	return refuse_option(value);
}

static const char *refuse_cmd(const char *value)
{
	size_t len = strlen(value);

	if (len == 0)
		return "an empty value would be dropped";
	if (strpbrk(value, "\"%!^&|<>()"))
		return "it holds a character that cmd.exe would act on";
	if (value[len - 1] == '\\')
		return "it ends in a backslash";
	return refuse_option(value);
}

static void add_sh(struct str *out, const char *value)
{
	str_addc(out, '\'');
	for (; *value; value++) {
		if (*value == '\'')
			str_adds(out, "'\\''");
		else
			str_addc(out, *value);
	}
	str_addc(out, '\'');
}

const char *quote_add(struct str *out, enum quote_place place,
	const char *value)
{
	const char *why = refuse_everywhere(value);

	if (why)
		return why;
	switch (place) {
	case QUOTE_CMDLET:
		add_single_quoted(out, value);
		return NULL;
	case QUOTE_NATIVE:
		why = refuse_native(value);
		if (!why)
			add_single_quoted(out, value);
		return why;
	case QUOTE_CMD:
		why = refuse_cmd(value);
		if (!why)
			str_addf(out, "\"%s\"", value);
		return why;
	case QUOTE_SH:
		if (*value == '-')
			return "it begins like an option";
		add_sh(out, value);
		return NULL;
	}
	return "unknown place";
}
