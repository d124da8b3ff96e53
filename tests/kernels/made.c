/*
 * Texts that no log holds: each byte, each length, each place of a backslash
 * or a newline in a block and across its edge.
 */
#include "tests/kernels/cases.h"

static void
every_byte(struct check *c)
{
	char text[256];

	c->name = "every byte";
	for (int b = 0; b < 256; b++)
		text[b] = (char)b;
	check_edges(c, text, sizeof(text));
	for (int b = 0; b < 256; b++) {
		memset(text, b, 200);
		check_edges(c, text, 200);
		text[0] = '"';
		check_edges(c, text, 200);
	}
	c->name = "every pair of bytes";
	for (int a = 0; a < 256; a++)
		for (int b = 0; b < 256; b++) {
			char pair[] = { (char)a, '"', (char)a, (char)b, '"',
				':', (char)b };

			check_text(c, pair, sizeof(pair));
		}
}

static const char *const alphabet[] = {
	"\"\n\\,", "\"\"\"\"\\\\ab\n", "{}[]:,\"", "\\\\\\\\\"", "\" \t\r\n",
	"\"abcdefghijklmnop\x80\xff\x01\x1f", "\"\\x \xc3\xa4{[:\n",
	"YZ[\\]^_yz{|}~\x7f\x1a\x0c:;,-\"",
};

static void
random_of(struct check *c, char *to, size_t n, const char *letters)
{
	size_t k = strlen(letters);

	for (size_t i = 0; i < n; i++)
		to[i] = letters[check_random(c, k)];
}

static void
every_length(struct check *c)
{
	char text[300];

	c->name = "every length";
	for (size_t n = 0; n <= sizeof(text); n++)
		for (size_t a = 0; a < sizeof(alphabet) /
		    sizeof(alphabet[0]); a++) {
			random_of(c, text, n, alphabet[a]);
			check_edges(c, text, n);
		}
}

/* Runs of backslashes across one and more edges, in strings and outside. */
static void
backslashes(struct check *c)
{
	char text[400];

	c->name = "backslashes";
	for (size_t from = 1; from < 130; from++)
		for (size_t run = 1; run <= 140; run += from % 8 ? 1 : 3) {
			size_t n = from + run + 6;

			memset(text, 'x', from);
			text[0] = run & 1 ? '"' : ' ';
			memset(text + from, '\\', run);
			memcpy(text + from + run, "\":[\"\n,", 6);
			memset(text + n, ' ', sizeof(text) - n);
			check_text(c, text, sizeof(text));
			check_text(c, text, n);
		}
}

/* A string that a newline breaks off, at each place, and a whole line. */
static void
newlines(struct check *c)
{
	char text[192];

	c->name = "newlines in strings";
	for (size_t at = 1; at < 150; at++)
		for (size_t gap = 1; gap < 30; gap++) {
			memset(text, 'x', sizeof(text));
			text[0] = '"';
			text[at] = '\n';
			memcpy(text + at + gap, "\"{\n\"a\\", 6);
			text[at + gap + 6] = '\n';
			check_text(c, text, sizeof(text));
		}
}

/* One byte of interest in a quiet text of some blocks, quoted or not. */
static void
every_place(struct check *c)
{
	static const char byte[] = "\"\\\n:,[]{}\x80\x1f\x7f";
	char text[256];

	c->name = "every place in a block";
	for (size_t at = 0; at < sizeof(text); at++)
		for (size_t b = 0; b < sizeof(byte) - 1; b++)
			for (int quoted = 0; quoted < 2; quoted++) {
				memset(text, 'x', sizeof(text));
				text[0] = quoted ? '"' : ' ';
				text[at] = byte[b];
				check_text(c, text, sizeof(text));
			}
}

/* Every entry that a text can have: the arrays are full. */
static void
dense(struct check *c)
{
	static const char fill[] = "\"\n,";
	char text[1024];

	c->name = "nothing but entries";
	for (size_t f = 0; f < sizeof(fill) - 1; f++) {
		memset(text, fill[f], sizeof(text));
		for (size_t n = 900; n <= sizeof(text); n++)
			check_edges(c, text, n);
	}
}

void
cases_made(struct check *c)
{
	every_length(c);
	every_byte(c);
	every_place(c);
	backslashes(c);
	newlines(c);
	dense(c);
}
