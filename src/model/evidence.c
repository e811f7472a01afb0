/*
 * Normalising what people paste. Which 8-bit code page it was is guessed
 * from the bytes; only ASCII decides anything, so a wrong guess costs an
 * umlaut, never a finding.
 */
#include "model/evidence.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "base/xmem.h"

#ifdef TINY
#define PIECE 16
#else
#define PIECE 4096
#endif

/* Bytes that no encoding explains become U+FFFD. */
static bool convert(const char *from, const char *bytes, size_t len,
	struct str *out)
{
	iconv_t cd = iconv_open("UTF-8", from);
	char piece[PIECE];
	char *in = (char *)(size_t)bytes; /* iconv does not write there */
	size_t left = len;

	if (cd == (iconv_t)-1)
		return false;
	while (left) {
		char *to = piece;
		size_t room = sizeof(piece), before = left;

		iconv(cd, &in, &left, &to, &room);
		str_add(out, piece, sizeof(piece) - room);
		if (left == before && room == sizeof(piece)) {
			str_adds(out, "\xEF\xBF\xBD");
			in++;
			left--;
		}
	}
	iconv_close(cd);
	return true;
}

/* Share of zero bytes at even and odd places tells UTF-16 without a BOM. */
static const char *guess_utf16(const unsigned char *p, size_t len)
{
	size_t n = len < 4096 ? len : 4096, even = 0, odd = 0;

	if (len >= 2 && p[0] == 0xFF && p[1] == 0xFE)
		return "UTF-16LE";
	if (len >= 2 && p[0] == 0xFE && p[1] == 0xFF)
		return "UTF-16BE";
	for (size_t i = 0; i < n; i++) {
		if (p[i] == 0 && i % 2)
			odd++;
		else if (p[i] == 0)
			even++;
	}
	if (n >= 4 && odd > n / 5 && even <= n / 50)
		return "UTF-16LE";
	if (n >= 4 && even > n / 5 && odd <= n / 50)
		return "UTF-16BE";
	return NULL;
}

/* Letters as each code page has them: common ones of German and French. */
static size_t count_in(const unsigned char *p, size_t len, const char *set)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += p[i] >= 0x80 && strchr(set, p[i]) != NULL;
	return n;
}

/* GBK: a lead byte 0x81..0xFE and a trail byte 0x40..0xFE make a character. */
static bool looks_like_gbk(const unsigned char *p, size_t len)
{
	size_t pairs = 0, odd = 0;

	for (size_t i = 0; i < len; i++) {
		if (p[i] < 0x80)
			continue;
		if (i + 1 < len && p[i] >= 0xA1 && p[i] <= 0xF7 &&
			p[i + 1] >= 0xA1) {
			pairs++;
			i++;
		} else {
			odd++;
		}
	}
	return pairs > 1 && odd * 8 < pairs;
}

static const char *guess_code_page(const unsigned char *p, size_t len)
{
	/* ae oe ue ss e' e` c, in 850/437 and in 1252 */
	static const char oem[] = "\x84\x94\x81\xE1\x82\x8A\x87\x8E\x99\x9A";
	static const char ansi[] = "\xE4\xF6\xFC\xDF\xE9\xE8\xE7\xC4\xD6\xDC";

	if (looks_like_gbk(p, len))
		return "CP936";
	if (count_in(p, len, ansi) >= count_in(p, len, oem))
		return "CP1252";
	return "CP850";
}

static bool is_binary(const char *s, size_t len)
{
	size_t n = len < 65536 ? len : 65536, bad = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == 0)
			return true;
		bad += c < 0x20 && c != '\n' && c != '\r' && c != '\t' &&
		       c != '\f' && c != 0x1B;
	}
	return bad > n / 10 + 2;
}

/* How long a terminal sequence at s is: CSI, OSC, or two bytes. */
static size_t sequence(const char *s, size_t n)
{
	size_t i = 2;

	if (n < 2)
		return 1;
	if (s[1] == '[') {
		while (i < n && (unsigned char)s[i] < 0x40)
			i++;
		return i < n ? i + 1 : n;
	}
	if (s[1] == ']') {
		while (i < n && s[i] != '\a' && s[i] != '\n' && s[i] != 0x1B)
			i++;
		if (i < n && s[i] == '\a')
			return i + 1;
		return i + 1 < n && s[i] == 0x1B && s[i + 1] == '\\' ? i + 2
								     : i;
	}
	return 2;
}

static bool is_dropped(uint32_t c)
{
	return c == 0xFEFF || (c >= 0x200B && c <= 0x200F) || c == 0xAD ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) ||
	       (c < 0x20 && c != '\t' && c != '\n');
}

static bool is_blank(uint32_t c)
{
	return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
	       c == 0x202F || c == 0x205F || c == 0x3000;
}

