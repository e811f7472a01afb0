/*
 * One line per entry, after RFC 4180. A cell that a spreadsheet would take
 * for a formula gets an apostrophe in front.
 */
#include "formats.h"

#include <string.h>

#include "model/moment.h"

/* Ends of lines become "\\n", so that a line of the file is one entry. */
void csv_cell(struct str *out, const char *text, char end)
{
	bool formula = text && *text && strchr("=+-@", *text);

	if (!text)
		text = "";
	if (!formula && strcspn(text, ",\"\r\n") == strlen(text)) {
		str_adds(out, text);
		str_addc(out, end);
		return;
	}
	str_adds(out, formula ? "\"'" : "\"");
	for (; *text; text++) {
		if (*text == '\n')
			str_adds(out, "\\n");
		else if (*text != '\r')
			str_addc(out, *text);
		if (*text == '"')
			str_addc(out, '"');
	}
	str_addc(out, '"');
	str_addc(out, end);
}

static void add_number(struct str *out, bool there, long v)
{
	if (there)
		str_addf(out, "%ld", v);
	str_addc(out, ',');
}

static void add_values(struct str *out, const struct pairs *values)
{
	struct str all = STR_INIT;

	for (size_t i = 0; i < values->n; i++)
		str_addf(&all, "%s%s=%s", i > 0 ? "; " : "", values->p[i].key,
			values->p[i].value);
	csv_cell(out, all.s, ',');
	str_release(&all);
}

static const char *state_word(enum entry_state s)
{
	switch (s) {
	case ENTRY_LIVE:
		return "live";
	case ENTRY_BACK:
		return "back";
	case ENTRY_STALE:
		return "stale";
	}
	return "";
}

static void add_entry(const struct record *r, const struct entry *e,
	struct str *out)
{
	const struct reply *reply = &e->reply;
	const struct result *result = &reply->result;
	bool ran = reply->kind == REPLY_RESULT;
	struct str at = STR_INIT;

	moment_add(&at, reply->at);
	csv_cell(out, r->id, ',');
	csv_cell(out, r->ticket, ',');
	csv_cell(out, e->tree ? e->tree : r->tree, ',');
	str_addf(out, "%zu,", e->number + 1);
	csv_cell(out, at.s, ',');
	csv_cell(out, state_word(e->state), ',');
	csv_cell(out, reply_words[reply->kind], ',');
	csv_cell(out, reply->node, ',');
	csv_cell(out, e->title, ',');
	csv_cell(out, e->outcome ? e->outcome : reply->choice, ',');
	csv_cell(out, e->label, ',');
	csv_cell(out, by_words[reply->by], ',');
	csv_cell(out, reply->source, ',');
	add_values(out, &reply->values);
	csv_cell(out, e->finds.id, ',');
	csv_cell(out, e->role, ',');
	csv_cell(out, e->machine, ',');
	csv_cell(out, e->command, ',');
	csv_cell(out, ran ? verdict_words[result->verdict] : NULL, ',');
	add_number(out, ran && result->has_exit, result->exit);
	add_number(out, ran && result->ms >= 0, result->ms);
	csv_cell(out, ran ? result->out : NULL, ',');
	csv_cell(out, ran ? result->err : NULL, ',');
	csv_cell(out, reply->text, ',');
	csv_cell(out, e->note, '\r');
	str_addc(out, '\n');
	str_release(&at);
}

void write_csv(const struct record *r, struct str *out)
{
	str_adds(out,
		"session,ticket,tree,number,at,state,kind,node,title,outcome,"
		"label,by,source,values,finds,role,machine,command,verdict,"
		"exit,ms,out,err,text,note\r\n");
	for (size_t i = 0; i < r->n; i++)
		add_entry(r, &r->entries[i], out);
}
