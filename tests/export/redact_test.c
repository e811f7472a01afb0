#include "export/redact.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "export/export.h"

static struct entry *add_text(struct record *r, enum reply_kind kind,
	const char *text)
{
	struct entry *e = record_add(r);

	e->reply.kind = kind;
	e->reply.text = text;
	e->reply.len = strlen(text);
	return e;
}

/* One note through the whole pass. */
static char *redacted(const char *text, const char *caller)
{
	struct redaction *red = redaction_new();
	struct record from, to;
	char *out;

	record_init(&from);
	record_init(&to);
	from.id = "x";
	from.tree = "t";
	from.caller = caller;
	add_text(&from, REPLY_NOTE, text);
	redact(red, &from, &to);
	out = strdup(to.entries[0].reply.text);
	record_release(&to);
	record_release(&from);
	redaction_free(red);
	return out;
}

static const struct {
	const char *caller, *text, *want;
} cases[] = {
	{NULL, "mail ann@example.com, then ANN@EXAMPLE.COM and ann",
		"mail user-1, then user-1 and user-1"},
	{NULL, "EXAMPLE\\ann and ann@example.com", "user-1 and user-1"},
	{NULL,
		"ask ann.lee@corp.example.net on pc-77.corp.example.net or "
		"PC-77",
		"ask user-1 on host-3 or host-3"},
	{"Ann Lee", "Ann said: call Ann Lee, not the annex",
		"user-1 said: call user-1, not the annex"},
	{"J\xC3\xB6rg M\xC3\xBCller", "J\xC3\x96RG M\xC3\x9CLLER rang",
		"user-1 rang"},
	{NULL, "S-1-5-21-1111111111-2222222222-3333333333-1104 and S-1-5-18",
		"user-1 and S-1-5-18"},
	{NULL, "from 203.0.113.7 to 198.51.100.1:443, not 127.0.0.1",
		"from address-1 to address-2:443, not 127.0.0.1"},
	{NULL, "2001:db8::17 at 05:12:33, ::1", "address-1 at 05:12:33, ::1"},
	{NULL, "aa-bb-cc-dd-ee-ff", "address-1"},
	{NULL, "OID 2.5.29.37 and 1.3.6.1.4.1.311.25.2, build 10.0.22621.2",
		"OID 2.5.29.37 and 1.3.6.1.4.1.311.25.2, build 10.0.22621.2"},
	{NULL, "853, 0x80092013, -2146885613, reason 258",
		"853, 0x80092013, -2146885613, reason 258"},
	{NULL, "thumb A1B2C3D4E5F60718293A4B5C6D7E8F9001122334",
		"thumb A1B2C3D4E5F60718293A4B5C6D7E8F9001122334"},
	{NULL, "thumb A1:B2:C3:D4:E5:F6:07:18:29:3A:4B:5C:6D:7E:8F:90:01:12:23",
		"thumb "
		"A1:B2:C3:D4:E5:F6:07:18:29:3A:4B:5C:6D:7E:8F:90:01:12:23"},
	{NULL,
		"Issuer: CN=Example Issuing CA 01, DC=example\n"
		"Subject: CN=Example Issuing CA 01",
		"Issuer: CN=Example Issuing CA 01, DC=example\n"
		"Subject: CN=Example Issuing CA 01"},
	{NULL,
		"Issuer: CN=house-CA01-CA\nhost ca01.house.local and "
		"house-CA01-CA",
		"Issuer: CN=house-CA01-CA\nhost host-1 and house-CA01-CA"},
	{NULL, "Subject: CN=Ann Lee, OU=Staff\nAnn Lee",
		"Subject: CN=user-1, OU=Staff\nuser-1"},
	{NULL, "Subject: CN=nps1.house.local", "Subject: CN=host-1"},
	{NULL, "\tAccount Name:\t\tann\n\tAccount Domain:\tX\nann is here",
		"\tAccount Name:\t\tuser-1\n\tAccount Domain:\tX\nuser-1 is "
		"here"},
	{NULL, "<Data Name='SubjectUserName'>EXAMPLE\\ann</Data>",
		"<Data Name='SubjectUserName'>user-1</Data>"},
	{NULL, "<Computer>NPS7</Computer> nps7",
		"<Computer>host-1</Computer> host-1"},
	{NULL, "\\\\filer7\\share and FILER7", "\\\\host-1\\share and host-1"},
	{NULL, "C:\\Users\\ann\\x.log and HKLM:\\SOFTWARE\\Microsoft",
		"C:\\Users\\user-1\\x.log and HKLM:\\SOFTWARE\\Microsoft"},
	{NULL, "password: Tr0ub4dor&3, then xTr0ub4dor&3x",
		"password: secret-1 then xTr0ub4dor&3x"},
	{NULL, "-SharedSecret 'h\xC3\xA4tte!1' again h\xC3\xA4tte!1",
		"-SharedSecret 'secret-1' again secret-1"},
	{NULL, "psk=abcd1234;", "psk=secret-1"},
	{NULL, "<SharedSecret>abcd1234</SharedSecret>",
		"<SharedSecret>secret-1</SharedSecret>"},
	{NULL, "the password expired; Password: expired",
		"the password expired; Password: expired"},
	{NULL,
		"see learn.microsoft.com, certutil.exe, System.Net.Http, "
		"event.txt",
		"see learn.microsoft.com, certutil.exe, System.Net.Http, "
		"event.txt"},
	{NULL, "NT AUTHORITY\\SYSTEM and Cert:\\LocalMachine\\My",
		"NT AUTHORITY\\SYSTEM and Cert:\\LocalMachine\\My"},
	{NULL, "user-1 and host-2 stay", "user-1 and host-2 stay"},
};

