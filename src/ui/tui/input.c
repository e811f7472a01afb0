/*
 * Decoding what the terminal sends. Sources: ECMA-48 5.4 (control sequences),
 * the xterm control sequences page (keys, SGR mouse 1006, paste 2004, DA1).
 */
#include "ui/tui/input.h"

#include <string.h>

#include "base/utf8.h"

#define ESC 0x1B
#define MOST_SEQUENCE 64 /* a longer one is rubbish and dropped */
#define MOST_PARAMS 16

static const char paste_start[] = "\033[200~";
static const char paste_end[] = "\033[201~";

void input_init(struct input *in)
{
	memset(in, 0, sizeof(*in));
	str_init(&in->pending);
	str_init(&in->paste);
}

void input_release(struct input *in)
{
	str_release(&in->pending);
	str_release(&in->paste);
}

/* Forget what was understood, once that pays. */
static void compact(struct input *in)
{
	size_t left = in->pending.len - in->used;

	if (in->used == 0 || (left > 0 && in->used < 4096))
		return;
	memmove(in->pending.s, in->pending.s + in->used, left);
	str_truncate(&in->pending, left);
	in->used = 0;
}

void input_add(struct input *in, const char *s, size_t n)
{
	compact(in);
	str_add(&in->pending, s, n);
}

static bool key(struct event *e, uint32_t code)
{
	e->kind = EVENT_KEY;
	e->key = code;
	return true;
}

/* How many bytes a whole sequence after ESC [ or ESC O takes; 0: unknown yet,
 * negative never. `s` starts at the byte after the introducer. */
static size_t sequence_length(const char *s, size_t n)
{
	for (size_t i = 0; i < n && i < MOST_SEQUENCE; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c >= 0x40 && c <= 0x7E)
			return i + 1;
		if (c < 0x20 || c > 0x7E)
			return i ? i : 1; /* broken off by something else */
	}
	return n >= MOST_SEQUENCE ? MOST_SEQUENCE : 0;
}

struct params {
	int value[MOST_PARAMS];
	size_t n;
};

static void read_params(const char *s, size_t n, struct params *p)
{
	p->n = 0;
	memset(p->value, 0, sizeof(p->value));
	for (size_t i = 0; i < n; i++) {
		if (p->n == 0)
			p->n = 1;
		if (s[i] >= '0' && s[i] <= '9') {
			int *v = &p->value[p->n - 1];

			if (*v < 100000)
				*v = *v * 10 + (s[i] - '0');
		} else if (s[i] == ';' && p->n < MOST_PARAMS) {
			p->n++;
		}
	}
}

static const struct {
	int number;
	uint32_t key;
} tilde_keys[] = {
	{1, KEYS_HOME},
	{2, KEYS_INSERT},
	{3, KEYS_DELETE},
	{4, KEYS_END},
	{5, KEYS_PAGE_UP},
	{6, KEYS_PAGE_DOWN},
	{7, KEYS_HOME},
	{8, KEYS_END},
	{11, KEYS_F1},
	{12, KEYS_F1 + 1},
	{13, KEYS_F1 + 2},
	{14, KEYS_F1 + 3},
	{15, KEYS_F1 + 4},
};

