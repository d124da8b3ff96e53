/*
 * Real texts, and what becomes of them when bytes are damaged.
 */
#include "tests/kernels/cases.h"

enum {
	LINES_A_FILE = 30,	/* evenly spread over the file */
	LINE_MAX_HERE = 1500,	/* its end is what is cut, its length n^2 */
	PIECE_MAX = 4000,
};

static void
alignments(struct check *c, const char *p, size_t n)
{
	c->name = "alignments";
	for (size_t at = 0; at < 64; at++)
		check_text(c, room_at(&c->room, at, p, n), n);
}

static void
truncations(struct check *c, const char *p, size_t n)
{
	c->name = "truncations";
	for (size_t k = 0; k <= n; k++)
		check_text(c, room_end(&c->room, p, k), k);
}

/* Each byte of the line comes to lie on each side of a block's edge. */
static void
shifts(struct check *c, const char *p, size_t n)
{
	static const char fill[] = " x\\\"";

	c->name = "shifts";
	for (size_t f = 0; f < sizeof(fill) - 1; f++)
		for (size_t by = 0; by < 64; by++) {
			char *to = room_at(&c->room, by, p, n) - by;

			memset(to, fill[f], by);
			check_text(c, to, by + n);
		}
}

static void
whole(struct check *c, const char *p, size_t n)
{
	struct room room;

	c->name = "whole file";
	room_make(&room, n);
	check_text(c, room_end(&room, p, n), n);
	check_text(c, room_front(&room, p, n), n);
	room_free(&room);
}

static size_t
line_end(const char *p, size_t from, size_t n)
{
	const char *q = from < n ? memchr(p + from, '\n', n - from) : NULL;

	return q ? (size_t)(q - p) + 1 : n;
}

void
cases_file(struct check *c, const char *p, size_t n)
{
	size_t step = n / LINES_A_FILE, at = 0, end;

	whole(c, p, n);
	while (at < n) {
		size_t len;

		end = line_end(p, at, n);
		len = end - at < LINE_MAX_HERE ? end - at : LINE_MAX_HERE;
		alignments(c, p + at, len);
		truncations(c, p + at, len);
		shifts(c, p + at, len);
		at = end - at < step ? line_end(p, at + step, n) : end;
	}
}

static const char *const piece[] = {
	"\"", "\\", "\n", "\"\n\"", "\\\"", "\\\\", "{", "}", "[", "]", ":",
	",", " ", "\t", "\x01", "\x80", "\xff", "\r\n", "\\u00e4", "\xc3\xa4",
};

/* Puts a piece, or a run of backslashes, over what is at `at`. */
static void
put_over(struct check *c, char *text, size_t at, size_t n)
{
	const char *s = piece[check_random(c, sizeof(piece) /
	    sizeof(piece[0]))];
	size_t k = strlen(s);

	if (check_random(c, 4) == 0) {
		k = check_random(c, 200);
		memset(text + at, '\\', k < n - at ? k : n - at);
	} else {
		memcpy(text + at, s, k < n - at ? k : n - at);
	}
}

static size_t
damage_once(struct check *c, char *text, size_t n)
{
	size_t at = check_random(c, n), k = check_random(c, 70);

	switch (check_random(c, 5)) {
	case 0:
		text[at] = (char)check_random(c, 256);
		break;
	case 1:
		text[at] = (char)(text[at] ^ 1 << check_random(c, 8));
		break;
	case 2:
		k = k < n - at ? k : n - at;
		memmove(text + at, text + at + k, n - at - k);
		n -= k;
		break;
	default:
		put_over(c, text, at, n);
	}
	return n;
}

void
cases_damaged(struct check *c, const char *p, size_t n)
{
	static char text[PIECE_MAX];
	size_t max = n < PIECE_MAX ? n : PIECE_MAX;
	size_t len = max ? 1 + check_random(c, max) : 0;
	size_t from = max ? check_random(c, n - len + 1) : 0;

	c->name = "damaged text";
	if (len)
		memcpy(text, p + from, len);
	for (size_t k = check_random(c, 12); k && len; k--)
		len = damage_once(c, text, len);
	check_edges(c, text, len);
	check_text(c, room_at(&c->room, check_random(c, 64), text, len), len);
}
