/*
 * The certificates of a file: DER, PEM (several), PKCS #7 in either form.
 * Private keys are never read: a file that holds one is refused.
 */
#ifndef CHECK_X509_SET_H
#define CHECK_X509_SET_H

#include <stddef.h>

struct x509_st;

#define X509_SET_MOST 64

struct x509_set {
	struct x509_st *list[X509_SET_MOST]; /* owned */
	size_t n;
};

enum x509_load {
	X509_LOAD_OK,
	X509_LOAD_KEY,     /* a private key, or a .pfx, is in it */
	X509_LOAD_REQUEST, /* a certificate request */
	X509_LOAD_CRL,
	X509_LOAD_TEXT, /* readable text, but no certificate in it */
	X509_LOAD_NOT,  /* none of all that */
};

void x509_set_init(struct x509_set *);
void x509_set_release(struct x509_set *);

/* Adds; on anything but OK the set is as it was. */
enum x509_load x509_set_load(struct x509_set *, const void *, size_t n);

/*
 * Puts the first certificate that is none of a CA (or the first of all) at
 * the front and its issuers, as far as they are there, behind it in order.
 * Gives how many of the set are that chain.
 */
size_t x509_set_order(struct x509_set *);

/* Takes a reference of its own;
 * -1 when the set is full. */
int x509_set_add(struct x509_set *, struct x509_st *);

#endif
