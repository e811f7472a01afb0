#include "x509_made.h"

#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "../src/check/cert_judge.h"
#include "check/probe.h"

#define DAY 86400L
#define SID "S-1-5-21-1000-2000-3000-1104"
#define CDP "URI:http://pki.example.com/issuing.crl"
#define UPN "otherName:1.3.6.1.4.1.311.20.2.3;UTF8:anna@example.com"
#define USAGE "digitalSignature,keyEncipherment"

struct pki {
	struct made root, issuing;
};

static void pki_init(struct pki *p)
{
	p->root = made_of(&(struct recipe){.cn = "Example Root", .ca = true});
	p->issuing = made_of(&(struct recipe){.cn = "Example Issuing",
		.ca = true,
		.cdp = "URI:http://pki.example.com/root.crl",
		.issuer = &p->root});
}

static void pki_release(struct pki *p)
{
	made_free(&p->issuing);
	made_free(&p->root);
}

/* What is to be judged: a leaf, and how much of its chain is in the file. */
struct looked {
	struct arena arena;
	struct x509_set set, roots;
	struct x509_info info[4];
	struct x509_trust trust;
	struct cert_case at;
};

static struct looked *look(struct pki *p, const struct made *leaf,
	bool with_chain)
{
	struct looked *l = calloc(1, sizeof(*l));
	struct x509_anchors *anchors;
	size_t n;

	arena_init(&l->arena);
	x509_set_add(&l->roots, p->root.cert);
	if (with_chain) {
		x509_set_add(&l->set, p->root.cert);
		x509_set_add(&l->set, p->issuing.cert);
	}
	x509_set_add(&l->set, leaf->cert);
	n = x509_set_order(&l->set);
	for (size_t i = 0; i < n; i++)
		x509_info_read(&l->info[i], &l->arena, l->set.list[i]);
	anchors = x509_anchors_of(&l->roots);
	l->at = (struct cert_case){.leaf = l->info,
		.issuers = l->info + 1,
		.nissuers = n - 1,
		.trust = &l->trust,
		.now = time(NULL),
		.role = cert_role_guess(&l->info[0])};
	x509_trust_judge(&l->trust, &l->set, anchors, l->at.now, &l->arena);
	x509_anchors_free(anchors);
	return l;
}

static void look_away(struct looked *l)
{
	x509_set_release(&l->set);
	x509_set_release(&l->roots);
	arena_release(&l->arena);
	free(l);
}

static enum cert_answer ask(const struct looked *l, const char *key)
{
	for (const struct requirement *r = requirements; r->key; r++)
		if (strcmp(r->key, key) == 0)
			return r->ask(&l->at);
	fail_msg("no requirement '%s'", key);
	return CERT_UNKNOWN;
}

static void expect_answer(struct pki *p, struct recipe r, const char *key,
	enum cert_answer answer)
{
	struct made leaf;
	struct looked *l;

	if (!r.issuer && !r.ca)
		r.issuer = &p->issuing;
	leaf = made_of(&r);
	l = look(p, &leaf, true);
	if (ask(l, key) != answer)
		fail_msg("%s of %s: %s, not %s", key, r.cn,
			cert_answer_words[ask(l, key)],
			cert_answer_words[answer]);
	look_away(l);
	made_free(&leaf);
}

static const struct recipe user = {.cn = "Anna",
	.eku = "clientAuth",
	.san = UPN,
	.cdp = CDP,
	.usage = USAGE,
	.sid = SID};

static void
a_user_certificate_that_has_everything_meets_everything(void **state)
{
	struct recipe r = user;
	struct made leaf;
	struct looked *l;
	struct pki p;

	pki_init(&p);
	r.issuer = &p.issuing;
	leaf = made_of(&r);
	l = look(&p, &leaf, true);
	assert_int_equal(l->at.role, CERT_ROLE_USER);
	assert_string_equal(l->info[0].sid, SID);
	assert_string_equal(l->info[0].upns.item[0], "anna@example.com");
	assert_string_equal(l->info[0].key, "EC-256");
	assert_string_equal(l->info[0].hash, "SHA256");
	assert_true(l->trust.trusted);
	for (const struct requirement *q = requirements; q->key; q++) {
		if (!requirement_applies(q, CERT_ROLE_USER))
			continue;
		if (q->ask(&l->at) == CERT_NOT_MET ||
			q->ask(&l->at) == CERT_UNKNOWN)
			fail_msg("%s", q->key);
	}
	look_away(l);
	made_free(&leaf);
	pki_release(&p);
}

