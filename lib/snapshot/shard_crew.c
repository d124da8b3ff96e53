/*
 * What goes through the pipes between processes that count shares. Whether
 * these can be added up is shard.c's, how is merge.c's.
 */
#include "base/io.h"
#include "base/mem.h"
#include "snapshot/freeze.h"
#include "snapshot/merge.h"
#include "snapshot/shard_crew.h"
#include "snapshot/snapfile.h"

bool
shard_tell(const struct shard *sh, struct aggregate *a, const char *pipeline,
    const struct crew_member *parent, struct fault *f)
{
	struct buf text = { 0 };
	struct snap s = { 0 };
	int64_t now;
	bool ok;

	if (!io_write(parent->to, "the parent", sh, sizeof(*sh), f))
		return false;
	if (!crew_get(parent, &now, sizeof(now)))
		return fault(f, "the parent has gone");
	ok = freeze(&s, a, now, pipeline, f);
	if (ok) {
		snapfile_write(&text, &s);
		ok = io_write(parent->to, "the parent", text.p, text.n, f);
	}
	buf_free(&text);
	snap_free(&s);
	return ok;
}

/* The instant that all are frozen at. */
static int64_t
instant(int64_t now, const struct shard *sh, size_t n)
{
	int64_t latest = STAMP_NONE;

	if (now != STAMP_NONE)
		return now;
	for (size_t i = 0; i < n; i++)
		if (sh[i].latest != STAMP_NONE && (latest == STAMP_NONE ||
		    sh[i].latest > latest))
			latest = sh[i].latest;
	return latest != STAMP_NONE ? latest : stamp_now();
}

static bool
read_snapshot(int fd, struct snap *s, struct fault *f)
{
	struct snapfile *sf = snapfile_new(fd, "a worker");
	bool ok = snapfile_next(sf, s, f) == SNAPFILE_OK;

	snapfile_destroy(sf);
	return ok;
}

static bool
gather(const struct crew *c, int64_t now, struct snap *merged,
    struct fault *f)
{
	struct merge_operand *part = mem_new(c->n, sizeof(*part));
	struct snap *snap = mem_new(c->n, sizeof(*snap));
	bool ok = true;

	for (size_t i = 0; ok && i < c->n; i++)
		ok = io_write(c->member[i].to, "a worker", &now, sizeof(now),
		    f);
	for (size_t i = 0; ok && i < c->n; i++) {
		ok = read_snapshot(c->member[i].from, &snap[i], f);
		part[i] = (struct merge_operand){ "a worker", &snap[i] };
	}
	ok = ok && merge(merged, part, c->n, f);
	if (ok)
		merged->time = now;
	for (size_t i = 0; i < c->n; i++)
		snap_free(&snap[i]);
	mem_free(snap);
	mem_free(part);
	return ok;
}

bool
shards_hear(const struct crew *c, const struct rules *rules, int64_t now,
    struct shard *sh, struct snap *merged, struct fault *f)
{
	*merged = (struct snap){ 0 };
	for (size_t i = 0; i < c->n; i++)
		if (!crew_get(&c->member[i], &sh[i], sizeof(sh[i])))
			return fault(f, "a worker ended early");
	return shards_exact(sh, c->n, rules, f) &&
	    gather(c, instant(now, sh, c->n), merged, f) &&
	    shards_within(merged, rules, f);
}
