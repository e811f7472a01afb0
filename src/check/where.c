/* "local", "paste", "ssh:[user@]host": where a machine's checks run. */
#include <ctype.h>
#include <string.h>

#include "check/runner.h"

/* Nothing that a shell or the ssh client could take for something else. */
static bool is_host(const char *s)
{
	const char *at = strchr(s, '@');
	const char *host = at ? at + 1 : s;

	if (*s == '-' || *host == '-' || !*host || at == s)
		return false;
	for (; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr("._-@:%\\", *s))
			return false;
	return strchr(host, '@') == NULL && strlen(host) <= 253;
}

bool where_parse(const char *text, struct where *where, const char **why)
{
	*where = (struct where){0};
	if (strcmp(text, "paste") == 0)
		return true;
	where->kind = WHERE_LOCAL;
	if (strcmp(text, "local") == 0)
		return true;
	where->kind = WHERE_SSH;
	where->host = starts_with(text, "ssh:") ? text + 4 : NULL;
	if (where->host && is_host(where->host))
		return true;
	*why = where->host ? "after 'ssh:' comes a host name, or user@host"
			   : "it is local, paste or ssh:[user@]host";
	return false;
}

void where_text(const struct where *where, struct str *out)
{
	switch (where->kind) {
	case WHERE_PASTE:
		str_adds(out, "paste");
		return;
	case WHERE_LOCAL:
		str_adds(out, "local");
		return;
	case WHERE_SSH:
		str_addf(out, "ssh:%s", where->host);
		return;
	}
}
