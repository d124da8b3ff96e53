/*
 * Options of mlog-agg that do not go together.
 */
#include "cmd/agg_check.h"

bool
agg_check(const struct agg_options *o, struct fault *f)
{
	if (o->merge && o->diff)
		return fault(f, "--merge or --diff, not both");
	if ((o->merge || o->diff) && o->rules)
		return fault(f, "snapshots are merged without rules");
	if (o->logs && (o->merge || o->diff || o->explain || o->state ||
	    o->every))
		return fault(f, "--logs counts whole logs: not with --merge, "
		    "--diff, --explain, --state, --every");
	if (o->every && (o->merge || o->diff || o->explain))
		return fault(f, "--every is for events");
	if (!o->logs && (o->workers || o->log.dialect || o->log.map))
		return fault(f, "-j, --dialect and --map are for --logs");
	return true;
}
