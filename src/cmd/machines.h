/*
 * Where checks of each machine run, as the person chose it: one file
 * machines.yaml in $XDG_CONFIG_HOME/vpntriage, `nps: "ssh:admin@nps1"`.
 */
#ifndef CMD_MACHINES_H
#define CMD_MACHINES_H

#include "base/arena.h"
#include "ui/ui.h"

/* All that are kept; lives in the arena. A broken file is none, with a
 * message on standard error. */
const struct ui_place *machines_read(struct arena *, size_t *n);
/* Keep one more, or another place for a machine. */
void machines_keep(const char *machine, const char *where);

#endif
