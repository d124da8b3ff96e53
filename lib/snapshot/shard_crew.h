/*
 * Shares that processes have counted, brought to the one that started them.
 * Each tells first what its share came to, so that all can be frozen at one
 * instant, and then its snapshot.
 */
#ifndef SNAPSHOT_SHARD_CREW_H
#define SNAPSHOT_SHARD_CREW_H

#include "base/crew.h"
#include "snapshot/shard.h"

/*
 * In the process of a share: tells the parent what it came to, and at the
 * instant that it names the series of a. pipeline is as for freeze. False
 * when nobody is there to be told.
 */
bool shard_tell(const struct shard *sh, struct aggregate *a,
    const char *pipeline, const struct crew_member *parent, struct fault *f);
/*
 * In the parent: all shares of the crew into sh[0..c->n), in their order, and
 * their series into *merged, which the caller frees in any case. now is the
 * instant, or STAMP_NONE: the latest event's. False where shares cannot stand
 * side by side (shards_exact, shards_within), or a process failed.
 */
bool shards_hear(const struct crew *c, const struct rules *rules, int64_t now,
    struct shard *sh, struct snap *merged, struct fault *f);

#endif
