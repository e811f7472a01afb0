/* Who may run what; pure, the person is asked by the front end. */
#include "check/consent.h"

static enum trust trust_of(const struct consent *c, const struct tree *tree)
{
	if (tree->shipped)
		return TRUST_SHIPPED;
	return c->trust ? c->trust(c->ctx, tree) : TRUST_FOREIGN;
}

enum leave consent_ask(const struct consent *c, const struct tree *tree,
	const struct check_spec *spec, const char **why)
{
	if (!spec->read_only || !spec->runnable) {
		*why = "only checks that change nothing are run from here; "
		       "carry it out by hand";
		return LEAVE_NONE;
	}
	switch (trust_of(c, tree)) {
	case TRUST_SHIPPED:
	case TRUST_ALLOWED:
		return c->given ? LEAVE_RUN : LEAVE_ASK;
	case TRUST_CHANGED:
		*why = "the tree has changed since it was allowed to run "
		       "checks; see the difference with 'vpntriage trust'";
		return LEAVE_NONE;
	case TRUST_FOREIGN:
		break;
	}
	*why = "the tree does not ship with this program and may run nothing "
	       "until 'vpntriage trust' allows it";
	return LEAVE_NONE;
}
