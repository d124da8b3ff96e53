/*
 * Batches that wait in a folder for a collector that is away (promises.md,
 * Spool). A file a batch, put there by replacement and acknowledged by
 * unlink, which needs no space. The folder holds:
 *
 *	TIME.PID.N.SIGNAL.otlp	what waits; names sort oldest first
 *	rejected/	what the collector refused, each with its words in .txt
 *	bad/		what was damaged
 *	counts, retry	see tally.h
 *	lock		see spool_lock
 */
#ifndef OTLP_SPOOL_H
#define OTLP_SPOOL_H

#include <stdint.h>
#include <sys/types.h>

#include "otlp/batch.h"

enum {
	SPOOL_NAME_MAX = 96,	/* bytes of a file's name */
	SPOOL_FILES_MAX = 100000,	/* in one folder; older ones are dropped */
	SPOOL_DAYS_MAX = 30,	/* age after which a batch is dropped */
};

struct spool;

/* A folder of the spool, as names that sort oldest first. */
struct spool_list {
	char (*name)[SPOOL_NAME_MAX];
	size_t n, cap;
};

/* What a folder holds. */
struct spool_sum {
	uint64_t files, bytes;	/* bytes as they lie on the disk */
	int64_t oldest;		/* ns; STAMP_NONE when there is no file */
};

enum spool_folder {
	SPOOL_WAITING,
	SPOOL_REJECTED,
	SPOOL_BAD,
	SPOOL_NFOLDERS,
};

/* Opens the folder, and makes it and those in it where they are missing (mode
 * 0700). max is in bytes, for each of the folders. */
struct spool *spool_open(const char *path, uint64_t max, struct fault *f);
void spool_close(struct spool *s);
const char *spool_path(const struct spool *s);

/* Two locks between processes. */
enum spool_lock {
	SPOOL_DRAIN,		/* to send what waits */
	SPOOL_TALLY,		/* to change counts and retry */
};
/* False at once when another process has it, unless `wait`. */
bool spool_lock(struct spool *s, enum spool_lock what, bool wait);
void spool_unlock(struct spool *s, enum spool_lock what);

/*
 * Keeps a batch; its name is written to `name` (may be NULL). Older ones are
 * dropped where the limits ask for it, and counted in *dropped.
 */
bool spool_put(struct spool *s, const struct batch *b,
    char name[SPOOL_NAME_MAX], uint64_t *dropped, struct fault *f);

/* The names in a folder; free with spool_list_free. */
bool spool_list(const struct spool *s, enum spool_folder in,
    struct spool_list *l, struct fault *f);
void spool_list_free(struct spool_list *l);
/* The signal that a name tells; false for a name that is none of ours. */
bool spool_signal(const char *name, enum batch_signal *s);

enum spool_got {
	SPOOL_OK,
	SPOOL_GONE,		/* another process was quicker */
	SPOOL_DAMAGED,		/* it is in bad/ now; f says what is wrong */
	SPOOL_FAULT,
};
/* Reads a batch that waits into `bytes`, which b's body is a view of. */
enum spool_got spool_get(struct spool *s, const char *name,
    struct buf *bytes, struct batch *b, struct fault *f);

/* Acknowledges a batch. It is no fault when it has gone. */
bool spool_done(struct spool *s, const char *name, struct fault *f);

/*
 * A batch that is never to be sent by itself again, and why: from what waits
 * when it has a name there, else from b.
 */
bool spool_reject(struct spool *s, const char *name, const struct batch *b,
    struct str why, uint64_t *dropped, struct fault *f);

/* Moves all of rejected/ back; *n is their number. */
bool spool_requeue(struct spool *s, uint64_t *n, struct fault *f);

/* Of which signals there is something waiting: bits, 1 << BATCH_LOGS. */
unsigned spool_signals(const struct spool *s);
/* The sum of a folder. */
bool spool_sum(const struct spool *s, enum spool_folder in,
    struct spool_sum *sum, struct fault *f);

#endif
