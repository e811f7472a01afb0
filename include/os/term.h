/*
 * The terminal as bytes: raw mode, its size, what was typed, what is shown,
 * and the signals that belong to it. Whatever ends the program (an order from
 * outside, an abort, a crash), the terminal is given back as it was found.
 * There is one terminal per program, so there is no struct.
 */
#ifndef OS_TERM_H
#define OS_TERM_H

#include <stdbool.h>
#include <stddef.h>

/* Standard input and output are both a terminal. */
bool term_is_there(void);

/* Raw mode and the handlers; 0, or -1 with errno. */
int term_start(void);
/*
 * What to write when the terminal is taken (again) and when it is given
 * back; both are copied. The terminal is taken now.
 */
void term_dress(const char *enter, const char *leave);
/* Give it back; may be called twice, and from die_hook(). */
void term_stop(void);
/* Give it back, stop the program, and take it again when it goes on. */
void term_suspend(void);

enum term_event {
	TERM_INPUT = 1 << 0,
	TERM_RESIZE = 1 << 1,
	TERM_SUSPEND = 1 << 2,  /* asked for: call term_suspend */
	TERM_CONTINUE = 1 << 3, /* went on: draw everything again */
	TERM_END = 1 << 4,      /* asked to end, or the terminal is gone */
};

/* Sleeps until one of them happens or ms have passed (-1: no limit; then 0).
 * No system call is made while it waits. */
unsigned term_wait(int ms);
/* The same without waiting, when something else polled term_input(). */
unsigned term_events(void);
int term_input(void);
/* The signal that asked to end; 0: none did. */
int term_signal(void);

/* Rows and columns; 24 x 80 when nobody says. */
void term_size(int *rows, int *cols);
/* What was typed so far; 0: nothing now, -1: the terminal is gone. */
long term_read(char *, size_t);
/* All of it, in one call when the terminal takes it so. */
int term_write(const char *, size_t);

/* A file that is nowhere, for a library that insists on writing to one. */
int term_scratch(void);
/* Everything written to it; empties it. The bytes are added to *buffer,
 * which grows; gives how many are new. */
struct str;
size_t term_scratch_take(int fd, struct str *);

#endif
