/* The folder of sessions: finding, reading, listing, taking in. */
#include "store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "reader.h"
#include "where.h"

#define JOURNAL_MOST ((size_t)1 << 30) /* bytes */
#define SUFFIX ".jsonl"

void store_init_at(struct store *s, const char *folder,
	const struct file_ops *ops)
{
	s->folder = xstrdup(folder);
	s->ops = ops;
}

bool store_init(struct store *s)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	struct str folder = STR_INIT;

	*s = (struct store){0};
	/* The XDG base directory specification: a relative path is no path. */
	if (state && state[0] == '/')
		str_adds(&folder, state);
	else if (home && home[0] == '/')
		str_addf(&folder, "%s/.local/state", home);
	else
		return false;
	str_adds(&folder, "/vpntriage/sessions");
	s->folder = str_detach(&folder);
	return true;
}

void store_release(struct store *s)
{
	free(s->folder);
	*s = (struct store){0};
}

void store_path(const struct store *s, const char *id, struct str *path)
{
	str_addf(path, "%s/%s" SUFFIX, s->folder ? s->folder : "", id);
}

/* Letters, digits, dots, dashes; what begins with a dot is no id, so that an
 * id never leads out of the folder. */
bool store_is_id(const char *id)
{
	static const char ok[] = "abcdefghijklmnopqrstuvwxyz0123456789"
				 "ABCDEFGHIJKLMNOPQRSTUVWXYZ.-_";
	size_t n = strlen(id);

	return n > 0 && n <= 100 && id[0] != '.' && strspn(id, ok) == n;
}

static bool no_folder(const struct store *s, struct str *why)
{
	if (s->folder)
		return false;
	str_adds(why, "neither XDG_STATE_HOME nor HOME says where sessions "
		      "are kept");
	return true;
}

static bool read_bytes(const char *path, const char *name, struct str *bytes,
	struct str *why)
{
	if (file_read(path, JOURNAL_MOST, bytes) == 0)
		return true;
	str_addf(why, "cannot read '%s': %s", name, file_error(errno));
	return false;
}

bool store_read(const struct store *s, const char *id, struct record *r,
	struct str *why)
{
	struct str path = STR_INIT, bytes = STR_INIT;
	const char *fault;
	size_t good;
	bool ok;

	if (no_folder(s, why))
		return false;
	store_path(s, id, &path);
	ok = read_bytes(path.s, id, &bytes, why);
	if (ok && !reader_journal(r, bytes.s, bytes.len, &good, &fault)) {
		str_addf(why, "'%s' is no session: %s", path.s, fault);
		ok = false;
	}
	str_release(&path);
	str_release(&bytes);
	return ok;
}

bool store_read_file(const char *path, struct record *r, struct str *why)
{
	struct str bytes = STR_INIT;
	const char *fault;
	size_t good;
	bool ok = read_bytes(path, path, &bytes, why);

	/* The last line of a file from elsewhere may lack its end. */
	if (ok && bytes.len > 0 && bytes.s[bytes.len - 1] != '\n')
		str_addc(&bytes, '\n');
	if (ok && !reader_journal(r, bytes.s, bytes.len, &good, &fault)) {
		str_addf(why, "'%s' is no session: %s", path, fault);
		ok = false;
	}
	str_release(&bytes);
	return ok;
}

/* Give up or take the one name that begins like it. */
static bool pick(const struct file_list *list, const char *wanted,
	struct str *id, struct str *why)
{
	size_t found = 0, n = strlen(wanted);

	for (size_t i = 0; i < list->n; i++) {
		size_t len = strlen(list->names[i]);

		if (!ends_with(list->names[i], SUFFIX) ||
			strncmp(list->names[i], wanted, n) != 0)
			continue;
		found++;
		str_reset(id);
		str_add(id, list->names[i], len - strlen(SUFFIX));
		if (strcmp(id->s, wanted) == 0)
			return true;
	}
	if (found == 1)
		return true;
	str_reset(id);
	str_addf(why,
		found == 0 ? "no session '%s'; 'vpntriage sessions' lists them"
			   : "'%s' begins more than one session; type more",
		wanted);
	return false;
}

static bool find_last(const struct store *s, struct str *id, struct str *why)
{
	struct listing l = {0};
	bool ok = store_list(s, &l, why);

	if (ok && l.n == 0) {
		str_adds(why, "no sessions yet");
		ok = false;
	}
	if (ok)
		str_adds(id, l.rows[0].id);
	listing_release(&l);
	return ok;
}

bool store_find(const struct store *s, const char *wanted, struct str *id,
	struct str *why)
{
	struct file_list list = {0};
	bool ok;

	if (no_folder(s, why))
		return false;
	if (strcmp(wanted, "last") == 0)
		return find_last(s, id, why);
	if (!store_is_id(wanted)) {
		str_addf(why, "'%s' is no session id", wanted);
		return false;
	}
	if (file_list(s->folder, &list) < 0 && errno != ENOENT) {
		str_addf(why, "cannot read '%s': %s", s->folder,
			file_error(errno));
		return false;
	}
	ok = pick(&list, wanted, id, why);
	file_list_release(&list);
	return ok;
}

