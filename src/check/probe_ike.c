/* ike HOST: does anybody answer IKEv2 on UDP 500 and 4500, and with what? */
#include "ike_judge.h"
#include "ikehunt.h"
#include "probe_kind.h"

static void run(const struct probe_args *args, int64_t deadline,
	struct probe_result *r)
{
	struct endpoint addresses[ENDPOINT_MAX];
	size_t n = probe_addresses(args, 500, addresses, ENDPOINT_MAX, deadline,
		r);
	struct ike_hunt *hunt;

	if (n == 0) {
		probe_fact(r, "ike500", "UNKNOWN");
		probe_fact(r, "ike4500", "UNKNOWN");
		return;
	}
	hunt = ike_hunt_new(addresses, n, deadline);
	ike_hunt_run(hunt);
	ike_judge(ike_hunt_result(hunt), r);
	ike_hunt_free(hunt);
}

const struct probe_kind probe_ike = {
	.name = "ike",
	.usage = "HOST",
	.summary = "is IKEv2 answered on UDP 500 and 4500, and with what",
	.limit_ms = 2700,
	.run = run,
};