static void each_lack_is_found_by_its_own_requirement(void **state)
{
	const char *other = "S-1-5-21-9-9-9-9";
	struct pki p;
	struct recipe r;

	pki_init(&p);
	r = user, r.from = -30 * DAY, r.to = -DAY;
	expect_answer(&p, r, "not_over", CERT_NOT_MET);
	expect_answer(&p, r, "started", CERT_MET);
	r = user, r.from = DAY, r.to = 30 * DAY;
	expect_answer(&p, r, "started", CERT_NOT_MET);
	r = user, r.eku = "serverAuth";
	expect_answer(&p, r, "client_auth", CERT_NOT_MET);
	r = user, r.eku = NULL;
	expect_answer(&p, r, "client_auth", CERT_MET);
	r = user, r.eku = "1.3.6.1.4.1.311.10.12.1";
	expect_answer(&p, r, "client_auth", CERT_MET);
	r = user, r.san = "DNS:anna.example.com";
	expect_answer(&p, r, "san_upn", CERT_NOT_MET);
	r = user, r.sid = NULL;
	expect_answer(&p, r, "sid", CERT_NOT_MET);
	r = user, r.sid = other;
	expect_answer(&p, r, "sid", CERT_MET);
	r = user, r.cdp = NULL;
	expect_answer(&p, r, "cdp", CERT_NOT_MET);
	r = user, r.rsa_bits = 1024;
	expect_answer(&p, r, "key_size", CERT_NOT_MET);
	r = user, r.md = EVP_sha1();
	expect_answer(&p, r, "hash", CERT_NOT_MET);
	r = user, r.usage = "keyEncipherment";
	expect_answer(&p, r, "key_usage", CERT_NOT_MET);
	r = user, r.issuer = &p.root, r.ca = true;
	expect_answer(&p, r, "end_entity", CERT_NOT_MET);
	pki_release(&p);
}

static void servers_have_requirements_of_their_own(void **state)
{
	struct recipe r = {
		.cn = "vpn.example.com", .san = "DNS:vpn.example.com"};
	struct pki p;

	pki_init(&p);
	r.eku = "serverAuth";
	expect_answer(&p, r, "server_auth", CERT_MET);
	expect_answer(&p, r, "ike_intermediate", CERT_NOT_MET);
	r.eku = "serverAuth,1.3.6.1.5.5.8.2.2";
	expect_answer(&p, r, "ike_intermediate", CERT_MET);
	r.eku = "clientAuth";
	expect_answer(&p, r, "server_auth", CERT_NOT_MET);
	r.san = NULL;
	expect_answer(&p, r, "san_dns", CERT_NOT_MET);
	expect_answer(&p, r, "machine_name", CERT_MET);
	expect_answer(&p, r, "has_subject", CERT_MET);
	r.cn = "pc17";
	expect_answer(&p, r, "machine_name", CERT_NOT_MET);
	r.cdp = "URI:ldap:///CN=Example";
	expect_answer(&p, r, "cdp", CERT_MET);
	expect_answer(&p, r, "cdp_http", CERT_NOT_MET);
	r.cn = NULL;
	expect_answer(&p, r, "has_subject", CERT_NOT_MET);
	pki_release(&p);
}

