/* resume: a session taken up where it was left, to the letter. */
#include <string.h>

#include "app.h"
#include "base/json.h"
#include "store/session.h"
#include "wizard.h"

/* What the person must know before going on. */
static void say_changes(const struct session *s)
{
	const struct strings *changes = session_changes(s);

	for (size_t i = 0; i < changes->n; i++)
		app_chatter("%s\n", changes->s[i]);
	if (session_trouble(s))
		app_chatter("%s\n", session_trouble(s));
}

static int print_state(struct session *s, struct engine *e)
{
	const struct record *r = session_record(s);
	const struct now *now = record_now(r);
	const struct prompt *p = engine_prompt(e);
	struct str out = STR_INIT;
	struct json j;
	bool ok;

	json_init(&j, &out, true);
	json_object(&j);
	json_kv(&j, "id", r->id);
	json_kv(&j, "tree", engine_tree(e)->id);
	json_kv(&j, "state", p->kind == PROMPT_END ? p->outcome : "open");
	json_kv(&j, "node", p->node ? p->node->id : NULL);
	json_kv(&j, "ask", p->title);
	json_kv(&j, "cause", now->cause.id);
	json_kv_int(&j, "answers", (int64_t)r->n);
	json_kv_bool(&j, "read_only", session_read_only(s));
	json_key(&j, "changes");
	json_array(&j);
	for (size_t i = 0; i < session_changes(s)->n; i++)
		json_string(&j, session_changes(s)->s[i]);
	json_end_array(&j);
	json_end_object(&j);
	str_addc(&out, '\n');
	ok = app_print(&out);
	str_release(&out);
	session_free(s);
	engine_free(e);
	return ok ? STATUS_OK : STATUS_USAGE;
}

static int go_on(const struct args *a, const struct store *store,
	struct library *lib, const char *id)
{
	const struct session_take take = {store, &lib->catalog, id, app_now()};
	struct ui_options o = {.store = store};
	struct str why = STR_INIT;
	struct engine *e;
	struct session *s = session_resume(&take, &e, &why);

	if (!s) {
		usage_error("%s", why.s);
		str_release(&why);
		return STATUS_USAGE;
	}
	if (args_has(a, "--json"))
		return print_state(s, e);
	say_changes(s);
	o.session = s;
	o.engine = e;
	return wizard_serve(a, lib, &o);
}

static int run(const struct args *a)
{
	const char *wanted = args_plain(a, 0);
	struct str id = STR_INIT, why = STR_INIT;
	struct library *lib;
	struct store store;
	int status;

	store_init(&store);
	if (store_find(&store, wanted ? wanted : "last", &id, &why)) {
		lib = app_library(a);
		status = go_on(a, &store, lib, id.s);
		library_free(lib);
	} else {
		status = usage_error("%s", why.s);
	}
	store_release(&store);
	str_release(&id);
	str_release(&why);
	return status;
}

extern const struct command cmd_resume;

const struct command cmd_resume = {"resume", "[ID]",
	"goes on with a session where it was left", NULL, run};
