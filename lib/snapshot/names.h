/*
 * The one naming function of the sinks: names reach both as they are written,
 * but for what a format demands or cannot carry (protocols.md 4.4, 6).
 */
#ifndef SNAPSHOT_NAMES_H
#define SNAPSHOT_NAMES_H

#include "base/buf.h"

/* What becomes of names outside of Prometheus's legacy alphabet. */
enum names_way {
	NAMES_UNDERSCORES,	/* each other character becomes '_' */
	NAMES_UTF8,		/* they stay; the formats quote them */
	NAMES_DOTS,		/* '.' is _dot_, '_' is __, others '_' */
	NAMES_VALUES,		/* U__, '_' is __, others _HEX_ */
	NAMES_NWAYS
};

/* As the formats' `escaping` parameter has them ("allow-utf-8"). */
extern const char *const names_way_name[NAMES_NWAYS];

/*
 * Whether it needs no escaping: [a-zA-Z_:][a-zA-Z0-9_:]* for a metric,
 * without ':' for a label.
 */
bool names_legacy(struct str name, bool label);

/*
 * Appends a metric's name. In the legacy alphabet a leading digit gets '_'
 * before it, but in NAMES_DOTS and NAMES_VALUES only as these have it.
 */
void names_metric(struct buf *b, struct str name, enum names_way way);
/* The same for a label's name, which must not have ':'. */
void names_label(struct buf *b, struct str name, enum names_way way);

/*
 * Appends a family's whole name, still in any characters: name, the words of
 * its unit where they are not in it, and the end that its type asks for
 * ("_total" of a counter, "" of most), which stands once, at the end
 * (protocols.md 6). No "_ratio" is added for the unit 1.
 */
void names_family(struct buf *b, struct str name, struct str unit,
    struct str end);

/*
 * Appends the words for a unit in UCUM or in Prometheus's own spelling:
 * "seconds" for "s", "bytes_per_second" for "By/s"; nothing for "", "1" and
 * for what stands in braces (protocols.md 6). What is not known stays, in the
 * legacy alphabet.
 */
void names_unit(struct buf *b, struct str unit);

#endif
