/*
 * new: a tree to start from and its test file, both with comments; they lint
 * without errors and the case passes. Nothing is ever written over.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "app.h"
#include "os/file.h"

/* @ID@ is the tree's id, @DATE@ today. */
static const char tree_text[] =
	"# yaml-language-server: $schema=tree-1.schema.json\n"
	"# Every key is described in doc/tree-format.md; `vpntriage schema`\n"
	"# prints the schema that editors complete by. After each change:\n"
	"#   vpntriage lint @ID@.yaml @ID@.test.yaml\n"
	"#   vpntriage test --coverage @ID@.yaml\n"
	"format: 1\n"
	"tree: @ID@                # as the file is named\n"
	"version: 0.1.0\n"
	"title: \"What the caller sees, in one line\"\n"
	"\n"
	"about:\n"
	"  summary: \"One sentence for the list of trees.\"\n"
	"  audience: helpdesk\n"
	"  state: draft             # draft, validated, published, retired\n"
	"  review_every: 180        # days\n"
	"  sources:                 # what facts and commands are based on\n"
	"    - {id: own, url: \"https://example.com/\", checked: \"@DATE@\",\n"
	"       title: \"Where this is written down\"}\n"
	"\n"
	"# When this tree is offered for pasted text. A code of its own:\n"
	"#   codes: [\"853\"]\n"
	"detect:\n"
	"  any:\n"
	"    - {pattern: 'a sentence that only this fault shows', weight: 5}\n"
	"\n"
	"# Where commands belong; reach: minutes for the first log-on there.\n"
	"machines:\n"
	"  client: {title: \"the user's PC\", os: windows, shell: powershell,"
	" reach: 0}\n"
	"\n"
	"# What may be wrong; prior: relative weight before any answer.\n"
	"causes:\n"
	"  service_off: {title: \"The service is stopped\", prior: 20}\n"
	"  other: {title: \"Something else\", prior: 10, unlisted: true}\n"
	"\n"
	"start: scope\n"
	"\n"
	"nodes:\n"
	"\n"
	"  # A question weighs causes (evidence: 3 = three times likelier); "
	"it\n"
	"  # never rules one out, because callers err.\n"
	"  scope:\n"
	"    kind: question\n"
	"    ask: \"Who has this fault?\"\n"
	"    why: \"One person points at one PC, everybody at the servers.\"\n"
	"    options:\n"
	"      - {id: one, label: \"Only this user\", key: o, goto: service,\n"
	"         evidence: {service_off: 3}}\n"
	"      - {id: all, label: \"Everybody\", key: e, goto: escalate}\n"
	"      - {id: unknown, label: \"Not known\", key: u, goto: service}\n"
	"\n"
	"  # A check changes nothing. It prints one plain line that its\n"
	"  # outcomes read; `manual` is the same by eye, with the same names.\n"
	"  service:\n"
	"    kind: check\n"
	"    title: \"Does the service run?\"\n"
	"    machine: client\n"
	"    cost: 1                # minutes\n"
	"    timeout: 20            # seconds\n"
	"    read_only: true\n"
	"    sources: [own]\n"
	"    run: |\n"
	"      $s = Get-Service -Name RasMan\n"
	"      \"SERVICE status=$($s.Status)\"\n"
	"    outcomes:\n"
	"      - {id: stopped, when: {stdout: '^SERVICE status=Stopped'},\n"
	"         finds: service_off, goto: start_service}\n"
	"      - {id: running, when: {stdout: '^SERVICE status=Running'},\n"
	"         rules_out: [service_off], goto: escalate}\n"
	"    otherwise: {goto: escalate, note: \"It could not be read.\"}\n"
	"    manual:\n"
	"      ask: \"Look at the service in services.msc.\"\n"
	"      options:\n"
	"        - {id: stopped, label: \"It is stopped\", key: s}\n"
	"        - {id: running, label: \"It runs\", key: r}\n"
	"\n"
	"  # A fix is done by a person and proven by a check.\n"
	"  start_service:\n"
	"    kind: fix\n"
	"    title: \"Start the service\"\n"
	"    machine: client\n"
	"    run_as: admin\n"
	"    risk: low              # low, medium, high\n"
	"    reversible: true\n"
	"    sources: [own]\n"
	"    steps:\n"
	"      - {run: \"Start-Service -Name RasMan\"}\n"
	"    undo:\n"
	"      - {run: \"Stop-Service -Name RasMan\"}\n"
	"    verify: {check: service, expect: [running]}\n"
	"    goto: {fixed: solved, not_fixed: escalate, skipped: escalate}\n"
	"\n"
	"  solved:\n"
	"    kind: end\n"
	"    outcome: resolved\n"
	"    say: \"It works again.\"\n"
	"\n"
	"  escalate:\n"
	"    kind: end\n"
	"    outcome: escalated\n"
	"    to: \"the next team\"\n"
	"    say: \"Hand it over with what was found.\"\n";

