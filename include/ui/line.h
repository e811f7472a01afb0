/* The line mode over any two streams, for tests and for line_run(). */
#ifndef UI_LINE_H
#define UI_LINE_H

#include <stdio.h>

#include "ui/guide.h"

/* Serves the guide until the person leaves or the input is over; gives what
 * ui_run() gives. */
int line_serve(struct guide *, FILE *in, FILE *out);

#endif