bool store_append(const struct store *s, const char *id, struct entry *e,
	struct str *why)
{
	struct str path = STR_INIT, line = STR_INIT;
	struct record r;
	struct appender a = {.fd = -1};
	struct json j;
	bool ok = false;

	record_init(&r);
	store_path(s, id, &path);
	if (appender_open(&a, s->ops, path.s, FILE_REPLACE) < 0)
		str_addf(why, "cannot open '%s': %s", path.s,
			file_error(errno));
	else if (appender_lock(&a) < 0)
		str_addf(why, "session '%s' is open in another window", id);
	else if (store_reread(&a, path.s, &r, why)) {
		e->number = r.n > 0 ? r.entries[r.n - 1].number + 1 : 0;
		json_init(&j, &line, false);
		record_write_entry(&j, e);
		str_addc(&line, '\n');
		ok = appender_add(&a, line.s, line.len) == 0;
		if (!ok)
			str_addf(why, "cannot write '%s': %s", path.s,
				file_error(errno));
	}
	appender_close(&a);
	record_release(&r);
	str_release(&path);
	str_release(&line);
	return ok;
}

bool store_reread(struct appender *a, const char *path, struct record *r,
	struct str *why)
{
	struct str bytes = STR_INIT;
	const char *fault;
	size_t good;
	bool ok = false;

	if (!read_bytes(path, path, &bytes, why))
		;
	else if (!reader_journal(r, bytes.s, bytes.len, &good, &fault))
		str_addf(why, "'%s' is no session: %s", path, fault);
	else if (a->fd >= 0 && appender_cut(a, (int64_t)good) < 0)
		str_addf(why, "cannot write '%s': %s", path, file_error(errno));
	else
		ok = true;
	str_release(&bytes);
	return ok;
}

void store_write_record(const struct record *r, struct str *out)
{
	struct json j;
	size_t next = 0;

	json_init(&j, out, false);
	record_write_header(&j, r);
	str_addc(out, '\n');
	for (size_t i = 0; i <= r->n; i++) {
		while (next < r->nresumptions &&
			(i == r->n || r->resumptions[next].before <=
					      r->entries[i].number)) {
			json_init(&j, out, false);
			record_write_resumption(&j, &r->resumptions[next++]);
			str_addc(out, '\n');
		}
		if (i == r->n)
			break;
		json_init(&j, out, false);
		record_write_entry(&j, &r->entries[i]);
		str_addc(out, '\n');
	}
}

/* Writes under the first free name; -1 with errno. */
static int write_free(const struct store *s, struct record *r)
{
	const char *wanted = r->id;

	for (int i = 2; i < 1000; i++) {
		struct str path = STR_INIT, bytes = STR_INIT;
		int rc;

		store_path(s, r->id, &path);
		store_write_record(r, &bytes);
		rc = file_write(s->ops, path.s, bytes.s, bytes.len, FILE_NEW);
		str_release(&path);
		str_release(&bytes);
		if (rc == 0 || errno != EEXIST)
			return rc;
		r->id = arena_printf(&r->arena, "%s-%d", wanted, i);
	}
	return -1;
}

bool store_import(const struct store *s, struct record *r, struct str *why)
{
	if (no_folder(s, why))
		return false;
	if (!store_is_id(r->id)) {
		str_addf(why, "'%s' is no session id", r->id);
		return false;
	}
	if (file_mkdirs(s->folder) == 0 && write_free(s, r) == 0)
		return true;
	str_addf(why, "cannot write to '%s': %s", s->folder, file_error(errno));
	return false;
}

static bool import_bytes(const struct store *s, const char *bytes, size_t n,
	struct str *ids, struct str *why)
{
	struct record r;
	const char *fault = NULL;
	size_t good;
	bool ok;

	record_init(&r);
	ok = reader_journal(&r, bytes, n, &good, &fault);
	if (!ok)
		str_adds(why, fault);
	ok = ok && store_import(s, &r, why);
	if (ok)
		str_addf(ids, "%s\n", r.id);
	record_release(&r);
	return ok;
}

/* Exported sessions stand one a line; a journal is one session. */
static bool import_lines(const struct store *s, const struct str *bytes,
	struct str *ids, struct str *why)
{
	const char *p = bytes->s, *end = p + bytes->len, *next;
	size_t line = 1;

	for (; p < end; p = next + 1, line++) {
		next = memchr(p, '\n', (size_t)(end - p));
		if (!next)
			break;
		if (next == p)
			continue;
		str_addf(why, "line %zu: ", line);
		if (!import_bytes(s, p, (size_t)(next + 1 - p), ids, why))
			return false;
		str_reset(why);
	}
	return true;
}

bool store_import_file(const struct store *s, const char *path, struct str *ids,
	struct str *why)
{
	struct str bytes = STR_INIT;
	bool ok = read_bytes(path, path, &bytes, why);

	if (ok && bytes.len > 0 && bytes.s[bytes.len - 1] != '\n')
		str_addc(&bytes, '\n');
	if (!ok)
		;
	else if (starts_with(bytes.s, "{\"vpntriage\":"))
		ok = import_bytes(s, bytes.s, bytes.len, ids, why);
	else
		ok = import_lines(s, &bytes, ids, why);
	str_release(&bytes);
	return ok;
}
