/*
 * The index of texts that are small enough to be marked by hand, by every
 * kernel that this processor can run; the choice of a kernel; the room that an
 * index grows into. tests/kernels compares the kernels at length.
 */
#include "base/buf.h"
#include "json/scan.h"
#include "unit.h"

/*
 * Under each byte: ^ an entry, n a newline, anything else neither; a capital
 * letter where it is special: N a newline that cuts a string, S another byte.
 */
static const struct {
	const char *text, *mark;
} row[] = {
	{ "", "" },
	{ " ", " " },
	{ "\n", "n" },
	{ "{\"a\":1}",
	  "^^-^^-^" },
	{ "[1,2.5,{}]\n",
	  "^-^---^^^^n" },
	{ "{\"a\": \"b:,[]{}\"}\n",
	  "^^-^^-^-------^^n" },
	{ "\"a\\\"b\",\"\\\\\",\"\\\\\\\"\":",
	  "^-S--^^^SS^^^SSS-^^" },
	{ "\\\"[\\\\\"]\\",
	  "--^--^-S" },
	{ "\\{\\\\[",
	  "-^--^" },
	{ "\"open\n[\"\\\n\"]\"\n,",
	  "^----N^^SN^-^n^" },
	{ "\"\t\"\t",
	  "^S^-" },
	{ "\x01\"\x1f\"",
	  "-^S^" },
	{ "\x1f\x80\"\x20\x7f\"",
	  "--^--^" },
	{ "\"\xc3\xa4\"\xff",
	  "^SS^-" },
	{ "Y_y\x7fZ^\\z|~/.;<@`\x0c\x1a",
	  "------------------" },
	{ "\r\n\r\n",
	  "-n-n" },
	{ "\"\n\"\n\"\n",
	  "^N^N^N" },
};

static void
marked(size_t k, const struct scan *s)
{
	size_t npos = 0, nlines = 0, n = strlen(row[k].text);
	uint64_t special = 0;

	CHECK_ROW(k, strlen(row[k].mark) == n);
	for (size_t i = 0; i < n; i++) {
		if (strchr("NS", row[k].mark[i]))
			special |= (uint64_t)1 << i;
		if (row[k].mark[i] == '^') {
			CHECK_ROW(k, npos < s->npos && s->pos[npos] == i);
			npos++;
		} else if (strchr("nN", row[k].mark[i])) {
			CHECK_ROW(k, nlines < s->nlines &&
			    s->line[nlines].at == i &&
			    s->line[nlines].npos == npos);
			nlines++;
		}
	}
	CHECK_ROW(k, npos == s->npos && nlines == s->nlines);
	CHECK_ROW(k, !n || s->special[0] == special);
}

static void
by_hand(void)
{
	struct scan s = { 0 };

	for (size_t i = 0; i < scan_nkernels; i++) {
		if (!scan_kernels[i]->usable())
			continue;
		CHECK(scan_choose(scan_kernels[i]->name, NULL));
		for (size_t k = 0; k < sizeof(row) / sizeof(row[0]); k++) {
			scan_index(&s, row[k].text, strlen(row[k].text));
			marked(k, &s);
		}
	}
	scan_free(&s);
}

/* Byte 63 is the last of its block, 64 the first of the next. */
static void
special_of_blocks(void)
{
	static const char byte[] = "\\\xff\x01\n";
	char text[130];
	struct scan s = { 0 };

	for (unsigned k = 0; k < sizeof(byte) - 1; k++)
		for (size_t at = 62; at < 66; at++) {
			memset(text, 'x', sizeof(text));
			text[0] = '"';
			text[at] = byte[k];
			scan_index(&s, text, sizeof(text));
			for (size_t i = 0; i < 3; i++)
				CHECK(s.special[i] == (at / 64 != i ? 0 :
				    (uint64_t)1 << at % 64));
		}
	scan_free(&s);
}

static void
choice(void)
{
	struct fault f = { 0 };
	const struct scan_kernel *last = scan_kernels[scan_nkernels - 1];

	CHECK(!scan_choose("nosuch", &f));
	CHECK(strstr(f.text, "\"nosuch\"") && strstr(f.text, "scalar"));
	CHECK(!scan_choose("scala", &f) && !scan_choose("scalar ", &f));
	CHECK(scan_choose("", &f));
	CHECK(scan_choose(NULL, &f));
	CHECK(strcmp(last->name, "scalar") == 0 && last->usable());
	for (size_t i = 0; i < scan_nkernels; i++) {
		const struct scan_kernel *k = scan_kernels[i];

		f = (struct fault){ 0 };
		CHECK_ROW(i, scan_choose(k->name, &f) == k->usable());
		CHECK_ROW(i, k->usable() || strstr(f.text, k->name));
	}
	CHECK(scan_choose(NULL, &f));
}

/* An index replaces the one before, larger or smaller. */
static void
room(void)
{
	struct buf b = { 0 };
	struct scan s = { 0 };

	scan_index(&s, "", 0);
	CHECK(s.npos == 0 && s.nlines == 0);
	for (size_t n = 1; n < 5000; n = n * 3 / 2 + 1) {
		while (b.n < n)
			buf_putc(&b, b.n % 3 == 2 ? '\n' : ',');
		scan_index(&s, b.p, n);
		CHECK_INT(s.npos + s.nlines, n);
		CHECK_INT(s.nlines, n / 3);
		scan_index(&s, "[", 1);
		CHECK(s.npos == 1 && s.pos[0] == 0 && s.nlines == 0);
	}
	scan_free(&s);
	CHECK(!s.pos && !s.line && !s.special && !s.npos && !s.nlines);
	scan_free(&s);
	buf_free(&b);
}

int
main(void)
{
	choice();
	by_hand();
	special_of_blocks();
	room();
	UNIT_END;
}
