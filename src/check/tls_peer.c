/* What OpenSSL knows of the far side, without OpenSSL's types. */
#include "tls_peer.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "tls_stream.h"
#include "x509_set.h"

void tls_peer_certificates(struct tls_stream *s, struct x509_set *set)
{
	STACK_OF(X509) *sent = SSL_get_peer_cert_chain(tls_stream_ssl(s));

	for (int i = 0; i < sk_X509_num(sent); i++)
		x509_set_add(set, sk_X509_value(sent, i));
}

const char *tls_peer_protocol(struct tls_stream *s)
{
	return SSL_get_version(tls_stream_ssl(s));
}

const char *tls_peer_cipher(struct tls_stream *s)
{
	return SSL_get_cipher_name(tls_stream_ssl(s));
}

bool tls_peer_is_old(struct tls_stream *s)
{
	return SSL_version(tls_stream_ssl(s)) < TLS1_2_VERSION;
}
