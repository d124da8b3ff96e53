/*
 * The text of a snapshot: written, read and written again it is the same;
 * damaged in any byte it is refused whole.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "snapshot/build.h"
#include "snapshot/snapfile.h"
#include "unit.h"

/* A file with these bytes, at its beginning. */
static FILE *
file_of(struct str text)
{
	FILE *file = tmpfile();

	if (!file || fwrite(text.p, 1, text.n, file) != text.n ||
	    fflush(file) != 0) {
		perror("tmpfile");
		exit(1);
	}
	lseek(fileno(file), 0, SEEK_SET);
	return file;
}

/* How many whole snapshots a text gives before its end or a fault. */
static int
snapshots(struct str text, struct buf *again, struct fault *f)
{
	FILE *file = file_of(text);
	struct snapfile *sf = snapfile_new(fileno(file), "text");
	enum snapfile_result got;
	struct snap s;
	int n = 0;

	*f = (struct fault){ 0 };
	while ((got = snapfile_next(sf, &s, f)) == SNAPFILE_OK) {
		if (again)
			snapfile_write(again, &s);
		snap_free(&s);
		n++;
	}
	CHECK((got == SNAPFILE_FAULT) == (f->text[0] != '\0'));
	snapfile_destroy(sf);
	fclose(file);
	return got == SNAPFILE_END ? n : -1;
}

static bool
refused(struct str text, const char *why)
{
	struct fault f;
	bool ok = snapshots(text, NULL, &f) == -1 && strstr(f.text, why);

	if (!ok)
		fprintf(stderr, "\tsaid \"%s\", not \"%s\"\n", f.text, why);
	return ok;
}

/* Lines become a whole snapshot by the end they ought to have. */
static void
seal(struct buf *b)
{
	size_t lines = 0;

	for (size_t i = 0; i < b->n; i++)
		lines += b->p[i] == '\n';
	buf_printf(b, "{\"@mlog\":\"end\",\"lines\":%zu,\"xxh64\":\"%016"
	    PRIx64 "\"}\n", lines, hash_fixed(buf_str(b)));
}

static const char header[] = "{\"@mlog\":\"snapshot\",\"version\":1,"
    "\"time\":\"2026-11-21T09:24:11Z\",\"resource\":{}}\n";
static const char family[] = "{\"family\":\"n\",\"type\":\"counter\","
    "\"kind\":\"counter\",\"rule\":\"0123456789abcdef\",\"unit\":\"\","
    "\"help\":\"\"}\n";

/* A whole snapshot with these lines behind the family n. */
static void
make(struct buf *b, const char *lines)
{
	buf_reset(b);
	buf_puts(b, str_c(header));
	buf_puts(b, str_c(family));
	buf_puts(b, str_c(lines));
	seal(b);
}

static struct str
random_text(struct buf *b, uint64_t *seed)
{
	static const char *const piece[] = { "a", "status", "\"", "\\", "\n",
		"\xc3\xa4", "\x01", "/", "{}", "0", "\xf0\x9f\x98\x80" };
	size_t n = 1 + unit_random(seed) % 4;

	buf_reset(b);
	while (n--)
		buf_puts(b, str_c(piece[unit_random(seed) %
		    (sizeof(piece) / sizeof(piece[0]))]));
	return buf_str(b);
}

static double
random_double(uint64_t *seed)
{
	switch (unit_random(seed) % 6) {
	case 0:
		return 0;
	case 1:
		return (double)(int64_t)unit_random(seed);
	case 2:
		return (double)(unit_random(seed) % 1000) / 100;
	case 3:
		return HUGE_VAL;
	default:
		return ldexp((double)(int64_t)unit_random(seed),
		    (int)(unit_random(seed) % 1900) - 1000);
	}
}

enum { NBOUNDS = 5 };

