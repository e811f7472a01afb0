/* Sessions seen from the front end: the last ones, taking one up again, and
 * what leaves the house. */
#include <errno.h>
#include <string.h>

#include "export/export.h"
#include "export/redact.h"
#include "os/file.h"
#include "store/session.h"
#include "ui/guide.h"

#define MOST_RECENT 5

const struct listing *guide_recent(struct guide *g)
{
	struct str why = STR_INIT;

	if (!g->listed && g->o->store &&
		!store_latest(g->o->store, MOST_RECENT, &g->recent, &why))
		g->recent.n = 0;
	g->listed = true;
	str_release(&why);
	return &g->recent;
}

static void tell_changes(struct guide *g)
{
	const struct strings *changes = session_changes(g->session);
	const char *trouble = session_trouble(g->session);

	if (trouble) {
		guide_tell(g, "%s", trouble);
		g->trouble = true;
	} else if (changes->n > 0) {
		guide_tell(g, "%s%s", changes->s[0],
			changes->n > 1 ? " ... (h shows what is set aside)"
				       : "");
	}
}

bool guide_resume(struct guide *g, const char *id)
{
	const struct session_take take = {
		g->o->store, g->o->catalog, id, guide_now(g)};
	struct str why = STR_INIT;
	struct engine *e;
	struct session *s = session_resume(&take, &e, &why);

	if (!s) {
		guide_tell(g, "%s", why.s);
		g->trouble = true;
		str_release(&why);
		return false;
	}
	guide_close(g);
	g->session = s;
	g->engine = e;
	g->started = session_record(s)->started;
	tell_changes(g);
	str_release(&why);
	return true;
}

const char *guide_lacks(struct guide *g, const char *format, struct str *out)
{
	if (g->session && !strcmp(format, "handover"))
		handover_missing(session_record(g->session), out);
	return out->len ? out->s : NULL;
}

bool guide_preview(struct guide *g, const struct guide_export *what,
	struct str *out, struct str *report)
{
	const struct exporter *e = exporter_find(what->format);
	struct redaction *r;
	struct record clean;

	if (!g->session || !e)
		return false;
	if (what->names) {
		e->write(session_record(g->session), out);
		return true;
	}
	r = redaction_new();
	record_init(&clean);
	redact(r, session_record(g->session), &clean);
	record_settle(&clean);
	e->write(&clean, out);
	redaction_report(r, report);
	record_release(&clean);
	redaction_free(r);
	return true;
}

bool guide_export(struct guide *g, const struct guide_export *what,
	const char *path)
{
	struct str out = STR_INIT, report = STR_INIT, text = STR_INIT;
	struct reply r = {.kind = REPLY_EXPORT, .by = BY_PERSON};
	const char *why = NULL;
	bool done = false;

	if (guide_lacks(g, what->format, &text) &&
		(!what->reason || !*what->reason)) {
		guide_tell(g, "the handover lacks: %s", text.s);
		g->trouble = true;
		goto out;
	}
	str_reset(&report);
	str_addf(&report, "%s to %s%s", what->format, path,
		what->names ? ", with names" : "");
	if (text.len)
		str_addf(&report, ", without %s: %s", text.s, what->reason);
	r.text = report.s;
	r.len = report.len;
	r.at = guide_now(g);
	/* The override is in the transcript itself. */
	if (text.len && engine_reply(g->engine, &r, &why))
		session_keep(g->session, g->engine);
	str_reset(&text);
	if (!guide_preview(g, what, &out, &text)) {
		guide_tell(g, "this session is not kept, so there is nothing "
			      "to export");
		g->trouble = true;
	} else if (file_write(NULL, path, out.s, out.len, FILE_NEW) < 0) {
		guide_tell(g, "cannot write '%s': %s", path, file_error(errno));
		g->trouble = true;
	} else {
		if (!what->reason && engine_reply(g->engine, &r, &why))
			session_keep(g->session, g->engine);
		guide_tell(g, "written to %s", path);
		done = true;
	}
out:
	str_release(&out);
	str_release(&report);
	str_release(&text);
	return done;
}
