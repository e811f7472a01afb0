/* What is known of the trust in a tree; decided in load, obeyed in check. */
#ifndef MODEL_TRUST_H
#define MODEL_TRUST_H

enum trust {
	TRUST_SHIPPED,
	TRUST_ALLOWED,
	TRUST_CHANGED, /* allowed once, but the bytes are others now */
	TRUST_FOREIGN, /* never allowed */
};

extern const char *const trust_words[]; /* "shipped", "allowed" ... */

#endif
