/* The monotonic clock of POSIX, and deadlines on it. */
#include "os/clock.h"

#include <errno.h>
#include <limits.h>
#include <time.h>

int64_t clock_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_ms(void)
{
	return clock_us() / 1000;
}

int64_t deadline_in(int64_t ms)
{
	return clock_ms() + ms;
}

int64_t deadline_first(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int deadline_left(int64_t deadline)
{
	int64_t left = deadline - clock_ms();

	if (left <= 0)
		return 0;
	return left > INT_MAX ? INT_MAX : (int)left;
}

void clock_sleep_until(int64_t deadline)
{
	for (int left; (left = deadline_left(deadline)) > 0;) {
		struct timespec t = {left / 1000, left % 1000 * 1000000L};

		if (nanosleep(&t, NULL) == 0 || errno != EINTR)
			return;
	}
}
