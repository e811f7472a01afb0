/* The table of keys, and letters for options that leave it alone. */
#include "ui/keys.h"

#include <ctype.h>
#include <string.h>

const struct key_row key_rows[] = {
	{ACTION_HELP, '?', "help", "help", "this page", WHEN_WALK},
	{ACTION_BACK, 'b', "back", "back",
		"the question before; also Left and Backspace", WHEN_WALK},
	{ACTION_HISTORY, 'h', "history", "history",
		"all answers; Enter on one goes back to it", WHEN_WALK},
	{ACTION_COPY, 'c', "copy", "copy", "copy a command, block or one line",
		WHEN_COPY},
	{ACTION_RUN, 'r', "run", "run", "run the check now, where it belongs",
		WHEN_RUN},
	{ACTION_PASTE, 'p', "paste", "paste",
		"paste the output of the check, or name a file that holds it",
		WHEN_WALK},
	{ACTION_WHERE, 'w', "where", NULL,
		"choose where this machine's checks run: here, ssh, by hand",
		WHEN_RUN},
	{ACTION_SKIP, 'x', "skip", NULL,
		"pass: this cannot be said or carried out now",
		WHEN_RUN | WHEN_FORM},
	{ACTION_NOTE, 'n', "note", "note", "write a note into the ticket",
		WHEN_WALK},
	{ACTION_QUIT, 'q', "quit", "quit",
		"leave; the session is kept and can be resumed", WHEN_WALK},
	{ACTION_FACTS, 'f', "facts", "facts",
		"what is known, from where, and what is suspected", WHEN_WALK},
	{ACTION_TRIED, 't', "tried", NULL,
		"say that this was already tried, and why", WHEN_WALK},
	{ACTION_FLAG, '!', "flag", NULL,
		"flag this place for the author of the tree", WHEN_WALK},
	{ACTION_EXPORT, 'e', "export", "transcript",
		"preview the transcript and write it to a file", WHEN_WALK},
	{ACTION_START, 's', "start", NULL,
		"back to the start screen; this session stays kept", WHEN_WALK},
	{ACTION_NONE, 0, NULL, NULL, NULL, 0},
};

unsigned keys_when(const struct prompt *p)
{
	unsigned when = WHEN_WALK;

	if (p->kind == PROMPT_RUN)
		when |= WHEN_RUN;
	if (p->kind == PROMPT_FORM)
		when |= WHEN_FORM;
	if (p->kind == PROMPT_END)
		when |= WHEN_ENDED;
	if (p->kind == PROMPT_RUN && p->check && p->check->command)
		when |= WHEN_COPY;
	for (size_t i = 0; i < p->nblocks; i++)
		if (p->blocks[i].kind == BLOCK_COMMAND)
			when |= WHEN_COPY;
	return when;
}

enum action keys_action(char key, unsigned when)
{
	for (const struct key_row *r = key_rows; r->action; r++)
		if (r->key == key && r->when & when)
			return r->action;
	return ACTION_NONE;
}

static bool is_taken(char c, const char *letters, size_t n)
{
	for (const struct key_row *r = key_rows; r->action; r++)
		if (r->key == c)
			return true;
	for (size_t i = 0; i < n; i++)
		if (letters[i] == c)
			return true;
	return false;
}

static char letter_of(const char *label, const char *letters, size_t n)
{
	for (; *label; label++) {
		char c = (char)tolower((unsigned char)*label);

		if (c >= 'a' && c <= 'z' && !is_taken(c, letters, n))
			return c;
	}
	for (int c = 'a'; c <= 'z'; c++)
		if (!is_taken((char)c, letters, n))
			return (char)c;
	return 0;
}

void keys_letters(const struct prompt *p, char *letters)
{
	memset(letters, 0, p->nchoices);
	/* The tree's own first, so that they do not move. */
	for (size_t i = 0; i < p->nchoices; i++) {
		char c = (char)tolower((unsigned char)p->choices[i].key);

		if (isalpha((unsigned char)c) &&
			!is_taken(c, letters, p->nchoices))
			letters[i] = c;
	}
	for (size_t i = 0; i < p->nchoices; i++)
		if (!letters[i])
			letters[i] = letter_of(p->choices[i].label, letters,
				p->nchoices);
}