/* UTF-8 in, clean lines out. */
static void clean(const char *s, size_t n, struct str *out)
{
	size_t used;

	str_reserve(out, n);
	for (size_t i = 0; i < n; i += used) {
		uint32_t c = utf8_decode(s + i, n - i, &used);

		if (c == 0x1B)
			used = sequence(s + i, n - i);
		else if (c == '\r' && i + 1 < n && s[i + 1] == '\n')
			continue;
		else if (c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029)
			str_addc(out, '\n');
		else if (is_blank(c))
			str_addc(out, ' ');
		else if (c == UTF8_BAD)
			str_adds(out, "\xEF\xBF\xBD");
		else if (!is_dropped(c))
			str_add(out, s + i, used);
	}
}

static const char *to_utf8(const char *bytes, size_t len, struct str *out)
{
	const unsigned char *p = (const unsigned char *)bytes;
	const char *guess = guess_utf16(p, len);

	if (!guess && !utf8_valid(bytes, len) && !is_binary(bytes, len))
		guess = guess_code_page(p, len);
	if (guess && convert(guess, bytes, len, out))
		return guess;
	str_add(out, bytes, len);
	return "UTF-8";
}

void evidence_init(struct evidence *e, const char *name, const char *bytes,
	size_t len)
{
	struct str utf8 = STR_INIT, text = STR_INIT;

	*e = (struct evidence){.name = xstrdup(name)};
	e->encoding = to_utf8(bytes, len, &utf8);
	e->binary = is_binary(utf8.s, utf8.len);
	if (!e->binary)
		clean(utf8.s, utf8.len, &text);
	str_release(&utf8);
	e->len = text.len;
	e->text = str_detach(&text);
}

void evidence_release(struct evidence *e)
{
	free(e->name);
	free(e->text);
	*e = (struct evidence){0};
}

unsigned evidence_line(const struct evidence *e, size_t offset)
{
	unsigned line = 1;
	const char *p = e->text,
		   *end = e->text + (offset < e->len ? offset : e->len);

	while ((p = memchr(p, '\n', (size_t)(end - p)))) {
		line++;
		p++;
	}
	return line;
}

/* `<vpntriage TAG CHECK` at s; the rest of the line may hold quotes. */
static bool opening(const char *s, const char *end, struct envelope *env)
{
	static const char mark[] = "<vpntriage ";
	const char *p = s + sizeof(mark) - 1;
	size_t n;

	if ((size_t)(end - s) < sizeof(mark) - 1 ||
		memcmp(s, mark, sizeof(mark) - 1) != 0)
		return false;
	n = strspn(p, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	if (n == 0 || n > 8 || p[n] != ' ')
		return false;
	env->tag = p;
	env->taglen = n;
	p += n + 1;
	n = strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789_.-/");
	env->check = p;
	env->checklen = n;
	return n > 0;
}

static const char *find(const char *s, const char *end, const char *what,
	size_t n)
{
	while ((size_t)(end - s) >= n) {
		const char *p = memchr(s, what[0], (size_t)(end - s) - n + 1);

		if (!p)
			return NULL;
		if (memcmp(p, what, n) == 0)
			return p;
		s = p + 1;
	}
	return NULL;
}

/* The echo of the command has the mark in quotes, '<vpntriage ...', or after
 * the caret of cmd.exe. */
static bool is_echo(const char *text, const char *at, const char *after)
{
	return (at > text &&
		       (at[-1] == '\'' || at[-1] == '"' || at[-1] == '^')) ||
	       *after == '\'' || *after == '"';
}

static const char *next_line(const char *p, const char *end)
{
	const char *nl = memchr(p, '\n', (size_t)(end - p));

	return nl ? nl + 1 : end;
}

static void find_close(const char *text, const char *end, struct envelope *env)
{
	char close[16];
	size_t n = env->taglen;
	const char *p = text + env->start;

	memcpy(close, env->tag, n);
	close[n] = '>';
	while ((p = find(p, end, close, n + 1))) {
		if (!is_echo(text, p, p + n + 1)) {
			env->ended = true;
			env->end = (size_t)(p - text);
			env->next = env->end + n + 1;
			return;
		}
		p++;
	}
}

bool evidence_envelope(const char *text, size_t len, size_t from,
	struct envelope *env)
{
	const char *end = text + len, *p = text + from, *q;

	while ((p = find(p, end, "<vpntriage ", 11))) {
		*env = (struct envelope){0};
		if (!opening(p, end, env) ||
			is_echo(text, p, env->check + env->checklen)) {
			p++;
			continue;
		}
		env->start = (size_t)(next_line(p, end) - text);
		/* Without its end it goes up to the next opening. */
		q = find(text + env->start, end, "<vpntriage ", 11);
		env->end = q ? (size_t)(q - text) : len;
		env->next = env->end;
		find_close(text, text + env->end, env);
		return true;
	}
	return false;
}
