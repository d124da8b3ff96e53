/*
 * The text form of a snapshot (mlog-snapshot.5): written whole, read whole.
 */
#ifndef SNAPSHOT_SNAPFILE_H
#define SNAPSHOT_SNAPFILE_H

#include "base/buf.h"
#include "base/fault.h"
#include "snapshot/snap.h"

enum {
	SNAPFILE_VERSION = 1,
	SNAPFILE_LINE_MAX = 16 * 1024 * 1024,	/* bytes of a line */
};

/* Appends the text of s, its `end` line with the checksum included. */
void snapfile_write(struct buf *b, const struct snap *s);

/*
 * A stream of snapshots, one after the other. A reader acts on whole ones
 * only: one whose end is missing, or whose checksum, line count or version
 * is wrong, is refused with the reason ("app.snap:12: ...").
 */
struct snapfile;

/* Reads from fd, which stays the caller's; name is for messages. */
struct snapfile *snapfile_new(int fd, const char *name);
/* Bytes come from `read` instead of fd, as json/lines.h has it. */
void snapfile_from(struct snapfile *sf, long (*read)(void *from, void *to,
    size_t n, struct fault *f), void *from);
/* SNAPFILE_OK: *s is a whole snapshot, the caller frees it. */
enum snapfile_result { SNAPFILE_OK, SNAPFILE_END, SNAPFILE_FAULT };
enum snapfile_result snapfile_next(struct snapfile *sf, struct snap *s,
    struct fault *f);
void snapfile_destroy(struct snapfile *sf);

/*
 * The last whole snapshot of the file at path ("-" is stdin). A file that
 * holds none is a fault.
 */
bool snapfile_load(const char *path, struct snap *s, struct fault *f);

#endif