static void the_role_follows_from_purposes_and_names(void **state)
{
	static const struct {
		const char *eku, *san;
		bool ca;
		enum cert_role role;
	} cases[] = {
		{"clientAuth", UPN, false, CERT_ROLE_USER},
		{"clientAuth", "DNS:pc17.example.com", false, CERT_ROLE_DEVICE},
		{"clientAuth,serverAuth", "DNS:nps1.example.com", false,
			CERT_ROLE_NPS},
		{"serverAuth", "DNS:vpn.example.com", false, CERT_ROLE_SSTP},
		{"serverAuth,1.3.6.1.5.5.8.2.2", "DNS:vpn.example.com", false,
			CERT_ROLE_IKEV2},
		{"emailProtection", NULL, false, CERT_ROLE_UNKNOWN},
		{NULL, NULL, false, CERT_ROLE_UNKNOWN},
		{NULL, NULL, true, CERT_ROLE_CA},
	};
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct made m = made_of(&(struct recipe){.cn = "x",
			.eku = cases[i].eku,
			.san = cases[i].san,
			.ca = cases[i].ca});
		struct x509_info info;

		x509_info_read(&info, &arena, m.cert);
		if (cert_role_guess(&info) != cases[i].role)
			fail_msg("case %zu", i);
		made_free(&m);
	}
	arena_release(&arena);
}

static void what_is_not_in_the_file_is_unknown(void **state)
{
	struct recipe r = user;
	struct made leaf;
	struct looked *l;
	struct pki p;

	pki_init(&p);
	r.issuer = &p.issuing;
	leaf = made_of(&r);
	l = look(&p, &leaf, false);
	assert_int_equal(ask(l, "chain"), CERT_UNKNOWN);
	assert_int_equal(ask(l, "ca_cdp"), CERT_UNKNOWN);
	assert_int_equal(ask(l, "ca_dates"), CERT_UNKNOWN);
	assert_int_equal(l->trust.chain, X509_CHAIN_INCOMPLETE);
	assert_string_equal(l->trust.missing, "CN=Example Issuing");
	look_away(l);
	made_free(&leaf);
	pki_release(&p);
}

static void a_ca_without_cdp_is_found_in_the_chain(void **state)
{
	struct recipe r = user;
	struct made leaf;
	struct looked *l;
	struct pki p;

	pki_init(&p);
	made_free(&p.issuing);
	p.issuing = made_of(&(struct recipe){
		.cn = "Example Issuing", .ca = true, .issuer = &p.root});
	r.issuer = &p.issuing;
	leaf = made_of(&r);
	l = look(&p, &leaf, true);
	assert_int_equal(ask(l, "ca_cdp"), CERT_NOT_MET);
	assert_int_equal(ask(l, "chain"), CERT_MET);
	look_away(l);
	made_free(&leaf);
	pki_release(&p);
}

static void a_root_is_its_own_whole_chain(void **state)
{
	struct made other =
		made_of(&(struct recipe){.cn = "Another Root", .ca = true});
	struct looked *l;
	struct pki p;

	pki_init(&p);
	l = look(&p, &other, false);
	assert_int_equal(l->at.role, CERT_ROLE_CA);
	assert_false(l->trust.trusted);
	assert_int_equal(ask(l, "chain"), CERT_MET);
	assert_int_equal(ask(l, "cdp"), CERT_NOT_ASKED);
	assert_int_equal(ask(l, "ca_dates"), CERT_NOT_ASKED);
	look_away(l);
	made_free(&other);
	pki_release(&p);
}

static void a_forged_signature_breaks_the_chain(void **state)
{
	struct recipe r = user;
	struct made leaf, twin;
	struct looked *l;
	struct pki p;

	pki_init(&p);
	twin = made_of(&(struct recipe){
		.cn = "Example Issuing", .ca = true, .issuer = &p.root});
	r.issuer = &twin;
	leaf = made_of(&r);
	l = look(&p, &leaf, true);
	assert_false(l->trust.trusted);
	assert_int_equal(l->trust.chain, X509_CHAIN_BAD);
	look_away(l);
	made_free(&leaf);
	made_free(&twin);
	pki_release(&p);
}

/* Loading */

static BIO *as_pem(X509 *x)
{
	BIO *bio = BIO_new(BIO_s_mem());

	PEM_write_bio_X509(bio, x);
	return bio;
}

static void expect_load(BIO *bio, enum x509_load rc, size_t n)
{
	struct x509_set set;
	char *bytes;
	long len = BIO_get_mem_data(bio, &bytes);

	x509_set_init(&set);
	assert_int_equal(x509_set_load(&set, bytes, (size_t)len), rc);
	assert_int_equal(set.n, n);
	x509_set_release(&set);
	BIO_free(bio);
}