static void each_form_is_replaced_and_evidence_stays(void **state)
{
	int bad = 0;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *got = redacted(cases[i].text, cases[i].caller);

		if (strcmp(got, cases[i].want) != 0) {
			print_error("%s\n  want %s\n  got  %s\n", cases[i].text,
				cases[i].want, got);
			bad++;
		}
		free(got);
	}
	assert_int_equal(bad, 0);
}

static unsigned seed;

static unsigned pick(unsigned n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % n;
}

static const char *letters(struct arena *a, size_t n)
{
	char *s = arena_alloc(a, n + 1);

	for (size_t i = 0; i < n; i++)
		s[i] = (char)('a' + pick(26));
	/* Two rare letters make sure that it is no word by accident. */
	s[0] = 'q';
	s[1] = 'x';
	return s;
}

#define PLANTS 10

struct plant {
	enum redact kind;
	const char *value;
	bool tells; /* its form tells what it is, without a var's help */
};

static void make_plants(struct arena *a, struct plant *p)
{
	const char *user = letters(a, 7), *domain = letters(a, 8);

	p[0] = (struct plant){REDACT_PERSON,
		arena_printf(a, "%s@%s.example.com", user, domain), true};
	p[1] = (struct plant){REDACT_PERSON,
		arena_printf(a, "%s\\%s", letters(a, 6), letters(a, 6)), true};
	p[2] = (struct plant){REDACT_HOST,
		arena_printf(a, "%s%u.%s.example.com", letters(a, 4), pick(99),
			domain),
		true};
	p[3] = (struct plant){REDACT_HOST, letters(a, 9), false};
	p[4] = (struct plant){REDACT_ADDRESS,
		arena_printf(a, "%u.%u.%u.%u", 11 + pick(80), pick(256),
			pick(256), 100 + pick(156)),
		true};
	p[5] = (struct plant){REDACT_ADDRESS,
		arena_printf(a, "2001:db8:%x:%x::%x", 0x1000 + pick(0xEFFF),
			0x1000 + pick(0xEFFF), 0x1000 + pick(0xEFFF)),
		true};
	p[6] = (struct plant){REDACT_PERSON,
		arena_printf(a, "S-1-5-21-%u-%u-%u-%u", pick(65536) + 100000,
			pick(65536) + 100000, pick(65536), pick(65536)),
		true};
	p[7] = (struct plant){REDACT_SECRET,
		arena_printf(a, "%s!%u\"%s", letters(a, 4), pick(1000),
			letters(a, 3)),
		false};
	p[8] = (struct plant){REDACT_PERSON,
		arena_printf(a, "Qx%s Xq%s", letters(a, 4), letters(a, 5)),
		false};
	p[9] = (struct plant){REDACT_HOST,
		arena_printf(a, "%s.internal", letters(a, 6)), true};
}

/* Any of the plants, wrapped in what texts wrap them in. */
static const char *planted(struct arena *a, const struct plant *p)
{
	static const char *const wraps[] = {"%s", "before %s after", "(%s)",
		"\"%s\"", "x=%s;", "one\n%s\nthree", "<a>%s</a>", "[%s]",
		"|%s|", "`%s`", "line, %s. End 853 0x80092013", "%s,%s"};
	const char *v = p[pick(PLANTS)].value;
	struct str s = STR_INIT;
	const char *wrap = wraps[pick(sizeof wraps / sizeof *wraps)], *made;

	for (; *wrap; wrap++) {
		if (wrap[0] == '%')
			str_adds(&s, v), wrap++;
		else
			str_addc(&s, *wrap);
	}
	made = arena_strdup(a, s.s);
	str_release(&s);
	return made;
}

static void plant_entry(struct arena *a, const struct plant *p, struct entry *e)
{
	e->reply.kind = (enum reply_kind)pick(REPLY_EXPORT + 1);
	e->reply.node = "node";
	e->reply.name = planted(a, p);
	e->reply.source = planted(a, p);
	e->reply.text = planted(a, p);
	e->reply.len = strlen(e->reply.text);
	e->reply.values.n = 1;
	e->reply.values.p = arena_alloc(a, sizeof *e->reply.values.p);
	e->reply.values.p->key = "free";
	e->reply.values.p->value = planted(a, p);
	e->title = planted(a, p);
	e->label = planted(a, p);
	e->note = planted(a, p);
	e->command = planted(a, p);
	if (e->reply.kind != REPLY_RESULT)
		return;
	e->reply.result.out = planted(a, p);
	e->reply.result.outlen = strlen(e->reply.result.out);
	e->reply.result.err = planted(a, p);
	e->reply.result.errlen = strlen(e->reply.result.err);
	e->reply.result.say = planted(a, p);
}

