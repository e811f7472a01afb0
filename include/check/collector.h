/*
 * One read-only PowerShell script with many checks for one machine: each in
 * its envelope, with its own limit and its own errors, a line of summary at
 * the end. What it prints, in whatever encoding Windows writes it, is
 * evidence. It can be started as a file or fed to a PowerShell's standard
 * input: no empty line stands inside a block.
 */
#ifndef CHECK_COLLECTOR_H
#define CHECK_COLLECTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "model/check_spec.h"

struct collector {
	struct str checks;   /* their part of the script */
	struct str left_out; /* comment lines */
	size_t nchecks, nleft_out;
	bool needs_admin;
	const char *tag; /* borrowed */
};

void collector_init(struct collector *, const char *tag);
void collector_release(struct collector *);

/*
 * One check under the name that its envelope gets ("error-853/ntauth"). False
 * when it may not be in the script; it is then noted as left out.
 */
bool collector_add(struct collector *, const char *name,
	const struct check_spec *);
void collector_leave_out(struct collector *, const char *name, const char *why);

/* The whole script. `command` is how it was made, for the head. */
void collector_script(const struct collector *, const char *machine,
	const char *title, const char *command, struct str *out);

#endif
