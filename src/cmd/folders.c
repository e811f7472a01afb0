/* Where our own files are. */
#include "folders.h"

#include <stdlib.h>

/* The XDG rules: a path that is not absolute counts as not set. */
static bool folder(const char *var, const char *below_home, const char *name,
	struct str *out)
{
	const char *xdg = getenv(var), *home = getenv("HOME");

	str_reset(out);
	if (xdg && *xdg == '/')
		str_adds(out, xdg);
	else if (home && *home == '/')
		str_addf(out, "%s/%s", home, below_home);
	else
		return false;
	str_addf(out, "/vpntriage/%s", name);
	return true;
}

bool folder_state(const char *name, struct str *out)
{
	return folder("XDG_STATE_HOME", ".local/state", name, out);
}

bool folder_config(const char *name, struct str *out)
{
	return folder("XDG_CONFIG_HOME", ".config", name, out);
}
