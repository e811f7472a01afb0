/* The table of probes: one row a kind. */
#include <string.h>

#include "probe_kind.h"

const struct probe_kind *const probe_kinds[] = {
	&probe_dns,
	&probe_tcp,
	&probe_tls,
	&probe_sstp,
	&probe_ike,
	&probe_fragments,
	&probe_cert,
	&probe_eap,
	&probe_all,
	NULL,
};

const struct probe_kind *probe_kind_find(const char *name)
{
	for (size_t i = 0; probe_kinds[i]; i++)
		if (strcmp(probe_kinds[i]->name, name) == 0)
			return probe_kinds[i];
	return NULL;
}
