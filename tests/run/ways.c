/*
 * The recorded outputs of the trees' tests, dressed in the encodings that
 * Windows writes, through three ways: a shell here, a shell behind a real ssh
 * server, and a paste. All three must give the same text and exit code; the
 * tests are then written out anew with what came back, for `vpntriage test`
 * to say whether the outcomes are the same.
 *
 * ways FOLDER SSH_CONFIG -- FOLDER/rec holds the recordings afterwards,
 * FOLDER/local, FOLDER/ssh and FOLDER/paste the tests.
 */
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/xmem.h"
#include "check/envelope.h"
#include "check/runner.h"
#include "doc/ydoc.h"
#include "load/assets.h"
#include "os/file.h"

enum {
	LANES = 6,  /* machines side by side */
	MOST = 400, /* recordings that are carried */
	EACH = 2,   /* one of so many is */
};

enum way {
	HERE,
	SSH,
	PASTED,
	WAYS,
};

static const char *const way_names[] = {"local", "ssh", "paste"};

struct recording {
	const struct ynode *text; /* of the test file */
	int exit;
	char name[16];
	struct str raw; /* as Windows would have printed it */
	struct str out[WAYS];
	int got_exit[WAYS];
};

static struct recording list[MOST];
static size_t nlist, nseen;
static size_t passed, failed;

static void check(bool ok, const char *what, const char *which)
{
	if (ok) {
		passed++;
		return;
	}
	failed++;
	printf("FAIL %s: %s\n", which, what);
}

/* -- recordings -- */

static void encode(struct str *out, const char *text, const char *to)
{
	iconv_t cd = iconv_open(to, "UTF-8");
	size_t in = strlen(text), left = 4 * in + 16;
	char *buf = xmalloc(left), *from = xstrdup(text), *s = from, *p = buf;

	if (cd == (iconv_t)-1 || iconv(cd, &s, &in, &p, &left) != 0) {
		str_adds(out, text); /* it has no such letters: UTF-8 */
	} else {
		if (strcmp(to, "UTF-16LE") == 0)
			str_add(out, "\xFF\xFE", 2);
		str_add(out, buf, (size_t)(p - buf));
	}
	if (cd != (iconv_t)-1)
		iconv_close(cd);
	free(from);
	free(buf);
}

static void dress(struct recording *r, size_t i)
{
	static const struct {
		const char *encoding, *noise;
	} dresses[] = {
		{"UTF-8", ""},
		{"UTF-8", "Prüfung läuft für größere Schlüssel, ça va\n"},
		{"UTF-16LE", "Prüfung läuft, größer\n"},
		{"CP437", "Prüfung läuft für größere Schlüssel\n"},
		{"CP850", "Prüfung läuft für größere Schlüssel, ça va\n"},
		{"CP936", "证书吊销检查失败,因为吊销服务器已脱机\n"},
		{"CP1252", "Prüfung läuft für größere Schlüssel, ça va\n"},
	};
	size_t d = i % (sizeof(dresses) / sizeof(*dresses));
	struct str crlf = STR_INIT;

	for (int part = 0; part < 2; part++)
		for (const char *s = part ? r->text->text : dresses[d].noise;
			*s; s++) {
			if (*s == '\n')
				str_addc(&crlf, '\r');
			str_addc(&crlf, *s);
		}
	if (!ends_with(crlf.s, "\n"))
		str_adds(&crlf, "\r\n");
	encode(&r->raw, crlf.s, dresses[d].encoding);
	str_release(&crlf);
}

static void collect(const struct ynode *n)
{
	for (const struct ynode *c = n->child; c; c = c->next) {
		const char *exit = ynode_text(n, "exit");
		struct recording *r = &list[nlist];

		if (c->kind != YNODE_SCALAR) {
			collect(c);
			continue;
		}
		if (!c->key || strcmp(c->key, "stdout") != 0 || nlist == MOST)
			continue;
		if (nseen++ % EACH)
			continue;
		r->text = c;
		r->exit = exit ? atoi(exit) & 63 : (int)(nlist % 3);
		snprintf(r->name, sizeof(r->name), "r%03zu", nlist);
		str_init(&r->raw);
		for (int w = 0; w < WAYS; w++)
			str_init(&r->out[w]);
		dress(r, nlist++);
	}
}

