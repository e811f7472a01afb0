/* The words for the enum. */
#include "model/trust.h"

#include <stddef.h>

const char *const trust_words[] = {
	"shipped", "allowed", "changed", "foreign", NULL};
