/*
 * The limits that SDKs have for attributes and what hangs on a span, from the
 * environment (protocols.md 3). None of them has a default here: what a log
 * says is sent whole unless somebody asks for less.
 */
#ifndef OTLP_LIMITS_H
#define OTLP_LIMITS_H

#include "otlp/attributes.h"
#include "otlp/note.h"

struct limits {
	struct attributes_limits log, span, event;	/* of its attributes */
	uint64_t events;		/* of a span, or ATTRIBUTES_ANY */
};

/*
 * Of logs and traces, as asked: the model's own variable first, then the one
 * for all attributes. What is no whole number is noted and passed over.
 */
void limits_load(struct limits *l, bool logs, bool traces,
    const struct note *n);

#endif
