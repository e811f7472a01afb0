/*
 * Time that only goes forward, in milliseconds. A deadline is a moment on
 * this clock; what waits takes one and never returns after it.
 */
#ifndef OS_CLOCK_H
#define OS_CLOCK_H

#include <stdint.h>

int64_t clock_ms(void);
int64_t clock_us(void);
/* The moment `ms` from now. */
int64_t deadline_in(int64_t ms);
/* The earlier of two. */
int64_t deadline_first(int64_t, int64_t);
/* Milliseconds until then, rounded up; 0 once it has passed. */
int deadline_left(int64_t deadline);
void clock_sleep_until(int64_t deadline);

#endif
