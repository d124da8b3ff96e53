/*
 * Instants as nanoseconds since 1970-01-01T00:00:00Z in an int64_t (the years
 * 1678 to 2262), and spans of time in nanoseconds. No locale, no strptime.
 */
#ifndef BASE_STAMP_H
#define BASE_STAMP_H

#include <stdint.h>

#include "base/buf.h"

#define STAMP_NONE INT64_MIN	/* no instant is known */
#define STAMP_SEC INT64_C(1000000000)
/* The longest span that is read: 100 years of 365.25 days. */
#define STAMP_SPAN_MAX (INT64_C(36525) * 86400 * STAMP_SEC)

/*
 * RFC 3339 in its real variants: 'T', 't' or a space (or '_') between date
 * and time; '.' or ',' before any number of fraction digits (those beyond
 * nanoseconds are dropped); 'Z', 'z', "+01:00", "+0100", "+01", " +0100", a
 * zone's abbreviation behind a space (" CET"), or no zone at all, which is
 * taken as UTC; seconds may be absent ("2026-11-21T09:24Z"); a leap second
 * 60, of any minute, is the last nanosecond before the next one. The date may
 * also be "2026/11/21", or a web server's: "21/Nov/2026:09:24:11 +0000".
 * False, and *ns untouched, for anything else, for dates that do not exist
 * and instants out of range.
 */
bool stamp_parse(struct str s, int64_t *ns);

/*
 * A decimal number of seconds, milliseconds, microseconds or nanoseconds
 * since the epoch, told apart by magnitude (below 1e11 s, 1e14 ms, 1e17 us,
 * else ns), exact to the nanosecond however many digits the text has
 * (further ones are dropped). Exponents are allowed. False when s is no
 * number or the instant is out of range.
 */
bool stamp_epoch(struct str s, int64_t *ns);

/* RFC 3339 in UTC with 'Z', and 0, 3, 6 or 9 fraction digits, the fewest that
 * are exact. */
void stamp_put(struct buf *b, int64_t ns);

/* Whether s is spelt exactly as stamp_put would. */
bool stamp_canonical(struct str s);

/* The minute of a stamp that was read; a zeroed one is of none. */
struct stamp_memo {
	char minute[16];	/* "2026-11-21T09:24" */
	int64_t ns;		/* its beginning */
};

/*
 * stamp_parse, and in *canonical what stamp_canonical says; quicker for a
 * stamp of the minute that m remembers, which becomes this one's.
 */
bool stamp_recall(struct stamp_memo *m, struct str s, int64_t *ns,
    bool *canonical);

/* The wall clock, and a clock that never goes back (for deadlines). */
int64_t stamp_now(void);
int64_t stamp_ticks(void);

/*
 * A span: "90s", "5m", "1h30m", "1d", "250ms", "1.5s", or "0". The units are
 * w d h m s ms us ns (and the micro sign for us), in any order and number;
 * decimals beyond the ninth are dropped. False when it is none of these (a
 * bare number other than 0, a sign), or over STAMP_SPAN_MAX.
 */
bool stamp_duration(struct str s, int64_t *ns);

#endif
