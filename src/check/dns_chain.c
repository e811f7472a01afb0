/* Walking the answer section of a DNS message. */
#include "dns_chain.h"

#include <sys/select.h> /* ares.h needs it */
#include <sys/time.h>

#include <ares.h>
#include <limits.h>
#include <string.h>

#define HEADER 12 /* RFC 1035, 4.1.1 */
#define TYPE_CNAME 5
#define MOST_RECORDS 64

struct cursor {
	const unsigned char *message;
	size_t n, at;
};

static unsigned number(const struct cursor *c, size_t at)
{
	return (unsigned)c->message[at] << 8 | c->message[at + 1];
}

/* A name at the cursor, which moves behind it; NULL when it is broken. */
static char *take_name(struct cursor *c)
{
	char *name = NULL;
	long used = 0;

	if (c->at >= c->n || ares_expand_name(c->message + c->at, c->message,
				     (int)c->n, &name, &used) != ARES_SUCCESS)
		return NULL;
	c->at += (size_t)used;
	return name;
}

static void keep(char *out, size_t room, const char *name)
{
	size_t used = strlen(out), n = strlen(name);

	if (used + (used > 0) + n + 1 > room)
		return;
	if (used)
		out[used++] = '>';
	memcpy(out + used, name, n + 1);
}

/* The target of the record at the cursor, if it is a CNAME; -1: broken. */
static int take_record(struct cursor *c, char *out, size_t room)
{
	char *name = take_name(c);
	size_t length, end;
	unsigned type;

	ares_free_string(name);
	if (!name || c->n - c->at < 10)
		return -1;
	type = number(c, c->at);
	length = number(c, c->at + 8);
	c->at += 10;
	if (c->n - c->at < length)
		return -1;
	end = c->at + length;
	if (type == TYPE_CNAME) {
		name = take_name(c);
		if (!name)
			return -1;
		keep(out, room, name);
		ares_free_string(name);
	}
	c->at = end;
	return type == TYPE_CNAME;
}

size_t dns_chain(const unsigned char *message, size_t n, char *out, size_t room)
{
	struct cursor c = {message, n, HEADER};
	size_t found = 0;
	unsigned questions, answers;

	out[0] = '\0';
	if (n < HEADER || n > INT_MAX)
		return 0;
	questions = number(&c, 4);
	answers = number(&c, 6);
	while (questions-- > 0) {
		char *name = take_name(&c);

		ares_free_string(name);
		if (!name || c.n - c.at < 4)
			return 0;
		c.at += 4;
	}
	for (unsigned i = 0; i < answers && i < MOST_RECORDS; i++) {
		int rc = take_record(&c, out, room);

		if (rc < 0)
			break;
		found += (size_t)rc;
	}
	return found;
}
