/*
 * export: one session in one format, without names unless asked. What is
 * replaced is told on standard error; the path of a file comes last.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "export/export.h"
#include "export/redact.h"
#include "os/file.h"
#include "store/store.h"

struct job {
	const struct args *args;
	const struct exporter *format;
	struct store store;
	struct record record, clean;
	struct redaction *redaction; /* NULL with --no-redact */
	const char *id;              /* NULL: the session is in a file */
};

static bool is_file(const char *name)
{
	return strchr(name, '/') || strcmp(name, "-") == 0 ||
	       ends_with(name, ".json") || ends_with(name, ".jsonl");
}

static bool fail(struct str *why)
{
	usage_error("%s", why->s);
	str_release(why);
	return false;
}

static bool read_session(struct job *j)
{
	const char *wanted = args_plain(j->args, 0);
	struct str id = STR_INIT, why = STR_INIT;
	bool ok;

	if (!wanted)
		wanted = "last";
	if (is_file(wanted))
		return store_read_file(wanted, &j->record, &why) || fail(&why);
	ok = store_find(&j->store, wanted, &id, &why) &&
	     store_read(&j->store, id.s, &j->record, &why);
	str_release(&id);
	j->id = ok ? j->record.id : NULL;
	return ok || fail(&why);
}

static const struct exporter *choose_format(const struct args *args)
{
	const char *name = args_value(args, "--format");
	const struct exporter *e =
		exporter_find(name                       ? name
			      : args_has(args, "--json") ? "json"
							 : "text");
	struct str all = STR_INIT;

	if (e)
		return e;
	for (e = exporters; e->name; e++)
		str_addf(&all, "%s%s", all.len > 0 ? ", " : "", e->name);
	usage_error("there is no format '%s'; there are: %s", name, all.s);
	str_release(&all);
	return NULL;
}

/* A line of our own at the end of the session, then all of it again. */
static bool add_entry(struct job *j, enum reply_kind kind, const char *text)
{
	const struct now *now = record_now(&j->record);
	struct entry e = {.reply = {.kind = kind,
				  .by = BY_PERSON,
				  .node = now->node,
				  .text = text,
				  .len = strlen(text),
				  .at = app_now()}};
	struct str why = STR_INIT, id = STR_INIT;
	bool ok;

	if (!j->id) {
		usage_error("a session in a file cannot be added to; import "
			    "it first: vpntriage sessions --import FILE");
		return false;
	}
	str_adds(&id, j->id);
	ok = store_append(&j->store, id.s, &e, &why) || fail(&why);
	if (ok) {
		record_release(&j->record);
		ok = store_read(&j->store, id.s, &j->record, &why) ||
		     fail(&why);
		j->id = j->record.id;
	}
	str_release(&id);
	return ok;
}

/* The must-haves of an escalation; only a reason gets past them. */
static int check_handover(struct job *j)
{
	const char *reason = args_value(j->args, "--override");
	struct str missing = STR_INIT, text = STR_INIT;
	int status = STATUS_OK;

	handover_missing(&j->record, &missing);
	if (strcmp(j->format->name, "handover") == 0 && missing.len > 0) {
		str_addf(&text, "handover without %s: %s", missing.s,
			reason ? reason : "");
		if (!reason || !*reason) {
			usage_error("the handover lacks: %s. Add them "
				    "(--ask TEXT for the question), or give "
				    "--override REASON",
				missing.s);
			status = STATUS_MISSING;
		} else if (!add_entry(j, REPLY_EXPORT, text.s)) {
			status = STATUS_USAGE;
		}
	}
	str_release(&missing);
	str_release(&text);
	return status;
}

static bool write_out(const char *path, const struct str *out,
	enum file_how how)
{
	if (file_write(NULL, path, out->s, out->len, how) == 0)
		return true;
	usage_error("cannot write '%s': %s", path, file_error(errno));
	return false;
}

static bool write_map(struct job *j)
{
	const char *path = args_value(j->args, "--map");
	struct str map = STR_INIT;
	bool ok = true;

	if (path && !j->redaction) {
		usage_error("--map needs redaction; leave out --no-redact");
		return false;
	}
	if (path) {
		redaction_map(j->redaction, &map);
		ok = write_out(path, &map, FILE_NEW);
	}
	str_release(&map);
	return ok;
}

static void report(const struct job *j)
{
	struct str text = STR_INIT;

	if (j->redaction)
		redaction_report(j->redaction, &text);
	if (text.len > 0)
		app_chatter("replaced before it leaves:\n%s", text.s);
	str_release(&text);
}

static const struct record *cleaned(struct job *j)
{
	if (args_has(j->args, "--no-redact"))
		return &j->record;
	j->redaction = redaction_new();
	redact(j->redaction, &j->record, &j->clean);
	record_settle(&j->clean);
	return &j->clean;
}

static int write_session(struct job *j)
{
	const char *path = args_value(j->args, "--output");
	bool preview = args_has(j->args, "--preview");
	struct str out = STR_INIT;
	bool ok;

	j->format->write(cleaned(j), &out);
	report(j);
	ok = preview || write_map(j);
	if (ok && path && !preview) {
		ok = write_out(path, &out, FILE_REPLACE);
		str_reset(&out);
		str_addf(&out, "%s\n", path);
	}
	ok = ok && app_print(&out);
	str_release(&out);
	return ok ? STATUS_OK : STATUS_USAGE;
}

static int run_job(struct job *j)
{
	const char *ask = args_value(j->args, "--ask");
	int status;

	if (!read_session(j))
		return STATUS_USAGE;
	if (ask && *ask && !add_entry(j, REPLY_NOTE, ask))
		return STATUS_USAGE;
	status = check_handover(j);
	return status == STATUS_OK ? write_session(j) : status;
}

static int run(const struct args *args)
{
	struct job j = {.args = args, .format = choose_format(args)};
	int status;

	if (!j.format)
		return STATUS_USAGE;
	record_init(&j.record);
	record_init(&j.clean);
	store_init(&j.store);
	status = run_job(&j);
	record_release(&j.clean);
	record_release(&j.record);
	redaction_free(j.redaction);
	store_release(&j.store);
	return status;
}

static const struct option_def options[] = {
	{"--format", "FORMAT", "text, markdown, html, json, csv or handover"},
	{"--output", "FILE", "write here; its path is printed last"},
	{"--no-redact", NULL, "leave names, addresses and secrets in"},
	{"--map", "FILE", "also write which token is what; keep it apart"},
	{"--preview", NULL, "print what would leave, and write no file"},
	{"--ask", "TEXT", "what is asked of the next team; kept as a note"},
	{"--override", "REASON", "hand over although something is missing"},
	{0},
};

extern const struct command cmd_export;

const struct command cmd_export = {"export",
	"[ID | FILE] [--format FORMAT] [--output FILE] [--no-redact]",
	"a session as a transcript, without names and secrets", options, run};
