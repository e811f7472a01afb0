/* explain: what a code means, in every notation. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "app.h"
#include "base/json.h"

/* What a name on the command line stands for. */
struct asked {
	const char *text;
	bool is_reason;
	int32_t number;
	const struct code_row *code;
	const struct reason_row *reason;
};

static bool look_up(const struct codes *codes, const char *text,
	struct asked *a)
{
	*a = (struct asked){.text = text};
	if (strncasecmp(text, "nps:", 4) == 0) {
		a->is_reason = true;
		if (!code_parse(text + 4, &a->number))
			return false;
		a->reason = codes_reason(codes, a->number);
		return true;
	}
	if (code_parse(text, &a->number)) {
		a->code = codes_find(codes, a->number);
		return true;
	}
	a->code = codes_by_name(codes, text);
	if (a->code)
		a->number = a->code->number;
	return a->code != NULL;
}

static void print_causes(struct json *j, const struct strings *causes)
{
	json_key(j, "causes");
	json_array(j);
	for (size_t i = 0; causes && i < causes->n; i++)
		json_string(j, causes->s[i]);
	json_end_array(j);
}

static void add_json(struct json *j, const struct asked *a)
{
	const struct code_row *c = a->code;
	const struct reason_row *r = a->reason;
	char hex[16];

	snprintf(hex, sizeof(hex), "0x%" PRIX32, (uint32_t)a->number);
	json_object(j);
	json_kv(j, "asked", a->text);
	json_kv(j, "table", a->is_reason ? "nps" : "ras");
	json_kv_int(j, "decimal", (int64_t)(uint32_t)a->number);
	json_kv(j, "hex", hex);
	json_kv_int(j, "signed", a->number);
	json_kv(j, "name", c ? c->name : r ? r->symbol : NULL);
	json_kv(j, "meaning", c ? c->meaning : r ? r->meaning : NULL);
	print_causes(j, c ? &c->causes : r ? &r->causes : NULL);
	json_kv(j, "certainty",
		c   ? c->certainty
		: r ? r->certainty
		    : "unknown");
	json_kv(j, "because", c ? c->because : r ? r->because : NULL);
	json_kv(j, "source", c ? c->source : r ? r->source : NULL);
	json_kv(j, "tree", c ? c->tree : r ? r->tree : NULL);
	if (r) {
		json_kv(j, "check", r->check);
		json_kv(j, "fix", r->fix);
	}
	json_end_object(j);
}

static void add_list(struct str *out, const char *head,
	const struct strings *causes)
{
	if (!causes->n)
		return;
	str_addf(out, "  %s\n", head);
	for (size_t i = 0; i < causes->n; i++)
		str_addf(out, "    %zu. %s\n", i + 1, causes->s[i]);
}

static void add_line(struct str *out, const char *label, const char *text)
{
	if (text && *text)
		str_addf(out, "  %-10s %s\n", label, text);
}

static void add_text(struct str *out, const struct asked *a)
{
	const struct code_row *c = a->code;
	const struct reason_row *r = a->reason;
	uint32_t bits = (uint32_t)a->number;

	str_addf(out, "%s%" PRId32 "  0x%" PRIX32 "  %" PRIu32 "\n",
		a->is_reason ? "NPS reason " : "", a->number, bits, bits);
	if (!c && !r) {
		str_adds(out, "  no table has this code; what it means is not "
			      "known here.\n  'vpntriage start' begins with "
			      "what the user sees.\n");
		return;
	}
	add_line(out, "name", c ? c->name : r->symbol);
	add_line(out, "meaning", c ? c->meaning : r->meaning);
	add_line(out, "seen with", c ? c->protocol : NULL);
	add_list(out, "usual causes, most likely first",
		c ? &c->causes : &r->causes);
	add_line(out, "check", r ? r->check : NULL);
	add_line(out, "fix", r ? r->fix : NULL);
	add_line(out, "certainty", c ? c->certainty : r->certainty);
	add_line(out, "because", c ? c->because : r->because);
	add_line(out, "source", c ? c->source : r->source);
	add_line(out, "tree", c ? c->tree : r->tree);
}

static int run(const struct args *args)
{
	size_t n = args_count_plain(args);
	bool json = args_has(args, "--json");
	struct library *lib;
	struct str out = STR_INIT;
	struct json j;
	int status = STATUS_OK;

	if (n == 0)
		return usage_error("which code? try 'vpntriage explain 853'");
	lib = app_library(args);
	json_init(&j, &out, true);
	if (json && n > 1)
		json_array(&j);
	for (size_t i = 0; i < n; i++) {
		const char *text = args_plain(args, i);
		struct asked a;

		if (!look_up(&lib->codes, text, &a)) {
			status = usage_error("'%s' is no code: write 853, "
					     "0x355, -2146762495, an ERROR_ "
					     "name or nps:258",
				text);
			continue;
		}
		if (!a.code && !a.reason && status == STATUS_OK)
			status = STATUS_PROBLEM;
		if (json)
			add_json(&j, &a);
		else
			add_text(&out, &a);
	}
	if (json && n > 1)
		json_end_array(&j);
	if (json && out.len)
		str_addc(&out, '\n');
	app_print(&out);
	str_release(&out);
	library_free(lib);
	return status;
}

const struct command cmd_explain = {"explain", "CODE...",
	"what a RAS, IKE, EAP, HRESULT or NPS reason code means", NULL, run};
