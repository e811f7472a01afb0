/*
 * What a check wants done and where, with every value filled in; what came
 * of it. The noun that travels between engine, front end and runner.
 */
#ifndef MODEL_CHECK_SPEC_H
#define MODEL_CHECK_SPEC_H

#include <stdbool.h>
#include <stddef.h>

struct str;

enum shell {
	SHELL_POWERSHELL,
	SHELL_CMD,
	SHELL_SH,
};

enum run_as {
	RUN_AS_USER,
	RUN_AS_ADMIN,
	RUN_AS_SYSTEM,
};

/* Indexed by the enums; end with NULL. */
extern const char *const shell_words[];
extern const char *const run_as_words[];

struct probe_spec {
	const char *kind;   /* "ike", "dns" ...; NULL: this is no probe */
	const char *target; /* host name or file; never NULL with a kind */
	const char *server, *expect, *port, *name, *role; /* NULL: not given */
};

/* The command that does the same: "vpntriage probe dns NAME --expect IP". */
void probe_spec_text(const struct probe_spec *, struct str *out);

struct check_spec {
	const char *id; /* the node, "nps.ask" */
	const char *title;
	const char *machine; /* id */
	const char *machine_title;
	enum shell shell;
	enum run_as run_as;
	const char *command; /* quoted values in place; NULL for a probe */
	struct probe_spec probe;
	int timeout;    /* seconds */
	bool read_only; /* only then may it run at all */
	bool runnable;  /* false: a precondition shown for eyes only */
};

enum verdict {
	RESULT_RAN,       /* output and exit are there */
	RESULT_TIMEOUT,   /* past its limit, ended by us */
	RESULT_NOT_FOUND, /* no such program */
	RESULT_DENIED,    /* no permission, or the far side refused us */
	RESULT_LOST,      /* the connection went away, or the end is missing */
	RESULT_STOPPED,   /* the person stopped it */
	RESULT_FAILED,    /* it could not be carried out for another reason */
};

extern const char *const verdict_words[];

/* How a result came in. */
enum result_way {
	WAY_LOCAL,
	WAY_SSH,
	WAY_PASTE,
	WAY_FILE,
	WAY_PROBE,
};

extern const char *const way_words[];

struct result {
	enum verdict verdict;
	enum result_way way;
	bool has_exit; /* a paste has none */
	int exit;
	const char *out; /* normalised text */
	size_t outlen;
	const char *err;
	size_t errlen;
	long ms;         /* how long it took; -1: not known */
	const char *say; /* a sentence when the verdict is not RAN; or NULL */
};

#endif
