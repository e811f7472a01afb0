#include "../../src/check/iketalk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ike_made.h"
#include "os/clock.h"

/* A responder on loopback that says what the test wants. */
struct peer {
	int sock;
	struct sockaddr_in from;
	uint8_t request[4096];
	size_t n;
};

static struct endpoint open_peer(struct peer *p)
{
	struct sockaddr_in at = {.sin_family = AF_INET};
	socklen_t len = sizeof(at);
	struct endpoint e;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	p->sock = socket(AF_INET, SOCK_DGRAM, 0);
	assert_int_equal(bind(p->sock, (struct sockaddr *)&at, len), 0);
	getsockname(p->sock, (struct sockaddr *)&at, &len);
	assert_true(endpoint_parse("127.0.0.1", ntohs(at.sin_port), &e));
	return e;
}

static void hear(struct peer *p)
{
	socklen_t len = sizeof(p->from);
	ssize_t n = recvfrom(p->sock, p->request, sizeof(p->request), 0,
		(struct sockaddr *)&p->from, &len);

	assert_true(n > 28);
	p->n = (size_t)n;
}

static void say(struct peer *p, const void *bytes, size_t n)
{
	assert_int_equal(sendto(p->sock, bytes, n, 0,
				 (struct sockaddr *)&p->from, sizeof(p->from)),
		n);
}

struct scene {
	struct peer peer;
	struct ike_talk *talk;
};

static struct scene begin(unsigned sends)
{
	struct scene s;
	struct endpoint e = open_peer(&s.peer);

	s.talk = malloc(sizeof(*s.talk));
	ike_talk_open(s.talk, &e, UDP_MTU_SYSTEM);
	ike_talk_ask(s.talk, sends, 20, deadline_in(10000));
	hear(&s.peer);
	return s;
}

static void end(struct scene *s)
{
	close(s->peer.sock);
	ike_talk_close(s->talk);
	free(s->talk);
}

static void step(struct scene *s)
{
	ike_talks_step(&s->talk, 1, deadline_in(5000));
}

static void say_refusal(struct scene *s, unsigned type, const char *data,
	size_t n)
{
	struct made m;

	made_begin(&m, s->peer.request);
	made_notify(&m, type, data, n);
	made_end(&m);
	say(&s->peer, m.s.s, m.s.len);
	str_release(&m.s);
}

static void what_is_repeated_is_identical(void **state)
{
	struct scene s = begin(3);
	uint8_t first[4096];
	size_t n = s.peer.n;

	memcpy(first, s.peer.request, n);
	while (s.talk->sends < 3)
		step(&s);
	hear(&s.peer);
	assert_int_equal(s.peer.n, n);
	assert_memory_equal(s.peer.request, first, n);
	hear(&s.peer);
	assert_memory_equal(s.peer.request, first, n);
	end(&s);
}

static void an_echo_or_a_forged_answer_ends_nothing(void **state)
{
	struct scene s = begin(1);
	struct made m;

	say(&s.peer, s.peer.request, s.peer.n);
	say(&s.peer, "hello", 5);
	made_begin(&m, (const uint8_t *)"otherspi");
	made_notify(&m, 14, "", 0);
	made_end(&m);
	say(&s.peer, m.s.s, m.s.len);
	str_release(&m.s);

	step(&s);
	assert_true(s.talk->open);
	assert_true(s.talk->garbage);
	assert_int_equal(s.talk->heard, IKE_HEARD_NOTHING);

	say_refusal(&s, 14, "", 0);
	step(&s);
	assert_int_equal(s.talk->heard, IKE_HEARD_ANSWER);
	assert_int_equal(s.talk->reply.refusal, IKE_NO_PROPOSAL_CHOSEN);
	end(&s);
}

static void cookie_and_group_are_followed_once(void **state)
{
	struct scene s = begin(1);

	say_refusal(&s, 16390, "crumbs", 6);
	step(&s);
	assert_true(ike_talk_follow(s.talk));
	ike_talk_ask(s.talk, 1, 20, deadline_in(10000));
	hear(&s.peer);
	assert_memory_equal(s.peer.request + 36, "crumbs", 6);

	say_refusal(&s, 17, "\0\x13", 2);
	step(&s);
	assert_true(ike_talk_follow(s.talk));
	assert_int_equal(s.talk->request.group, IKE_ECP256);
	ike_talk_ask(s.talk, 1, 20, deadline_in(10000));
	hear(&s.peer);
	assert_memory_equal(s.peer.request + 36, "crumbs", 6);

	say_refusal(&s, 16390, "others", 6);
	step(&s);
	assert_false(ike_talk_follow(s.talk));
	end(&s);
}

static void a_closed_port_is_told_by_icmp(void **state)
{
	struct scene s = begin(3);

	close(s.peer.sock);
	s.peer.sock = -1;
	for (int i = 0; i < 10 && s.talk->open; i++)
		step(&s);
	assert_int_equal(s.talk->heard, IKE_HEARD_PORT_UNREACHABLE);
	end(&s);
}

static void nat_is_seen_by_the_hashes(void **state)
{
	struct scene s = begin(1);
	struct made m;

	/* Without the hashes nothing can be said; with foreign ones, both. */
	assert_string_equal(ike_talk_nat(s.talk), "UNKNOWN");
	made_begin(&m, s.peer.request);
	made_choice(&m);
	made_notify(&m, 16388, "ssssssssssssssssssss", 20);
	made_notify(&m, 16389, "dddddddddddddddddddd", 20);
	made_end(&m);
	say(&s.peer, m.s.s, m.s.len);
	str_release(&m.s);
	step(&s);
	assert_string_equal(ike_talk_nat(s.talk), "BOTH");
	end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_repeated_is_identical),
		cmocka_unit_test(an_echo_or_a_forged_answer_ends_nothing),
		cmocka_unit_test(cookie_and_group_are_followed_once),
		cmocka_unit_test(a_closed_port_is_told_by_icmp),
		cmocka_unit_test(nat_is_seen_by_the_hashes),
	};

	return cmocka_run_group_tests_name("check/iketalk", tests, NULL, NULL);
}
