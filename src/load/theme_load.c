/* Themes from YAML, each fault with its place; and where they are kept. */
#include "load/themes.h"

#include <string.h>

#include "base/xmem.h"
#include "doc/ydoc.h"
#include "load/assets.h"
#include "os/file.h"

#define MOST_BYTES ((size_t)256 << 10)

struct reader {
	struct theme *theme;
	const struct source *src;
	struct diags *diags;
};

static int word_of(const char *const *words, const char *text)
{
	for (int i = 0; words[i]; i++)
		if (!strcmp(words[i], text))
			return i;
	return -1;
}

static void unknown(struct reader *r, const struct ynode *n,
	const char *const *words)
{
	const char *near = NULL;

	for (int i = 0; words[i] && !near; i++)
		if (is_near(n->key, words[i]))
			near = words[i];
	diag_add(r->diags, r->src, n->key_at, 10, "unknown key '%s'%s%s%s",
		n->key, near ? "; did you mean '" : "", near ? near : "",
		near ? "'?" : "");
}

static void read_colour(struct reader *r, const struct ynode *n, int *out)
{
	if (n->kind == YNODE_SCALAR && colour_parse(n->text, out))
		return;
	diag_add(r->diags, r->src, n->at, 13,
		"'%s' needs a colour: default, red, bright-red ... or 0 to 255",
		n->key);
}

static void read_flags(struct reader *r, const struct ynode *n, unsigned *out)
{
	*out = 0;
	if (n->kind != YNODE_LIST) {
		diag_add(r->diags, r->src, n->at, 12,
			"'%s' needs a list of bold, dim, underline, reverse, "
			"italic",
			n->key);
		return;
	}
	for (const struct ynode *c = n->child; c; c = c->next) {
		int i = c->kind == YNODE_SCALAR ? word_of(style_words, c->text)
						: -1;

		if (i < 0)
			diag_add(r->diags, r->src, c->at, 13,
				"an attribute is bold, dim, underline, "
				"reverse or italic");
		else
			*out |= 1u << i;
	}
}

static void read_style(struct reader *r, const struct ynode *n, struct style *s)
{
	static const char *const keys[] = {
		"fg", "bg", "fg8", "bg8", "attrs", "mono", NULL};
	bool fewer[2] = {false, false};

	if (n->kind != YNODE_MAP) {
		diag_add(r->diags, r->src, n->at, 12,
			"'%s' needs colours: {fg: ..., bg: ...}", n->key);
		return;
	}
	s->flags = 0; /* with colours only what the theme says */
	for (const struct ynode *c = n->child; c; c = c->next) {
		int *colour[] = {&s->fg, &s->bg, &s->fg8, &s->bg8};
		int key = word_of(keys, c->key);

		if (key < 0)
			unknown(r, c, keys);
		else if (key < 4)
			read_colour(r, c, colour[key]);
		else
			read_flags(r, c, key == 4 ? &s->flags : &s->mono);
		if (key == 2 || key == 3)
			fewer[key - 2] = true;
	}
	if (!fewer[0])
		s->fg8 = colour_fewer(s->fg);
	if (!fewer[1])
		s->bg8 = colour_fewer(s->bg);
}

static void read_roles(struct reader *r, const struct ynode *n)
{
	if (n->kind != YNODE_MAP) {
		diag_add(r->diags, r->src, n->at, 12,
			"'roles' needs a map of roles");
		return;
	}
	for (const struct ynode *c = n->child; c; c = c->next) {
		int role = word_of(role_words, c->key);

		if (role < 0)
			unknown(r, c, role_words);
		else
			read_style(r, c, &r->theme->style[role]);
	}
}

static void read_top(struct reader *r, const struct ynode *root)
{
	static const char *const keys[] = {
		"format", "theme", "title", "roles", NULL};
	const char *format = ynode_text(root, "format");

	for (const struct ynode *c = root->child; c; c = c->next) {
		if (word_of(keys, c->key) < 0)
			unknown(r, c, keys);
		else if (!strcmp(c->key, "roles"))
			read_roles(r, c);
	}
	if (!format || strcmp(format, "1") != 0)
		diag_add(r->diags, r->src, root->at, 11,
			"'format: 1' is missing");
	if (!ynode_text(root, "theme"))
		diag_add(r->diags, r->src, root->at, 11,
			"'theme' (its name) is missing");
	else
		r->theme->name = arena_strdup(&r->theme->arena,
			ynode_text(root, "theme"));
	if (ynode_text(root, "title"))
		r->theme->title = arena_strdup(&r->theme->arena,
			ynode_text(root, "title"));
}

struct theme *theme_load(const struct source *src, struct diags *diags)
{
	struct theme *t = xmalloc(sizeof(*t));
	struct reader r = {t, src, diags};
	size_t before = diags->nerrors;
	struct arena arena;
	const struct ynode *root;

	theme_init(t);
	arena_init(&arena);
	root = ydoc_parse(src, &arena, diags);
	if (root && root->kind != YNODE_MAP)
		diag_add(diags, src, root->at, 12, "a theme is a map of keys");
	else if (root)
		read_top(&r, root);
	arena_release(&arena);
	if (root && diags->nerrors == before)
		return t;
	theme_free(t);
	return NULL;
}

static struct theme *from_folder(const char *folder, const char *name,
	bool *there, struct diags *diags)
{
	struct str path = STR_INIT, text = STR_INIT;
	struct theme *t = NULL;

	str_addf(&path, "%s/%s.yaml", folder, name);
	*there = file_read(path.s, MOST_BYTES, &text) == 0;
	if (*there)
		t = theme_load(&(struct source){path.s, text.s, text.len},
			diags);
	str_release(&text);
	str_release(&path);
	return t;
}

/* "themes/dark.yaml" -> "dark"; 0 when it is no theme. */
static size_t asset_name(const struct asset *a, const char **name)
{
	if (!starts_with(a->path, "themes/") || !ends_with(a->path, ".yaml"))
		return 0;
	*name = a->path + 7;
	return strlen(*name) - 5;
}

struct theme *theme_find(const char *name, const char *const *folders,
	struct diags *diags)
{
	bool there = false;

	if (strchr(name, '/') || *name == '.')
		return NULL; /* a name, not a way out of the folders */
	for (; folders && *folders; folders++) {
		struct theme *t = from_folder(*folders, name, &there, diags);

		if (there)
			return t;
	}
	for (const struct asset *a = assets; a->path; a++) {
		const char *word;
		size_t n = asset_name(a, &word);

		if (n == 0 || strlen(name) != n || memcmp(word, name, n) != 0)
			continue;
		return theme_load(&(struct source){a->path, a->bytes, a->len},
			diags);
	}
	return NULL;
}

void theme_names(struct str *out)
{
	for (const struct asset *a = assets; a->path; a++) {
		const char *name;
		size_t n = asset_name(a, &name);

		if (n == 0)
			continue;
		if (out->len)
			str_addc(out, ' ');
		str_add(out, name, n);
	}
}