static BIO *as_pkcs7(struct pki *p, bool pem)
{
	BIO *bio = BIO_new(BIO_s_mem());
	PKCS7 *p7 = PKCS7_new();

	PKCS7_set_type(p7, NID_pkcs7_signed);
	PKCS7_content_new(p7, NID_pkcs7_data);
	PKCS7_add_certificate(p7, p->root.cert);
	PKCS7_add_certificate(p7, p->issuing.cert);
	if (pem)
		PEM_write_bio_PKCS7(bio, p7);
	else
		i2d_PKCS7_bio(bio, p7);
	PKCS7_free(p7);
	return bio;
}

static void every_usual_form_of_file_is_read(void **state)
{
	struct pki p;
	BIO *der = BIO_new(BIO_s_mem()), *two;

	pki_init(&p);
	i2d_X509_bio(der, p.root.cert);
	expect_load(der, X509_LOAD_OK, 1);
	expect_load(as_pem(p.root.cert), X509_LOAD_OK, 1);
	two = as_pem(p.root.cert);
	PEM_write_bio_X509(two, p.issuing.cert);
	expect_load(two, X509_LOAD_OK, 2);
	expect_load(as_pkcs7(&p, true), X509_LOAD_OK, 2);
	expect_load(as_pkcs7(&p, false), X509_LOAD_OK, 2);
	pki_release(&p);
}

static void a_file_with_a_private_key_is_refused(void **state)
{
	struct pki p;
	BIO *bio;

	pki_init(&p);
	bio = as_pem(p.root.cert);
	PEM_write_bio_PrivateKey(bio, p.root.key, NULL, NULL, 0, NULL, NULL);
	expect_load(bio, X509_LOAD_KEY, 0);
	bio = BIO_new(BIO_s_mem());
	i2d_PrivateKey_bio(bio, p.root.key);
	expect_load(bio, X509_LOAD_KEY, 0);
	bio = BIO_new(BIO_s_mem());
	i2d_PKCS8PrivateKey_bio(bio, p.root.key, NULL, NULL, 0, NULL, NULL);
	expect_load(bio, X509_LOAD_KEY, 0);
	pki_release(&p);
}

static void what_is_no_certificate_is_told_apart(void **state)
{
	static const struct {
		const char *text;
		enum x509_load rc;
	} cases[] = {
		{"-----BEGIN CERTIFICATE REQUEST-----\nAA==\n"
		 "-----END CERTIFICATE REQUEST-----\n",
			X509_LOAD_REQUEST},
		{"Cert Hash(sha1): 00\n", X509_LOAD_TEXT},
		{"\x30\x82\x01", X509_LOAD_NOT},
		{"", X509_LOAD_NOT},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		BIO *bio = BIO_new(BIO_s_mem());

		BIO_puts(bio, cases[i].text);
		expect_load(bio, cases[i].rc, 0);
	}
}

static void names_match_as_rfc_6125_says(void **state)
{
	static const struct {
		const char *san, *cn, *asked;
		bool fits;
	} cases[] = {
		{"DNS:vpn.example.com", "x", "vpn.example.com", true},
		{"DNS:VPN.example.com", "x", "vpn.EXAMPLE.com", true},
		{"DNS:*.example.com", "x", "vpn.example.com", true},
		{"DNS:*.example.com", "x", "a.vpn.example.com", false},
		{"DNS:*.example.com", "x", "example.com", false},
		{"DNS:v*.example.com", "x", "vpn.example.com", false},
		{"DNS:other.example.com", "vpn.example.com", "vpn.example.com",
			false},
		{NULL, "vpn.example.com", "vpn.example.com", true},
		{"IP:192.0.2.1", "x", "192.0.2.1", true},
		{"DNS:192.0.2.1", "x", "192.0.2.1", false},
		{"IP:2001:db8::1", "x", "2001:db8:0::1", true},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct made m = made_of(&(struct recipe){
			.cn = cases[i].cn, .san = cases[i].san});

		if (x509_names(m.cert, cases[i].asked) != cases[i].fits)
			fail_msg("%s / %s", cases[i].san ? cases[i].san : "-",
				cases[i].asked);
		made_free(&m);
	}
}

/* The probe as a whole, on files of a folder of our own. */

