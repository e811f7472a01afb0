/*
 * One file a tree in the folder of trust, named by the hash of the path: a
 * line with the hash of the text, then the text itself. A copy that does not
 * fit its own hash counts for nothing.
 */
#include "load/trust.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "difference.h"
#include "os/file.h"
#include "sha256.h"

#define HEAD "vpntriage-trust-1 "
#define MOST ((size_t)128 << 20)

struct kept {
	struct str file;
	const char *text; /* in file */
	char hash[TRUST_HASH];
};

static void add_path(const char *name, struct str *out)
{
	char *real = realpath(name, NULL);

	str_adds(out, real ? real : name);
	free(real);
}

/* Lengths, so that no text can be taken for another with other borders. */
static void add_source(const struct source *s, struct str *out)
{
	str_addf(out, "== %zu ", s->len);
	add_path(s->name, out);
	str_addc(out, '\n');
	str_add(out, s->bytes, s->len);
	str_addc(out, '\n');
}

void trust_text(const struct tree *t, struct str *out)
{
	str_adds(out, "path ");
	add_path(t->source.name, out);
	str_addc(out, '\n');
	add_source(&t->source, out);
	for (size_t i = 0; i < t->nparts; i++)
		add_source(&t->parts[i]->source, out);
}

void trust_hash(const char *text, size_t n, char hash[TRUST_HASH])
{
	sha256_hex(text, n, hash);
}

static void file_name(const struct trust_store *s, const char *path,
	struct str *out)
{
	char hash[TRUST_HASH];

	sha256_hex(path, strlen(path), hash);
	str_addf(out, "%s/%s", s->folder, hash);
}

static bool read_kept(const char *file, struct kept *k)
{
	char hash[TRUST_HASH];
	const char *p;

	str_init(&k->file);
	if (file_read(file, MOST, &k->file) < 0)
		return false;
	p = k->file.s + sizeof(HEAD) - 1;
	if (!starts_with(k->file.s, HEAD) || strlen(p) < TRUST_HASH ||
		p[TRUST_HASH - 1] != '\n')
		return false;
	memcpy(k->hash, p, TRUST_HASH - 1);
	k->hash[TRUST_HASH - 1] = '\0';
	k->text = p + TRUST_HASH;
	sha256_hex(k->text, k->file.len - (size_t)(k->text - k->file.s), hash);
	return strcmp(hash, k->hash) == 0;
}

static bool find_kept(const struct trust_store *s, const struct tree *t,
	struct kept *k)
{
	struct str path = STR_INIT, name = STR_INIT;
	bool found;

	add_path(t->source.name, &path);
	file_name(s, path.s, &name);
	found = read_kept(name.s, k);
	str_release(&name);
	str_release(&path);
	return found;
}

enum trust trust_judge(void *ctx, const struct tree *t)
{
	const struct trust_store *s = ctx;
	struct str text = STR_INIT;
	enum trust trust = TRUST_FOREIGN;
	char hash[TRUST_HASH];
	struct kept k;

	if (t->shipped)
		return TRUST_SHIPPED;
	if (find_kept(s, t, &k)) {
		trust_text(t, &text);
		sha256_hex(text.s, text.len, hash);
		trust = strcmp(hash, k.hash) == 0 ? TRUST_ALLOWED
						  : TRUST_CHANGED;
	}
	str_release(&text);
	str_release(&k.file);
	return trust;
}

int trust_allow(const struct trust_store *s, const struct tree *t)
{
	struct str text = STR_INIT, path = STR_INIT, name = STR_INIT,
		   file = STR_INIT;
	char hash[TRUST_HASH];
	int rc;

	trust_text(t, &text);
	sha256_hex(text.s, text.len, hash);
	add_path(t->source.name, &path);
	file_name(s, path.s, &name);
	str_addf(&file, HEAD "%s\n", hash);
	str_add(&file, text.s, text.len);
	rc = file_mkdirs(s->folder);
	if (rc == 0)
		rc = file_write(NULL, name.s, file.s, file.len, FILE_REPLACE);
	str_release(&file);
	str_release(&name);
	str_release(&path);
	str_release(&text);
	return rc;
}

bool trust_revoke(const struct trust_store *s, const char *path)
{
	struct str real = STR_INIT, name = STR_INIT;
	bool gone;

	add_path(path, &real);
	file_name(s, real.s, &name);
	gone = remove(name.s) == 0;
	str_release(&name);
	str_release(&real);
	return gone;
}

bool trust_difference(const struct trust_store *s, const struct tree *t,
	struct str *out)
{
	struct str text = STR_INIT;
	struct kept k;
	bool found = find_kept(s, t, &k);

	if (found) {
		trust_text(t, &text);
		difference(k.text, text.s, out);
	}
	str_release(&text);
	str_release(&k.file);
	return found;
}

static void visit_one(const char *file, trust_visit *visit, void *ctx)
{
	struct str path = STR_INIT;
	struct kept k;

	if (read_kept(file, &k) && starts_with(k.text, "path ")) {
		str_add(&path, k.text + 5, strcspn(k.text + 5, "\n"));
		visit(ctx, path.s, k.hash);
	}
	str_release(&path);
	str_release(&k.file);
}

void trust_list(const struct trust_store *s, trust_visit *visit, void *ctx)
{
	struct file_list files = {0};
	struct str name = STR_INIT;

	if (file_list(s->folder, &files) < 0)
		return;
	for (size_t i = 0; i < files.n; i++) {
		str_reset(&name);
		str_addf(&name, "%s/%s", s->folder, files.names[i]);
		visit_one(name.s, visit, ctx);
	}
	str_release(&name);
	file_list_release(&files);
}
