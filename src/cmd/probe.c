/* vpntriage probe KIND ...: a native, read-only look from this machine. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/probe.h"
#include "command.h"

static const struct option_def options[] = {
	{"--server", "IP", "ask this name server as well (dns, all)"},
	{"--expect", "IP[,IP]", "the addresses that the name should have"},
	{"--port", "PORT", "another port (tcp, tls)"},
	{"--ca", "FILE", "judge trust by these certificates (tls, cert)"},
	{"--nps", "NAME", "the server's name as in its certificate (eap)"},
	{"--role", "ROLE", "what the certificate is for (cert)"},
	{"--name", "NAME", "the name that clients ask for (tls, cert, eap)"},
	{"--limit", "SECONDS", "never take longer than this"},
	{NULL, NULL, NULL},
};

/* Which kinds take an option. */
static const struct {
	const char *option;
	enum probe_takes takes;
} taken[] = {
	{"--server", PROBE_SERVER},
	{"--expect", PROBE_EXPECT},
	{"--port", PROBE_PORT},
	{"--ca", PROBE_CA},
	{"--nps", PROBE_NPS},
	{"--role", PROBE_ROLE},
	{"--name", PROBE_NAME},
};

static bool read_number(const char *text, long least, long most, long *out)
{
	char *end;
	long got = strtol(text, &end, 10);

	if (end == text || *end || got < least || got > most)
		return false;
	*out = got;
	return true;
}

/* Seconds, also "0.5"; 0: no number, or out of bounds. */
static int read_limit(const char *text)
{
	char *end;
	double seconds = strtod(text, &end);

	if (end == text || *end || !(seconds >= 0.1 && seconds <= 600))
		return 0;
	return (int)(seconds * 1000);
}

static int list_kinds(void)
{
	struct str text;

	str_init(&text);
	for (size_t i = 0; probe_kinds[i]; i++)
		str_addf(&text, "%s%s", i ? ", " : "", probe_kinds[i]->name);
	usage_error("which probe? one of %s", text.s);
	str_release(&text);
	return STATUS_USAGE;
}

/* 0, or the status of what is wrong with them. */
static int check_options(const struct args *args, const struct probe_kind *kind)
{
	for (size_t i = 0; i < sizeof(taken) / sizeof(*taken); i++)
		if (args_has(args, taken[i].option) &&
			!(kind->takes & taken[i].takes))
			return usage_error("probe %s takes no %s", kind->name,
				taken[i].option);
	return 0;
}

static int read_port(const struct args *args, const struct probe_kind *kind,
	struct probe_args *out)
{
	const char *port = args_value(args, "--port");
	size_t plain = args_count_plain(args);
	long number;

	if (plain > 2 && kind->takes & PROBE_PORT && !port) {
		port = args_plain(args, 2);
		plain--;
	}
	if (plain > 2)
		return usage_error("probe %s does not know what '%s' is for",
			kind->name, args_plain(args, plain - 1));
	if (port && !read_number(port, 1, 65535, &number))
		return usage_error("'%s' is no port: give 1 to 65535", port);
	if (port)
		out->port = (uint16_t)number;
	return 0;
}

static int read_args(const struct args *args, const struct probe_kind *kind,
	struct probe_args *out)
{
	const char *limit = args_value(args, "--limit");
	int wrong = check_options(args, kind);

	memset(out, 0, sizeof(*out));
	out->target = args_plain(args, 1);
	if (!out->target || !*out->target)
		return usage_error(
			"probe %s what? usage: vpntriage probe %s %s",
			kind->name, kind->name, kind->usage);
	out->server = args_value(args, "--server");
	out->expect = args_value(args, "--expect");
	out->ca = args_value(args, "--ca");
	out->nps = args_value(args, "--nps");
	out->role = args_value(args, "--role");
	out->name = args_value(args, "--name");
	if (limit) {
		out->limit_ms = read_limit(limit);
		if (out->limit_ms == 0)
			return usage_error("'%s' is no limit: give 0.1 to 600 "
					   "seconds",
				limit);
	}
	if (!wrong)
		wrong = read_port(args, kind, out);
	return wrong;
}

/*
 * Token lines, then the sentence. Of `all`, whose output is for scripts, the
 * sentence is chatter.
 */
static void print(const struct probe_result *r, bool json)
{
	struct str out;

	str_init(&out);
	if (json)
		probe_print_json(r, &out);
	else
		probe_print_tokens(r, &out);
	fwrite(out.s, 1, out.len, stdout);
	if (!json && r->say.len > 0)
		fprintf(strcmp(r->kind, "all") == 0 ? stderr : stdout, "%s\n",
			r->say.s);
	str_release(&out);
}

static int run(const struct args *args)
{
	const char *name = args_plain(args, 0);
	const struct probe_kind *kind = name ? probe_kind_find(name) : NULL;
	struct probe_args what;
	struct probe_result result;
	int wrong, status;

	if (!kind)
		return list_kinds();
	wrong = read_args(args, kind, &what);
	if (wrong)
		return wrong;
	probe_run(kind, &what, &result);
	print(&result, args_has(args, "--json"));
	status = !result.carried_out ? STATUS_NOT_CARRIED_OUT
		 : result.bad        ? STATUS_PROBLEM
				     : STATUS_OK;
	if (strcmp(result.verdict, "UNREADABLE") == 0)
		status = STATUS_USAGE; /* a file that could not be read */
	probe_result_release(&result);
	return status;
}

const struct command cmd_probe = {
	.name = "probe",
	.usage = "KIND HOST|FILE [PORT]",
	.summary = "look at the network or at a file from this machine",
	.options = options,
	.run = run,
};
