/* Chains, as OpenSSL builds and judges them; every error is collected. */
#include "x509_trust.h"

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/xmem.h"
#include "os/file.h"
#include "x509_info.h"
#include "x509_set.h"

const char *const x509_chain_words[] = {
	[X509_CHAIN_COMPLETE] = "COMPLETE",
	[X509_CHAIN_NO_ROOT] = "NO_ROOT",
	[X509_CHAIN_INCOMPLETE] = "INCOMPLETE",
	[X509_CHAIN_SELF_SIGNED] = "SELF_SIGNED",
	[X509_CHAIN_BAD] = "BAD",
};

struct x509_anchors {
	X509_STORE *store;
	bool empty;
	bool partial; /* no root among them: any of them is an anchor */
};

static struct x509_anchors *anchors_new(void)
{
	struct x509_anchors *a = xcalloc(1, sizeof(*a));

	a->store = X509_STORE_new();
	if (!a->store)
		die("no memory for certificates");
	return a;
}

static const char *place(const char *variable, const char *otherwise)
{
	const char *s = getenv(variable);

	return s && *s ? s : otherwise;
}

/* "5ad8a5d6.0": by the hash of its subject, so that one can be looked up. */
static bool is_hashed(const char *name)
{
	return strlen(name) > 9 && strspn(name, "0123456789abcdef") == 8 &&
	       name[8] == '.';
}

static bool has_hashed(const char *folder)
{
	struct file_list list = {0};
	bool some = false;

	if (file_list(folder, &list) == 0)
		for (size_t i = 0; i < list.n && !some; i++)
			some = is_hashed(list.names[i]);
	file_list_release(&list);
	return some;
}

/* From a folder only the roots asked for are read; the file that holds all of
 * them takes tens of milliseconds. */
struct x509_anchors *x509_anchors_system(void)
{
	const char *file = place(X509_get_default_cert_file_env(),
		X509_get_default_cert_file());
	const char *folder = place(X509_get_default_cert_dir_env(),
		X509_get_default_cert_dir());
	struct x509_anchors *a = anchors_new();

	if (has_hashed(folder))
		X509_STORE_load_path(a->store, folder);
	else if (file_is_folder(file) == 0)
		X509_STORE_load_file(a->store, file);
	else
		a->empty = true;
	ERR_clear_error();
	return a;
}

static bool is_root(X509 *x)
{
	return X509_check_issued(x, x) == X509_V_OK;
}

/* Certificates of issuing CAs in the set would hide that the other side
 * does not send them; they only count when there is no root. */
struct x509_anchors *x509_anchors_of(const struct x509_set *set)
{
	struct x509_anchors *a = anchors_new();

	a->partial = true;
	for (size_t i = 0; i < set->n; i++)
		if (is_root(set->list[i]))
			a->partial = false;
	for (size_t i = 0; i < set->n; i++)
		if (a->partial || is_root(set->list[i]))
			X509_STORE_add_cert(a->store, set->list[i]);
	a->empty = set->n == 0;
	ERR_clear_error();
	return a;
}

void x509_anchors_free(struct x509_anchors *a)
{
	if (!a)
		return;
	X509_STORE_free(a->store);
	free(a);
}

bool x509_anchors_empty(const struct x509_anchors *a)
{
	return a->empty;
}

struct judging {
	struct x509_trust *trust;
	struct arena *arena;
};

static void note_missing(struct judging *j, X509_STORE_CTX *ctx, int depth)
{
	struct x509_info info;

	x509_info_read(&info, j->arena, X509_STORE_CTX_get_current_cert(ctx));
	j->trust->last = info.subject;
	j->trust->missing = info.issuer;
	j->trust->trusted = false;
	j->trust->chain = depth ? X509_CHAIN_NO_ROOT : X509_CHAIN_INCOMPLETE;
}

/* Gives 1 so that OpenSSL goes on and reports everything. */
static int on_error(int ok, X509_STORE_CTX *ctx)
{
	struct judging *j = X509_STORE_CTX_get_app_data(ctx);
	int error = X509_STORE_CTX_get_error(ctx);
	int depth = X509_STORE_CTX_get_error_depth(ctx);

	if (ok)
		return 1;
	switch (error) {
	case X509_V_ERR_CERT_HAS_EXPIRED:
		j->trust->ca_expired |= depth > 0;
		break;
	case X509_V_ERR_CERT_NOT_YET_VALID:
		j->trust->ca_not_yet |= depth > 0;
		break;
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
		j->trust->trusted = false;
		j->trust->chain = X509_CHAIN_SELF_SIGNED;
		break;
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
		j->trust->trusted = false;
		break;
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
		note_missing(j, ctx, depth);
		break;
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
		break; /* follows from the one before */
	default:
		j->trust->trusted = false;
		j->trust->chain = X509_CHAIN_BAD;
		j->trust->broken = X509_verify_cert_error_string(error);
		break;
	}
	return 1;
}

static STACK_OF(X509) * others(const struct x509_set *set)
{
	STACK_OF(X509) *stack = sk_X509_new_null();

	for (size_t i = 1; stack && i < set->n; i++)
		sk_X509_push(stack, set->list[i]);
	return stack;
}

static void verify(struct judging *j, X509_STORE_CTX *ctx,
	const struct x509_anchors *anchors, int64_t now)
{
	X509_STORE_CTX_set_app_data(ctx, j);
	X509_STORE_CTX_set_verify_cb(ctx, on_error);
	X509_STORE_CTX_set_time(ctx, 0, (time_t)now);
	if (anchors->partial)
		X509_STORE_CTX_set_flags(ctx, X509_V_FLAG_PARTIAL_CHAIN);
	if (X509_verify_cert(ctx) < 0) {
		j->trust->trusted = false;
		j->trust->chain = X509_CHAIN_BAD;
		j->trust->broken = "the chain cannot be judged";
	}
}

void x509_trust_judge(struct x509_trust *trust, const struct x509_set *set,
	const struct x509_anchors *anchors, int64_t now, struct arena *arena)
{
	struct judging j = {.trust = trust, .arena = arena};
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	STACK_OF(X509) *untrusted = others(set);

	*trust = (struct x509_trust){.trusted = true};
	if (!ctx || !untrusted || !set->n ||
		!X509_STORE_CTX_init(ctx, anchors->store, set->list[0],
			untrusted)) {
		trust->trusted = false;
		trust->chain = X509_CHAIN_BAD;
		trust->broken = "the chain cannot be judged";
	} else {
		verify(&j, ctx, anchors, now);
	}
	X509_STORE_CTX_free(ctx);
	sk_X509_free(untrusted);
	ERR_clear_error();
}
