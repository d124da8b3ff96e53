/*
 * The resource that an export speaks for (protocols.md 3).
 */
#ifndef OTLP_RESOURCE_H
#define OTLP_RESOURCE_H

#include "base/arena.h"
#include "otlp/note.h"
#include "snapshot/snap.h"

/*
 * The union of `own` (what the rules say, sorted or not) and the environment,
 * sorted by name, made in the arena; *n is its size. On a conflict own comes
 * first, then OTEL_SERVICE_NAME, then OTEL_RESOURCE_ATTRIBUTES. An error in
 * the latter drops the whole variable and is noted. service.name is
 * "unknown_service:mlog" where nothing gives one.
 */
const struct snap_label *resource_make(struct arena *a,
    const struct snap_label *own, size_t nown, size_t *n,
    const struct note *to);

#endif
