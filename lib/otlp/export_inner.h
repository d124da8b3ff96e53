/*
 * What the files of export share; nobody else includes it.
 */
#ifndef OTLP_EXPORT_INNER_H
#define OTLP_EXPORT_INNER_H

#include "otlp/export.h"

/* A batch on its way. */
struct job {
	struct export *e;
	const struct batch *b;
	char name[SPOOL_NAME_MAX];	/* where it waits, or "" */
};

/* Sends it, and does what follows from the answer. */
bool export_send(struct job *j, struct fault *f);

/*
 * Before the first batch of a run, which is j (NULL: there is none): what
 * waits is sent, oldest first, unless the collector wants to be left alone for
 * longer than this run waits. Where that takes time j waits with it, so that
 * a kill does not lose it: then its name is set, and it is dealt with.
 */
bool export_begin(struct export *e, struct job *j, struct fault *f);
/* Puts a batch into the spool, where it is not there yet. */
bool export_hold(struct job *j, struct fault *f);
/* No more tries in this run, and why. */
void export_rest(struct export *e, struct str why);
/* The same, and the wait is what the next run will keep to. */
void export_away(struct export *e, int64_t wait, struct str why);
/* A batch was taken: the collector is there. */
void export_reached(struct export *e);

#endif