static struct snap_side
random_side(uint64_t *counts, uint64_t *all, uint64_t *seed)
{
	struct snap_side s = { .counts = counts, .n = unit_random(seed) % 6,
	    .offset = (int32_t)(unit_random(seed) % 4000) - 2000 };

	for (size_t i = 0; i < s.n; i++)
		*all += counts[i] = unit_random(seed) % 1000;
	return s;
}

enum { NSIDE = 6 };

/* What only some types have; it uses the caller's room for it. */
struct extras {
	struct snap_extra extra;
	struct snap_sketch sketch;
	uint64_t counts[2][NSIDE];
	struct snap_quantile quantile[2];
	struct snap_exemplar exemplar[2];
	struct snap_label label;
};

static void
add_extras(struct extras *e, const struct snap_family *f,
    struct snap_series *s, uint64_t *seed)
{
	*e = (struct extras){ 0 };
	e->label = (struct snap_label){ STR("trace_id"), STR("\"\n") };
	e->extra.exemplars = e->exemplar;
	e->extra.nexemplars = unit_random(seed) % 3;
	for (size_t i = 0; i < e->extra.nexemplars; i++)
		e->exemplar[i] = (struct snap_exemplar){ &e->label, i,
		    random_double(seed), i ? STAMP_NONE : 12345 };
	if (snap_shape[f->type] == SNAP_SKETCH &&
	    (f->type == SNAP_EXPHISTOGRAM || unit_random(seed) % 2)) {
		e->extra.sketch = &e->sketch;
		e->sketch.scale = (int32_t)(unit_random(seed) % 31) - 10;
		e->sketch.zero_threshold = fabs(random_double(seed));
		s->count = e->sketch.zero_count = unit_random(seed) % 9;
		e->sketch.positive = random_side(e->counts[0], &s->count,
		    seed);
		e->sketch.negative = random_side(e->counts[1], &s->count,
		    seed);
	}
	if (f->type == SNAP_SUMMARY) {
		e->extra.quantiles = e->quantile;
		e->extra.nquantiles = unit_random(seed) % 3;
		e->quantile[0] = (struct snap_quantile){ 0.5, NAN };
		e->quantile[1] = (struct snap_quantile){ 0.99, 1e300 };
	}
	if (e->extra.sketch || e->extra.nquantiles || e->extra.nexemplars)
		s->extra = &e->extra;
}

static void
add_series(struct build *b, const struct snap_family *f, size_t nth,
    uint64_t *seed)
{
	static const double rest[] = { 1e-20, -1e-40 };
	struct buf text = { 0 };
	char number[24];
	uint64_t counts[NBOUNDS + 1];
	struct extras extras;
	struct snap_label label[2];
	struct snap_series s = {
		.labels = label, .nlabels = 2, .counts = counts,
		.start = (int64_t)(unit_random(seed) % 2 ?
		    unit_random(seed) >> 2 : (uint64_t)STAMP_NONE),
		.time = (int64_t)(unit_random(seed) >> 2),
		.value = random_double(seed),
		.rest = rest, .nrest = unit_random(seed) % 3,
	};

	snprintf(number, sizeof(number), "%zu", nth);
	label[0] = (struct snap_label){ STR("agent"),
		random_text(&text, seed) };
	label[1] = (struct snap_label){ f->type == SNAP_STATESET ? f->name :
	    STR("n"), str_c(number) };
	if (f->type == SNAP_STATESET)
		s.value = nth % 2 != 0;
	add_extras(&extras, f, &s, seed);
	for (size_t i = 0; snap_shape[f->type] == SNAP_BUCKETS && i <= f->nbounds; i++)
		s.count += counts[i] = unit_random(seed) % 1000;
	if (s.count) {
		s.min = -1.5;
		s.max = 1e300;
	}
	build_series(b, &s);
	buf_free(&text);
}

