/* Starting a front end: what `vpntriage`, TREE, CODE and `resume` share. */
#ifndef CMD_WIZARD_H
#define CMD_WIZARD_H

#include "command.h"
#include "load/load.h"
#include "ui/ui.h"

/*
 * Fill in what the command line, the environment and the configuration say
 * (flags, theme, ticket, places), then serve the person. What the caller set
 * (store, session, engine, tree) stays.
 */
int wizard_serve(const struct args *, struct library *, struct ui_options *);

#endif
