/*
 * Reads the text form of snapshots. What is in a line is snapline.c's; here
 * is what makes a snapshot whole.
 */
#include <sys/types.h>

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"
#include "json/lines.h"
#include "snapshot/snapfile.h"
#include "snapshot/snapline.h"

struct snapfile {
	struct lines lines;
	struct hash_state *hash;
};

struct snapfile *
snapfile_new(int fd, const char *name)
{
	struct snapfile *sf = mem_new(1, sizeof(*sf));

	lines_init(&sf->lines, fd, name, SNAPFILE_LINE_MAX);
	sf->hash = hash_new();
	return sf;
}

void
snapfile_from(struct snapfile *sf, long (*read)(void *from, void *to,
    size_t n, struct fault *f), void *from)
{
	sf->lines.read = read;
	sf->lines.from = from;
}

void
snapfile_destroy(struct snapfile *sf)
{
	if (!sf)
		return;
	lines_free(&sf->lines);
	hash_destroy(sf->hash);
	mem_free(sf);
}

/* "app.snap:12: " before the words. */
static bool
at_line(const struct snapfile *sf, const struct line *line, struct fault *f)
{
	return fault_within(f, "%s:%" PRIu64, sf->lines.name, line->number);
}

/* The next line that is a JSON object, parsed. */
static enum lines_result
next_line(struct snapfile *sf, struct snapline *sl, struct line *line,
    struct fault *f)
{
	enum lines_result got = lines_next(&sf->lines, line, f);
	struct jread r;

	if (got != LINES_OK)
		return got;
	if (line->cut) {
		fault(f, "longer than %d bytes", SNAPFILE_LINE_MAX);
		at_line(sf, line, f);
		return LINES_FAULT;
	}
	lines_read(&sf->lines, line, &r);
	r.strict = true;
	if (snapline_parse(sl, &r, line->at, f))
		return LINES_OK;
	at_line(sf, line, f);
	return LINES_FAULT;
}

static void
hash_line(struct snapfile *sf, const struct line *line)
{
	/* The newline stands right behind the text. */
	hash_add(sf->hash, str_of(line->text.p, line->text.n + line->ended));
}

static bool
check_end(struct snapfile *sf, const struct line *line,
    const struct snapline *end, uint64_t lines, struct fault *f)
{
	char sum[17];

	if (!line->ended)
		return fault(f, "the snapshot breaks off: its last newline "
		    "is missing");
	snprintf(sum, sizeof(sum), "%016" PRIx64, hash_value(sf->hash));
	if (end->lines != lines)
		return fault(f, "the snapshot has %" PRIu64 " lines, its end "
		    "says %" PRIu64, lines, end->lines);
	if (!str_eq(end->xxh64, str_c(sum)))
		return fault(f, "the snapshot is damaged: its checksum is %s, "
		    "its end says %.*s", sum, STR_ARG(end->xxh64));
	return true;
}

/* The lines behind the header, up to the end. */
static bool
read_body(struct snapfile *sf, struct snapline *sl, struct build *b,
    struct fault *f)
{
	struct line line;
	uint64_t n = 1;

	for (;; n++) {
		switch (next_line(sf, sl, &line, f)) {
		case LINES_FAULT:
			return false;
		case LINES_END:
			return fault(f, "%s:%" PRIu64 ": the snapshot breaks "
			    "off: its end is missing", sf->lines.name,
			    sf->lines.number);
		case LINES_OK:
			break;
		}
		if (sl->kind == SNAPLINE_END) {
			if (check_end(sf, &line, sl, n, f) && build_done(b, f))
				return true;
			return at_line(sf, &line, f);
		}
		hash_line(sf, &line);
		if (!snapline_add(sl, b, f))
			return at_line(sf, &line, f);
	}
}

static enum snapfile_result
read_one(struct snapfile *sf, struct snapline *sl, struct snap *s,
    struct fault *f)
{
	struct line line;
	struct build b;
	bool ok;

	switch (next_line(sf, sl, &line, f)) {
	case LINES_FAULT:
		return SNAPFILE_FAULT;
	case LINES_END:
		return SNAPFILE_END;
	case LINES_OK:
		break;
	}
	hash_reset(sf->hash);
	hash_line(sf, &line);
	build_init(&b, s);
	ok = snapline_begin(sl, &b, f) || at_line(sf, &line, f);
	ok = ok && read_body(sf, sl, &b, f);
	build_free(&b);
	if (!ok)
		snap_free(s);
	return ok ? SNAPFILE_OK : SNAPFILE_FAULT;
}

enum snapfile_result
snapfile_next(struct snapfile *sf, struct snap *s, struct fault *f)
{
	struct snapline sl = { 0 };
	enum snapfile_result got = read_one(sf, &sl, s, f);

	snapline_free(&sl);
	return got;
}

bool
snapfile_load(const char *path, struct snap *s, struct fault *f)
{
	bool std = strcmp(path, "-") == 0, any = false;
	int fd = std ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	enum snapfile_result got;
	struct snapfile *sf;
	struct snap next;

	*s = (struct snap){ 0 };
	if (fd < 0)
		return fault_errno(f, "%s", path);
	sf = snapfile_new(fd, std ? "standard input" : path);
	while ((got = snapfile_next(sf, &next, f)) == SNAPFILE_OK) {
		snap_free(s);
		*s = next;
		any = true;
	}
	if (got == SNAPFILE_FAULT)
		snap_free(s);
	else if (!any)
		fault(f, "%s: no snapshot in it", sf->lines.name);
	snapfile_destroy(sf);
	if (!std)
		close(fd);
	return got == SNAPFILE_END && any;
}
