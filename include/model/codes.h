/*
 * The tables of codes: what a RAS, IKE, EAP, HRESULT or NPS number means.
 * A code in any notation is one signed 32-bit number.
 */
#ifndef MODEL_CODES_H
#define MODEL_CODES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/shape.h"

struct code_row {
	struct mark at;
	const char *code, *name, *family, *protocol, *meaning;
	const char *certainty, *because, *source, *tree;
	struct strings causes;
	int32_t number;
};

struct reason_row {
	struct mark at;
	const char *reason, *symbol, *meaning, *check, *fix;
	const char *certainty, *because, *source, *tree;
	struct strings causes;
	int32_t number;
};

struct codes {
	struct arena arena;
	struct list rows;    /* of struct code_row */
	struct list reasons; /* of struct reason_row */
	struct list sources; /* of struct source_ref */
};

void codes_release(struct codes *);
const struct code_row *codes_find(const struct codes *, int32_t);
const struct code_row *codes_by_name(const struct codes *, const char *name);
const struct reason_row *codes_reason(const struct codes *, int32_t);

/* "853", "0x355", "-2146762495", "2148204801", "0x800B0101": one number.
 * False when it is no number or does not fit into 32 bits. */
bool code_parse(const char *text, int32_t *);

#endif
