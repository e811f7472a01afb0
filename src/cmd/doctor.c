/* doctor: what will work on this computer, and what to do about the rest. */
#include <errno.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "base/json.h"
#include "folders.h"
#include "os/file.h"
#include "os/here.h"
#include "os/spawn.h"
#include "os/term.h"

enum health {
	HEALTH_OK,
	HEALTH_LESS, /* something works less well, or another way */
	HEALTH_BAD,
};

static const char *const health_words[] = {"ok", "less", "bad"};

/* What one look says; each writes one sentence. */
typedef enum health look(const struct args *, struct str *say);

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

/* Its value; "" when it is not set or empty. */
static const char *env(const char *name)
{
	const char *value = getenv(name);

	return value ? value : "";
}

static const char *value_of(const char *name)
{
	return *env(name) ? env(name) : "not set";
}

static bool is_dumb(void)
{
	return !*env("TERM") || strcmp(env("TERM"), "dumb") == 0;
}

static enum health look_terminal(const struct args *args, struct str *say)
{
	int rows, cols;

	if (!term_is_there()) {
		str_adds(say, "input or output is no terminal here: lines "
			      "instead of a full screen");
		return HEALTH_LESS;
	}
	if (is_dumb()) {
		str_addf(say, "TERM is %s: lines instead of a full screen",
			value_of("TERM"));
		return HEALTH_LESS;
	}
	term_size(&rows, &cols);
	str_addf(say, "%s, %d columns, %d rows", env("TERM"), cols, rows);
	if (cols >= 80 && rows >= 24)
		return HEALTH_OK;
	str_adds(say, "; 80 by 24 show more");
	return HEALTH_LESS;
}

static enum health look_colours(const struct args *args, struct str *say)
{
	const char *term = env("TERM"), *more = env("COLORTERM");

	if (is_set("NO_COLOR") || args_has(args, "--no-color"))
		str_adds(say, "none, as NO_COLOR or --no-color wishes");
	else if (is_dumb())
		str_adds(say, "none: TERM names no terminal that has them");
	else if (!strcmp(more, "truecolor") || !strcmp(more, "24bit"))
		str_adds(say, "all");
	else if (strstr(term, "256color"))
		str_adds(say, "256");
	else
		str_adds(say, "what the terminal's description says, at least "
			      "8 on most");
	return HEALTH_OK;
}

static enum health look_letters(const struct args *args, struct str *say)
{
	const char *set = nl_langinfo(CODESET);

	if (strcmp(set, "UTF-8") == 0) {
		str_adds(say, "UTF-8");
		return HEALTH_OK;
	}
	str_addf(say,
		"%s: frames are drawn with + and -; a UTF-8 locale "
		"(LC_ALL=C.UTF-8) shows all letters",
		set);
	return HEALTH_LESS;
}

static const char *found(const char *const *names, struct str *path)
{
	for (; *names; names++) {
		str_reset(path);
		if (spawn_find(*names, path))
			return *names;
	}
	return NULL;
}

/* The program that ui/clipboard would take, in its order. */
static const char *clip_program(struct str *path)
{
	static const char *const any[] = {"clip.exe", "pbcopy", NULL};
	static const char *const wayland[] = {"wl-copy", NULL};
	static const char *const x11[] = {"xclip", NULL};
	const char *name = found(any, path);

	if (!name && is_set("WAYLAND_DISPLAY"))
		name = found(wayland, path);
	if (!name && is_set("DISPLAY"))
		name = found(x11, path);
	return name;
}

static enum health look_clipboard(const struct args *args, struct str *say)
{
	struct str path = STR_INIT;
	const char *name = clip_program(&path);

	str_release(&path);
	if (name)
		str_addf(say, "%s", name);
	else if (is_set("TMUX"))
		str_adds(say, "tmux's buffer, and the terminal's clipboard if "
			      "tmux has set-clipboard on");
	else if (term_is_there() && !is_dumb())
		str_adds(say, "the terminal's own (OSC 52), if it takes it; "
			      "the program never says 'copied' without "
			      "knowing");
	else
		str_adds(say, "none; texts can be written to a file");
	return name || is_set("TMUX") ? HEALTH_OK : HEALTH_LESS;
}

static enum health look_ssh(const struct args *args, struct str *say)
{
	static const char *const names[] = {"ssh", NULL};
	struct str path = STR_INIT;
	bool there = found(names, &path) != NULL;

	if (there)
		str_addf(say, "%s", path.s);
	else
		str_adds(say, "not on PATH: checks on other machines go by "
			      "pasting or by a collector");
	str_release(&path);
	return there ? HEALTH_OK : HEALTH_LESS;
}

static enum health look_powershell(const struct args *args, struct str *say)
{
	static const char *const names[] = {
		"powershell.exe", "pwsh", "pwsh.exe", NULL};
	struct str path = STR_INIT;
	bool there = found(names, &path) != NULL;

