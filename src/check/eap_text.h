/*
 * The EAP XML in whatever it was pasted with: console output, an MDM export
 * with its markup escaped (once or twice), lines broken by the console in
 * the middle of a tag's name. Pure: bytes in, bytes out.
 */
#ifndef CHECK_EAP_TEXT_H
#define CHECK_EAP_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum eap_lines {
	EAP_LINES_KEPT,   /* as they stand */
	EAP_LINES_JOINED, /* every line end and the indent after it removed,
			     and the blanks put back that tags need */
};

struct eap_text {
	struct str xml;     /* from its first '<' to the end of its last tag */
	unsigned unescaped; /* how often entities had to be taken off */
	unsigned repaired;  /* blanks put back or taken out in tags */
	unsigned roots;     /* documents in the text; the first is in xml */
	bool cut;           /* its closing tag is missing */
};

void eap_text_init(struct eap_text *);
void eap_text_release(struct eap_text *);

/* False when there is neither an EapHostConfig nor a VPNProfile in it. */
bool eap_text_find(struct eap_text *, const char *text, size_t len,
	enum eap_lines);

#endif
