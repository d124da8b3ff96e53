/*
 * The files "counts" and "retry" of a spool. What is counted, and what is done
 * about a wait, is export.c's.
 */
#include <inttypes.h>

#include "base/io.h"
#include "base/num.h"
#include "base/replace.h"
#include "base/stamp.h"
#include "otlp/spool_inner.h"
#include "otlp/spoolfile.h"
#include "otlp/tally.h"

enum {
	FILE_MAX = 4096,	/* bytes of either file */
	FILE_MODE = 0600,
	WAIT_MAX = 86400 + 3600,	/* s: a Retry-After, and a clock set back */
	TRIED_MAX = 1000000,
};

static const char *const names[TALLY_COUNT] = {
	"batches", "items", "bytes", "retries", "rejected_items",
	"spooled_batches", "dropped_batches", "damaged_files",
	"lost_spans",
};

const char *
tally_name(enum tally_id id)
{
	return names[id];
}

/* The file's text in b; empty when there is none. */
static void
read_file(const struct spool *s, const char *name, struct buf *b)
{
	struct buf path = { 0 };

	if (!io_slurp(spool_at(s, &path, SPOOL_WAITING, name, ""), FILE_MAX,
	    b, NULL))
		buf_reset(b);
	buf_free(&path);
}

static bool
write_file(const struct spool *s, const char *name, const struct buf *b,
    struct fault *f)
{
	struct buf path = { 0 };
	bool ok = replace_file(spool_at(s, &path, SPOOL_WAITING, name, ""),
	    buf_str(b), FILE_MODE, true, f);

	buf_free(&path);
	return ok;
}

static void
read_count(struct tally *t, struct str name, struct str value)
{
	uint64_t v;
	int64_t since;

	if (str_eq(name, STR("since")) && num_int64(value, &since))
		t->since = since;
	for (int i = 0; i < TALLY_COUNT; i++)
		if (str_eq(name, str_c(names[i])) && num_uint64(value, &v))
			t->n[i] = v;
}

void
tally_load(const struct spool *s, struct tally *t)
{
	struct buf b = { 0 };
	struct str rest, line, name;

	*t = (struct tally){ 0 };
	read_file(s, "counts", &b);
	rest = buf_str(&b);
	while (str_cut(&rest, '\n', &line)) {
		if (str_cut(&line, ' ', &name))
			read_count(t, name, line);
	}
	buf_free(&b);
	if (!t->since)
		*t = (struct tally){ .since = stamp_now() };
}

static bool
save(const struct spool *s, const struct tally *t, struct fault *f)
{
	struct buf b = { 0 };
	bool ok;

	buf_printf(&b, "since %" PRId64 "\n", t->since);
	for (int i = 0; i < TALLY_COUNT; i++)
		buf_printf(&b, "%s %" PRIu64 "\n", names[i], t->n[i]);
	ok = write_file(s, "counts", &b, f);
	buf_free(&b);
	return ok;
}

bool
tally_add(struct spool *s, const uint64_t n[TALLY_COUNT], struct fault *f)
{
	struct tally t;
	bool ok;

	spool_lock(s, SPOOL_TALLY, true);
	tally_load(s, &t);
	for (int i = 0; i < TALLY_COUNT; i++)
		t.n[i] += n[i];
	ok = save(s, &t, f);
	spool_unlock(s, SPOOL_TALLY);
	return ok;
}

/* "logs 1795253400000000000 3" */
static void
read_retry(struct tally_retry r[BATCH_NSIGNALS], struct str line)
{
	int64_t now = stamp_now(), until;
	enum batch_signal sig;
	struct str name, time;
	uint64_t tried;

	if (!str_cut(&line, ' ', &name) || !str_cut(&line, ' ', &time) ||
	    !spoolfile_signal(name, &sig) || !num_int64(time, &until) ||
	    !num_uint64(line, &tried) || tried > TRIED_MAX)
		return;
	r[sig].tried = (unsigned)tried;
	if (until > 0 && until - now < (int64_t)WAIT_MAX * STAMP_SEC)
		r[sig].until = until;
}

void
tally_retries(const struct spool *s, struct tally_retry r[BATCH_NSIGNALS])
{
	struct buf b = { 0 };
	struct str rest, line;

	memset(r, 0, BATCH_NSIGNALS * sizeof(*r));
	read_file(s, "retry", &b);
	rest = buf_str(&b);
	while (str_cut(&rest, '\n', &line))
		read_retry(r, line);
	buf_free(&b);
}

bool
tally_retry(struct spool *s, enum batch_signal sig,
    const struct tally_retry *retry, struct fault *f)
{
	struct tally_retry r[BATCH_NSIGNALS];
	struct buf b = { 0 };
	bool ok;

	spool_lock(s, SPOOL_TALLY, true);
	tally_retries(s, r);
	r[sig] = *retry;
	for (int i = 0; i < BATCH_NSIGNALS; i++)
		buf_printf(&b, "%s %" PRId64 " %u\n", batch_kinds[i].name,
		    r[i].until, r[i].tried < TRIED_MAX ? r[i].tried :
		    TRIED_MAX);
	ok = write_file(s, "retry", &b, f);
	spool_unlock(s, SPOOL_TALLY);
	buf_free(&b);
	return ok;
}