struct files {
	char folder[32], leaf[64], roots[64], key[64];
};

static void write_pem(const char *path, const struct made *const *list)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	for (; *list; list++)
		PEM_write_X509(f, (*list)->cert);
	fclose(f);
}

static void files_init(struct files *f, const struct pki *p,
	const struct made *leaf)
{
	FILE *key;

	snprintf(f->folder, sizeof(f->folder), "/tmp/cert_test.XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->leaf, sizeof(f->leaf), "%s/leaf.pem", f->folder);
	snprintf(f->roots, sizeof(f->roots), "%s/roots.pem", f->folder);
	snprintf(f->key, sizeof(f->key), "%s/key.pem", f->folder);
	write_pem(f->leaf, (const struct made *const[]){leaf, NULL});
	write_pem(f->roots,
		(const struct made *const[]){&p->issuing, &p->root, NULL});
	key = fopen(f->key, "wb");
	assert_non_null(key);
	PEM_write_PrivateKey(key, leaf->key, NULL, NULL, 0, NULL, NULL);
	fclose(key);
}

static void files_release(struct files *f)
{
	remove(f->leaf);
	remove(f->roots);
	remove(f->key);
	remove(f->folder);
}

static void expect_probe(struct probe_args args, const char *verdict,
	const char *key, const char *value)
{
	struct probe_result r;
	const char *told;

	probe_run(probe_kind_find("cert"), &args, &r);
	if (strcmp(r.verdict, verdict) != 0)
		fail_msg("%s, not %s: %s", r.verdict, verdict, r.say.s);
	assert_string_equal(probe_fact_value(&r, "cert"), verdict);
	told = key ? probe_fact_value(&r, key) : NULL;
	if (key && (!told || strcmp(told, value) != 0))
		fail_msg("%s=%s, not %s", key, told ? told : "", value);
	probe_result_release(&r);
}

static void a_file_is_judged_as_far_as_it_shows(void **state)
{
	struct recipe r = user;
	struct made leaf;
	struct files f;
	struct pki p;

	pki_init(&p);
	r.issuer = &p.issuing;
	leaf = made_of(&r);
	files_init(&f, &p, &leaf);
	expect_probe((struct probe_args){.target = f.leaf}, "PARTLY",
		"not_shown", "ca_cdp+chain+ca_dates");
	expect_probe((struct probe_args){.target = f.leaf, .ca = f.roots}, "OK",
		"role", "USER");
	expect_probe((struct probe_args){.target = f.leaf,
			     .ca = f.roots,
			     .name = "ANNA@example.com"},
		"OK", "name", "MET");
	expect_probe((struct probe_args){.target = f.leaf, .role = "sstp"},
		"NOT_MET", "server_auth", "NOT_MET");
	expect_probe((struct probe_args){.target = f.leaf, .role = "king"},
		"INCONCLUSIVE", NULL, NULL);
	expect_probe((struct probe_args){.target = f.key}, "PRIVATE_KEY", NULL,
		NULL);
	expect_probe((struct probe_args){.target = f.folder}, "UNREADABLE",
		NULL, NULL);
	files_release(&f);
	made_free(&leaf);
	pki_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_user_certificate_that_has_everything_meets_everything),
		cmocka_unit_test(each_lack_is_found_by_its_own_requirement),
		cmocka_unit_test(servers_have_requirements_of_their_own),
		cmocka_unit_test(the_role_follows_from_purposes_and_names),
		cmocka_unit_test(what_is_not_in_the_file_is_unknown),
		cmocka_unit_test(a_ca_without_cdp_is_found_in_the_chain),
		cmocka_unit_test(a_root_is_its_own_whole_chain),
		cmocka_unit_test(a_forged_signature_breaks_the_chain),
		cmocka_unit_test(every_usual_form_of_file_is_read),
		cmocka_unit_test(a_file_with_a_private_key_is_refused),
		cmocka_unit_test(what_is_no_certificate_is_told_apart),
		cmocka_unit_test(names_match_as_rfc_6125_says),
		cmocka_unit_test(a_file_is_judged_as_far_as_it_shows),
	};

	return cmocka_run_group_tests_name("check/cert", tests, NULL, NULL);
}
