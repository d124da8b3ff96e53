/*
 * A batch as the bytes of a file of the spool: one line of text (magic,
 * version, signal, items, length, XXH64) and the encoded request behind it.
 */
#ifndef OTLP_SPOOLFILE_H
#define OTLP_SPOOLFILE_H

#include "otlp/batch.h"

enum {
	SPOOLFILE_HEAD_MAX = 128,	/* bytes of the first line */
	SPOOLFILE_MAX = 80 * 1024 * 1024,	/* bytes of a file */
};

/* Appends the file. */
void spoolfile_put(struct buf *to, const struct batch *b);

/*
 * Reads one; b's body is a view of the bytes. False for what is cut short,
 * longer than it says, of another version, or does not fit its checksum.
 */
bool spoolfile_get(struct batch *b, struct str file, struct fault *f);

/* The signal of that name ("logs"); false when there is none. */
bool spoolfile_signal(struct str name, enum batch_signal *s);

#endif