static void write_recordings(const char *folder)
{
	struct str path = STR_INIT, bytes = STR_INIT;

	str_addf(&path, "%s/rec", folder);
	file_mkdirs(path.s);
	for (size_t i = 0; i < nlist; i++) {
		str_reset(&path);
		str_reset(&bytes);
		str_addf(&path, "%s/rec/%s", folder, list[i].name);
		str_addf(&bytes, "%02d", list[i].exit);
		str_add(&bytes, list[i].raw.s, list[i].raw.len);
		if (file_write(NULL, path.s, bytes.s, bytes.len, FILE_REPLACE) <
			0)
			die("cannot write '%s'", path.s);
	}
	str_release(&path);
	str_release(&bytes);
}

/* -- the ways -- */

static void take(struct recording *r, enum way w, const struct result *result)
{
	check(result->verdict == RESULT_RAN,
		result->say ? result->say : "did not run", r->name);
	str_add(&r->out[w], result->out, result->outlen);
	r->got_exit[w] = result->has_exit ? result->exit : -1;
}

static void run_all(enum way w, const char *ssh_config)
{
	struct runner_setup setup = {.ssh_config = ssh_config, .limit = 60};
	struct runner *runner = runner_new(&setup);
	struct where where = {.kind = w == SSH ? WHERE_SSH : WHERE_LOCAL,
		.host = w == SSH ? "standin" : NULL};
	struct job **jobs = xcalloc(nlist, sizeof(*jobs));
	size_t done = 0;

	for (size_t i = 0; i < nlist; i++) {
		char machine[16], command[64];
		struct check_spec spec = {.id = list[i].name,
			.machine = machine,
			.shell = SHELL_POWERSHELL,
			.command = command,
			.read_only = true,
			.runnable = true};

		snprintf(machine, sizeof(machine), "m%zu", i % LANES);
		snprintf(command, sizeof(command),
			"$x = 1\n\ncertutil.exe -dump '%s'\n", list[i].name);
		jobs[i] = runner_start(runner, &spec, &where);
	}
	while (done < nlist) {
		runner_wait(runner, -1, 1000);
		for (done = 0; done < nlist; done++)
			if (job_state(jobs[done]) != JOB_DONE)
				break;
	}
	for (size_t i = 0; i < nlist; i++)
		take(&list[i], w, job_result(jobs[i]));
	free(jobs);
	runner_free(runner);
}

/* In ASCII and in UTF-16 the lines around it are what the console adds; a
 * third comes with the echo of the block. */
static void add_in(struct str *out, const char *s, bool wide)
{
	for (; *s; s++) {
		str_addc(out, *s);
		if (wide)
			str_addc(out, '\0');
	}
}

static void paste_one(struct recording *r, size_t i)
{
	struct check_spec spec = {.id = r->name,
		.shell = SHELL_POWERSHELL,
		.command = "$x = 1\ncertutil.exe -dump 'x'"};
	bool wide = r->raw.len > 1 && r->raw.s[0] == '\xFF';
	struct str text = STR_INIT, screen = STR_INIT;
	char head[64];
	struct pasted p;

	if (wide)
		str_add(&screen, "\xFF\xFE", 2);
	if (i % 3 == 0) {
		envelope_block(&spec, "7K2", &text);
		add_in(&screen, "PS C:\\> ", wide);
		add_in(&screen, text.s, wide);
		add_in(&screen, "\r\n", wide);
	}
	snprintf(head, sizeof(head), "<vpntriage 7K2 %s\r\n", r->name);
	add_in(&screen, head, wide);
	str_add(&screen, r->raw.s + (wide ? 2 : 0),
		r->raw.len - (wide ? 2 : 0));
	add_in(&screen, "7K2>\r\nPS C:\\> ", wide);
	pasted_init(&p, &spec, "7K2", screen.s, screen.len);
	check(p.kind == PASTE_WHOLE, paste_words[p.kind], r->name);
	take(r, PASTED, &p.result);
	pasted_release(&p);
	str_release(&text);
	str_release(&screen);
}

