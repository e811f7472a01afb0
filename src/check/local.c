/*
 * Here: PowerShell on PATH (Windows, WSL, or PowerShell 7 on anything), sh
 * for what is on this machine, and our own program for the probes.
 */
#include "os/spawn.h"
#include "plan.h"

void plan_init(struct plan *p)
{
	*p = (struct plan){0};
	str_init(&p->input);
	arena_init(&p->arena);
}

void plan_release(struct plan *p)
{
	str_release(&p->input);
	arena_release(&p->arena);
}

void plan_arg(struct plan *p, const char *arg)
{
	if (p->argc < PLAN_ARGS)
		p->argv[p->argc++] = arena_strdup(&p->arena, arg);
}

bool plan_cannot(struct plan *p, enum verdict verdict, const char *why)
{
	p->verdict = verdict;
	p->fail = why;
	return false;
}

static bool find_first(struct plan *p, const char *const *names)
{
	struct str path;
	bool found = false;

	str_init(&path);
	for (; *names && !found; names++) {
		found = spawn_find(*names, &path);
		if (found)
			plan_arg(p, path.s);
	}
	str_release(&path);
	return found;
}

static bool plan_powershell(struct plan *p, const struct check_spec *spec)
{
	static const char *const names[] = {
		"powershell.exe", "pwsh", "pwsh.exe", NULL};
	static const char *const args[] = {"-NoLogo", "-NoProfile",
		"-NonInteractive", "-OutputFormat", "Text", "-Command", "-"};

	if (!find_first(p, names))
		return plan_cannot(p, RESULT_NOT_FOUND,
			"no PowerShell on this computer (powershell.exe or "
			"pwsh on PATH); run it elsewhere and paste the output");
	for (size_t i = 0; i < sizeof(args) / sizeof(*args); i++)
		plan_arg(p, args[i]);
	p->marked = true;
	script_mark(p->mark);
	script_build(spec, p->mark, &p->input);
	return true;
}

static bool plan_cmd(struct plan *p, const struct check_spec *spec)
{
	static const char *const names[] = {"cmd.exe", NULL};

	if (!find_first(p, names))
		return plan_cannot(p, RESULT_NOT_FOUND,
			"no cmd.exe on this computer; run it elsewhere and "
			"paste the output");
	plan_arg(p, "/d");
	plan_arg(p, "/q");
	p->marked = true;
	script_mark(p->mark);
	script_build(spec, p->mark, &p->input);
	return true;
}

bool plan_local(struct plan *p, const struct check_spec *spec)
{
	p->way = WAY_LOCAL;
	switch (spec->shell) {
	case SHELL_POWERSHELL:
		return plan_powershell(p, spec);
	case SHELL_CMD:
		return plan_cmd(p, spec);
	case SHELL_SH:
		break;
	}
	plan_arg(p, "sh");
	plan_arg(p, "-c");
	plan_arg(p, spec->command);
	return true;
}

static void add_option(struct plan *p, const char *option, const char *value)
{
	if (!value)
		return;
	plan_arg(p, option);
	plan_arg(p, value);
}

/* The probe's own limit is a little shorter than ours, so that it has time
 * to say what it knows by then. */
bool plan_probe(struct plan *p, const struct check_spec *spec, const char *self)
{
	const struct probe_spec *probe = &spec->probe;

	p->way = WAY_PROBE;
	if (!self)
		return plan_cannot(p, RESULT_FAILED,
			"cannot find this program's own file to run the probe");
	plan_arg(p, self);
	plan_arg(p, "probe");
	plan_arg(p, probe->kind);
	plan_arg(p, probe->target);
	add_option(p, "--server", probe->server);
	add_option(p, "--expect", probe->expect);
	add_option(p, "--port", probe->port);
	add_option(p, "--name", probe->name);
	add_option(p, "--role", probe->role);
	if (spec->timeout > 1)
		add_option(p, "--limit",
			arena_printf(&p->arena, "%d", spec->timeout - 1));
	return true;
}

bool plan_make(struct plan *p, const struct check_spec *spec,
	const struct where *where, const struct runner_setup *setup)
{
	if (!spec->read_only || !spec->runnable)
		return plan_cannot(p, RESULT_DENIED,
			"only checks that change nothing are run from here");
	if (spec->probe.kind)
		return plan_probe(p, spec, setup->self);
	if (!spec->command)
		return plan_cannot(p, RESULT_FAILED,
			"there is no command to run; answer it by eye");
	switch (where->kind) {
	case WHERE_LOCAL:
		return plan_local(p, spec);
	case WHERE_SSH:
		return plan_ssh(p, spec, where->host, setup->ssh_config);
	case WHERE_PASTE:
		break;
	}
	return plan_cannot(p, RESULT_FAILED,
		"this machine is reached by hand; paste the output");
}
