/* What must be known of the machine that the program runs on. */
#ifndef OS_HERE_H
#define OS_HERE_H

#include <stdbool.h>

/* Linux inside Windows: its virtual switch loses fragmented UDP. */
bool here_is_wsl(void);

#endif
