/* What is said about machines, shells and ends. */
#include "ui/words.h"

#include <string.h>

void words_where(const char *title, enum shell shell, enum run_as run_as,
	struct str *out)
{
	static const char *const shells[][3] = {
		[SHELL_POWERSHELL] = {"Windows PowerShell",
			"an elevated Windows PowerShell",
			"a Windows PowerShell that runs as SYSTEM"},
		[SHELL_CMD] = {"a command prompt", "an elevated command prompt",
			"a command prompt that runs as SYSTEM"},
		[SHELL_SH] = {"a shell", "a root shell", "a root shell"},
	};

	str_addf(out, "On %s, in %s", title ? title : "the machine",
		shells[shell][run_as]);
}

const char *words_uac(enum run_as run_as)
{
	if (run_as != RUN_AS_ADMIN)
		return NULL;
	return "Elevated: Windows will ask for consent (UAC). Over remote "
	       "help that prompt may be a black screen; the user must answer "
	       "it.";
}

void words_end(const struct prompt *p, struct str *out)
{
	const char *o = p->outcome ? p->outcome : "";

	if (!strcmp(o, "resolved"))
		str_adds(out, "Resolved");
	else if (!strcmp(o, "workaround"))
		str_adds(out, "Works again, by a workaround");
	else if (!strcmp(o, "escalated"))
		str_adds(out, "Hand over");
	else if (!strcmp(o, "not_applicable"))
		str_adds(out, "This tree does not apply");
	else
		str_adds(out, o);
	if (p->to)
		str_addf(out, " to %s", p->to);
	if (p->within > 0)
		str_addf(out, ", within %d minutes of the start", p->within);
}
