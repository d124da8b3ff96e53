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
	if (o->logs && (o->merge || o->diff || o->explain))
		return fault(f, "--logs counts logs: not with --merge, --diff, "
		    "--explain");
	if (o->logs && o->state)
		return fault(f, "--logs keeps no positions for a state: use "
		    "mlog-parse --resume STATE LOG... | mlog-agg -s STATE");
	if (o->logs && o->every)
		return fault(f, "--logs counts logs to their end: use "
		    "mlog-parse --follow LOG... | mlog-agg --every TIME");
	if (o->every && (o->merge || o->diff || o->explain))
		return fault(f, "--every is for events");
	if (!o->logs && (o->workers || o->log.dialect || o->log.given))
		return fault(f, "-j, --dialect, --map, -x, --invalid, "
		    "--max-line and --multiline are for --logs");
	return true;
}
