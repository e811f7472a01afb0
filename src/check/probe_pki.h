/* What the probes on files and certificates share. */
#ifndef CHECK_PROBE_PKI_H
#define CHECK_PROBE_PKI_H

#include <stddef.h>
#include <stdint.h>

#define EXPIRES_SOON_DAYS 14

struct probe_result;
struct str;
struct x509_info;
struct x509_list;
struct x509_set;

/* The whole file. -1: the result says UNREADABLE and why. */
int pki_read(const char *path, size_t most, struct str *out,
	struct probe_result *);
/* The certificates of a file. -1: the result says why not. */
int pki_load(const char *path, struct x509_set *, struct probe_result *);
/* Names, dates, key and purposes as facts. */
void pki_tell_certificate(const struct x509_info *, int64_t now,
	struct probe_result *);
/* All of them in one fact, if there are any. */
void pki_tell_list(struct probe_result *, const char *key,
	const struct x509_list *);

#endif