static const char test_text[] =
	"# The cases of @ID@; `vpntriage test --coverage @ID@.yaml` walks "
	"them.\n"
	"# answers: what questions are told, by node; checks: what commands\n"
	"# printed, a list for several runs; fixes: done unless given.\n"
	"format: 1\n"
	"tests: @ID@\n"
	"cases:\n"
	"  - name: \"the service was stopped: started and proven\"\n"
	"    answers: {scope: one}\n"
	"    checks:\n"
	"      service: [{stdout: \"SERVICE status=Stopped\\n\"},\n"
	"        {stdout: \"SERVICE status=Running\\n\"}]\n"
	"    expect_end: solved\n"
	"    expect_cause: service_off\n"
	"    expect_commands: [\"Start-Service -Name RasMan\"]\n"
	"  - name: \"starting it does not help\"\n"
	"    answers: {scope: unknown}\n"
	"    checks: {service: {stdout: \"SERVICE status=Stopped\\n\"}}\n"
	"    expect_end: escalate\n"
	"  - name: \"nobody may start it\"\n"
	"    answers: {scope: one}\n"
	"    checks: {service: {outcome: stopped}}\n"
	"    fixes: {start_service: skipped}\n"
	"    expect_end: escalate\n"
	"  - name: \"it runs, so it is something else\"\n"
	"    answers: {scope: unknown}\n"
	"    checks: {service: {stdout: \"SERVICE status=Running\\n\"}}\n"
	"    expect_end: escalate\n"
	"    expect_cause: none\n"
	"  - name: \"the check does not come back\"\n"
	"    answers: {scope: one}\n"
	"    checks: {service: {timeout: true}}\n"
	"    expect_end: escalate\n"
	"  - name: \"everybody has it\"\n"
	"    answers: {scope: all}\n"
	"    expect_end: escalate\n";

static void fill(struct str *out, const char *text, const char *id)
{
	char date[16] = "2026-01-01";
	time_t now = (time_t)(app_now() / 1000);
	struct tm *tm = gmtime(&now);

	if (tm)
		strftime(date, sizeof(date), "%Y-%m-%d", tm);
	while (*text) {
		if (starts_with(text, "@ID@")) {
			str_adds(out, id);
			text += 4;
		} else if (starts_with(text, "@DATE@")) {
			str_adds(out, date);
			text += 6;
		} else {
			str_addc(out, *text++);
		}
	}
}

/* As the loader wants it: a-z, 0-9, - and _, a letter first. */
static bool is_tree_id(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-");

	return islower((unsigned char)s[0]) && s[n] == '\0' && n <= 64;
}

static int write_one(const char *path, const char *text, const char *id)
{
	struct str out = STR_INIT;
	int rc;

	fill(&out, text, id);
	rc = file_write(NULL, path, out.s, out.len, FILE_NEW);
	str_release(&out);
	if (rc == 0) {
		printf("%s\n", path);
		return STATUS_OK;
	}
	if (errno == EEXIST)
		return usage_error("'%s' is there already; choose another "
				   "name or move it away",
			path);
	return usage_error("cannot write '%s': %s", path, file_error(errno));
}

static int write_both(const char *stem, const char *id)
{
	struct str tree = STR_INIT, test = STR_INIT;
	int status;

	str_addf(&tree, "%s.yaml", stem);
	str_addf(&test, "%s.test.yaml", stem);
	/* Neither is begun when the other cannot be made. */
	if (file_is_folder(test.s) >= 0)
		status = usage_error("'%s' is there already; choose another "
				     "name or move it away",
			test.s);
	else
		status = write_one(tree.s, tree_text, id);
	if (status == STATUS_OK)
		status = write_one(test.s, test_text, id);
	if (status == STATUS_OK)
		app_chatter("next: vpntriage lint %s %s\n", tree.s, test.s);
	str_release(&tree);
	str_release(&test);
	return status;
}

static int run(const struct args *args)
{
	const char *given = args_plain(args, 0), *id;
	struct arena arena;
	size_t n;
	int status;

	if (args_count_plain(args) != 1)
		return usage_error("new needs one name: 'vpntriage new "
				   "my-fault'");
	arena_init(&arena);
	id = app_tree_name(&arena, given);
	n = strlen(given) - (ends_with(given, ".yaml") ? 5 : 0);
	if (!is_tree_id(id) || !ends_with(arena_strndup(&arena, given, n), id))
		status = usage_error("'%s' is no name for a tree; use a-z, 0-9 "
				     "and -, a letter first",
			given);
	else
		status = write_both(arena_strndup(&arena, given, n), id);
	arena_release(&arena);
	return status;
}

const struct command cmd_new = {"new", "TREE",
	"write a tree to start from, and its test file", NULL, run};