static void
random_snap(struct snap *s, uint64_t *seed)
{
	static const double bounds[NBOUNDS] = { -1, 0, 0.1, 2.5, 1e9 };
	struct snap_label r = { STR("service.name"), STR("x\"y") };
	struct buf help = { 0 };
	char name[24], hash[17];
	struct build b;

	build_init(&b, s);
	s->time = (int64_t)(unit_random(seed) >> 2);
	s->generation = unit_random(seed) % 3;
	build_resource(&b, &r, unit_random(seed) % 2);
	for (size_t i = 0, n = unit_random(seed) % 6; i < n; i++) {
		struct snap_family f = {
			.type = (enum snap_type)(unit_random(seed) %
			    SNAP_NTYPES),
			.kind = STR("counter"), .unit = STR("{USD}"),
			.bounds = bounds,
		};

		snprintf(name, sizeof(name), "m%zu_total", (i * 7) % 11);
		snprintf(hash, sizeof(hash), "%016" PRIx64,
		    unit_random(seed));
		f.name = str_c(name);
		f.rule = str_c(hash);
		f.help = random_text(&help, seed);
		f.nbounds = snap_shape[f.type] == SNAP_BUCKETS ?
		    unit_random(seed) % (NBOUNDS + 1) : 0;
		build_family(&b, &f);
		for (size_t k = unit_random(seed) % 9; k > 0; k--)
			add_series(&b, &f, k, seed);
	}
	CHECK(build_done(&b, NULL));
	build_free(&b);
	buf_free(&help);
}

/* Random snapshots, two in a stream each time. */
static void
identity(void)
{
	struct buf text = { 0 }, again = { 0 };
	uint64_t seed = 31;
	struct fault f;
	struct snap s;

	for (size_t i = 0; i < 400; i++) {
		buf_reset(&text);
		buf_reset(&again);
		for (int k = 0; k < 2; k++) {
			random_snap(&s, &seed);
			snapfile_write(&text, &s);
			snap_free(&s);
		}
		if (!CHECK_ROW(i, snapshots(buf_str(&text), &again, &f) == 2))
			fprintf(stderr, "\t%s\n", f.text);
		CHECK_ROW(i, str_eq(buf_str(&text), buf_str(&again)));
	}
	buf_free(&text);
	buf_free(&again);
}

static const char one_series[] = "{\"name\":\"n\",\"labels\":{\"a\":\"x\"},"
    "\"value\":1,\"start\":\"2026-11-21T09:24:10Z\","
    "\"time\":\"2026-11-21T09:24:11Z\"}\n";

static void
damage(void)
{
	struct buf b = { 0 };
	struct fault f;

	make(&b, one_series);
	CHECK_INT(snapshots(buf_str(&b), NULL, &f), 1);
	CHECK_INT(snapshots(STR(""), NULL, &f), 0);
	for (size_t n = 1; n < b.n; n++)
		CHECK_ROW(n, snapshots(str_of(b.p, n), NULL, &f) == -1);
	for (size_t i = 0; i < b.n; i++)
		for (int bit = 0; bit < 8; bit++) {
			b.p[i] = (char)(b.p[i] ^ 1 << bit);
			CHECK_ROW(i, snapshots(buf_str(&b), NULL, &f) == -1);
			b.p[i] = (char)(b.p[i] ^ 1 << bit);
		}
	for (size_t i = 0; i < b.n; i++) {
		char was = b.p[i];

		for (size_t k = 0; k < 6; k++) {
			b.p[i] = " \t\n\r0x"[k];
			CHECK_ROW(i, b.p[i] == was ||
			    snapshots(buf_str(&b), NULL, &f) == -1);
		}
		b.p[i] = was;
	}
	buf_free(&b);
}

#define EXPONENTIAL(members) \
	"{\"family\":\"m\",\"type\":\"exponential_histogram\"}\n" \
	"{\"name\":\"m\",\"labels\":{},\"count\":1,\"sum\":1," members "}\n"
#define SUMMARY(quantiles) \
	"{\"family\":\"m\",\"type\":\"summary\"}\n" \
	"{\"name\":\"m\",\"labels\":{},\"count\":1,\"sum\":1," \
	"\"quantiles\":" quantiles "}\n"

