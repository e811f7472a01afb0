/* What the answers of the two ports of a host mean; apart from all sending. */
#ifndef CHECK_IKE_JUDGE_H
#define CHECK_IKE_JUDGE_H

struct ike_side;
struct probe_result;

/* Of port 500, with 4500 behind it. Sets verdict, facts and sentence. */
void ike_judge(const struct ike_side *s500, struct probe_result *);

#endif
