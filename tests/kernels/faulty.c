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
	NEWLINE_NOT_SPECIAL, LINE_COUNTS_BLOCKS, MARK_OF_NEXT,
	TAB_A_SPACE, SPACE_LOOSE, LOOSE_ONCE, LOOSE_IN_STRING, DOUBT_NONE, DOUBT_OF_LETTER, DOUBT_ANY_LETTER,
	DOUBT_AT_EDGE,
};

struct state {
	bool in_string, escaped, loose;
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
	s->loose[i / SCAN_BLOCK] = s->doubt[i / SCAN_BLOCK] = 0;
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
entry(struct scan *s, const char *p, size_t i, enum mistake m)
{
	s->mark[s->npos] = p[m == MARK_OF_NEXT && s->npos ? i - 1 : i];
	s->pos[s->npos++] = (uint32_t)i;
}

/* What is neither an entry nor a newline. */
static void
between(struct scan *s, struct state *t, size_t i, unsigned char c,
    enum mistake m)
{
	bool space = (c == ' ' && m != SPACE_LOOSE) ||
	    (m == TAB_A_SPACE && c == '\t');
	bool was = t->loose;

	t->loose = !space && (!t->in_string || m == LOOSE_IN_STRING);
	if (t->loose && !(was && m == LOOSE_ONCE))
		s->loose[i / SCAN_BLOCK] |= (uint64_t)1 << i % SCAN_BLOCK;
}

static void
doubtful(struct scan *s, size_t i)
{
	uint64_t bit = (uint64_t)1 << i % SCAN_BLOCK;

	s->special[i / SCAN_BLOCK] |= bit;
	s->doubt[i / SCAN_BLOCK] |= bit;
}

/* c is behind a backslash. */
static void
settle(struct scan *s, size_t i, unsigned char c, enum mistake m)
{
	size_t at = i % SCAN_BLOCK;
	const char *letters = m == DOUBT_ANY_LETTER ? "\"\\/abfnrtu" :
	    "\"\\/bfnrt";

	if (m == DOUBT_NONE || !c || !strchr(letters, c))
		return;
	if (m != DOUBT_OF_LETTER)
		s->doubt[i / SCAN_BLOCK] &= ~((uint64_t)1 << at);
	if (at)
		s->doubt[i / SCAN_BLOCK] &= ~((uint64_t)1 << (at - 1));
	else if (m != DOUBT_AT_EDGE)
		s->doubt[i / SCAN_BLOCK - 1] &= ~((uint64_t)1 << 63);
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
			doubtful(s, i);
		if (t.escaped)
			settle(s, i, c, m);
		if (c == '\n') {
			newline(s, &t, i, m);
			t.loose = false;
		} else if (c == '"' && !t.escaped) {
			entry(s, p, i, m);
			t.in_string = !t.in_string;
			t.loose = false;
		} else if (!t.in_string && is_op(c, m)) {
			entry(s, p, i, m);
			t.loose = false;
		} else {
			between(s, &t, i, c, m);
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
	X(NEWLINE_NOT_SPECIAL) X(LINE_COUNTS_BLOCKS) X(MARK_OF_NEXT) \
	X(TAB_A_SPACE) X(SPACE_LOOSE) X(LOOSE_ONCE) X(LOOSE_IN_STRING) \
	X(DOUBT_NONE) \
	X(DOUBT_OF_LETTER) X(DOUBT_ANY_LETTER) X(DOUBT_AT_EDGE)
#define FUNCTION(m) \
	static void index_##m(struct scan *s, const char *p, size_t n) \
	{ index_with(s, p, n, m); }
#define ROW(m) { #m, always, index_##m, NULL },

EACH_MISTAKE(FUNCTION)

const struct scan_kernel faulty_kernels[] = { EACH_MISTAKE(ROW) };
const size_t faulty_nkernels = sizeof(faulty_kernels) /
    sizeof(faulty_kernels[0]);
