/*
 * A session as something that leaves the house. Writers are pure functions
 * of a record; take out names and secrets first (export/redact.h).
 */
#ifndef EXPORT_EXPORT_H
#define EXPORT_EXPORT_H

#include "model/record.h"

struct exporter {
	const char *name;   /* as in --format */
	const char *suffix; /* of a file: "md" */
	const char *help;   /* one line, no full stop */
	/* The record is settled. Adds everything, ended by a newline. */
	void (*write)(const struct record *, struct str *out);
};

/* Ends with a NULL name. */
extern const struct exporter exporters[];
const struct exporter *exporter_find(const char *name); /* or NULL */

/*
 * What an escalated session lacks for being handed over: facts that the end
 * demands, and "question" when nobody has said what is asked. In words for
 * one sentence ("ticket, user_upn"); nothing is added when it is complete.
 */
void handover_missing(const struct record *, struct str *out);
/* What is asked of the next team: the last note at the end, or NULL. */
const char *handover_asked(const struct record *);

#define HANDOVER_LINES 40

/* A cell (RFC 4180) and what ends it: ',', or '\r' before a newline. Ends of
 * lines become "\n" in letters; what a spreadsheet would take for a formula
 * gets an apostrophe in front. */
void csv_cell(struct str *out, const char *text, char end);

#endif
