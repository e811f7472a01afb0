/* From answers and silences to words and one sentence. */
#include "ike_judge.h"

#include <string.h>

#include "check/probe.h"
#include "ikehunt.h"

/* Declined in a few bytes, then silent when the answer would be large. */
static bool declined_then_silent(const struct ike_side *side)
{
	return side->answered && side->other_group &&
	       side->talk.heard == IKE_HEARD_NOTHING;
}

static const char *port_word(const struct ike_side *side)
{
	if (side->big_lost || declined_then_silent(side))
		return "BIG_REPLY_LOST";
	if (side->answered)
		return "ANSWERED";
	switch (side->talk.heard) {
	case IKE_HEARD_PORT_UNREACHABLE:
		return "PORT_UNREACHABLE";
	case IKE_HEARD_PROHIBITED:
		return "ADMIN_PROHIBITED";
	case IKE_HEARD_HOST_UNREACHABLE:
		return "HOST_UNREACHABLE";
	case IKE_HEARD_TOO_BIG:
	case IKE_HEARD_FAILED:
		return "UNKNOWN";
	case IKE_HEARD_NOTHING:
	case IKE_HEARD_ANSWER:
		break;
	}
	return side->talk.garbage ? "NOT_IKE" : "NO_REPLY";
}

static const struct {
	uint16_t number;
	const char *word;
} refusals[] = {
	{IKE_INVALID_MAJOR_VERSION, "INVALID_MAJOR_VERSION"},
	{IKE_INVALID_SYNTAX, "INVALID_SYNTAX"},
	{IKE_NO_PROPOSAL_CHOSEN, "NO_PROPOSAL_CHOSEN"},
	{IKE_INVALID_KE_PAYLOAD, "INVALID_KE_PAYLOAD"},
};

static void tell_refusal(struct probe_result *r, uint16_t number)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++)
		if (refusals[i].number == number) {
			probe_fact(r, "ikeres", "%s", refusals[i].word);
			return;
		}
	probe_fact(r, "ikeres", "NOTIFY_%u", number);
}

static void tell_outcome(struct probe_result *r, const struct ike_side *side)
{
	const struct ike_reply *reply = &side->talk.reply;

	if (!side->answered)
		probe_fact(r, "ikeres", "%s",
			side->big_lost        ? "NO_PROPOSAL_CHOSEN"
			: side->talk.version1 ? "IKEV1_ONLY"
					      : "UNKNOWN");
	else if (side->talk.heard != IKE_HEARD_ANSWER)
		probe_fact(r, "ikeres", "%s",
			side->other_group ? "INVALID_KE_THEN_SILENCE"
					  : "COOKIE_THEN_SILENCE");
	else if (reply->has_sa)
		probe_fact(r, "ikeres", "SELECTED");
	else if (reply->refusal)
		tell_refusal(r, reply->refusal);
	else
		probe_fact(r, "ikeres", "COOKIE_AGAIN");
}

static void tell_vendors(struct probe_result *r, const struct ike_reply *reply)
{
	struct str names;

	str_init(&names);
	for (size_t i = 0; i < reply->nvendors; i++) {
		if (i > 0)
			str_addc(&names, ',');
		ike_vendor_text(&reply->vendors[i], &names);
	}
	if (names.len > 0)
		probe_fact(r, "vendor", "%s", names.s);
	str_release(&names);
}

/* What only a full answer tells. */
static void tell_answer(struct probe_result *r, const struct ike_side *side)
{
	const struct ike_reply *reply = &side->talk.reply;
	bool selected = side->answered && reply->has_sa &&
			side->talk.heard == IKE_HEARD_ANSWER;
	struct str suite;

	str_init(&suite);
	if (selected)
		ike_suite_text(&reply->chosen, &suite);
	if (side->answered)
		probe_fact(r, "cookie", side->cookie ? "ASKED" : "NOT_ASKED");
	else
		probe_fact(r, "cookie", "UNKNOWN");
	probe_fact(r, "sel", "%s", selected ? suite.s : "UNKNOWN");
	probe_fact(r, "policy", "%s",
		!selected                             ? "UNKNOWN"
		: reply->chosen.group == IKE_MODP1024 ? "WINDOWS_DEFAULT"
						      : "HARDENED");
	probe_fact(r, "ikefrag", "%s",
		!selected              ? "UNKNOWN"
		: reply->fragmentation ? "SUPPORTED"
				       : "NOT_SUPPORTED");
	probe_fact(r, "nat", "%s",
		selected ? ike_talk_nat(&side->talk) : "UNKNOWN");
	if (selected) {
		probe_fact(r, "ike_bytes", "%zu", side->talk.size);
		tell_vendors(r, reply);
	}
	str_release(&suite);
}

