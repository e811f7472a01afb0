/* Values that tell by their form what they are. */
#ifndef EXPORT_DETECT_H
#define EXPORT_DETECT_H

#include "tokens.h"

struct detector;

struct detector *detector_new(void);
void detector_free(struct detector *);
/* Everything that the text shows goes to the tokens; valid UTF-8 only. */
void detect(struct detector *, struct tokens *, const char *text, size_t n);

#endif
