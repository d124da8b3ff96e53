/*
 * Texts that are built alike (json/jshape.h) beside the exact reader: where a
 * shape is found, its members are what that one finds, and what that one
 * refuses has none. By every kernel of the scanner.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "json/jshape.h"
#include "mutate.h"
#include "token.h"

enum {
	WIDE = 512,		/* bytes behind a text that may be read */
	LINES = 60000,
};

/* The text at hand, with room behind it. */
struct text {
	struct buf room;
	struct scan scan;
	struct jread r;
};

static struct jshapes shapes;
static struct text text;
static unsigned long found, refused;

/* Whether the exact reader takes it, and finds the shape's members there. */
static bool
same_members(const struct jshape *s, const struct jread *from)
{
	struct jtoken key, value, k, v;
	struct jread r = *from;
	size_t m = 0;

	if (!jread_open(&r, JREAD_OBJECT))
		return false;
	while (jread_member_exact(&r, &key, &value)) {
		if (m == s->n)
			return false;
		jshape_member(s, m++, from, &k, &v);
		if (!same_token(&key, &k) || !same_token(&value, &v) ||
		    !str_eq(key.text, str_of(s->member[m - 1].name,
		    s->member[m - 1].n)))
			return false;
	}
	return m == s->n && !r.error && jread_end(&r);
}

/* Whether it is an object of which nothing but escapes is to be told. */
static bool
is_plain(const struct jread *from, bool *object)
{
	struct jtoken key, value;
	struct jread r = *from;
	unsigned flags = 0;

	if (!jread_open(&r, JREAD_OBJECT))
		return *object = false;
	while (jread_member_exact(&r, &key, &value))
		flags |= key.flags | value.flags;
	*object = !r.error && jread_end(&r);
	return !(flags & ~(unsigned)(JREAD_ESCAPED | JREAD_SPACED));
}

/* What is known of the text, which is met now; it is learned if it can be. */
static const struct jshape *
meet(const struct jread *at, bool *known)
{
	struct jread r = *at;
	uint64_t hash;
	const struct jshape *s = jshapes_find(&shapes, &r, &hash);
	bool object, plain = is_plain(at, &object);

	*known = s != NULL;
	if (s) {
		found++;
		CHECK(object && plain && hash == 0 && r.at == at->at);
		if (!CHECK(same_members(s, &r)))
			fprintf(stderr, "\tin %.*s\n",
			    (int)(at->end - at->at), at->p + at->at);
		CHECK(shapes.at[s->id] == s);
		return s;
	}
	if (!object) {
		refused++;
		return NULL;
	}
	if (!hash)
		return NULL;
	s = jshapes_learn(&shapes, &r, hash);
	return CHECK(!s || shapes.at[s->id] == s) ? s : NULL;
}

/* The bytes at an offset, all that is before and behind them other ones. */
static const struct jread *
lay(struct str s, size_t from)
{
	buf_reset(&text.room);
	(void)buf_room(&text.room, from + s.n + WIDE);
	memset(text.room.p, '"', from + s.n + WIDE);
	if (from)
		memset(text.room.p, ' ', from);
	memcpy(text.room.p + from, s.p, s.n);
	scan_index(&text.scan, text.room.p, from + s.n);
	jread_init(&text.r, &text.scan, text.room.p, from + s.n);
	text.r.at = from;
	text.r.readable = from + s.n + WIDE;
	return &text.r;
}

/* Whether a text is found, when it has been met so often. */
static bool
known_after(struct str s, size_t times)
{
	bool known;

	for (size_t i = 0; i <= times; i++)
		meet(lay(s, 0), &known);
	return known;
}

static void
forget(void)
{
	jshapes_free(&shapes);
}

#define ALIKE "{\"level\":\"info\",\"time\":1795253051.471,\"ok\":true," \
	"\"a longer name\":\"x\\ny\",\"o\":{\"k\":[1,null,{\"z\":\"\"}]}}"

