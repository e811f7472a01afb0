/* Text broken to a width, drawn from a line on. */
#include "page.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmem.h"
#include "ui/wrap.h"

void page_start(struct page *p, const struct canvas *c, int width)
{
	page_release(p);
	arena_init(&p->arena);
	p->canvas = c;
	p->width = width > 1 ? width : 1;
}

void page_release(struct page *p)
{
	arena_release(&p->arena);
	free(p->lines);
	memset(p, 0, sizeof(*p));
}

static struct page_line *add(struct page *p)
{
	p->lines = grow(p->lines, &p->cap, p->n, sizeof(*p->lines));
	memset(&p->lines[p->n], 0, sizeof(*p->lines));
	p->lines[p->n].text = "";
	return &p->lines[p->n++];
}

void page_blank(struct page *p)
{
	/* Never two in a row, never at the top. */
	if (p->n > 0 && (p->lines[p->n - 1].len || p->lines[p->n - 1].lead))
		add(p);
}

/* What is shown is made visible first, so that widths are those seen. */
static char *visible(struct page *p, const char *text, size_t *n)
{
	struct str s = STR_INIT;
	char *kept;

	utf8_add_visible_lines(&s, text, strlen(text));
	while (s.len > 0 && s.s[s.len - 1] == '\n')
		str_truncate(&s, s.len - 1);
	*n = s.len;
	kept = arena_strndup(&p->arena, s.s, s.len);
	str_release(&s);
	return kept;
}

static void hang(struct page *p, struct page_line first, const char *text,
	const char *more)
{
	struct lines l = {0};
	size_t n, width;
	char *kept = visible(p, text, &n);

	width = first.indent < p->width ? (size_t)(p->width - first.indent) : 1;
	wrap_text(&l, kept, n, width);
	for (size_t i = 0; i < l.n; i++) {
		struct page_line *line = add(p);

		*line = first;
		line->text = kept + l.list[i].start;
		line->len = l.list[i].len;
		if (i > 0)
			line->lead = more;
	}
	lines_release(&l);
}

void page_text(struct page *p, enum role role, int indent, const char *text)
{
	hang(p, (struct page_line){.indent = indent, .role = role}, text, NULL);
}

void page_printf(struct page *p, enum role role, int indent, const char *fmt,
	...)
{
	struct str s = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(&s, fmt, ap);
	va_end(ap);
	page_text(p, role, indent, s.s);
	str_release(&s);
}

void page_lead(struct page *p, enum role lead_role, const char *lead,
	enum role role, const char *text)
{
	struct page_line first = {.lead = arena_strdup(&p->arena, lead),
		.lead_role = lead_role,
		.indent = (int)utf8_columns(lead, strlen(lead)) + 1,
		.role = role};

	hang(p, first, text, NULL);
}

void page_command(struct page *p, const char *text)
{
	struct lines l = {0};
	size_t n, width = p->width > 6 ? (size_t)p->width - 4 : 2;
	char *kept = visible(p, text, &n);
	bool rest = false;

	wrap_command(&l, kept, n, width);
	for (size_t i = 0; i < l.n; i++) {
		struct page_line *line = add(p);

		line->lead = canvas_glyph(p->canvas,
			rest ? GLYPH_BAR_ON : GLYPH_BAR);
		line->lead_role = ROLE_WHERE;
		line->indent = rest ? 4 : 2;
		line->role = ROLE_COMMAND;
		line->text = kept + l.list[i].start;
		line->len = l.list[i].len;
		rest = l.list[i].goes_on;
	}
	lines_release(&l);
}

int page_most(const struct page *p, int rows)
{
	return (int)p->n > rows ? (int)p->n - rows : 0;
}

void page_draw(const struct page *p, const struct canvas *c, int from)
{
	for (int y = 0; y < c->rows && from + y < (int)p->n; y++) {
		const struct page_line *l = &p->lines[from + y];

		if (l->lead)
			canvas_text(c, y, 0, l->lead_role, l->lead);
		canvas_bytes(c, y, l->indent, l->role,
			(struct piece){l->text, l->len});
	}
}
