/* UTF-8 that neither trusts its input nor the locale. */
#include "base/utf8.h"

#include <string.h>

struct range {
	uint32_t first, last;
};

/* Combining marks and other characters that take no column. */
static const struct range zero_width[] = {
	{0x0300, 0x036F},
	{0x0483, 0x0489},
	{0x0591, 0x05BD},
	{0x0610, 0x061A},
	{0x064B, 0x065F},
	{0x06D6, 0x06DC},
	{0x0900, 0x0902},
	{0x093C, 0x093C},
	{0x0941, 0x0948},
	{0x0E31, 0x0E31},
	{0x0E34, 0x0E3A},
	{0x0E47, 0x0E4E},
	{0x1AB0, 0x1AFF},
	{0x1DC0, 0x1DFF},
	{0x200B, 0x200D},
	{0x2060, 0x2064},
	{0x20D0, 0x20FF},
	{0x302A, 0x302D},
	{0xFE00, 0xFE0F},
	{0xFE20, 0xFE2F},
	{0xFEFF, 0xFEFF},
	{0xE0100, 0xE01EF},
};

/* East Asian wide and full-width blocks, and the emoji that terminals widen. */
static const struct range double_width[] = {
	{0x1100, 0x115F},
	{0x2E80, 0x303E},
	{0x3041, 0x33FF},
	{0x3400, 0x4DBF},
	{0x4E00, 0x9FFF},
	{0xA000, 0xA4CF},
	{0xA960, 0xA97F},
	{0xAC00, 0xD7A3},
	{0xF900, 0xFAFF},
	{0xFE30, 0xFE6F},
	{0xFF00, 0xFF60},
	{0xFFE0, 0xFFE6},
	{0x1F300, 0x1F64F},
	{0x1F900, 0x1F9FF},
	{0x20000, 0x3FFFD},
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static bool in_ranges(uint32_t c, const struct range *r, size_t n)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (c > r[mid].last)
			low = mid + 1;
		else if (c < r[mid].first)
			high = mid;
		else
			return true;
	}
	return false;
}

/* How many bytes the lead byte promises, and the bits it carries. */
static size_t lead(unsigned char b, uint32_t *bits, uint32_t *least)
{
	if (b >= 0xC2 && b <= 0xDF) {
		*bits = b & 0x1Fu;
		*least = 0x80;
		return 2;
	}
	if ((b & 0xF0) == 0xE0) {
		*bits = b & 0x0Fu;
		*least = 0x800;
		return 3;
	}
	if (b >= 0xF0 && b <= 0xF4) {
		*bits = b & 0x07u;
		*least = 0x10000;
		return 4;
	}
	return 0;
}

uint32_t utf8_decode(const char *s, size_t n, size_t *used)
{
	const unsigned char *p = (const unsigned char *)s;
	uint32_t c, least;
	size_t len;

	*used = 1;
	if (p[0] < 0x80)
		return p[0];
	len = lead(p[0], &c, &least);
	if (len == 0 || len > n)
		return UTF8_BAD;
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return UTF8_BAD;
		c = c << 6 | (p[i] & 0x3Fu);
	}
	if (c < least || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return UTF8_BAD;
	*used = len;
	return c;
}

size_t utf8_check(const char *s, size_t n)
{
	size_t i = 0, used;

	while (i < n) {
		if (utf8_decode(s + i, n - i, &used) == UTF8_BAD)
			return i;
		i += used;
	}
	return n;
}

bool utf8_valid(const char *s, size_t n)
{
	return utf8_check(s, n) == n;
}

void utf8_add(struct str *out, uint32_t c)
{
	if (c < 0x80) {
		str_addc(out, (char)c);
	} else if (c < 0x800) {
		str_addc(out, (char)(0xC0 | c >> 6));
		str_addc(out, (char)(0x80 | (c & 0x3F)));
	} else if (c < 0x10000) {
		str_addc(out, (char)(0xE0 | c >> 12));
		str_addc(out, (char)(0x80 | (c >> 6 & 0x3F)));
		str_addc(out, (char)(0x80 | (c & 0x3F)));
	} else {
		str_addc(out, (char)(0xF0 | c >> 18));
		str_addc(out, (char)(0x80 | (c >> 12 & 0x3F)));
		str_addc(out, (char)(0x80 | (c >> 6 & 0x3F)));
		str_addc(out, (char)(0x80 | (c & 0x3F)));
	}
}

int utf8_width(uint32_t c)
{
	if (c < 0x300)
		return 1;
	if (in_ranges(c, zero_width, COUNT(zero_width)))
		return 0;
	return in_ranges(c, double_width, COUNT(double_width)) ? 2 : 1;
}

size_t utf8_columns(const char *s, size_t n)
{
	size_t columns = 0, used;

	for (size_t i = 0; i < n; i += used)
		columns += (size_t)utf8_width(utf8_decode(s + i, n - i, &used));
	return columns;
}

size_t utf8_count(const char *s, size_t n)
{
	size_t count = 0, used;

	for (size_t i = 0; i < n; i += used, count++)
		utf8_decode(s + i, n - i, &used);
	return count;
}

size_t utf8_fit(const char *s, size_t n, size_t columns)
{
	size_t i = 0, used;

	while (i < n) {
		uint32_t c = utf8_decode(s + i, n - i, &used);
		size_t width = (size_t)utf8_width(c);

		if (width > columns)
			break;
		columns -= width;
		i += used;
	}
	return i;
}

bool utf8_is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x200E ||
	       c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
	       (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029 ||
	       c == 0xFEFF;
}

static void add_visible(struct str *out, const char *s, size_t n, bool lines)
{
	size_t used;

	for (size_t i = 0; i < n; i += used) {
		uint32_t c = utf8_decode(s + i, n - i, &used);

		if (c == '\t')
			str_addc(out, ' ');
		else if (c == '\n' && lines)
			str_addc(out, '\n');
		else if (c == UTF8_BAD)
			str_addf(out, "\\u{%02X}", (unsigned char)s[i]);
		else if (utf8_is_control(c))
			str_addf(out, "\\u{%02X}", (unsigned)c);
		else
			str_add(out, s + i, used);
	}
}

void utf8_add_visible(struct str *out, const char *s, size_t n)
{
	add_visible(out, s, n, false);
}

void utf8_add_visible_lines(struct str *out, const char *s, size_t n)
{
	add_visible(out, s, n, true);
}
