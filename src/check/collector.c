/*
 * The script around the checks. It asks which language mode it runs in: jobs,
 * which can be ended at their limit, need the full one; under Constrained
 * Language Mode each check runs in the script itself and has no limit.
 */
#include "check/collector.h"

#include <ctype.h>
#include <string.h>

#include "model/readonly.h"
#include "script.h"

void collector_init(struct collector *c, const char *tag)
{
	*c = (struct collector){.tag = tag};
	str_init(&c->checks);
	str_init(&c->left_out);
}

void collector_release(struct collector *c)
{
	str_release(&c->checks);
	str_release(&c->left_out);
}

/* A comment is one line of plain characters, whatever is put into it. */
static void add_plain(struct str *out, const char *s)
{
	for (; *s; s++)
		str_addc(out, (char)(*s >= ' ' && *s < 0x7F ? *s : ' '));
}

void collector_leave_out(struct collector *c, const char *name, const char *why)
{
	str_adds(&c->left_out, "# left out: ");
	add_plain(&c->left_out, name);
	str_adds(&c->left_out, ": ");
	add_plain(&c->left_out, why);
	str_addc(&c->left_out, '\n');
	c->nleft_out++;
}

static const char *objection(const struct check_spec *spec)
{
	struct not_read_only bad;

	if (!spec->read_only)
		return "it is not marked as read-only";
	if (spec->probe.kind)
		return "it is a probe; run it with 'vpntriage probe'";
	if (!spec->command)
		return "it has no command";
	if (spec->shell != SHELL_POWERSHELL)
		return "it is not for PowerShell";
	if (spec->run_as == RUN_AS_SYSTEM)
		return "it has to run as SYSTEM";
	if (!script_is_read_only(spec->command, SHELL_POWERSHELL, &bad))
		return bad.why;
	return NULL;
}

bool collector_add(struct collector *c, const char *name,
	const struct check_spec *spec)
{
	const char *why = objection(spec);

	if (why) {
		collector_leave_out(c, name, why);
		return false;
	}
	str_addf(&c->checks, "\nRead-Check '%s' %d {\n", name,
		spec->timeout > 0 ? spec->timeout : 30);
	script_powershell(spec->command, &c->checks);
	str_adds(&c->checks, "}\n");
	c->needs_admin = c->needs_admin || spec->run_as == RUN_AS_ADMIN;
	c->nchecks++;
	return true;
}

static void add_head(const struct collector *c, const char *machine,
	const char *title, const char *command, struct str *out)
{
	str_addf(out, "# vpntriage: %zu check%s for ", c->nchecks,
		c->nchecks == 1 ? "" : "s");
	add_plain(out, title);
	str_adds(out, "\n# made by: ");
	add_plain(out, command);
	str_addf(out,
		"\n# It only looks and changes nothing. Run it %sin Windows "
		"PowerShell\n"
		"# and send back the file that it writes:\n"
		"#   powershell.exe -NoProfile -File .\\%s.ps1 > %s.txt\n",
		c->needs_admin ? "elevated (as administrator) " : "", machine,
		machine);
	str_add(out, c->left_out.s, c->left_out.len);
	str_addc(out, '\n');
}

/* $null | ForEach-Object runs the block once and here. */
static void add_frame(const struct collector *c, struct str *out)
{
	str_adds(out, "try { [Console]::OutputEncoding = New-Object "
		      "System.Text.UTF8Encoding $false } catch { }\n\n"
		      "$vtRan = 0; $vtFailed = 0\n\n"
		      "$vtJobs = $ExecutionContext.SessionState.LanguageMode "
		      "-eq 'FullLanguage'\n\n");
	str_addf(out,
		"function Read-Check {\n"
		"param($Name, $Limit, $Block)\n"
		"\"<vpntriage %s $Name\"\n"
		"try {\n",
		c->tag);
	str_adds(out,
		"  if ($vtJobs) {\n"
		"    $job = Start-Job -ScriptBlock $Block\n"
		"    if (Wait-Job -Job $job -Timeout $Limit) {\n"
		"      Receive-Job -Job $job\n"
		"      if ($job.State -eq 'Failed') { $script:vtFailed += 1; "
		"'ERROR id=job' }\n"
		"    } else { Stop-Job -Job $job; $script:vtFailed += 1; "
		"\"ERROR id=timeout seconds=$Limit\" }\n"
		"    Remove-Job -Job $job -Force\n"
		"  } else { $null | ForEach-Object -Process $Block }\n"
		"} catch { $script:vtFailed += 1; 'ERROR id=' + "
		"$_.FullyQualifiedErrorId }\n"
		"$script:vtRan += 1\n");
	str_addf(out, "'%s>'\n}\n", c->tag);
}

void collector_script(const struct collector *c, const char *machine,
	const char *title, const char *command, struct str *out)
{
	add_head(c, machine, title, command, out);
	add_frame(c, out);
	str_add(out, c->checks.s, c->checks.len);
	str_addf(out,
		"\n'VPNTRIAGE machine=%s checks=%zu ran={0} failed={1} "
		"left_out=%zu' -f $vtRan, $vtFailed\n\n",
		machine, c->nchecks, c->nleft_out);
}
