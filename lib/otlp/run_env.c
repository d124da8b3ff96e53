/*
 * What the environment says of a run as a whole, where no option does. What it
 * says of one signal's export is config.c's.
 */
#include <stdio.h>

#include "otlp/env.h"
#include "otlp/run_inner.h"

enum {
	BATCH = 512, BATCH_MAX = 1000000,
	FLUSH_MS = 5000, FLUSH_MS_MAX = 24 * 3600 * 1000,
};

/* What SDKs call the processors of batches; of metrics there is none. */
static const char *const processors[BATCH_NSIGNALS] = {
	[BATCH_LOGS] = "OTEL_BLRP", [BATCH_TRACES] = "OTEL_BSP",
};

static uint64_t
batching(const struct run *r, enum batch_signal s, const char *what,
    uint64_t max, uint64_t otherwise)
{
	char name[ENV_NAME_MAX];

	if (!processors[s])
		return otherwise;
	snprintf(name, sizeof(name), "%s_%s", processors[s], what);
	return env_count(name, 1, max, otherwise, &r->note);
}

int64_t
run_flush(const struct run *r)
{
	uint64_t ms, least = FLUSH_MS_MAX;

	if (r->flush != CONFIG_UNSET)
		return r->flush;
	for (int s = 0; s < BATCH_NSIGNALS; s++) {
		if (!(r->signals & 1u << s))
			continue;
		ms = batching(r, (enum batch_signal)s, "SCHEDULE_DELAY",
		    FLUSH_MS_MAX, FLUSH_MS);
		least = ms < least ? ms : least;
	}
	return (int64_t)least * (STAMP_SEC / 1000);
}

uint64_t
run_batch(const struct run *r, enum batch_signal s)
{
	return r->limits.items ? r->limits.items : batching(r, s,
	    "MAX_EXPORT_BATCH_SIZE", BATCH_MAX, BATCH);
}

/* The variable is for all programs here, also for those without a state. */
static void
choose_temporality(struct run *r)
{
	static const char name[] =
	    "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE";
	struct str v = str_trim(str_c(env_get(name)));

	if (r->temporality != RUN_TEMPORALITY_UNSET)
		return;
	r->temporality = RUN_CUMULATIVE;
	if (v.n == 0 || str_ieq(v, STR("cumulative")))
		return;
	if (!str_ieq(v, STR("delta")) && !str_ieq(v, STR("lowmemory")))
		note(&r->note, "%s: none of cumulative, delta, lowmemory; "
		    "cumulative is used", name);
	else if (!r->state)
		note(&r->note, "%s: deltas need --state; cumulative is used",
		    name);
	else
		r->temporality = RUN_DELTA;
}

/* An explicit histogram is what it is: no bound of it could be undone. */
static void
check_histograms(const struct run *r)
{
	static const char name[] = "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_"
	    "HISTOGRAM_AGGREGATION";
	struct str v = str_trim(str_c(env_get(name)));

	if (v.n && !str_ieq(v, STR("explicit_bucket_histogram")))
		note(&r->note, "%s: what a histogram is, the rules have said "
		    "(exphistogram); nothing is changed", name);
}

void
run_metrics_env(struct run *r)
{
	choose_temporality(r);
	check_histograms(r);
}

void
run_whole_env(struct run *r)
{
	if (!r->config.allow_private)
		r->config.allow_private = env_true("MLOG_OTLP_ALLOW_PRIVATE",
		    &r->note);
	r->config.disabled = env_true("OTEL_SDK_DISABLED", &r->note);
	if (env_get("OTEL_CONFIG_FILE"))
		note(&r->note, "OTEL_CONFIG_FILE: such a file is not read; "
		    "options and the other variables are");
}