/* Whole, but not what this format allows. */
static void
wrong(void)
{
	static const struct {
		const char *lines, *why;
	} row[] = {
		{ "{\"name\":\"m\",\"labels\":{},\"value\":1}\n",
		    "outside of its family" },
		{ "{\"name\":\"n\",\"labels\":{}}\n", "no value" },
		{ "{\"name\":\"n\",\"labels\":{},\"min\":1}\n", "no value" },
		{ "{\"name\":\"n\",\"labels\":[],\"value\":1}\n",
		    "object was expected" },
		{ "{\"name\":\"n\",\"labels\":{\"a\":1},\"value\":1}\n",
		    "string was expected" },
		{ "{\"name\":\"n\",\"labels\":{\"b\":\"\",\"a\":\"\"},"
		    "\"value\":1}\n", "not sorted" },
		{ "{\"name\":\"n\",\"labels\":{\"a\":\"\",\"a\":\"\"},"
		    "\"value\":1}\n", "not sorted" },
		{ "{\"name\":\"n\",\"labels\":{},\"value\":true}\n",
		    "no number" },
		{ "{\"name\":\"n\",\"labels\":{},\"value\":1,"
		    "\"time\":\"noon\"}\n", "no time" },
		{ "{\"name\":\"n\",\"labels\":{},\"value\":1}\n"
		    "{\"name\":\"n\",\"labels\":{},\"value\":2}\n",
		    "same labels" },
		{ "{\"family\":\"n\",\"type\":\"counter\"}\n",
		    "two families" },
		{ "{\"family\":\"m\",\"type\":\"count\"}\n",
		    "unknown type" },
		{ "{\"family\":\"m\"}\n", "no type" },
		{ "{\"family\":\"m\",\"type\":\"histogram\",\"bounds\":[2,1]}"
		    "\n", "not ascending" },
		{ "{\"family\":\"m\",\"type\":\"histogram\",\"bounds\":[1]}\n"
		    "{\"name\":\"m\",\"labels\":{},\"count\":1,\"sum\":1,"
		    "\"bounds\":[2],\"counts\":[1,0]}\n", "differ" },
		{ "{\"family\":\"m\",\"type\":\"histogram\",\"bounds\":[1]}\n"
		    "{\"name\":\"m\",\"labels\":{},\"count\":1,\"sum\":1,"
		    "\"bounds\":[1],\"counts\":[1]}\n", "1 counts for 1" },
		{ "{\"family\":\"m\",\"type\":\"histogram\",\"bounds\":[1]}\n"
		    "{\"name\":\"m\",\"labels\":{},\"count\":3,\"sum\":1,"
		    "\"bounds\":[1],\"counts\":[1,1]}\n", "add up" },
		{ "{\"family\":\"m\",\"type\":\"histogram\","
		    "\"bounds\":[\"+Inf\"]}\n", "not finite" },
		{ EXPONENTIAL("\"zero_count\":1"), "has a scale" },
		{ EXPONENTIAL("\"scale\":21"), "from -10 to 20" },
		{ EXPONENTIAL("\"scale\":0.5"), "from -10 to 20" },
		{ EXPONENTIAL("\"scale\":0"), "add up" },
		{ EXPONENTIAL("\"scale\":0,\"zero_count\":2"), "add up" },
		{ EXPONENTIAL("\"scale\":0,\"zero_count\":1,"
		    "\"positive\":{\"offset\":0,\"counts\":[1]}"), "add up" },
		{ EXPONENTIAL("\"scale\":0,\"zero_count\":1,"
		    "\"zero_threshold\":-1"), "below 0" },
		{ EXPONENTIAL("\"scale\":0,\"positive\":"
		    "{\"offset\":2e9,\"counts\":[1]}"), "offset" },
		{ EXPONENTIAL("\"scale\":0,\"positive\":[1]"),
		    "object was expected" },
		{ SUMMARY("[[0.5]]"), "quantiles are pairs" },
		{ SUMMARY("[[0.5,1,2]]"), "more than 2" },
		{ SUMMARY("[[1.5,1]]"), "quantiles are pairs" },
		{ SUMMARY("[[0.5,1],[0.5,1]]"), "quantiles are pairs" },
		{ SUMMARY("[0.5]"), "array was expected" },
		{ "{\"family\":\"m\",\"type\":\"stateset\"}\n{\"name\":\"m\","
		    "\"labels\":{\"a\":\"b\"},\"value\":1}\n",
		    "label \"m\" is missing" },
		{ "{\"family\":\"m\",\"type\":\"stateset\"}\n{\"name\":\"m\","
		    "\"labels\":{\"m\":\"b\"},\"value\":2}\n", "0 or 1" },
		{ "{\"name\":\"n\",\"labels\":{},\"value\":1,"
		    "\"exemplars\":[{\"labels\":{}}]}\n", "no value" },
		{ "{\"name\":\"n\",\"labels\":{},\"value\":1,"
		    "\"exemplars\":[1]}\n", "object was expected" },
		{ "{\"name\":\"n\",\"labels\":{},\"value\":1\n", "column" },
		{ "7\n", "column 1" },
		{ "\n", "column 1" },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		make(&b, row[i].lines);
		CHECK_ROW(i, refused(buf_str(&b), row[i].why));
	}
	buf_free(&b);
}

