/* The words for the enums of checks, results and replies. */
#include "model/check_spec.h"

#include "base/str.h"

#include "model/reply.h"

const char *const shell_words[] = {"powershell", "cmd", "sh", NULL};
const char *const run_as_words[] = {"user", "admin", "system", NULL};
const char *const verdict_words[] = {"ran", "timeout", "not_found", "denied",
	"lost", "stopped", "failed", NULL};
const char *const way_words[] = {
	"local", "ssh", "paste", "file", "probe", NULL};
const char *const reply_words[] = {"next", "choice", "form", "skip", "result",
	"evidence", "set", "back", "note", "flag", "tried", "export", NULL};
const char *const by_words[] = {
	"person", "evidence", "check", "probe", "file", NULL};

void probe_spec_text(const struct probe_spec *p, struct str *out)
{
	const struct {
		const char *option, *value;
	} given[] = {{"--server", p->server}, {"--expect", p->expect},
		{"--port", p->port}, {"--name", p->name}, {"--role", p->role}};

	str_addf(out, "vpntriage probe %s %s", p->kind, p->target);
	for (size_t i = 0; i < sizeof(given) / sizeof(*given); i++)
		if (given[i].value)
			str_addf(out, " %s %s", given[i].option,
				given[i].value);
}
