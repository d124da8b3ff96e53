/*
 * What a spool remembers of the runs that used it: mlog's own counts, and when
 * each signal's collector may be tried again. Small files of text; one that is
 * damaged begins anew, since no batch depends on them.
 */
#ifndef OTLP_TALLY_H
#define OTLP_TALLY_H

#include "otlp/spool.h"

enum tally_id {
	TALLY_BATCHES,		/* taken by a collector */
	TALLY_ITEMS,
	TALLY_BYTES,		/* as sent */
	TALLY_RETRIES,
	TALLY_REJECTED,		/* items */
	TALLY_SPOOLED,		/* batches */
	TALLY_DROPPED,		/* batches, over a limit of the spool */
	TALLY_DAMAGED,		/* files */
	TALLY_LOST_SPANS,	/* begun, and not ended in time or at all */
	TALLY_COUNT,
};

struct tally {
	uint64_t n[TALLY_COUNT];
	int64_t since;		/* ns: when counting began */
};

/* A count's name ("batches"). */
const char *tally_name(enum tally_id id);

void tally_load(const struct spool *s, struct tally *t);
/* Adds the counts of a run to what is kept. */
bool tally_add(struct spool *s, const uint64_t n[TALLY_COUNT],
    struct fault *f);

/* The patience with one signal's collector. */
struct tally_retry {
	int64_t until;		/* ns: no try before; 0: any time */
	unsigned tried;		/* tries in vain since one was taken */
};

/* Zero for what is absent, damaged, or further off than any wait can be. */
void tally_retries(const struct spool *s,
    struct tally_retry r[BATCH_NSIGNALS]);
bool tally_retry(struct spool *s, enum batch_signal sig,
    const struct tally_retry *r, struct fault *f);

/*
 * Appends the counts as a request of mlog_otlp_* metrics, for the resource
 * whose encoded message is given. Returns its data points.
 */
size_t tally_request(struct buf *b, const struct tally *t,
    struct str resource, const char *version, int64_t now);

#endif
