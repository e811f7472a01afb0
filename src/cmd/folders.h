/* Folders of one's own, by the XDG rules. */
#ifndef CMD_FOLDERS_H
#define CMD_FOLDERS_H

#include <stdbool.h>

#include "base/str.h"

/* XDG_STATE_HOME or HOME/.local/state, then /vpntriage/NAME. False when
 * neither variable is set. */
bool folder_state(const char *name, struct str *out);
/* XDG_CONFIG_HOME or HOME/.config, then /vpntriage/NAME. */
bool folder_config(const char *name, struct str *out);

#endif
