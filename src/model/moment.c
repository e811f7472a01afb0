/* The civil calendar, without the C library's time zones and static buffers. */
#include "model/moment.h"

#include <string.h>

#define DAY INT64_C(86400000)

struct civil {
	int year, month, day, hour, minute, second, ms;
};

/* Days since 1970-01-01 in the proleptic Gregorian calendar; years begin in
 * March, so that the leap day is the last one. */
static int64_t days_of(int year, int month, int day)
{
	int y = month > 2 ? year : year - 1;
	int era = (y >= 0 ? y : y - 399) / 400;
	int of_era = y - era * 400;
	int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return INT64_C(146097) * era + of_era * 365 + of_era / 4 -
	       of_era / 100 + of_year - 719468;
}

static void split_days(int64_t days, struct civil *c)
{
	int64_t z = days + 719468;
	int era = (int)((z >= 0 ? z : z - 146096) / 146097);
	int of_era = (int)(z - (int64_t)era * 146097);
	int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) /
		   365;
	int of_year = of_era - (365 * year + year / 4 - year / 100);
	int m = (5 * of_year + 2) / 153;

	c->day = of_year - (153 * m + 2) / 5 + 1;
	c->month = m < 10 ? m + 3 : m - 9;
	c->year = year + era * 400 + (c->month <= 2);
}

static bool split(int64_t ms, struct civil *c)
{
	int64_t days, rest;

	if (ms == 0 || ms < INT64_C(-62167219200000) ||
		ms > INT64_C(253402300799999))
		return false;
	days = ms / DAY - (ms % DAY < 0);
	rest = ms - days * DAY;
	split_days(days, c);
	c->hour = (int)(rest / 3600000);
	c->minute = (int)(rest / 60000 % 60);
	c->second = (int)(rest / 1000 % 60);
	c->ms = (int)(rest % 1000);
	return true;
}

void moment_add(struct str *out, int64_t ms)
{
	struct civil c;

	if (split(ms, &c))
		str_addf(out, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", c.year,
			c.month, c.day, c.hour, c.minute, c.second, c.ms);
}

void moment_add_minute(struct str *out, int64_t ms)
{
	struct civil c;

	if (split(ms, &c))
		str_addf(out, "%04d-%02d-%02d %02d:%02d", c.year, c.month,
			c.day, c.hour, c.minute);
}

void moment_add_length(struct str *out, int64_t ms)
{
	int64_t s = ms < 0 ? 0 : ms / 1000;

	if (s < 60)
		str_addf(out, "%d s", (int)s);
	else if (s < 3600)
		str_addf(out, "%d min", (int)(s / 60));
	else
		str_addf(out, "%ld h %02d min", (long)(s / 3600),
			(int)(s / 60 % 60));
}

/* As many digits as asked for, then the mark (or, for NUL, none). */
static bool number(const char **s, const char *end, int digits, char mark,
	int *out)
{
	int v = 0;

	if (end - *s < digits + (mark != '\0'))
		return false;
	for (int i = 0; i < digits; i++, (*s)++) {
		if (**s < '0' || **s > '9')
			return false;
		v = v * 10 + (**s - '0');
	}
	if (mark != '\0' && *(*s)++ != mark)
		return false;
	*out = v;
	return true;
}

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static bool in_range(const struct civil *c)
{
	static const int days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int most;

	if (c->month < 1 || c->month > 12)
		return false;
	most = days[c->month - 1] + (c->month == 2 && is_leap(c->year));
	return c->day >= 1 && c->day <= most && c->hour < 24 &&
	       c->minute < 60 && c->second < 61;
}

bool moment_parse(const char *s, size_t n, int64_t *ms)
{
	const char *end = s + n;
	struct civil c = {0};

	if (!number(&s, end, 4, '-', &c.year) ||
		!number(&s, end, 2, '-', &c.month) ||
		!number(&s, end, 2, 'T', &c.day) ||
		!number(&s, end, 2, ':', &c.hour) ||
		!number(&s, end, 2, ':', &c.minute) ||
		!number(&s, end, 2, '\0', &c.second))
		return false;
	if (s < end && *s == '.') {
		s++;
		if (!number(&s, end, 3, '\0', &c.ms))
			return false;
	}
	if (end - s != 1 || *s != 'Z' || !in_range(&c))
		return false;
	*ms = days_of(c.year, c.month, c.day) * DAY +
	      ((c.hour * 60 + c.minute) * 60 + c.second) * INT64_C(1000) + c.ms;
	return true;
}
