/* What the probes on files share. */
#include "probe_pki.h"

#include <errno.h>
#include <string.h>

#include "base/str.h"
#include "check/probe.h"
#include "model/evidence.h"
#include "os/file.h"
#include "x509_info.h"
#include "x509_set.h"

#define MOST_BYTES ((size_t)8 << 20)

int pki_read(const char *path, size_t most, struct str *out,
	struct probe_result *r)
{
	if (file_read(path, most, out) == 0)
		return 0;
	probe_unknown(r, "UNREADABLE");
	probe_say(r, "Cannot read '%s': %s.", path, file_error(errno));
	return -1;
}

/* PowerShell's ">" writes UTF-16; PEM in it is text all the same. */
static enum x509_load load(struct x509_set *set, const char *bytes, size_t n)
{
	struct evidence text;
	enum x509_load rc;

	if (n < 2 || (memcmp(bytes, "\xff\xfe", 2) != 0 &&
			     memcmp(bytes, "\xfe\xff", 2) != 0))
		return x509_set_load(set, bytes, n);
	evidence_init(&text, "", bytes, n);
	rc = x509_set_load(set, text.text, text.len);
	evidence_release(&text);
	return rc;
}

static void say_refused(struct probe_result *r, const char *path,
	enum x509_load why)
{
	switch (why) {
	case X509_LOAD_KEY:
		probe_unknown(r, "PRIVATE_KEY");
		probe_say(r,
			"'%s' holds a private key and is not read: keep it "
			"where it is and export the certificate alone.",
			path);
		return;
	case X509_LOAD_REQUEST:
		probe_unknown(r, "NOT_A_CERTIFICATE");
		probe_say(r,
			"'%s' is a request for a certificate: give what "
			"the CA made of it.",
			path);
		return;
	case X509_LOAD_TEXT:
		probe_unknown(r, "NOT_A_CERTIFICATE");
		probe_say(r,
			"'%s' is text without a certificate in it: export "
			"the certificate itself as .cer.",
			path);
		return;
	case X509_LOAD_CRL:
	case X509_LOAD_NOT:
	case X509_LOAD_OK:
		break;
	}
	probe_unknown(r, "NOT_A_CERTIFICATE");
	probe_say(r, "'%s' holds no certificate in DER, PEM or PKCS #7.", path);
}

int pki_load(const char *path, struct x509_set *set, struct probe_result *r)
{
	enum x509_load rc;
	struct str bytes;
	int done;

	str_init(&bytes);
	done = pki_read(path, MOST_BYTES, &bytes, r);
	if (done == 0) {
		rc = load(set, bytes.s, bytes.len);
		if (rc != X509_LOAD_OK) {
			say_refused(r, path, rc);
			done = -1;
		}
	}
	str_release(&bytes);
	return done;
}

void pki_tell_list(struct probe_result *r, const char *key,
	const struct x509_list *list)
{
	struct str all;

	str_init(&all);
	for (size_t i = 0; i < list->n; i++)
		str_addf(&all, "%s%s", i ? "," : "", list->item[i]);
	if (all.len)
		probe_fact(r, key, "%s", all.s);
	str_release(&all);
}

void pki_tell_certificate(const struct x509_info *c, int64_t now,
	struct probe_result *r)
{
	int64_t days = (c->not_after - now) / 86400;
	char when[24];

	probe_fact(r, "subject", "%s", c->subject);
	probe_fact(r, "issuer", "%s", c->issuer);
	probe_fact(r, "serial", "%s", c->serial);
	probe_fact(r, "thumbprint", "%s", c->sha1);
	x509_time(c->not_before, when);
	probe_fact(r, "not_before", "%s", when);
	x509_time(c->not_after, when);
	probe_fact(r, "not_after", "%s", when);
	probe_fact(r, "days_left", "%lld", (long long)days);
	probe_fact(r, "expires", "%s",
		c->not_after < now         ? "EXPIRED"
		: days < EXPIRES_SOON_DAYS ? "SOON"
					   : "LATER");
	pki_tell_list(r, "san", &c->dns);
	pki_tell_list(r, "san_ip", &c->ips);
	probe_fact(r, "key", "%s", c->key);
	probe_fact(r, "signature", "%s", c->hash);
	if (c->has_eku)
		pki_tell_list(r, "eku", &c->ekus);
	else
		probe_fact(r, "eku", "NONE");
}
