/*
 * Exemplars: of each bucket the latest observation that had one of the fields
 * that the rule names.
 */
#ifndef SERIES_EXEMPLAR_H
#define SERIES_EXEMPLAR_H

#include "base/buf.h"
#include "rules/rule.h"

enum {
	EXEMPLAR_VALUE_MAX = 256,	/* bytes; one with more is left out */
	EXEMPLAR_OCTAVES = 16,	/* of an exponential histogram: one for all
				 * octaves whose numbers are equal by it */
};

struct exemplar {
	bool set;
	double value;
	int64_t time;		/* ns, or STAMP_NONE */
	struct buf text;	/* the fields' values, one after the other */
	uint16_t n[RULES_EXEMPLAR_MAX];	/* bytes of each */
};

/* Those of one series. */
struct exemplars {
	size_t n;		/* buckets */
	struct exemplar of[];
};

/* The octaves of an exponential histogram that share an exemplar, numbered. */
unsigned exemplar_octave(double v);

struct exemplars *exemplars_new(const struct rule *rule);
void exemplars_free(struct exemplars *e);
/* value has as many as the rule's `exemplar`; "" where one is missing. */
void exemplars_take(struct exemplars *e, const struct rule *rule, double v,
    int64_t time, const struct str *value);

#endif