static void compare(void)
{
	for (size_t i = 0; i < nlist; i++) {
		struct recording *r = &list[i];

		check(strcmp(r->out[HERE].s, r->out[SSH].s) == 0,
			"here and over ssh differ", r->name);
		check(strcmp(r->out[HERE].s, r->out[PASTED].s) == 0,
			"here and pasted differ", r->name);
		check(r->got_exit[HERE] == r->exit &&
				r->got_exit[SSH] == r->exit,
			"the exit code is another", r->name);
	}
}

/* -- the tests with what came back -- */

static const struct recording *find(const struct ynode *n)
{
	for (size_t i = 0; i < nlist; i++)
		if (list[i].text == n)
			return &list[i];
	return NULL;
}

static void write_node(struct json *j, const struct ynode *n, enum way w)
{
	const struct recording *r = find(n);

	if (n->key)
		json_key(j, n->key);
	switch (n->kind) {
	case YNODE_SCALAR:
		json_string(j, r ? r->out[w].s : n->text);
		return;
	case YNODE_MAP:
		json_object(j);
		for (const struct ynode *c = n->child; c; c = c->next)
			write_node(j, c, w);
		json_end_object(j);
		return;
	case YNODE_LIST:
		json_array(j);
		for (const struct ynode *c = n->child; c; c = c->next)
			write_node(j, c, w);
		json_end_array(j);
		return;
	}
}

static void write_tests(const char *folder, const struct asset *a,
	const struct ynode *root)
{
	for (int w = 0; w < WAYS; w++) {
		struct str path = STR_INIT, text = STR_INIT;
		struct json j;

		json_init(&j, &text, true);
		write_node(&j, root, (enum way)w);
		str_addc(&text, '\n');
		str_addf(&path, "%s/%s", folder, way_names[w]);
		file_mkdirs(path.s);
		str_addf(&path, "/%s", strrchr(a->path, '/') + 1);
		if (file_write(NULL, path.s, text.s, text.len, FILE_REPLACE) <
			0)
			die("cannot write '%s'", path.s);
		str_release(&path);
		str_release(&text);
	}
}

static const struct ynode *parse(const struct asset *a, struct arena *arena)
{
	struct source src = {a->path, a->bytes, a->len};
	struct diags diags;
	const struct ynode *root;

	diags_init(&diags);
	root = ydoc_parse(&src, arena, &diags);
	diags_release(&diags);
	return root;
}

int main(int argc, char **argv)
{
	const struct ynode *roots[200];
	const struct asset *files[200];
	size_t nfiles = 0;
	struct arena arena;

	if (argc != 3)
		return 2;
	arena_init(&arena);
	for (const struct asset *a = assets; a->path && nfiles < 200; a++) {
		if (!ends_with(a->path, ".test.yaml"))
			continue;
		files[nfiles] = a;
		roots[nfiles] = parse(a, &arena);
		if (roots[nfiles])
			collect(roots[nfiles++]);
	}
	write_recordings(argv[1]);
	run_all(HERE, NULL);
	run_all(SSH, argv[2]);
	for (size_t i = 0; i < nlist; i++)
		paste_one(&list[i], i);
	compare();
	for (size_t i = 0; i < nfiles; i++)
		write_tests(argv[1], files[i], roots[i]);
	printf("%zu recorded outputs by three ways: %zu passed, %zu failed\n",
		nlist, passed, failed);
	arena_release(&arena);
	return failed ? 1 : 0;
}