static void plant_record(struct record *r, const struct plant *p)
{
	struct arena *a = &r->arena;
	struct entry *e;
	struct now *now = arena_alloc(a, sizeof *now);

	r->id = "20261121-051200";
	r->tree = "t";
	r->caller = p[8].value;
	r->title = planted(a, p);
	e = record_add(r);
	e->reply.kind = REPLY_FORM;
	e->facts = arena_alloc(a, PLANTS * sizeof *e->facts);
	for (size_t i = 0; i < PLANTS; i++)
		if (!p[i].tells)
			e->facts[e->nfacts++] =
				(struct record_fact){arena_printf(a, "f%zu", i),
					p[i].value, planted(a, p), p[i].kind};
	for (size_t i = 0; i < 12; i++)
		plant_entry(a, p, record_add(r));
	now->state = "escalated";
	now->node = "end";
	now->title = planted(a, p);
	now->question = planted(a, p);
	r->entries[r->n - 1].now = now;
}

static bool holds(const char *text, const char *value)
{
	size_t n = strlen(value);

	for (; *text; text++)
		if (strncasecmp(text, value, n) == 0)
			return true;
	return false;
}

static void no_export_holds_what_was_planted(void **state)
{
	for (seed = 1; seed <= 300;) {
		unsigned round = seed;
		struct redaction *red = redaction_new();
		struct record from, to;
		struct plant plants[PLANTS];
		struct str out = STR_INIT;

		record_init(&from);
		record_init(&to);
		make_plants(&from.arena, plants);
		plant_record(&from, plants);
		record_settle(&from);
		redact(red, &from, &to);
		record_settle(&to);
		for (const struct exporter *e = exporters; e->name; e++)
			e->write(&to, &out);
		redaction_report(red, &out);
		for (size_t i = 0; i < PLANTS; i++)
			if (holds(out.s, plants[i].value))
				fail_msg("round %u: %s is still there", round,
					plants[i].value);
		assert_true(strstr(out.s, "853") || !strstr(out.s, "0x8009"));
		str_release(&out);
		record_release(&to);
		record_release(&from);
		redaction_free(red);
		seed = round + 1;
	}
}

static void equal_values_have_equal_tokens_everywhere(void **state)
{
	struct redaction *red = redaction_new();
	struct record from, to;
	struct entry *e;
	struct str report = STR_INIT, map = STR_INIT;
	struct record_fact fact = {"vpn_host", "edge7", "asked", REDACT_HOST};
	struct pair pair = {.key = "vpn_host", .value = "EDGE7"};

	record_init(&from);
	record_init(&to);
	from.id = "x";
	from.tree = "t";
	e = add_text(&from, REPLY_NOTE, "Edge7 is down");
	e->facts = &fact;
	e->nfacts = 1;
	e->reply.values = (struct pairs){&pair, 1};
	e->command = "ping edge7";
	redact(red, &from, &to);
	assert_string_equal(to.entries[0].reply.text, "host-1 is down");
	assert_string_equal(to.entries[0].facts[0].value, "host-1");
	assert_string_equal(to.entries[0].reply.values.p[0].value, "host-1");
	assert_string_equal(to.entries[0].command, "ping host-1");
	assert_string_equal(from.entries[0].command, "ping edge7");
	assert_string_equal(pair.value, "EDGE7");
	assert_true(to.redacted);
	redaction_report(red, &report);
	assert_string_equal(report.s,
		"host-1       host        4 times: answer 1 text, "
		"answer 1 command, answer 1 facts\n");
	redaction_map(red, &map);
	assert_non_null(strstr(map.s, "\"host-1\": \"EDGE7\""));
	str_release(&report);
	str_release(&map);
	record_release(&to);
	record_release(&from);
	redaction_free(red);
}

static void a_secret_is_found_inside_words_too(void **state)
{
	struct redaction *red = redaction_new();
	struct record from, to;
	struct entry *e;
	struct record_fact fact = {"psk", "Hush99", "check", REDACT_SECRET};

	record_init(&from);
	record_init(&to);
	from.id = "x";
	from.tree = "t";
	e = add_text(&from, REPLY_NOTE, "xhush99x");
	e->facts = &fact;
	e->nfacts = 1;
	redact(red, &from, &to);
	assert_string_equal(to.entries[0].reply.text, "xsecret-1x");
	record_release(&to);
	record_release(&from);
	redaction_free(red);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_form_is_replaced_and_evidence_stays),
		cmocka_unit_test(no_export_holds_what_was_planted),
		cmocka_unit_test(equal_values_have_equal_tokens_everywhere),
		cmocka_unit_test(a_secret_is_found_inside_words_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