static void
headers(void)
{
	struct buf b = { 0 };

	buf_lit(&b, "{\"@mlog\":\"snapshot\",\"version\":2,"
	    "\"time\":\"2026-11-21T09:24:11Z\"}\n");
	seal(&b);
	CHECK(refused(buf_str(&b), "newer than this program's 1"));
	/* Where the sum is wrong too, it may be a damaged 1. */
	b.p[30] = '3';
	CHECK(refused(buf_str(&b), "its checksum is"));
	CHECK(refused(str_of(b.p, b.n - 1), "newline is missing"));
	CHECK(refused(str_of(b.p, str_chr(buf_str(&b), '\n') + 1),
	    "its end is missing"));
	buf_reset(&b);
	buf_lit(&b, "{\"@mlog\":\"snapshot\",\"version\":1}\n");
	seal(&b);
	CHECK(refused(buf_str(&b), "lacks version or time"));
	buf_reset(&b);
	buf_lit(&b, "{\"event\":\"no snapshot\"}\n");
	seal(&b);
	CHECK(refused(buf_str(&b), "this is no snapshot"));
	buf_reset(&b);
	buf_puts(&b, str_c(header));
	buf_puts(&b, str_c(header));
	seal(&b);
	CHECK(refused(buf_str(&b), "before the end"));
	CHECK(refused(str_of(b.p, sizeof(header) - 1), "end is missing"));
	buf_free(&b);
}

#define POSITION(name, ino) "{\"@mlog\":\"input\",\"input\":\"" name "\"," \
	"\"dev\":1,\"ino\":" ino ",\"offset\":7,\"size\":9,\"mtime\":" \
	"\"2026-11-21T09:24:11Z\",\"open\":true,\"head\":" \
	"\"00000000000000aa\",\"tail\":\"00000000000000bb\"}\n"

