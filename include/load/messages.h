/* Every number that a message about a file can have, and what it is about. */
#ifndef LOAD_MESSAGES_H
#define LOAD_MESSAGES_H

struct message {
	unsigned number;
	const char *text; /* one line, no full stop */
};

/* By number; ends with a NULL text. */
extern const struct message messages[];

#endif
