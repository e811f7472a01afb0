/*
 * Another machine through the OpenSSH client: no password is ever asked for,
 * nothing is forwarded, and no master connection of ours stays behind.
 */
#include "ssh.h"

#include <string.h>

#include "plan.h"

enum {
	CONNECT_SECONDS = 4,
};

const char *const ssh_words[] = {"OK", "HOSTKEY_CHANGED", "HOSTKEY_UNKNOWN",
	"DENIED", "REFUSED", "TIMEOUT", "UNREACHABLE", "BAD_OUTPUT", "LOST",
	NULL};

/* The client's messages are not translated; the first that fits counts. */
enum ssh_word ssh_classify(const char *err)
{
	static const struct {
		const char *text;
		enum ssh_word word;
	} signs[] = {
		{"REMOTE HOST IDENTIFICATION HAS CHANGED", SSH_HOSTKEY_CHANGED},
		{"HOST IDENTIFICATION HAS CHANGED", SSH_HOSTKEY_CHANGED},
		{"Host key verification failed", SSH_HOSTKEY_UNKNOWN},
		{"host key is known for", SSH_HOSTKEY_UNKNOWN},
		{"Permission denied", SSH_DENIED},
		{"Too many authentication failures", SSH_DENIED},
		{"Connection refused", SSH_REFUSED},
		{"timed out", SSH_TIMEOUT},
		{"Could not resolve hostname", SSH_UNREACHABLE},
		{"No route to host", SSH_UNREACHABLE},
		{"Network is unreachable", SSH_UNREACHABLE},
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (strstr(err, signs[i].text))
			return signs[i].word;
	return SSH_LOST;
}

enum verdict ssh_verdict(enum ssh_word word)
{
	switch (word) {
	case SSH_OK:
		return RESULT_RAN;
	case SSH_HOSTKEY_CHANGED:
	case SSH_HOSTKEY_UNKNOWN:
	case SSH_DENIED:
		return RESULT_DENIED;
	case SSH_TIMEOUT:
		return RESULT_TIMEOUT;
	case SSH_LOST:
		return RESULT_LOST;
	case SSH_REFUSED:
	case SSH_UNREACHABLE:
	case SSH_BAD_OUTPUT:
		break;
	}
	return RESULT_FAILED;
}

const char *ssh_advice(enum ssh_word word)
{
	switch (word) {
	case SSH_OK:
		return "the connection works";
	case SSH_HOSTKEY_CHANGED:
		return "it has another key than before; do not connect until "
		       "somebody can say why";
	case SSH_HOSTKEY_UNKNOWN:
		return "its key is not known here; connect once by hand and "
		       "compare the key";
	case SSH_DENIED:
		return "it refused the log-on; a key without a password "
		       "prompt is needed";
	case SSH_REFUSED:
		return "nothing listens on its ssh port";
	case SSH_TIMEOUT:
		return "it did not answer in time";
	case SSH_UNREACHABLE:
		return "its name is not known, or there is no way to it";
	case SSH_BAD_OUTPUT:
		return "what answers there is not the shell that this check "
		       "needs";
	case SSH_LOST:
		break;
	}
	return "the connection ended before the check did";
}

static const char *remote_shell(enum shell shell)
{
	switch (shell) {
	case SHELL_POWERSHELL:
		return "powershell.exe -NoLogo -NoProfile -NonInteractive "
		       "-OutputFormat Text -Command -";
	case SHELL_CMD:
		return "cmd.exe /d /q";
	case SHELL_SH:
		break;
	}
	return "sh";
}

bool plan_ssh(struct plan *p, const struct check_spec *spec, const char *host,
	const char *config)
{
	static const char *const options[] = {"BatchMode=yes",
		"ControlMaster=no", "ClearAllForwardings=yes",
		"ForwardAgent=no", "ForwardX11=no", "PermitLocalCommand=no"};

	plan_arg(p, "ssh");
	plan_arg(p, "-T");
	if (config) {
		plan_arg(p, "-F");
		plan_arg(p, config);
	}
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		plan_arg(p, arena_printf(&p->arena, "-o%s", options[i]));
	plan_arg(p, arena_printf(&p->arena, "-oConnectTimeout=%d",
			    CONNECT_SECONDS));
	plan_arg(p, "--");
	plan_arg(p, host);
	plan_arg(p, remote_shell(spec->shell));
	p->marked = true;
	p->way = WAY_SSH;
	p->extra_limit = CONNECT_SECONDS + 1;
	script_mark(p->mark);
	script_build(spec, p->mark, &p->input);
	return true;
}