/* Positions come sorted, once a file; what the state was counted from. */
static void
states(void)
{
	static const char head[] = "{\"@mlog\":\"snapshot\",\"version\":1,"
	    "\"time\":\"2026-11-21T09:24:11Z\",\"generation\":18,"
	    "\"stream\":\"marks\",\"latest\":\"2026-11-21T09:24:10Z\","
	    "\"resource\":{}}\n";
	struct buf b = { 0 }, x = { 0 };
	struct fault f;

	buf_puts(&b, str_c(head));
	buf_puts(&b, STR(POSITION("b", "3") POSITION("a", "4")));
	seal(&b);
	CHECK_INT(snapshots(buf_str(&b), &x, &f), 1);
	buf_reset(&b);
	buf_puts(&b, str_c(head));
	buf_puts(&b, STR(POSITION("a", "4") POSITION("b", "3")));
	seal(&b);
	CHECK(str_eq(buf_str(&b), buf_str(&x)));
	make(&b, POSITION("a", "4") POSITION("b", "3") POSITION("c", "4"));
	CHECK(refused(buf_str(&b), "two positions in one file"));
	make(&b, "{\"@mlog\":\"input\",\"input\":\"a\"}\n");
	CHECK(refused(buf_str(&b), "no \"dev\""));
	make(&b, "{\"@mlog\":\"input\",\"input\":\"a\",\"dev\":1,"
	    "\"ino\":2,\"gone\":true}\n");
	CHECK(refused(buf_str(&b), "that is gone"));
	buf_reset(&b);
	buf_lit(&b, "{\"@mlog\":\"snapshot\",\"version\":1,\"stream\":"
	    "\"odd\",\"time\":\"2026-11-21T09:24:11Z\"}\n");
	seal(&b);
	CHECK(refused(buf_str(&b), "unknown stream \"odd\""));
	buf_free(&b);
	buf_free(&x);
}

/* Lines in another order are the same snapshot; unknown ones are passed
 * over. */
static void
unsorted(void)
{
	static const char ab[] =
	    "{\"name\":\"n\",\"labels\":{\"a\":\"1\"},\"value\":1}\n"
	    "{\"name\":\"n\",\"labels\":{\"a\":\"2\"},\"value\":2}\n";
	static const char ba[] =
	    "{\"name\":\"n\",\"labels\":{\"a\":\"2\"},\"value\":2}\n"
	    "{\"@mlog\":\"later\",\"what\":[1,{}]}\n"
	    "{\"name\":\"n\",\"labels\":{\"a\":\"1\"},\"value\":1,"
	    "\"later\":{}}\n";
	struct buf b = { 0 }, x = { 0 }, y = { 0 };
	struct fault f;

	make(&b, ab);
	CHECK_INT(snapshots(buf_str(&b), &x, &f), 1);
	CHECK(str_eq(buf_str(&b), buf_str(&x)));
	make(&b, ba);
	CHECK_INT(snapshots(buf_str(&b), &y, &f), 1);
	CHECK(str_eq(buf_str(&x), buf_str(&y)));
	buf_free(&b);
	buf_free(&x);
	buf_free(&y);
}

/* What a family keeps for merging comes back, in its order. */
static void
parts(void)
{
	static const char lines[] =
	    "{\"name\":\"n\",\"labels\":{},\"value\":1}\n"
	    "{\"@mlog\":\"part\",\"family\":\"n\",\"key\":\"b\"}\n"
	    "{\"@mlog\":\"part\",\"family\":\"n\",\"key\":\"a\"}\n";
	static const char foreign[] =
	    "{\"@mlog\":\"part\",\"family\":\"m\",\"key\":\"a\"}\n";
	struct buf b = { 0 }, x = { 0 };
	struct fault f;

	make(&b, lines);
	CHECK_INT(snapshots(buf_str(&b), &x, &f), 1);
	CHECK(str_eq(buf_str(&b), buf_str(&x)));
	make(&b, foreign);
	CHECK(refused(buf_str(&b), "outside of its family"));
	buf_free(&b);
	buf_free(&x);
}

static void
loads(void)
{
	struct fault f = { 0 };
	struct snap s;

	CHECK(!snapfile_load("/no/such/file", &s, &f));
	CHECK(strstr(f.text, "/no/such/file"));
	CHECK(!snapfile_load("/dev/null", &s, &f));
	CHECK(strstr(f.text, "no snapshot in it"));
}

int
main(void)
{
	identity();
	damage();
	wrong();
	headers();
	states();
	unsorted();
	parts();
	loads();
	UNIT_END;
}
