/* Sentences that both front ends say alike. */
#ifndef UI_WORDS_H
#define UI_WORDS_H

#include "base/str.h"
#include "engine/engine.h"

/* "On the NPS server, in an elevated Windows PowerShell" */
void words_where(const char *machine_title, enum shell, enum run_as,
	struct str *);
/* "resolved", "handed over to the PKI team within 60 minutes" ... */
void words_end(const struct prompt *, struct str *);
/* The sentence before a prompt of a user account control; NULL: none. */
const char *words_uac(enum run_as);

#endif