static void tell_ms(struct probe_result *r, const char *key,
	const struct ike_side *side)
{
	if (side->us > 0)
		probe_fact(r, key, "%d.%d", side->us / 1000,
			side->us / 100 % 10);
}

/* How much a word says of a port; the verdict is the better one's. */
static const struct {
	const char *word, *say;
} silent[] = {
	{"BIG_REPLY_LOST",
		"%s hears IKE, but its large answers are lost on the way back: "
		"look for a firewall or a path MTU that drops them."},
	{"NOT_IKE",
		"Something at %s answers on UDP 500 or 4500, but it does not "
		"speak IKEv2."},
	{"PORT_UNREACHABLE",
		"%s is reached but nothing listens on UDP 500 and 4500: the "
		"VPN service does not run there, or a firewall rejects it."},
	{"ADMIN_PROHIBITED",
		"A firewall on the way to %s rejects UDP 500 and 4500 and says "
		"so."},
	{"NO_REPLY",
		"%s does not answer on UDP 500 nor 4500: a firewall drops the "
		"packets, or the host is off or speaks no IKEv2."},
	{"HOST_UNREACHABLE",
		"A router or this machine says that there is no way to %s."},
	{"UNKNOWN", "This machine could not send to %s."},
};

static void judge_silent(struct probe_result *r, const struct ike_side *s500)
{
	const char *a = port_word(s500), *b = port_word(s500 + 1);

	for (size_t i = 0; i < sizeof(silent) / sizeof(*silent); i++) {
		if (strcmp(a, silent[i].word) != 0 &&
			strcmp(b, silent[i].word) != 0)
			continue;
		if (strcmp(silent[i].word, "UNKNOWN") == 0)
			probe_unknown(r, silent[i].word);
		else
			probe_found(r, silent[i].word, true);
		str_reset(&r->say);
		for (const char *p = silent[i].say; *p; p++)
			if (p[0] == '%' && p[1] == 's')
				str_adds(&r->say, r->target), p++;
			else
				str_addc(&r->say, *p);
		return;
	}
}

static void judge_answered(struct probe_result *r, const struct ike_side *s500)
{
	const char *result = probe_fact_value(r, "ikeres");

	if (strcmp(result, "SELECTED") != 0) {
		probe_found(r, result, true);
		probe_say(r,
			"%s answers IKEv2 but ends with %s: its IPsec policy "
			"does not fit what Windows offers, or it is under "
			"load.",
			r->target, result);
	} else if (!s500[1].answered) {
		probe_found(r, "ONLY_500", true);
		probe_say(r,
			"%s answers on UDP 500 but not on UDP 4500 (%s), and "
			"a client behind NAT needs both.",
			r->target, port_word(s500 + 1));
	} else if (!s500->answered) {
		probe_found(r, "ONLY_4500", true);
		probe_say(r,
			"%s answers on UDP 4500 but not on UDP 500 (%s), "
			"where Windows begins.",
			r->target, port_word(s500));
	} else {
		probe_found(r, "ANSWERED", false);
		probe_say(r,
			"%s answers IKEv2 on UDP 500 and 4500 and chose %s.",
			r->target, probe_fact_value(r, "sel"));
	}
}

void ike_judge(const struct ike_side *s500, struct probe_result *r)
{
	bool first = s500->answered || !s500[1].answered;
	const struct ike_side *side = first ? s500 : s500 + 1;
	char ip[ENDPOINT_TEXT];

	endpoint_text(&s500->talk.peer, ip);
	probe_fact(r, "ike_ip", "%s", ip);
	probe_fact(r, "ike500", "%s", port_word(s500));
	probe_fact(r, "ike4500", "%s", port_word(s500 + 1));
	tell_outcome(r, side);
	tell_answer(r, side);
	tell_ms(r, "ike500_ms", s500);
	tell_ms(r, "ike4500_ms", s500 + 1);
	if (side->answered && !declined_then_silent(side))
		judge_answered(r, s500);
	else
		judge_silent(r, s500);
}
