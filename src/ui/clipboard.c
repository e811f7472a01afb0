/*
 * OSC 52 and the programs that stand in for it. Sources: xterm's control
 * sequences (OSC 52, DA1), tmux(1) (set-clipboard, allow-passthrough,
 * load-buffer -w), screen's DCS pass-through with its limit per string.
 */
#include "ui/clipboard.h"

#include <stdlib.h>
#include <string.h>

#include "os/feed.h"
#include "os/spawn.h"

#define MOST_OSC ((size_t)74994) /* bytes of text that xterm takes */
#define SCREEN_PIECE 256         /* screen drops longer strings */
#define WAIT_MS 2000

static const char *const clip_exe[] = {"clip.exe", NULL};
static const char *const pbcopy[] = {"pbcopy", NULL};
static const char *const wl_copy[] = {"wl-copy", NULL};
static const char *const xclip[] = {"xclip", "-selection", "clipboard", NULL};
static const char *const tmux[] = {"tmux", "load-buffer", "-w", "-", NULL};

static const struct {
	const char *const *argv;
	const char *needs; /* environment; NULL: nothing */
} programs[] = {
	{clip_exe, NULL},
	{pbcopy, NULL},
	{wl_copy, "WAYLAND_DISPLAY"},
	{xclip, "DISPLAY"},
};

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

void clipboard_init(struct clipboard *c)
{
	const char *term = getenv("TERM");

	memset(c, 0, sizeof(*c));
	c->in_tmux = is_set("TMUX");
	c->in_screen = !c->in_tmux &&
		       (is_set("STY") || (term && starts_with(term, "screen")));
}

void clipboard_release(struct clipboard *c)
{
	memset(c, 0, sizeof(*c));
}

void clipboard_answer(struct clipboard *c, bool allowed)
{
	c->answered = true;
	c->allowed = allowed;
}

static void base64(const char *text, size_t n, struct str *out)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *s = (const unsigned char *)text;

	for (size_t i = 0; i < n; i += 3) {
		unsigned v = (unsigned)s[i] << 16;

		if (i + 1 < n)
			v |= (unsigned)s[i + 1] << 8;
		if (i + 2 < n)
			v |= s[i + 2];
		str_addc(out, digits[v >> 18]);
		str_addc(out, digits[v >> 12 & 63]);
		str_add(out, i + 1 < n ? &digits[v >> 6 & 63] : "=", 1);
		str_add(out, i + 2 < n ? &digits[v & 63] : "=", 1);
	}
}

/* tmux passes on what stands in ESC P tmux; with every ESC doubled. */
static void wrap_tmux(const char *s, size_t n, struct str *out)
{
	str_adds(out, "\033Ptmux;");
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\033')
			str_addc(out, '\033');
		str_addc(out, s[i]);
	}
	str_adds(out, "\033\\");
}

/* screen passes on strings of limited length, one after the other. */
static void wrap_screen(const char *s, size_t n, struct str *out)
{
	while (n > 0) {
		size_t piece = n < SCREEN_PIECE ? n : SCREEN_PIECE;

		str_adds(out, "\033P");
		str_add(out, s, piece);
		str_adds(out, "\033\\");
		s += piece;
		n -= piece;
	}
}

void clipboard_sequence(const struct clipboard *c, const char *text, size_t n,
	struct str *out)
{
	struct str osc = STR_INIT;

	str_adds(&osc, "\033]52;c;");
	base64(text, n, &osc);
	str_addc(&osc, '\a');
	if (c->in_tmux)
		wrap_tmux(osc.s, osc.len, out);
	else if (c->in_screen)
		wrap_screen(osc.s, osc.len, out);
	else
		str_add(out, osc.s, osc.len);
	str_release(&osc);
}

static void search(struct clipboard *c)
{
	struct str path = STR_INIT;

	c->searched = true;
	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++) {
		str_reset(&path);
		if (programs[i].needs && !is_set(programs[i].needs))
			continue;
		if (!spawn_find(programs[i].argv[0], &path))
			continue;
		c->program = programs[i].argv;
		break;
	}
	str_release(&path);
}

enum clip_way clipboard_copy(struct clipboard *c, const char *text, size_t n,
	struct str *send, struct str *say)
{
	if (!c->searched)
		search(c);
	if (c->allowed && !c->in_tmux && n <= MOST_OSC) {
		clipboard_sequence(c, text, n, send);
		str_adds(say, "copied through the terminal, which says that "
			      "it takes it");
		return CLIP_TERMINAL;
	}
	if (c->program && feed_program(c->program, text, n, WAIT_MS)) {
		str_addf(say, "copied with %s", c->program[0]);
		return CLIP_PROGRAM;
	}
	if (c->in_tmux && feed_program(tmux, text, n, WAIT_MS)) {
		if (n <= MOST_OSC)
			clipboard_sequence(c, text, n, send);
		str_adds(say, "in tmux's buffer (prefix ] pastes it); beyond "
			      "tmux it cannot be confirmed");
		return CLIP_TMUX;
	}
	if (n > MOST_OSC) {
		str_adds(say, "too long for the terminal's clipboard; write "
			      "it to a file with o");
		return CLIP_NONE;
	}
	clipboard_sequence(c, text, n, send);
	str_adds(say, "sent to the terminal, cannot be confirmed; v shows it "
		      "bare, o writes a file");
	return CLIP_SENT;
}
