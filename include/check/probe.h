/*
 * Probes: read-only looks at the network (or at a file) from this machine.
 * A kind is one file src/check/probe_NAME.c and one row in kinds.c; its
 * verdict is one word of its list in doc/probes.md, and each list has a word
 * for "cannot tell", which is used rather than a guess.
 */
#ifndef CHECK_PROBE_H
#define CHECK_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct endpoint;

/* Which of the optional arguments a kind takes; --limit every one does. */
enum probe_takes {
	PROBE_PORT = 1 << 0,   /* a second plain argument, or --port */
	PROBE_SERVER = 1 << 1, /* --server IP */
	PROBE_EXPECT = 1 << 2, /* --expect IP[,IP] */
	PROBE_CA = 1 << 3,     /* --ca FILE */
	PROBE_NPS = 1 << 4,    /* --nps NAME */
	PROBE_ROLE = 1 << 5,   /* --role ROLE */
	PROBE_NAME = 1 << 6,   /* --name NAME */
};

struct probe_args {
	const char *target; /* host or file, never NULL */
	const char *server, *expect, *ca, *nps, *role, *name; /* or NULL */
	uint16_t port;                                        /* 0: not given */
	int limit_ms; /* 0: the kind's own; at most twice that counts */
	/* The target's addresses if they are known already. */
	const struct endpoint *addresses;
	size_t naddresses;
};

/* What everything is called that a probe found, in order. */
struct probe_fact {
	char *key;   /* [a-z0-9_]+ */
	char *value; /* a word where there is a list of words */
};

struct probe_result {
	const char *kind; /* borrowed */
	char *target;
	char *verdict; /* never NULL after a run */
	long ms;
	struct probe_fact *facts;
	size_t n, cap;
	struct str say;   /* one plain sentence */
	bool bad;         /* the finding is bad: exit status 1 */
	bool carried_out; /* false: could not look, or cannot tell: 5 */
};

struct probe_kind {
	const char *name;
	const char *usage;   /* "HOST [PORT]" */
	const char *summary; /* one line, no full stop */
	unsigned takes;      /* of enum probe_takes */
	int limit_ms;        /* how long it may take unless told */
	/* Sets verdict, facts, say, bad, carried_out; ends by the deadline. */
	void (*run)(const struct probe_args *, int64_t deadline,
		struct probe_result *);
};

extern const struct probe_kind *const probe_kinds[]; /* ends with NULL */
const struct probe_kind *probe_kind_find(const char *name);

/* Runs it: init, the clock, run(), and an empty verdict becomes UNKNOWN. */
void probe_run(const struct probe_kind *, const struct probe_args *,
	struct probe_result *);

void probe_result_init(struct probe_result *, const char *kind,
	const char *target);
void probe_result_release(struct probe_result *);

/* What was found: the word, and whether it is bad. Carried out. */
void probe_found(struct probe_result *, const char *word, bool bad);
/* The kind's word for "cannot tell": not carried out. */
void probe_unknown(struct probe_result *, const char *word);
/* A later value of the same key replaces the first, in its place. */
void probe_fact(struct probe_result *, const char *key, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* NULL if there is none. */
const char *probe_fact_value(const struct probe_result *, const char *key);
/* Replaces the sentence; ends with a full stop. */
void probe_say(struct probe_result *, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * The addresses to ask: those given, or looked up. 0: there are none, and
 * the result says why (UNKNOWN, not carried out).
 */
size_t probe_addresses(const struct probe_args *, uint16_t port,
	struct endpoint *out, size_t max, int64_t deadline,
	struct probe_result *);

/* "key=WORD" lines of ASCII; other bytes, blanks too, become '_'. */
void probe_print_tokens(const struct probe_result *, struct str *out);
/* {"probe", "target", "verdict", "ms", "facts": {...}, "say"}, one line. */
void probe_print_json(const struct probe_result *, struct str *out);

#endif
