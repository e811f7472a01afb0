/* A file that somebody says is a certificate: read, put in order, judged. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "../../src/check/cert_judge.h"
#include "../../src/check/x509_set.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#define NOW 1800000000

static void judge(struct x509_set *set)
{
	struct x509_info info[X509_SET_MOST];
	struct x509_set none;
	struct x509_anchors *anchors;
	struct x509_trust trust;
	struct cert_case at = {
		.leaf = info, .issuers = info + 1, .trust = &trust, .now = NOW};
	struct arena arena;
	size_t n = x509_set_order(set);

	assert(n >= 1 && n <= set->n);
	x509_set_init(&none);
	anchors = x509_anchors_of(&none);
	arena_init(&arena);
	for (size_t i = 0; i < n; i++)
		x509_info_read(&info[i], &arena, set->list[i]);
	x509_trust_judge(&trust, set, anchors, NOW, &arena);
	at.nissuers = n - 1;
	at.role = cert_role_guess(info);
	assert(!trust.trusted);
	assert(strlen(info[0].sha1) == 40);
	for (const struct requirement *r = requirements; r->key; r++)
		assert(r->ask(&at) <= CERT_NOT_MET);
	x509_names(set->list[0], "vpn.example.com");
	arena_release(&arena);
	x509_anchors_free(anchors);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct x509_set set;
	enum x509_load rc;

	x509_set_init(&set);
	rc = x509_set_load(&set, bytes, n);
	assert((rc == X509_LOAD_OK) == (set.n > 0));
	if (set.n)
		judge(&set);
	x509_set_release(&set);
	return 0;
}
