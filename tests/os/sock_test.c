#include "os/sock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "os/clock.h"

/* A socket on a free port of loopback. */
static int listening(int type, struct endpoint *e)
{
	struct sockaddr_in at = {.sin_family = AF_INET};
	socklen_t len = sizeof(at);
	int s = socket(AF_INET, type, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(s, (struct sockaddr *)&at, len), 0);
	getsockname(s, (struct sockaddr *)&at, &len);
	if (type == SOCK_STREAM)
		assert_int_equal(listen(s, 4), 0);
	assert_true(endpoint_parse("127.0.0.1", ntohs(at.sin_port), e));
	return s;
}

static struct endpoint closed_port(void)
{
	struct endpoint e;

	close(listening(SOCK_STREAM, &e));
	return e;
}

static void literals_are_addresses_and_names_are_not(void **state)
{
	static const struct {
		const char *text;
		unsigned version;
		const char *again;
	} cases[] = {
		{"192.0.2.7", 4, "192.0.2.7"},
		{"2001:db8::7", 6, "2001:db8::7"},
		{"[2001:DB8:0::7]", 6, "2001:db8::7"},
		{"192.0.2.256", 0, ""},
		{"vpn.example.com", 0, ""},
		{"", 0, ""},
		{"[]", 0, ""},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct endpoint e = {0};
		char text[ENDPOINT_TEXT] = "";

		if (endpoint_parse(cases[i].text, 443, &e))
			endpoint_text(&e, text);
		if (e.version != cases[i].version ||
			strcmp(text, cases[i].again) != 0)
			fail_msg("%s: %s", cases[i].text, text);
	}
}

static void a_literal_needs_no_lookup(void **state)
{
	struct endpoint e[2];
	bool late = true;

	/* No time at all: nobody can have been asked. */
	assert_int_equal(endpoint_lookup("192.0.2.7", 443, e, 2, 0, &late), 1);
	assert_int_equal(e[0].port, 443);
	assert_false(late);
}

static void a_lookup_ends_at_its_deadline(void **state)
{
	struct endpoint e[2];
	bool late = false;

	assert_int_equal(endpoint_lookup("localhost", 443, e, 2, clock_ms(),
				 &late),
		0);
	assert_true(late);
}

static void the_open_one_wins_among_the_dead(void **state)
{
	struct tcp_try tries[3];
	size_t winner = 9;
	int sock, server = listening(SOCK_STREAM, &tries[2].peer);

	tries[0].peer = closed_port();
	tries[1].peer = closed_port();
	sock = tcp_race(tries, 3, deadline_in(5000), &winner);
	assert_true(sock >= 0);
	assert_int_equal(winner, 2);
	assert_int_equal(tries[2].event, SOCK_OK);
	sock_close(sock);
	close(server);
}

static void a_survey_tells_open_from_refused(void **state)
{
	struct tcp_try tries[2];
	int server = listening(SOCK_STREAM, &tries[0].peer);

	tries[1].peer = closed_port();
	tcp_survey(tries, 2, deadline_in(5000));
	assert_int_equal(tries[0].event, SOCK_OK);
	assert_int_equal(tries[1].event, SOCK_PORT_UNREACHABLE);
	close(server);
}

static void what_cannot_be_tried_is_not_waited_for(void **state)
{
	struct tcp_try tries[1];
	size_t winner;
	int64_t began = clock_ms();

	/* Multicast: refused by this machine at once. */
	assert_true(endpoint_parse("224.0.0.1", 9, &tries[0].peer));
	assert_int_equal(tcp_race(tries, 1, deadline_in(30000), &winner), -1);
	assert_int_equal(tries[0].event, SOCK_HOST_UNREACHABLE);
	assert_true(clock_ms() - began < 20000);
}

static void a_closed_udp_port_is_told_by_icmp(void **state)
{
	struct endpoint e;
	struct sock_wait wait = {.reading = true};
	char buf[16];
	size_t n;

	close(listening(SOCK_DGRAM, &e));
	wait.sock = udp_open(&e, UDP_MTU_SYSTEM);
	assert_int_equal(udp_send(wait.sock, "x", 1), SOCK_OK);
	assert_int_equal(sock_wait(&wait, 1, deadline_in(5000)), 1);
	assert_int_equal(udp_recv(wait.sock, buf, sizeof(buf), &n),
		SOCK_PORT_UNREACHABLE);
	assert_int_equal(udp_recv(wait.sock, buf, sizeof(buf), &n), SOCK_AGAIN);
	sock_close(wait.sock);
}

static void nobody_but_the_peer_is_heard(void **state)
{
	struct endpoint e, other, self;
	int server = listening(SOCK_DGRAM, &e);
	int stranger = listening(SOCK_DGRAM, &other);
	struct sock_wait wait = {.reading = true};
	struct sockaddr_in to = {.sin_family = AF_INET};
	char buf[16];
	size_t n = 0;

	wait.sock = udp_open(&e, UDP_MTU_SYSTEM);
	assert_true(sock_local(wait.sock, &self));
	to.sin_port = htons(self.port);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	sendto(stranger, "forged", 6, 0, (struct sockaddr *)&to, sizeof(to));
	sendto(server, "true", 4, 0, (struct sockaddr *)&to, sizeof(to));
	assert_int_equal(sock_wait(&wait, 1, deadline_in(5000)), 1);
	assert_int_equal(udp_recv(wait.sock, buf, sizeof(buf), &n), SOCK_OK);
	assert_int_equal(n, 4);
	assert_int_equal(udp_recv(wait.sock, buf, sizeof(buf), &n), SOCK_AGAIN);
	sock_close(wait.sock);
	close(server);
	close(stranger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(literals_are_addresses_and_names_are_not),
		cmocka_unit_test(a_literal_needs_no_lookup),
		cmocka_unit_test(a_lookup_ends_at_its_deadline),
		cmocka_unit_test(the_open_one_wins_among_the_dead),
		cmocka_unit_test(a_survey_tells_open_from_refused),
		cmocka_unit_test(what_cannot_be_tried_is_not_waited_for),
		cmocka_unit_test(a_closed_udp_port_is_told_by_icmp),
		cmocka_unit_test(nobody_but_the_peer_is_heard),
	};

	return cmocka_run_group_tests_name("os/sock", tests, NULL, NULL);
}
