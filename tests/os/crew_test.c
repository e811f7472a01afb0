#include "os/crew.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "os/clock.h"

static void hand_back(void *context, struct str *out)
{
	const int *n = context;

	for (int i = 0; i < *n; i++)
		str_addc(out, 'x');
}

static void hang(void *context, struct str *out)
{
	for (;;)
		pause();
}

static void collapse(void *context, struct str *out)
{
	_exit(3);
}

static void hands_hand_back_all_they_have(void **state)
{
	int few = 3, many = 200000; /* more than a pipe holds */
	struct hand hands[2];

	hand_start(&hands[0], hand_back, &few);
	hand_start(&hands[1], hand_back, &many);
	hands_wait(hands, 2, deadline_in(20000));
	assert_true(hands[0].done && hands[1].done);
	assert_int_equal(hands[0].out.len, few);
	assert_int_equal(hands[1].out.len, many);
	hand_release(&hands[0]);
	hand_release(&hands[1]);
}

static void one_that_hangs_takes_nobody_along(void **state)
{
	int n = 5;
	struct hand hands[3];

	hand_start(&hands[0], hang, NULL);
	hand_start(&hands[1], collapse, NULL);
	hand_start(&hands[2], hand_back, &n);
	hands_wait(hands, 3, deadline_in(300));
	assert_false(hands[0].done);
	assert_false(hands[1].done);
	assert_true(hands[2].done);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(hands[i].pid, -1);
		hand_release(&hands[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hands_hand_back_all_they_have),
		cmocka_unit_test(one_that_hangs_takes_nobody_along),
	};

	return cmocka_run_group_tests_name("os/crew", tests, NULL, NULL);
}
