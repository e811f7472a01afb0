/* What the OpenSSH client says about a failure of its own. */
#ifndef CHECK_SSH_H
#define CHECK_SSH_H

#include "model/check_spec.h"

enum ssh_word {
	SSH_OK,
	SSH_HOSTKEY_CHANGED,
	SSH_HOSTKEY_UNKNOWN,
	SSH_DENIED,
	SSH_REFUSED,
	SSH_TIMEOUT,
	SSH_UNREACHABLE, /* no such name, or no way there */
	SSH_BAD_OUTPUT,
	SSH_LOST,
};

extern const char *const ssh_words[];

/* From its standard error when its exit status is 255. */
enum ssh_word ssh_classify(const char *err);
enum verdict ssh_verdict(enum ssh_word);
/* What a person may do about it; a sentence. */
const char *ssh_advice(enum ssh_word);

#endif