static const struct {
	char final;
	uint32_t key;
} letter_keys[] = {
	{'A', KEYS_UP},
	{'B', KEYS_DOWN},
	{'C', KEYS_RIGHT},
	{'D', KEYS_LEFT},
	{'H', KEYS_HOME},
	{'F', KEYS_END},
	{'M', KEYS_ENTER},
	{'P', KEYS_F1},
	{'Q', KEYS_F1 + 1},
	{'R', KEYS_F1 + 2},
	{'S', KEYS_F1 + 3},
	{'Z', KEYS_BACKTAB},
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* SGR: button ; column ; row, then M for down and m for up. */
static bool mouse(const struct params *p, char final, struct event *e)
{
	int button = p->value[0];

	if (p->n < 3 || final != 'M' || button & 32)
		return false;
	if (button == 64)
		return key(e, KEYS_WHEEL_UP);
	if (button == 65)
		return key(e, KEYS_WHEEL_DOWN);
	if ((button & 3) != 0)
		return false;
	e->kind = EVENT_CLICK;
	e->col = p->value[1] > 0 ? p->value[1] - 1 : 0;
	e->row = p->value[2] > 0 ? p->value[2] - 1 : 0;
	return true;
}

static bool answer_da1(const struct params *p, struct event *e)
{
	e->kind = EVENT_DA1;
	for (size_t i = 0; i < p->n; i++)
		if (p->value[i] == 52)
			e->clipboard = true;
	return true;
}

/* A whole control sequence without its introducer; false: it means nothing
 * to us. */
static bool control(const char *s, size_t n, struct event *e)
{
	char final = s[n - 1];
	struct params p;

	read_params(s, n - 1, &p);
	if (s[0] == '<')
		return mouse(&p, final, e);
	if (s[0] == '?')
		return final == 'c' && answer_da1(&p, e);
	/* A modifier is 1 + shift 1, alt 2, ctrl 4. */
	if (p.n >= 2 && p.value[1] > 1) {
		e->alt = (p.value[1] - 1) & 2;
		e->ctrl = (p.value[1] - 1) & 4;
	}
	if (final == '~') {
		for (size_t i = 0; i < COUNT(tilde_keys); i++)
			if (tilde_keys[i].number == p.value[0])
				return key(e, tilde_keys[i].key);
		return false;
	}
	for (size_t i = 0; i < COUNT(letter_keys); i++)
		if (letter_keys[i].final == final)
			return key(e, letter_keys[i].key);
	return false;
}

static bool plain_byte(unsigned char c, struct event *e)
{
	switch (c) {
	case '\r':
		return key(e, KEYS_ENTER);
	case '\n':
		return key(e, KEYS_NEWLINE);
	case '\t':
		return key(e, KEYS_TAB);
	case 0x7F:
	case 0x08:
		return key(e, KEYS_BACKSPACE);
	case 0:
		e->ctrl = true;
		return key(e, ' ');
	default:
		e->ctrl = true;
		return key(e, c + (c <= 26 ? 'a' - 1 : '@'));
	}
}

/* One character that is no sequence; used is 0 when its rest is to come. */
static bool character(const char *s, size_t n, size_t *used, struct event *e)
{
	unsigned char c = (unsigned char)s[0];
	size_t want = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
	uint32_t code;

	if (c < 0x20 || c == 0x7F) {
		*used = 1;
		return plain_byte(c, e);
	}
	*used = 0;
	code = utf8_decode(s, n, used);
	if (code == UTF8_BAD) {
		if (n < want && c >= 0xC2 && c <= 0xF4)
			*used = 0;
		return false;
	}
	return key(e, code);
}

/* Take what belongs to the paste; true when its end was there. */
static bool take_paste(struct input *in, struct event *e)
{
	const char *s = in->pending.s + in->used;
	size_t n = in->pending.len - in->used, take = n, room;
	const char *end = NULL;

	for (const char *p = s; n && (p = memchr(p, ESC, (size_t)(s + n - p)));
		p++) {
		size_t left = (size_t)(s + n - p), m = sizeof(paste_end) - 1;

		if (memcmp(p, paste_end, left < m ? left : m) != 0)
			continue;
		take = (size_t)(p - s);
		if (left >= m)
			end = p;
		break;
	}
	room = INPUT_MOST_PASTE - in->paste.len;
	if (take > room)
		in->cut = true;
	str_add(&in->paste, s, take < room ? take : room);
	in->used += take;
	if (!end)
		return false;
	in->used += sizeof(paste_end) - 1;
	in->pasting = false;
	e->kind = EVENT_PASTE;
	e->text = in->paste.s;
	e->len = in->paste.len;
	return true;
}

static void start_paste(struct input *in)
{
	in->used += sizeof(paste_start) - 1;
	in->pasting = true;
	in->cut = false;
	str_reset(&in->paste);
}

/* What an ESC at the front begins. True with an event, false without; used
 * bytes are taken either way, none when the rest is to come. */
static bool escape(const char *s, size_t n, size_t *used, struct event *e)
{
	size_t len;

	*used = 0;
	if (n < 2)
		return false;
	if (s[1] == '[' || s[1] == 'O') {
		len = sequence_length(s + 2, n - 2);
		if (len == 0)
			return false;
		*used = len + 2;
		return control(s + 2, len, e);
	}
	if (s[1] == ESC) {
		*used = 1;
		return key(e, KEYS_ESC);
	}
	if (!character(s + 1, n - 1, &len, e)) {
		*used = len ? len + 1 : 0;
		return false;
	}
	*used = len + 1;
	e->alt = true;
	if (e->key == KEYS_ENTER)
		e->key = KEYS_NEWLINE;
	return true;
}

bool input_next(struct input *in, struct event *e)
{
	for (;;) {
		const char *s = in->pending.s + in->used;
		size_t n = in->pending.len - in->used, used;
		bool got;

		memset(e, 0, sizeof(*e));
		if (n == 0)
			return false;
		if (in->pasting)
			return take_paste(in, e);
		if (n >= sizeof(paste_start) - 1 &&
			!memcmp(s, paste_start, sizeof(paste_start) - 1)) {
			start_paste(in);
			continue;
		}
		if (*s == ESC)
			got = escape(s, n, &used, e);
		else
			got = character(s, n, &used, e);
		if (used == 0)
			return false;
		in->used += used;
		if (got)
			return true;
	}
}

bool input_is_open(const struct input *in)
{
	return !in->pasting && in->pending.len > in->used;
}

bool input_flush(struct input *in, struct event *e)
{
	if (!input_is_open(in))
		return false;
	memset(e, 0, sizeof(*e));
	if (in->pending.s[in->used] != ESC) { /* a torn character */
		in->used = in->pending.len;
		return false;
	}
	in->used++;
	return key(e, KEYS_ESC);
}
