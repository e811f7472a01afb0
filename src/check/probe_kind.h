/* The kinds, one a file; a new one is a line here and a row in kinds.c. */
#ifndef CHECK_PROBE_KIND_H
#define CHECK_PROBE_KIND_H

#include "check/probe.h"

extern const struct probe_kind probe_dns;
extern const struct probe_kind probe_fragments;
extern const struct probe_kind probe_ike;
extern const struct probe_kind probe_sstp;
extern const struct probe_kind probe_tcp;
extern const struct probe_kind probe_tls;
extern const struct probe_kind probe_cert;
extern const struct probe_kind probe_eap;
extern const struct probe_kind probe_all;

#endif
