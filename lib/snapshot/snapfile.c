/*
 * Reads the text form of snapshots. What is in a line is snapline.c's; here
 * is what makes a snapshot whole.
 */
#include <sys/stat.h>
#include <sys/types.h>

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"
#include "json/jwrite.h"
#include "json/lines.h"
#include "snapshot/expofile.h"
#include "snapshot/snapfile.h"
#include "snapshot/snapline.h"

struct snapfile {
	struct lines lines;
	struct hash_state *hash;
	bool only;		/* no expositions */
	enum snapfile_why why;
};

struct snapfile *
snapfile_new(int fd, const char *name)
{
	struct snapfile *sf = mem_new(1, sizeof(*sf));

	lines_init(&sf->lines, fd, name, SNAPFILE_LINE_MAX);
	sf->hash = hash_new();
	return sf;
}

enum snapfile_why
snapfile_why(const struct snapfile *sf)
{
	return sf->why;
}

void
snapfile_from(struct snapfile *sf, long (*read)(void *from, void *to,
    size_t n, struct fault *f), void *from)
{
	sf->lines.read = read;
	sf->lines.from = from;
}

void
snapfile_only(struct snapfile *sf)
{
	sf->only = true;
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

/* The next line, whatever it is. */
static enum lines_result
any_line(struct snapfile *sf, struct line *line, struct fault *f)
{
	enum lines_result got = lines_next(&sf->lines, line, f);

	if (got == LINES_FAULT)
		sf->why = SNAPFILE_UNREAD;
	if (got != LINES_OK)
		return got;
	if (line->cut) {
		fault(f, "longer than %d bytes", SNAPFILE_LINE_MAX);
		at_line(sf, line, f);
		return LINES_FAULT;
	}
	return got;
}

/* As a JSON object, parsed. */
static enum lines_result
parse_line(struct snapfile *sf, struct snapline *sl, const struct line *line,
    struct fault *f)
{
	struct jread r;

	lines_read(&sf->lines, line, &r);
	r.strict = true;
	if (snapline_parse(sl, &r, line->at, f))
		return LINES_OK;
	at_line(sf, line, f);
	return LINES_FAULT;
}

static enum lines_result
next_line(struct snapfile *sf, struct snapline *sl, struct line *line,
    struct fault *f)
{
	enum lines_result got = any_line(sf, line, f);

	return got == LINES_OK ? parse_line(sf, sl, line, f) : got;
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

/* What stands behind the family's name, up to the brace. */
static bool
add_part(struct build *b, struct str line, struct fault *f)
{
	struct buf head = { 0 };
	bool ok = b->nfamilies > 0;

	buf_lit(&head, "{\"@mlog\":\"part\",\"family\":");
	if (ok)
		jwrite_string(&head, b->family[b->nfamilies - 1].name);
	buf_putc(&head, ',');
	ok = ok && str_starts(line, buf_str(&head)) && line.n > head.n;
	if (ok)
		build_part(b, str_of(line.p + head.n, line.n - head.n - 1));
	buf_free(&head);
	return ok || fault(f, "a part stands outside of its family");
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
		if (!(sl->kind == SNAPLINE_PART ? add_part(b, line.text, f) :
		    snapline_add(sl, b, f)))
			return at_line(sf, &line, f);
	}
}

/* When a file was written, and of what is none, now. */
static int64_t
time_of(int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return stamp_now();
	return (int64_t)st.st_mtim.tv_sec * STAMP_SEC + st.st_mtim.tv_nsec;
}

/* The input is no snapshot but an exposition, to its end. */
static enum snapfile_result
read_exposition(struct snapfile *sf, struct line *line, struct snap *s,
    struct fault *f)
{
	enum lines_result got;
	struct buf text = { 0 };
	bool ok;

	do {
		buf_puts(&text, line->text);
		if (line->ended)
			buf_putc(&text, '\n');
		got = any_line(sf, line, f);
	} while (got == LINES_OK && text.n <= EXPOFILE_MAX);
	ok = got == LINES_END;
	if (got == LINES_OK)
		fault(f, "%s: longer than %d bytes", sf->lines.name,
		    EXPOFILE_MAX);
	if (ok && !(ok = expofile_read(s, buf_str(&text), sf->lines.name,
	    time_of(sf->lines.fd), f)))
		snap_free(s);
	buf_free(&text);
	return ok ? SNAPFILE_OK : SNAPFILE_FAULT;
}

/*
 * A newer version is believed where the end line, which all versions have,
 * says that the header is whole: one damaged digit is not to look like one.
 */
static bool
refuse_newer(struct snapfile *sf, struct snapline *sl, const struct line *head,
    struct fault *f)
{
	struct fault newer = { 0 };
	enum lines_result got;
	struct line line;
	struct build none = { 0 };
	uint64_t n = 1;
	struct jread r;

	snapline_begin(sl, &none, &newer);
	at_line(sf, head, &newer);
	for (; (got = lines_next(&sf->lines, &line, f)) == LINES_OK; n++) {
		if (str_starts(line.text, STR("{\"@mlog\":\"end\""))) {
			lines_read(&sf->lines, &line, &r);
			if (!snapline_parse(sl, &r, line.at, f) ||
			    !check_end(sf, &line, sl, n, f))
				return at_line(sf, &line, f);
			sf->why = SNAPFILE_NEWER;
			*f = newer;
			return false;
		}
		hash_line(sf, &line);
	}
	if (got == LINES_FAULT) {
		sf->why = SNAPFILE_UNREAD;
		return false;
	}
	return fault(f, "%s (and its end is missing)", newer.text);
}

static enum snapfile_result
read_one(struct snapfile *sf, struct snapline *sl, struct snap *s,
    struct fault *f)
{
	struct line line;
	struct build b;
	bool ok;

	switch (any_line(sf, &line, f)) {
	case LINES_FAULT:
		return SNAPFILE_FAULT;
	case LINES_END:
		return SNAPFILE_END;
	case LINES_OK:
		break;
	}
	if (line.number == 1 && !sf->only && expofile_begins(line.text))
		return read_exposition(sf, &line, s, f);
	if (parse_line(sf, sl, &line, f) != LINES_OK)
		return SNAPFILE_FAULT;
	hash_reset(sf->hash);
	hash_line(sf, &line);
	build_init(&b, s);
	if (sl->kind == SNAPLINE_BEGIN && sl->version > SNAPFILE_VERSION) {
		refuse_newer(sf, sl, &line, f);
		return SNAPFILE_FAULT;
	}
	ok = snapline_begin(sl, &b, f) || at_line(sf, &line, f);
	ok = ok && read_body(sf, sl, &b, f);
	build_free(&b);
	if (ok)
		snprintf(s->checksum, sizeof(s->checksum), "%.*s",
		    STR_ARG(sl->xxh64));
	else
		snap_free(s);
	return ok ? SNAPFILE_OK : SNAPFILE_FAULT;
}

enum snapfile_result
snapfile_next(struct snapfile *sf, struct snap *s, struct fault *f)
{
	struct snapline sl = { 0 };
	enum snapfile_result got;

	sf->why = SNAPFILE_DAMAGED;
	got = read_one(sf, &sl, s, f);
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
