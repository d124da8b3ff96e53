/*
 * Every kernel of the scanner against a plain reference that shares nothing
 * with it: one byte after the other, one state.
 */
#include <sys/mman.h>

#include <unistd.h>

#include "base/buf.h"
#include "json/scan.h"
#include "unit.h"

enum { TEXT_MAX = 4096, GUARD = 64 };

/* What the index of a text must be. */
struct plain {
	uint32_t pos[TEXT_MAX];
	size_t npos;
	struct scan_line line[TEXT_MAX];
	size_t nlines;
	uint64_t special[TEXT_MAX / SCAN_BLOCK + 1];
};

static void
plain_index(struct plain *w, const char *p, size_t n)
{
	bool in_string = false, escaped = false;

	memset(w, 0, sizeof(*w));
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		bool was_escaped = escaped;

		escaped = c == '\\' && !was_escaped;
		if (in_string && (c == '\\' || c >= 0x80 || c < 0x20))
			w->special[i / SCAN_BLOCK] |= (uint64_t)1 <<
			    i % SCAN_BLOCK;
		if (c == '\n') {
			w->line[w->nlines++] = (struct scan_line){
				(uint32_t)i, (uint32_t)w->npos };
			in_string = false;
		} else if (c == '"' && !was_escaped) {
			w->pos[w->npos++] = (uint32_t)i;
			in_string = !in_string;
		} else if (!in_string && c && strchr(":,[]{}", c)) {
			w->pos[w->npos++] = (uint32_t)i;
		}
	}
}

static bool
same(const struct plain *w, const struct scan *s, size_t n)
{
	size_t blocks = (n + SCAN_BLOCK - 1) / SCAN_BLOCK;
	bool ok = w->npos == s->npos && w->nlines == s->nlines &&
	    (!w->npos || memcmp(w->pos, s->pos, w->npos * sizeof(*w->pos))
	    == 0) && (!blocks || memcmp(w->special,
	    s->special, blocks * sizeof(*w->special)) == 0);

	for (size_t i = 0; ok && i < w->nlines; i++)
		ok = w->line[i].at == s->line[i].at &&
		    w->line[i].npos == s->line[i].npos;
	return ok;
}

static void
show(const struct scan_kernel *k, const char *p, size_t n)
{
	fprintf(stderr, "\tkernel %s, %zu bytes:", k->name, n);
	for (size_t i = 0; i < n; i++)
		fprintf(stderr, " %02x", (unsigned char)p[i]);
	fputc('\n', stderr);
}

/* The text as it lies, by every kernel that this processor can run. */
static void
compare(const char *p, size_t n)
{
	static struct plain want;
	struct scan s = { 0 };

	plain_index(&want, p, n);
	for (size_t k = 0; k < scan_nkernels; k++) {
		if (!scan_kernels[k]->usable())
			continue;
		scan_choose(scan_kernels[k]->name, NULL);
		scan_index(&s, p, n);
		if (!CHECK(same(&want, &s, n)))
			show(scan_kernels[k], p, n);
	}
	scan_free(&s);
}

static void
all_bytes(void)
{
	char text[256 + 2];

	for (int c = 0; c < 256; c++)
		text[c] = (char)c;
	compare(text, 256);
	for (int c = 0; c < 256; c++) {
		memset(text, (char)c, 200);
		compare(text, 200);
		text[0] = '"';
		compare(text, 200);
	}
	for (int a = 0; a < 256; a++)
		for (int b = 0; b < 256; b += 5) {
			text[0] = '"';
			text[1] = (char)a;
			text[2] = (char)b;
			text[3] = '"';
			compare(text, 4);
		}
}

static const char *const piece[] = {
	"\"", "\"", "\\", "\\\\", "\\\"", "\n", "\r\n", "{", "}", "[", "]",
	":", ",", " ", "\t", "null", "-1.5e3", "\"a\":", "\"\\u12ab\"",
	"\xc3\xa4", "\xff", "\x01", "\x7f", "{\"a\":[1,{\"b\":\"c\\\"\"}]}\n",
	"0123456789012345678901234567890123456789012345678901234567890123",
};

static size_t
random_text(char *to, size_t max, uint64_t *seed)
{
	size_t n = 0, want = unit_random(seed) % max;

	while (n < want) {
		const char *s = piece[unit_random(seed) %
		    (sizeof(piece) / sizeof(piece[0]))];
		size_t k = strlen(s);

		k = k < want - n ? k : want - n;
		memcpy(to + n, s, k);
		n += k;
	}
	return n;
}

