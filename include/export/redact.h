/*
 * Names, addresses and secrets out of a record, tokens in: user-1, host-2,
 * address-1, secret-1. Equal values get equal tokens, letter case aside,
 * wherever they stand: in answers, free text and the output of commands. A
 * value is known from the type of its var or by its form (a mail address, a
 * SID, "Account Name: ..."); it is then looked for everywhere. Codes,
 * thumbprints, OIDs and the names of CAs stay, since they are the evidence.
 */
#ifndef EXPORT_REDACT_H
#define EXPORT_REDACT_H

#include "model/record.h"

struct redaction;

struct redaction *redaction_new(void);
void redaction_free(struct redaction *);

/* `to` is a new record (initialised, empty), marked as redacted; it borrows
 * from `from` what was not replaced. Several records may go through one
 * redaction: they share its tokens. */
void redact(struct redaction *, const struct record *from, struct record *to);

/* One line per token: which, how often, where; never the value. Nothing is
 * added when nothing was replaced. */
void redaction_report(const struct redaction *, struct str *out);
/* Token -> value as JSON: the key to it all, only for who asks. */
void redaction_map(const struct redaction *, struct str *out);
size_t redaction_count(const struct redaction *); /* tokens */

#endif
