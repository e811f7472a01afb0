/* The table of formats. */
#include "export/export.h"

#include <string.h>

#include "formats.h"

const struct exporter exporters[] = {
	{"text", "txt", "plain text", write_text},
	{"markdown", "md", "Markdown for a ticket", write_markdown},
	{"html", "html", "one page that prints well", write_html},
	{"json", "json", "everything, on one line; imports again", write_json},
	{"csv", "csv", "one line per step", write_csv},
	{"handover", "txt", "at most 40 lines for the next team",
		write_handover},
	{0},
};

const struct exporter *exporter_find(const char *name)
{
	for (const struct exporter *e = exporters; e->name; e++)
		if (strcmp(e->name, name) == 0)
			return e;
	return NULL;
}