static void
basics(void)
{
	bool known;

	CHECK(!meet(lay(STR(ALIKE), 0), &known) && !known);
	CHECK(meet(lay(STR(ALIKE), 0), &known) && !known);
	CHECK(meet(lay(STR(ALIKE), 0), &known) && known);
	CHECK(known_after(STR("{\"a\": [ 1 , 2 ],\"b\":\"\xc3\xa4\"}"), 2));
	CHECK(known_after(STR("{\"a\":{},\"b\":[]} \t\r "), 2) &&
	    known_after(STR("{\"\":1,\"\":\"\",\"\":null}"), 2));
	CHECK(!known_after(STR("{\"a\":1}"), 5));	/* too few entries */
	CHECK(!known_after(STR("{\"\\u0061\":1,\"b\":2}"), 5));
	CHECK(!known_after(STR("{\"a\":\"\xff\",\"b\":2}"), 5));
	CHECK(!known_after(STR("{\"a\":\"\\ud800\",\"b\":2}"), 5));
	CHECK(!known_after(STR("{\"a\":NaN,\"b\":-Infinity}"), 5));
	CHECK(!known_after(STR("[{\"a\":1,\"b\":2}]"), 5));
	CHECK(!known_after(STR("{\"a\":\t1,\"b\":2}"), 5));
	CHECK(!known_after(STR("{\"a\":1,\"b\":2}{\"a\":1,\"b\":2}"), 5));
	CHECK(!known_after(STR("{\"a\":1,\"b\":2} x"), 5));
	forget();
}

/* A byte more, less or other (but a newline) at each place of a known text. */
static void
bytes(void)
{
	static const char other[] = "\"{}[]:, \t\r\\x019.-ez\x01\xc3\xff";
	struct buf b = { 0 };
	bool known;

	CHECK(known_after(STR(ALIKE), 2));
	for (size_t i = 0; i < sizeof(ALIKE) - 1; i++) {
		for (size_t k = 0; k < 2 * sizeof(other); k++) {
			char c = other[k / 2 % (sizeof(other) - 1)];

			buf_reset(&b);
			buf_lit(&b, ALIKE);
			if (k % 2)
				mutate_insert(&b, i, str_of(&c, 1));
			else
				b.p[i] = c;
			meet(lay(buf_str(&b), 0), &known);
		}
		buf_reset(&b);
		buf_lit(&b, ALIKE);
		memmove(b.p + i, b.p + i + 1, b.n - i - 1);
		b.n--;
		meet(lay(buf_str(&b), 0), &known);
		/* It is known again, whatever was met since. */
		CHECK(known_after(STR(ALIKE), JSHAPE_PATIENCE + 2));
	}
	forget();
	buf_free(&b);
}

/* At every offset within a block, as every length of its last name. */
static void
edges(void)
{
	struct buf b = { 0 };

	for (size_t n = 0; n < 90; n++) {
		bool known = false;

		buf_reset(&b);
		buf_printf(&b, "{\"k\":1,\"%.*s\":\"v\",\"n\":22.5,"
		    "\"o\":[%.*s]}", (int)n, A_TO_Z A_TO_Z A_TO_Z A_TO_Z, (int)(n % 40 * 2 + 1),
		    "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
		    "1,1,1,1,1,1,1,1,1,1,1,1");
		for (size_t at = 0; at < 2 * SCAN_BLOCK; at++) {
			meet(lay(buf_str(&b), at), &known);
			CHECK_ROW(at, known == (at > 1));
		}
		forget();
	}
	buf_free(&b);
}

/* An object of n members, each value the one given. */
static void
put_members(struct buf *b, size_t n, const char *value)
{
	buf_reset(b);
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%s\"m%zu\":%s", i ? "," : "{", i, value);
	buf_putc(b, '}');
}

static void
limits(void)
{
	struct buf b = { 0 };
	/* Brackets and, of each member, two quotes, a colon and a comma. */
	size_t most = (JSHAPE_ENTRIES_MAX - 1) / 4;

	CHECK(most < JSHAPE_MEMBERS_MAX);
	put_members(&b, most, "1");
	CHECK(known_after(buf_str(&b), 2));
	put_members(&b, most + 2, "1");
	CHECK(!known_after(buf_str(&b), 5));
	buf_reset(&b);
	for (buf_lit(&b, "{\""); b.n < JSHAPE_NAMES_MAX + 3;)
		buf_putc(&b, 'k');
	buf_lit(&b, "\":1,\"b\":2}");
	CHECK(!known_after(buf_str(&b), 5));
	/* More numbers than a byte counts, far apart and near. */
	for (size_t n = 250; n < JSHAPE_ENTRIES_MAX - 12; n += 37) {
		buf_reset(&b);
		buf_lit(&b, "{\"a\":[");
		for (size_t i = 0; i < n; i++)
			buf_printf(&b, "%s%zu", i ? "," : "", i % 10);
		buf_lit(&b, "],\"b\":2}");
		CHECK_ROW(n, known_after(buf_str(&b), 2));
		b.p[b.n - 10 - n / 2 * 2] = ' ';
		CHECK_ROW(n, !known_after(buf_str(&b), 0));
	}
	forget();
	buf_free(&b);
}

