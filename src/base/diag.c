/* Messages with a place, the line of the file and a caret. */
#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmem.h"

#define MOST_PER_FILE 200
#define EXCERPT_WIDTH 160

void diags_init(struct diags *d)
{
	*d = (struct diags){0};
}

void diags_release(struct diags *d)
{
	for (size_t i = 0; i < d->n; i++) {
		free(d->list[i].text);
		free(d->list[i].excerpt);
	}
	for (size_t i = 0; i < d->nfiles; i++)
		free(d->files[i]);
	free(d->list);
	free(d->files);
	diags_init(d);
}

static const char *intern_file(struct diags *d, const char *name)
{
	for (size_t i = 0; i < d->nfiles; i++)
		if (strcmp(d->files[i], name) == 0)
			return d->files[i];
	d->files = grow(d->files, &d->capfiles, d->nfiles, sizeof(*d->files));
	d->files[d->nfiles] = xstrdup(name);
	return d->files[d->nfiles++];
}

/* The line of a mark, with control characters made visible; NULL if none. */
static char *excerpt(const struct source *src, struct mark at)
{
	const char *p = src->bytes, *end, *nl;
	struct str out = STR_INIT;

	if (!p || at.line == 0)
		return NULL;
	end = p + src->len;
	for (unsigned line = 1; line < at.line; line++) {
		nl = memchr(p, '\n', (size_t)(end - p));
		if (!nl)
			return NULL;
		p = nl + 1;
	}
	nl = memchr(p, '\n', (size_t)(end - p));
	if (!nl)
		nl = end;
	if (nl > p && nl[-1] == '\r')
		nl--;
	if (nl - p > EXCERPT_WIDTH)
		nl = p + EXCERPT_WIDTH;
	utf8_add_visible(&out, p, (size_t)(nl - p));
	return str_detach(&out);
}

static size_t count_of(const struct diags *d, const char *file)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++)
		n += d->list[i].file == file;
	return n;
}

/* A part that several trees include is read, and found wrong, each time. */
static bool is_known(const struct diags *d, const struct diag *new_one)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct diag *old = &d->list[i];

		if (old->file == new_one->file && old->code == new_one->code &&
			old->at.line == new_one->at.line &&
			old->at.col == new_one->at.col &&
			strcmp(old->text, new_one->text) == 0)
			return true;
	}
	return false;
}

static void vadd(struct diags *d, const struct source *src, struct diag diag,
	const char *fmt, va_list ap)
{
	struct str text = STR_INIT;
	size_t so_far;

	diag.file = intern_file(d, src->name);
	so_far = count_of(d, diag.file);
	if (so_far > MOST_PER_FILE) {
		d->nerrors += diag.severity == SEVERITY_ERROR;
		return;
	}
	if (so_far == MOST_PER_FILE)
		str_adds(&text, "more mistakes follow; mend these first");
	else
		str_vaddf(&text, fmt, ap);
	diag.text = str_detach(&text);
	if (is_known(d, &diag)) {
		free(diag.text);
		return;
	}
	if (diag.severity == SEVERITY_ERROR)
		d->nerrors++;
	diag.excerpt = excerpt(src, diag.at);
	d->list = grow(d->list, &d->cap, d->n, sizeof(*d->list));
	d->list[d->n++] = diag;
}

void diag_add(struct diags *d, const struct source *src, struct mark at,
	unsigned code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vadd(d, src,
		(struct diag){
			.severity = SEVERITY_ERROR, .code = code, .at = at},
		fmt, ap);
	va_end(ap);
}

void diag_warn(struct diags *d, const struct source *src, struct mark at,
	unsigned code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vadd(d, src,
		(struct diag){
			.severity = SEVERITY_WARNING, .code = code, .at = at},
		fmt, ap);
	va_end(ap);
}

static int by_place(const void *a, const void *b)
{
	const struct diag *x = a, *y = b;
	int order = strcmp(x->file, y->file);

	if (order == 0)
		order = (x->at.line > y->at.line) - (x->at.line < y->at.line);
	if (order == 0)
		order = (x->at.col > y->at.col) - (x->at.col < y->at.col);
	if (order == 0)
		order = (x->code > y->code) - (x->code < y->code);
	return order;
}

void diags_sort(struct diags *d)
{
	if (d->n)
		qsort(d->list, d->n, sizeof(*d->list), by_place);
}

void diag_print(const struct diag *d, struct str *out)
{
	str_adds(out, d->file);
	if (d->at.line)
		str_addf(out, ":%u:%u", d->at.line, d->at.col);
	str_addf(out, ": VT%03u %s%s\n", d->code,
		d->severity == SEVERITY_WARNING ? "warning: " : "", d->text);
	if (!d->excerpt)
		return;
	str_addf(out, "  %s\n  ", d->excerpt);
	/* A tab was made visible as one blank, so columns stay columns. */
	for (unsigned i = 1; i < d->at.col && i <= EXCERPT_WIDTH; i++)
		str_addc(out, ' ');
	str_adds(out, "^\n");
}
