/* HTTP/1 status line and the few fields that matter (RFC 9112). */
#include "httpmsg.h"

#include <string.h>
#include <strings.h>

struct line {
	const char *s;
	size_t n;
};

/* The next line without its end; false: it is not complete yet. */
static bool next_line(const char **p, const char *end, struct line *line)
{
	const char *lf = memchr(*p, '\n', (size_t)(end - *p));

	if (!lf)
		return false;
	line->s = *p;
	line->n = (size_t)(lf - *p);
	if (line->n > 0 && line->s[line->n - 1] == '\r')
		line->n--;
	*p = lf + 1;
	return true;
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "HTTP/1.1 200", with or without a reason: Windows sends none. */
static bool read_status(const struct line *l, int *status)
{
	const char *s = l->s;

	if (l->n < 12 || memcmp(s, "HTTP/1.", 7) != 0 || !digit(s[7]) ||
		s[8] != ' ' || !digit(s[9]) || !digit(s[10]) || !digit(s[11]))
		return false;
	if (l->n > 12 && s[12] != ' ')
		return false;
	*status = (s[9] - '0') * 100 + (s[10] - '0') * 10 + s[11] - '0';
	return *status >= 100;
}

/* Whether the line is that field; then *value is what follows. */
static bool is_field(const struct line *l, const char *name, struct line *value)
{
	size_t n = strlen(name);

	if (l->n <= n || l->s[n] != ':' || strncasecmp(l->s, name, n) != 0)
		return false;
	value->s = l->s + n + 1;
	value->n = l->n - n - 1;
	while (value->n > 0 && (*value->s == ' ' || *value->s == '\t')) {
		value->s++;
		value->n--;
	}
	while (value->n > 0 && (value->s[value->n - 1] == ' ' ||
				       value->s[value->n - 1] == '\t'))
		value->n--;
	return true;
}

static void keep(char *out, size_t cap, const struct line *value)
{
	size_t n = 0;

	for (size_t i = 0; i < value->n && n + 1 < cap; i++)
		if (value->s[i] >= 0x20 && value->s[i] < 0x7f)
			out[n++] = value->s[i];
	out[n] = '\0';
}

static void read_field(const struct line *l, struct http_reply *reply)
{
	static const char endless[] = "18446744073709551615";
	struct line value;

	if (is_field(l, "Server", &value))
		keep(reply->server, sizeof(reply->server), &value);
	else if (is_field(l, "Content-Length", &value))
		reply->endless = value.n == sizeof(endless) - 1 &&
				 memcmp(value.s, endless, value.n) == 0;
	else if (is_field(l, "WWW-Authenticate", &value))
		reply->wants_login = true;
	else if (is_field(l, "Via", &value))
		reply->via = true;
}

/* What is there already must look like the beginning of an answer. */
static bool may_begin(const char *s, size_t n)
{
	return memcmp(s, "HTTP/1.", n < 7 ? n : 7) == 0;
}

enum http_reading http_read(const char *s, size_t n, struct http_reply *reply)
{
	const char *p = s, *end = s + n;
	struct http_reply got = {0};
	struct line line;

	if (n == 0)
		return HTTP_MORE;
	if (!may_begin(s, n))
		return HTTP_NOT;
	if (next_line(&p, end, &line)) {
		if (!read_status(&line, &got.status))
			return HTTP_NOT;
		while (next_line(&p, end, &line)) {
			if (line.n == 0) {
				*reply = got;
				return HTTP_HEAD;
			}
			read_field(&line, &got);
		}
	}
	return n >= HTTP_HEAD_MAX ? HTTP_NOT : HTTP_MORE;
}