/* n bytes too many beside some numbers, at every offset in a block. */
static void
litter_of(size_t n, size_t numbers)
{
	struct buf b = { 0 };
	bool known;

	buf_lit(&b, "{\"a\":\"x\"");
	for (size_t i = 0; i < n; i++)
		buf_lit(&b, " 1");
	buf_lit(&b, ",\"b\":[1");
	while (--numbers)
		buf_lit(&b, ",1");
	buf_lit(&b, "]}");
	for (size_t at = 0; at < SCAN_BLOCK; at++) {
		meet(lay(buf_str(&b), at), &known);
		CHECK_ROW(at, known == !n || (!n && at < 2));
	}
	buf_free(&b);
}

static void
litter(void)
{
	for (size_t numbers = 1; numbers < 13; numbers += 3) {
		litter_of(0, numbers);
		for (size_t n = 1; n <= 8192; n *= 2)
			litter_of(n, numbers);
		/* About where eight counts of a byte each would be full. */
		for (size_t n = 8 * 255 - 8; n < 8 * 256 + 4; n++)
			litter_of(n, numbers);
	}
	forget();
}

/* Names that differ where the marks do not: they are of one hash. */
static void
names(void)
{
	struct buf b = { 0 };
	unsigned long before, learned = 0;
	bool known;

	for (int i = 0; i < 1000; i++) {
		buf_reset(&b);
		buf_printf(&b, "{\"name%d\":1,\"b\":\"x\"}", i);
		CHECK_ROW((size_t)i, known_after(buf_str(&b),
		    JSHAPE_PATIENCE + 2));
	}
	forget();
	/* As many as are looked for stay. */
	for (int i = 0; i < 100 * JSHAPE_WAYS; i++) {
		before = found;
		buf_reset(&b);
		buf_printf(&b, "{\"turn%d\":1,\"b\":\"x\"}",
		    i % JSHAPE_WAYS);
		meet(lay(buf_str(&b), 0), &known);
		CHECK_ROW((size_t)i, known == (found > before) &&
		    (known || i < 3 * JSHAPE_WAYS));
	}
	/* More that take turns are seldom learned. */
	for (int i = 0; i < 1000; i++) {
		buf_reset(&b);
		buf_printf(&b, "{\"turn%d\":1,\"b\":\"x\"}", i % 13);
		learned += meet(lay(buf_str(&b), 0), &known) && !known;
	}
	CHECK(learned > 1 && learned <= 1000 / JSHAPE_PATIENCE);
	forget();
	buf_free(&b);
}

/* Shapes of all kinds: more than there are places. */
static void
many(void)
{
	struct buf b = { 0 };

	for (size_t n = 1; n < 3 * JSHAPES_MAX; n++) {
		size_t bits = n;

		buf_reset(&b);
		buf_lit(&b, "{\"a\":\"\"");
		for (size_t i = 0; i < 12; i++, bits /= 2)
			buf_printf(&b, ",\"k\":%s", bits % 2 ? "1" : "\"\"");
		buf_putc(&b, '}');
		CHECK_ROW(n, known_after(buf_str(&b), JSHAPE_PATIENCE + 2));
	}
	forget();
	buf_free(&b);
}

#define REST ",\"c\":\"y\",\"d\":1,\"e\":2}"

/*
 * The hash leaves out every other word of the marks: texts that differ there
 * only are of one hash, and are told apart.
 */
