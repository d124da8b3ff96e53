/*
 * A loop of its own, byte by byte, with a switch for each mistake. The first
 * kernel makes none: it must not be found.
 */
#include "tests/kernels/faulty.h"

enum mistake {
	NONE, READS_BEHIND, READS_BEFORE, DROPS_TAIL, ESCAPE_LOST_AT_EDGE,
	ESCAPES_ESCAPE, STRING_LOST_AT_EDGE, NEWLINE_IN_STRING,
	SECOND_CUT_IN_BLOCK, BRACKETS_GUESSED, COMMA_FOLDED, SPECIAL_NOT_LAST,
	SPECIAL_OUTSIDE, SPECIAL_STALE, HIGH_WITHOUT_80, CONTROL_WITHOUT_1F,
	NEWLINE_NOT_SPECIAL, LINE_COUNTS_BLOCKS,
};

struct state {
	bool in_string, escaped;
	size_t cuts;		/* in this block */
	size_t block_npos;	/* entries before this block */
};

static bool
is_op(unsigned char c, enum mistake m)
{
	if (m == BRACKETS_GUESSED && (c | 0x26) == 0x7f)
		return true;
	if (m == COMMA_FOLDED && (c | 0x20) == ',')
		return true;
	return c && strchr(":,[]{}", c);
}

static bool
is_special(unsigned char c, enum mistake m)
{
	if (c == '\n' && m == NEWLINE_NOT_SPECIAL)
		return false;
	return c == '\\' || c >= (m == HIGH_WITHOUT_80 ? 0x81 : 0x80) ||
	    c < (m == CONTROL_WITHOUT_1F ? 0x1f : 0x20);
}

static void
begin_block(struct scan *s, struct state *t, size_t i, enum mistake m)
{
	t->cuts = 0;
	t->block_npos = s->npos;
	if (m != SPECIAL_STALE)
		s->special[i / SCAN_BLOCK] = 0;
	if (m == ESCAPE_LOST_AT_EDGE)
		t->escaped = false;
	if (m == STRING_LOST_AT_EDGE)
		t->in_string = false;
}

static void
newline(struct scan *s, struct state *t, size_t i, enum mistake m)
{
	size_t npos = m == LINE_COUNTS_BLOCKS ? t->block_npos : s->npos;

	s->line[s->nlines++] = (struct scan_line){ (uint32_t)i,
		(uint32_t)npos };
	if (t->in_string && m == SECOND_CUT_IN_BLOCK && t->cuts++)
		return;
	if (m != NEWLINE_IN_STRING)
		t->in_string = false;
}

static void
index_with(struct scan *s, const char *p, size_t n, enum mistake m)
{
	struct state t = { 0 };
	volatile char sink = 0;

	if (m == READS_BEHIND)
		sink = p[n];
	if (m == READS_BEFORE)
		sink = p[-1];
	(void)sink;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		bool escapes;

		if (i % SCAN_BLOCK == 0)
			begin_block(s, &t, i, m);
		if (m == DROPS_TAIL && i >= n - n % SCAN_BLOCK)
			continue;
		escapes = c == '\\' && (!t.escaped || m == ESCAPES_ESCAPE);
		if ((t.in_string || m == SPECIAL_OUTSIDE) &&
		    !(m == SPECIAL_NOT_LAST && i % SCAN_BLOCK == 63) &&
		    is_special(c, m))
			s->special[i / SCAN_BLOCK] |= (uint64_t)1 <<
			    i % SCAN_BLOCK;
		if (c == '\n') {
			newline(s, &t, i, m);
		} else if (c == '"' && !t.escaped) {
			s->pos[s->npos++] = (uint32_t)i;
			t.in_string = !t.in_string;
		} else if (!t.in_string && is_op(c, m)) {
			s->pos[s->npos++] = (uint32_t)i;
		}
		t.escaped = escapes;
	}
}

static bool
always(void)
{
	return true;
}

#define EACH_MISTAKE(X) \
	X(NONE) X(READS_BEHIND) X(READS_BEFORE) X(DROPS_TAIL) \
	X(ESCAPE_LOST_AT_EDGE) X(ESCAPES_ESCAPE) X(STRING_LOST_AT_EDGE) \
	X(NEWLINE_IN_STRING) X(SECOND_CUT_IN_BLOCK) X(BRACKETS_GUESSED) \
	X(COMMA_FOLDED) X(SPECIAL_NOT_LAST) X(SPECIAL_OUTSIDE) \
	X(SPECIAL_STALE) X(HIGH_WITHOUT_80) X(CONTROL_WITHOUT_1F) \
	X(NEWLINE_NOT_SPECIAL) X(LINE_COUNTS_BLOCKS)
#define FUNCTION(m) \
	static void index_##m(struct scan *s, const char *p, size_t n) \
	{ index_with(s, p, n, m); }
#define ROW(m) { #m, always, index_##m },

EACH_MISTAKE(FUNCTION)

const struct scan_kernel faulty_kernels[] = { EACH_MISTAKE(ROW) };
const size_t faulty_nkernels = sizeof(faulty_kernels) /
    sizeof(faulty_kernels[0]);
