/* OpenSSL on a socket that never blocks. */
#include "tls_stream.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>

#include "base/xmem.h"
#include "os/clock.h"
#include "os/sock.h"

struct tls_stream {
	SSL_CTX *ctx;
	BIO_METHOD *method;
	SSL *ssl;
	int sock;
	enum sock_event last; /* of the socket, for the reason of an end */
	char why[160];
};

/*
 * OpenSSL's own socket BIO lets SIGPIPE end the program when the far side
 * has reset the connection; this one goes through os/sock.h.
 */
static int bio_done(BIO *bio, enum sock_event event, int flag)
{
	struct tls_stream *s = BIO_get_data(bio);

	BIO_clear_retry_flags(bio);
	s->last = event;
	if (event == SOCK_OK)
		return 1;
	if (event == SOCK_AGAIN)
		BIO_set_flags(bio, flag | BIO_FLAGS_SHOULD_RETRY);
	return event == SOCK_CLOSED ? 0 : -1;
}

static int bio_write(BIO *bio, const char *bytes, size_t n, size_t *put)
{
	struct tls_stream *s = BIO_get_data(bio);

	return bio_done(bio, tcp_send(s->sock, bytes, n, put), BIO_FLAGS_WRITE);
}

static int bio_read(BIO *bio, char *bytes, size_t cap, size_t *n)
{
	struct tls_stream *s = BIO_get_data(bio);

	return bio_done(bio, tcp_recv(s->sock, bytes, cap, n), BIO_FLAGS_READ);
}

static long bio_ctrl(BIO *bio, int command, long number, void *pointer)
{
	const struct tls_stream *s = BIO_get_data(bio);

	if (command == BIO_CTRL_EOF)
		return s->last == SOCK_CLOSED;
	return command == BIO_CTRL_FLUSH;
}

static BIO *make_bio(struct tls_stream *s)
{
	BIO *bio;

	s->method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK,
		"socket");
	if (!s->method)
		return NULL;
	BIO_meth_set_write_ex(s->method, bio_write);
	BIO_meth_set_read_ex(s->method, bio_read);
	BIO_meth_set_ctrl(s->method, bio_ctrl);
	bio = BIO_new(s->method);
	if (!bio)
		return NULL;
	BIO_set_data(bio, s);
	BIO_set_init(bio, 1);
	return bio;
}

static bool set_up(struct tls_stream *s, const char *name)
{
	struct endpoint literal;
	BIO *bio;

	s->ctx = SSL_CTX_new(TLS_client_method());
	if (!s->ctx)
		return false;
	SSL_CTX_set_verify(s->ctx, SSL_VERIFY_NONE, NULL);
	SSL_CTX_set_min_proto_version(s->ctx, TLS1_VERSION);
	SSL_CTX_set_security_level(s->ctx, 0);
	SSL_CTX_set_options(s->ctx, SSL_OP_LEGACY_SERVER_CONNECT);
	s->ssl = SSL_new(s->ctx);
	bio = s->ssl ? make_bio(s) : NULL;
	if (!bio)
		return false;
	SSL_set_bio(s->ssl, bio, bio);
	if (name && !endpoint_parse(name, 0, &literal))
		SSL_set_tlsext_host_name(s->ssl, name);
	return true;
}

struct tls_stream *tls_stream_new(int sock, const char *name)
{
	struct tls_stream *s = xcalloc(1, sizeof(*s));

	s->sock = sock;
	if (!set_up(s, name)) {
		tls_stream_free(s);
		return NULL;
	}
	return s;
}

void tls_stream_free(struct tls_stream *s)
{
	if (!s)
		return;
	SSL_free(s->ssl);
	SSL_CTX_free(s->ctx);
	BIO_meth_free(s->method);
	sock_close(s->sock);
	free(s);
}

const char *tls_stream_why(const struct tls_stream *s)
{
	return s->why;
}

SSL *tls_stream_ssl(struct tls_stream *s)
{
	return s->ssl;
}

/* An alert from the far side, or bytes that are no TLS at all. */
static enum tls_event from_queue(struct tls_stream *s)
{
	unsigned long err = ERR_peek_error();
	const char *text = ERR_reason_error_string(err);
	int reason = ERR_GET_REASON(err);
	size_t i = 0;

	for (; text && text[i] && i + 1 < sizeof(s->why); i++)
		s->why[i] = text[i];
	s->why[i] = '\0';
	ERR_clear_error();
	if (ERR_GET_LIB(err) != ERR_LIB_SSL)
		return TLS_FAILED;
	if (reason == SSL_R_UNEXPECTED_EOF_WHILE_READING)
		return TLS_CLOSED;
	if (reason == SSL_R_WRONG_VERSION_NUMBER ||
		reason == SSL_R_HTTP_REQUEST ||
		reason == SSL_R_PACKET_LENGTH_TOO_LONG ||
		reason == SSL_R_RECORD_LENGTH_MISMATCH)
		return TLS_NOT_TLS;
	return TLS_FAILED;
}

/*
 * After a call that did not succeed: waits if the socket is the reason, and
 * then gives TLS_OK for "try again".
 */
static enum tls_event again(struct tls_stream *s, int rc, int64_t deadline)
{
	struct sock_wait wait = {.sock = s->sock};

	switch (SSL_get_error(s->ssl, rc)) {
	case SSL_ERROR_WANT_READ:
		wait.reading = true;
		break;
	case SSL_ERROR_WANT_WRITE:
		wait.writing = true;
		break;
	case SSL_ERROR_ZERO_RETURN:
		return TLS_CLOSED;
	case SSL_ERROR_SYSCALL:
		ERR_clear_error();
		return s->last == SOCK_RESET ? TLS_RESET : TLS_CLOSED;
	default:
		return from_queue(s);
	}
	return sock_wait(&wait, 1, deadline) > 0 ? TLS_OK : TLS_TIMEOUT;
}

enum tls_event tls_stream_handshake(struct tls_stream *s, int64_t deadline)
{
	for (;;) {
		enum tls_event event;
		int rc;

		ERR_clear_error();
		rc = SSL_connect(s->ssl);
		if (rc == 1)
			return TLS_OK;
		event = again(s, rc, deadline);
		if (event != TLS_OK)
			return event;
	}
}

enum tls_event tls_stream_write(struct tls_stream *s, const void *bytes,
	size_t n, int64_t deadline)
{
	size_t put;

	for (;;) {
		enum tls_event event;
		int rc;

		ERR_clear_error();
		rc = SSL_write_ex(s->ssl, bytes, n, &put);
		if (rc == 1)
			return TLS_OK; /* no partial writes: all of it */
		event = again(s, rc, deadline);
		if (event != TLS_OK)
			return event;
	}
}

enum tls_event tls_stream_read(struct tls_stream *s, void *bytes, size_t cap,
	size_t *n, int64_t deadline)
{
	for (;;) {
		enum tls_event event;
		int rc;

		ERR_clear_error();
		rc = SSL_read_ex(s->ssl, bytes, cap, n);
		if (rc == 1)
			return TLS_OK;
		event = again(s, rc, deadline);
		if (event != TLS_OK)
			return event;
	}
}