static void
meeting(void)
{
	/* The marks of 10 to 15 are what differs. */
	static const char *const row[] = {
		"{\"a\":\"x\",\"b\":[1,2,3,4,5]" REST,
		"{\"a\":\"x\",\"b\":[[[]]]" REST,
		"{\"a\":\"x\",\"b\":[[1,2],3]" REST,
		"{\"a\":\"x\",\"b\":[1,[2,3]]" REST,
		"{\"a\":\"x\",\"b\":[[2],1,3]" REST,
	};
	enum { N = sizeof(row) / sizeof(row[0]) };
	uint64_t hash[N];
	bool known;

	for (size_t i = 0; i < N; i++) {
		struct jread r = *lay(str_c(row[i]), 0);

		CHECK(!jshapes_find(&shapes, &r, &hash[i]) && hash[i]);
	}
	for (size_t i = 1; i < N; i++)
		CHECK_ROW(i, hash[i] == hash[0]);
	for (size_t times = 0; times < 4; times++)
		for (size_t i = 0; i < N; i++)
			meet(lay(str_c(row[i]), 0), &known);
	forget();
}

/* A page, and behind it one that cannot be read. */
static char *
page_with_guard(size_t page)
{
	FILE *file = tmpfile();
	char *p;

	if (!file || ftruncate(fileno(file), (off_t)(2 * page)) != 0)
		abort();
	p = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE,
	    fileno(file), 0);
	if (p == MAP_FAILED || mprotect(p + page, page, PROT_NONE) != 0)
		abort();
	fclose(file);
	return p;
}

/* The last bytes of a page, and none behind them. */
static void
guarded(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), n;
	char *p = page_with_guard(page), *at;
	struct buf b = { 0 };
	uint64_t hash;

	/* A long name is known; the text has one that begins like it. */
	buf_printf(&b, "{\"abcdefg%s%s%s\":\"v\",\"n\":1}", A_TO_Z A_TO_Z,
	    A_TO_Z A_TO_Z, A_TO_Z A_TO_Z);
	CHECK(known_after(buf_str(&b), 2));
	for (size_t less = 0; less < 24; less++) {
		struct str s = STR("{\"abcdefg\":\"v\",\"n\":1}");
		struct jread r;

		n = s.n;
		at = p + page - n - less;
		memcpy(at, s.p, n);
		memset(at + n, 'b', less);
		scan_index(&text.scan, at, n);
		jread_init(&r, &text.scan, at, n);
		r.readable = n + less;
		CHECK_ROW(less, !jshapes_find(&shapes, &r, &hash));
		/* There are too few bytes behind it. */
		CHECK_ROW(less, less >= 8 || !hash);
	}
	forget();
	buf_free(&b);
	munmap(p, 2 * page);
}

/* Lines of records, with other values and damage. */
static void
random_lines(uint64_t seed, size_t lines)
{
	static struct mutate_record rec;
	struct mutate m = { .seed = seed };
	unsigned long before = found, wanted = lines / 4;
	struct buf b = { 0 };
	struct str s, line;
	bool known;

	while (lines) {
		if (mutate_once(&m, 4))
			forget();
		mutate_begin(&m, &rec, mutate_once(&m, 3) ? STR(ALIKE) :
		    STR(""));
		for (size_t n = 2 + mutate_below(&m, 30); n && lines; n--) {
			buf_reset(&b);
			mutate_line(&m, &b);
			s = buf_str(&b);
			/* Damage may put a newline into it. */
			while (str_cut(&s, '\n', &line) && lines) {
				meet(lay(line, mutate_below(&m, 130)), &known);
				lines--;
			}
		}
	}
	CHECK(found - before > wanted);
	mutate_free(&m, &rec);
	forget();
	buf_free(&b);
}

int
main(void)
{
	size_t lines = getenv("LONG") ? 50 * LINES : LINES, usable = 0;
	struct fault f = { 0 };

	for (size_t i = 0; i < scan_nkernels; i++)
		usable += scan_kernels[i]->usable();
	for (size_t i = 0; i < scan_nkernels; i++) {
		if (!scan_choose(scan_kernels[i]->name, &f))
			continue;
		found = refused = 0;
		basics();
		bytes();
		edges();
		limits();
		litter();
		names();
		many();
		meeting();
		guarded();
		random_lines(20261121 + i, lines / usable);
		CHECK(refused > 1000);
		printf("%s: %lu found, %lu refused\n", scan_kernels[i]->name,
		    found, refused);
	}
	scan_free(&text.scan);
	buf_free(&text.room);
	UNIT_END;
}
