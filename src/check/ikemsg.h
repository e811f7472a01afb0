/*
 * IKE_SA_INIT as bytes (RFC 7296): writes a request, reads the answer. Pure:
 * it knows no socket, no clock and no chance. Nothing here ever negotiates;
 * a request only finds out whether and how somebody answers.
 */
#ifndef CHECK_IKEMSG_H
#define CHECK_IKEMSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define IKE_SPI 8
#define IKE_NONCE 32
#define IKE_HASH 20        /* SHA-1, of NAT detection */
#define IKE_COOKIE_MAX 64  /* RFC 7296 2.6 */
#define IKE_REPLY_MAX 6000 /* more would be amplification: refused */
#define IKE_VENDORS 12
#define IKE_HASHES 8

/* Numbers of IANA's registry for IKEv2. */
enum {
	IKE_ENCR_DES = 2,
	IKE_ENCR_3DES = 3,
	IKE_ENCR_AES_CBC = 12,
	IKE_ENCR_AES_GCM = 20,
	IKE_PRF_SHA1 = 2,
	IKE_PRF_SHA256 = 5,
	IKE_PRF_SHA384 = 6,
	IKE_INTEG_NONE = 0,
	IKE_INTEG_SHA1 = 2,
	IKE_INTEG_SHA256 = 12,
	IKE_INTEG_SHA384 = 13,
	IKE_MODP768 = 1,
	IKE_MODP1024 = 2,
	IKE_MODP2048 = 14,
	IKE_MODP8192 = 18,
	IKE_ECP256 = 19,
	IKE_ECP384 = 20,
	IKE_MODP2048_256 = 24,
	IKE_INVALID_MAJOR_VERSION = 5,
	IKE_INVALID_SYNTAX = 7,
	IKE_NO_PROPOSAL_CHOSEN = 14,
	IKE_INVALID_KE_PAYLOAD = 17,
};

/* One combination of algorithms; key 0: the cipher has one length. */
struct ike_suite {
	uint16_t encr, key, integ, prf, group;
};

/* Everything that a Windows client may offer, hardened first (12). */
extern const struct ike_suite ike_windows[];
extern const size_t ike_windows_n;
/* DES with MODP768, what nobody accepts any more. */
extern const struct ike_suite ike_refused[1];

struct ike_request {
	uint8_t spi[IKE_SPI];
	uint8_t nonce[IKE_NONCE];
	const struct ike_suite *suites;
	size_t nsuites;
	uint16_t group; /* of the KE payload */
	uint8_t cookie[IKE_COOKIE_MAX];
	size_t ncookie; /* 0: none */
	uint8_t source[IKE_HASH], destination[IKE_HASH];
	size_t vendor; /* bytes of a vendor id that is only padding; 0: none */
	size_t repeat; /* the suites so many times over; 0 counts as 1 */
};

void ike_write(const struct ike_request *, struct str *out);
/*
 * Pads until the message has `size` bytes, never more. By vendor id it has
 * exactly that; otherwise the proposals repeat, as many as fit (at most 255).
 */
enum ike_padding {
	IKE_PAD_VENDOR,    /* one large vendor id first */
	IKE_PAD_MODP8192,  /* a natural large request */
	IKE_PAD_PROPOSALS, /* many proposals */
	IKE_PADDINGS,
};
void ike_pad(struct ike_request *, enum ike_padding, size_t size);
bool ike_group_known(uint16_t group);

struct ike_span {
	const uint8_t *bytes; /* into the datagram */
	size_t n;
};

struct ike_reply {
	uint8_t spi[IKE_SPI]; /* the responder's */
	bool has_sa;
	struct ike_suite chosen;
	uint16_t refusal; /* the error notify; 0: none */
	uint16_t wanted;  /* INVALID_KE_PAYLOAD: this group instead */
	struct ike_span cookie;
	bool fragmentation; /* 16430 (RFC 7383) */
	struct ike_span sources[IKE_HASHES], destinations[IKE_HASHES];
	size_t nsources, ndestinations;
	struct ike_span vendors[IKE_VENDORS];
	size_t nvendors;
};

enum ike_reading {
	IKE_VALID,
	IKE_ECHO,      /* a request came back: no responder */
	IKE_OTHER_SPI, /* an answer to somebody else, or a forged one */
	IKE_VERSION1,  /* ISAKMP for our SPI: IKEv1 only */
	IKE_MALFORMED, /* everything else, also what is too large */
};

/* The answer to a request with that SPI; *reply is set only when valid. */
enum ike_reading ike_read(const uint8_t *, size_t n, const uint8_t spi[IKE_SPI],
	struct ike_reply *);

/* "AES-CBC-256/SHA256-128/PRF-SHA256/MODP2048"; numbers where unnamed. */
void ike_suite_text(const struct ike_suite *, struct str *out);
/* A name from the list, its ASCII, or hexadecimal. No blanks. */
void ike_vendor_text(const struct ike_span *, struct str *out);

#endif
