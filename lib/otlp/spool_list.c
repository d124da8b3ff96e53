/*
 * What lies in a spool: names in their order, sums, and the limits.
 */
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/stamp.h"
#include "otlp/spool_inner.h"
#include "otlp/spoolfile.h"

enum {
	TIME_DIGITS = 19,
	STALE = 3600,		/* s after which a temporary has no owner */
};

bool
spool_signal(const char *name, enum batch_signal *s)
{
	struct str rest = str_c(name), field;

	if (rest.n >= SPOOL_NAME_MAX || str_digits(rest) != TIME_DIGITS ||
	    !str_ends(rest, STR(SPOOL_TAIL)))
		return false;
	rest.n -= sizeof(SPOOL_TAIL) - 1;
	while (str_cut(&rest, '.', &field))
		continue;
	return spoolfile_signal(field, s);
}

/* Of a replacement that was killed: ".TIME.PID.N.SIGNAL.otlp.PID". */
static void
sweep(const struct spool *s, enum spool_folder in, const char *name)
{
	struct buf b = { 0 };
	struct stat st;
	const char *path;

	if (name[0] != '.' || str_digits(str_c(name + 1)) != TIME_DIGITS)
		return;
	path = spool_at(s, &b, in, name, "");
	if (lstat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	    (int64_t)st.st_mtime + STALE < stamp_now() / STAMP_SEC)
		remove(path);
	buf_free(&b);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* A name that spool_signal took is short enough. */
static void
add(struct spool_list *l, const char *name)
{
	l->name = mem_grow(l->name, l->n, &l->cap, sizeof(*l->name));
	memcpy(l->name[l->n++], name, strlen(name) + 1);
}

bool
spool_list(const struct spool *s, enum spool_folder in, struct spool_list *l,
    struct fault *f)
{
	struct buf b = { 0 };
	enum batch_signal sig;
	struct dirent *e;
	DIR *d = opendir(spool_at(s, &b, in, "", ""));

	*l = (struct spool_list){ 0 };
	if (!d)
		fault_errno(f, "%s", b.p);
	buf_free(&b);
	if (!d)
		return false;
	while ((e = readdir(d))) {
		if (spool_signal(e->d_name, &sig))
			add(l, e->d_name);
		else
			sweep(s, in, e->d_name);
	}
	closedir(d);
	if (l->n)
		qsort(l->name, l->n, sizeof(*l->name), by_name);
	return true;
}

void
spool_list_free(struct spool_list *l)
{
	mem_free(l->name);
	*l = (struct spool_list){ 0 };
}

unsigned
spool_signals(const struct spool *s)
{
	struct spool_list l;
	enum batch_signal sig;
	unsigned bits = 0;

	if (!spool_list(s, SPOOL_WAITING, &l, NULL))
		return 0;
	for (size_t i = 0; i < l.n; i++)
		if (spool_signal(l.name[i], &sig))
			bits |= 1u << sig;
	spool_list_free(&l);
	return bits;
}

static int64_t
time_of(const char *name)
{
	int64_t ns;

	return num_int64(str_of(name, TIME_DIGITS), &ns) ? ns : 0;
}

static uint64_t
size_of(const struct spool *s, enum spool_folder in, const char *name)
{
	struct buf b = { 0 };
	struct stat st;
	uint64_t n = 0;

	if (stat(spool_at(s, &b, in, name, ""), &st) == 0)
		n = (uint64_t)st.st_size;
	buf_free(&b);
	return n;
}

static void
sum_list(const struct spool *s, enum spool_folder in,
    const struct spool_list *l, struct spool_sum *sum)
{
	*sum = (struct spool_sum){ .files = l->n, .oldest = l->n ?
	    time_of(l->name[0]) : STAMP_NONE };
	for (size_t i = 0; i < l->n; i++)
		sum->bytes += size_of(s, in, l->name[i]);
}

bool
spool_sum(const struct spool *s, enum spool_folder in, struct spool_sum *sum,
    struct fault *f)
{
	struct spool_list l;

	if (!spool_list(s, in, &l, f))
		return false;
	sum_list(s, in, &l, sum);
	spool_list_free(&l);
	return true;
}

static bool
fits(const struct spool *s, const struct spool_sum *sum, size_t n)
{
	int64_t age = (int64_t)SPOOL_DAYS_MAX * 86400 * STAMP_SEC;

	return sum->bytes + n <= s->max && sum->files < SPOOL_FILES_MAX &&
	    (sum->files == 0 || sum->oldest + age > stamp_now());
}

static bool
drop_oldest(struct spool *s, enum spool_folder in, struct spool_sum *sum,
    size_t n, uint64_t *dropped, struct fault *f)
{
	struct spool_list l;
	bool ok = spool_list(s, in, &l, f);

	if (!ok)
		return false;
	sum_list(s, in, &l, sum);
	for (size_t i = 0; ok && i < l.n && !fits(s, sum, n); i++) {
		sum->bytes -= size_of(s, in, l.name[i]);
		ok = spool_remove(s, in, l.name[i], f);
		*dropped += ok;
		sum->files--;
		if (i + 1 < l.n)
			sum->oldest = time_of(l.name[i + 1]);
	}
	spool_list_free(&l);
	return ok;
}

bool
spool_make_room(struct spool *s, enum spool_folder in, size_t n,
    uint64_t *dropped, struct fault *f)
{
	struct spool_sum sum = s->sum;

	if (n > s->max)
		return fault(f, "a batch of %zu bytes is over the limit of "
		    "%llu", n, (unsigned long long)s->max);
	if (in != SPOOL_WAITING || !s->known || !fits(s, &sum, n)) {
		if (!drop_oldest(s, in, &sum, n, dropped, f))
			return false;
	}
	if (in == SPOOL_WAITING) {
		if (sum.files++ == 0)
			sum.oldest = stamp_now();
		sum.bytes += n;
		s->sum = sum;
		s->known = true;
	}
	return true;
}
