/*
 * One line that is written over. No colour, so NO_COLOR has nothing to stop.
 */
#include <sys/stat.h>

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/stamp.h"
#include "cmd/cmd.h"
#include "cmd/progress.h"

#define QUIET STAMP_SEC			/* before the first line */
#define PAUSE (STAMP_SEC / 5)		/* between two */

static struct {
	const char *name;
	uint64_t size;		/* bytes of the input, 0 unknown */
	int64_t began, next;	/* ticks */
	bool on, shown;
} at;

void
progress_begin(const char *name, int fd)
{
	struct stat st;
	bool regular = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);

	at.name = name;
	at.size = regular && st.st_size > 0 ? (uint64_t)st.st_size : 0;
	at.began = stamp_ticks();
	at.next = at.began + QUIET;
	at.on = !cmd_quiet && isatty(STDERR_FILENO);
}

static void
put_left(uint64_t bytes, double rate)
{
	double left = (double)(at.size - bytes) / rate;

	fprintf(stderr, ", %d %%, %.0f s left",
	    (int)(100 * (double)bytes / (double)at.size), left);
}

void
progress_step(uint64_t lines, uint64_t bytes)
{
	int64_t now;
	double rate;

	if (!at.on || (now = stamp_ticks()) < at.next)
		return;
	at.next = now + PAUSE;
	at.shown = true;
	rate = (double)bytes * (double)STAMP_SEC / (double)(now - at.began);
	fprintf(stderr, "\r%s: %" PRIu64 " lines, %.1f MB/s", at.name, lines,
	    rate / 1e6);
	if (at.size && bytes <= at.size && rate > 0)
		put_left(bytes, rate);
	/* To the end of the line: what an older, longer one left there. */
	fputs("\033[K", stderr);
}

void
progress_clear(void)
{
	if (at.shown)
		fputs("\r\033[K", stderr);
	at.shown = false;
}