static void
random_pieces(void)
{
	static char text[TEXT_MAX];
	uint64_t seed = 20261121;

	for (int i = 0; i < 6000; i++)
		compare(text, random_text(text, i % 20 ? 300 : TEXT_MAX,
		    &seed));
}

static const char corpus[] =
    "{\"timestamp\":\"2026-11-21T09:24:11.471Z\",\"level\":\"info\","
    "\"event\":\"task \\\"x\\\" \\\\\",\"n\":[1,2.5,-3e9,{\"k\":null}],"
    "\"text\":\"gr\xc3\xbc\xc3\x9f" "e \\u00e4 [not, {one}: \\\\\\\"\"}\n"
    "  {\"broken\":\"string without an end\n{\"next\":true}\r\n\n";

static void
alignments(void)
{
	static char room[sizeof(corpus) + GUARD];

	for (size_t at = 0; at < 64; at++) {
		memcpy(room + at, corpus, sizeof(corpus) - 1);
		compare(room + at, sizeof(corpus) - 1);
	}
}

/* Block borders: the same text behind 0 to 127 other bytes. */
static void
shifts(void)
{
	static const char fill[] = " \\x\"";
	static char room[sizeof(corpus) + 128];

	for (size_t f = 0; f < sizeof(fill) - 1; f++)
		for (size_t by = 0; by < 128; by++) {
			memset(room, fill[f], by);
			memcpy(room + by, corpus, sizeof(corpus) - 1);
			compare(room, by + sizeof(corpus) - 1);
		}
}

/* Every truncation, its last byte right before memory that nobody may read. */
static void
guard_page(void)
{
	long page = sysconf(_SC_PAGESIZE);
	size_t size = (size_t)page;
	FILE *file = tmpfile();
	char *p;

	if (!CHECK(file) || !CHECK(ftruncate(fileno(file), page * 2) == 0))
		return;
	p = mmap(NULL, size * 2, PROT_READ | PROT_WRITE, MAP_PRIVATE,
	    fileno(file), 0);
	if (!CHECK(p != MAP_FAILED) ||
	    !CHECK(mprotect(p + size, size, PROT_NONE) == 0))
		return;
	for (size_t n = 0; n < sizeof(corpus); n++) {
		memcpy(p + size - n, corpus, n);
		compare(p + size - n, n);
	}
	munmap(p, size * 2);
	fclose(file);
}

static void
backslashes(void)
{
	char text[260];

	for (size_t from = 50; from < 70; from++)
		for (size_t run = 1; run <= 140; run++) {
			memset(text, 'x', sizeof(text));
			text[0] = '"';
			memset(text + from, '\\', run);
			text[from + run] = '"';
			memcpy(text + from + run + 1, ":[\"\n,", 5);
			compare(text, sizeof(text));
		}
}

static void
newlines_in_strings(void)
{
	char text[192];
	uint64_t seed = 3;

	for (size_t at = 1; at < 130; at++) {
		memset(text, 'x', sizeof(text));
		text[0] = '"';
		text[at] = '\n';
		memcpy(text + at + 1, "{\"a\":1}\n\"b\n", 11);
		compare(text, sizeof(text));
	}
	for (int i = 0; i < 2000; i++) {
		for (size_t k = 0; k < sizeof(text); k++)
			text[k] = "\"\n\\,"[unit_random(&seed) % 4];
		compare(text, unit_random(&seed) % sizeof(text));
	}
}

static void
choice(void)
{
	struct fault f = { 0 };

	CHECK(!scan_choose("nosuch", &f));
	CHECK(strstr(f.text, "nosuch") && strstr(f.text, "scalar"));
	CHECK(scan_choose("", &f));
	CHECK(scan_choose(NULL, &f));
	CHECK(scan_choose("scalar", &f));
	CHECK(scan_nkernels > 0 && strcmp(
	    scan_kernels[scan_nkernels - 1]->name, "scalar") == 0);
	CHECK(scan_kernels[scan_nkernels - 1]->usable());
}

int
main(void)
{
	choice();
	all_bytes();
	random_pieces();
	alignments();
	shifts();
	guard_page();
	backslashes();
	newlines_in_strings();
	UNIT_END;
}