	if (there)
		str_addf(say, "%s%s", path.s,
			here_is_wsl() ? ", of the Windows around this Linux"
				      : "");
	else
		str_adds(say, "not on PATH: Windows commands do not run from "
			      "here; by ssh, pasting or a collector they do");
	str_release(&path);
	return there ? HEALTH_OK : HEALTH_LESS;
}

static enum health look_network(const struct args *args, struct str *say)
{
	if (!here_is_wsl()) {
		str_adds(say, "probes see what this computer sees");
		return HEALTH_OK;
	}
	str_adds(say, "inside WSL: the probe for fragments is not to be "
		      "trusted here, the virtual switch drops them");
	return HEALTH_LESS;
}

static enum health look_trees(const struct args *args, struct str *say)
{
	struct library *lib = app_library(args);
	size_t n = lib->catalog.n, own = 0, errors = lib->diags.nerrors;

	for (size_t i = 0; i < n; i++)
		own += !lib->catalog.trees[i]->shipped;
	str_addf(say, "%zu, %zu of them from folders", n, own);
	if (lib->nshadows)
		str_addf(say, ", %zu hide another of the same name",
			lib->nshadows);
	if (errors)
		str_addf(say,
			"; files with mistakes are left out: "
			"'vpntriage lint' shows %zu",
			errors);
	library_free(lib);
	return n == 0 ? HEALTH_BAD : errors ? HEALTH_LESS : HEALTH_OK;
}

/* A file is really written: rights, full disks and read-only mounts. */
static enum health look_folder(const char *path, struct str *say)
{
	struct str file = STR_INIT;
	int rc;

	str_addf(&file, "%s/doctor-%ld", path, (long)getpid());
	rc = file_mkdirs(path);
	if (rc == 0)
		rc = file_write(NULL, file.s, "", 0, FILE_NEW);
	if (rc == 0)
		rc = unlink(file.s);
	str_addf(say, "%s", path);
	if (rc < 0)
		str_addf(say, " cannot be written: %s; nothing is kept",
			file_error(errno));
	str_release(&file);
	return rc < 0 ? HEALTH_BAD : HEALTH_OK;
}

static enum health look_sessions(const struct args *args, struct str *say)
{
	struct str path = STR_INIT;
	enum health h = HEALTH_BAD;

	if (folder_state("sessions", &path))
		h = look_folder(path.s, say);
	else
		str_adds(say, "neither XDG_STATE_HOME nor HOME is set: no "
			      "session is kept");
	str_release(&path);
	return h;
}

static enum health look_trust(const struct args *args, struct str *say)
{
	struct str path = STR_INIT;
	enum health h = HEALTH_BAD;

	if (folder_state("trust", &path))
		h = look_folder(path.s, say);
	else
		str_adds(say, "neither XDG_STATE_HOME nor HOME is set: no "
			      "foreign tree can be allowed");
	str_release(&path);
	return h;
}

static const struct {
	const char *name;
	look *look;
} looks[] = {
	{"terminal", look_terminal},
	{"colours", look_colours},
	{"letters", look_letters},
	{"clipboard", look_clipboard},
	{"ssh", look_ssh},
	{"powershell", look_powershell},
	{"network", look_network},
	{"trees", look_trees},
	{"sessions", look_sessions},
	{"trust", look_trust},
};

static void add_json(struct json *j, const char *name, enum health h,
	const char *say)
{
	json_object(j);
	json_kv(j, "name", name);
	json_kv(j, "state", health_words[h]);
	json_kv(j, "says", say);
	json_end_object(j);
}

static int run(const struct args *args)
{
	struct str out = STR_INIT, say = STR_INIT;
	bool json = args_has(args, "--json"), bad = false, ok;
	struct json j;

	if (args_count_plain(args))
		return usage_error("doctor takes no argument");
	json_init(&j, &out, true);
	if (json)
		json_array(&j);
	for (size_t i = 0; i < sizeof(looks) / sizeof(*looks); i++) {
		enum health h;

		str_reset(&say);
		h = looks[i].look(args, &say);
		bad |= h == HEALTH_BAD;
		if (json)
			add_json(&j, looks[i].name, h, say.s);
		else
			str_addf(&out, "%-5s %-11s %s\n", health_words[h],
				looks[i].name, say.s);
	}
	if (json) {
		json_end_array(&j);
		str_addc(&out, '\n');
	}
	ok = app_print(&out);
	str_release(&out);
	str_release(&say);
	return !ok ? STATUS_USAGE : bad ? STATUS_PROBLEM : STATUS_OK;
}

const struct command cmd_doctor = {
	"doctor", "[--json]", "what will work on this computer", NULL, run};
