/*
 * base/sha256 against the examples that NIST publishes with FIPS 180-4, and
 * against sums over every length from 0 to 1000 (made with sha256sum).
 */
#include "base/buf.h"
#include "base/sha256.h"
#include "unit.h"

static struct str
hex(struct buf *b, struct str s)
{
	unsigned char d[SHA256_SIZE];

	sha256(s, d);
	buf_reset(b);
	for (size_t i = 0; i < sizeof(d); i++)
		buf_printf(b, "%02x", d[i]);
	return buf_str(b);
}

static void
test_examples(void)
{
	static const struct {
		struct str in;
		const char *out;
	} row[] = {
		{ { "", 0 }, "e3b0c44298fc1c149afbf4c8996fb924"
		    "27ae41e4649b934ca495991b7852b855" },
		{ { "abc", 3 }, "ba7816bf8f01cfea414140de5dae2223"
		    "b00361a396177a9cb410ff61f20015ad" },
		{ { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		    56 }, "248d6a61d20638b8e5c026930c3e6039"
		    "a33ce45964ff2167f6ecedd419db06c1" },
		{ { "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
		    "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
		    112 }, "cf5b16a778af8380036ce59e7b049237"
		    "0b249b11e8f07a51afac45037afee9d1" },
		{ { NULL, 0 }, "e3b0c44298fc1c149afbf4c8996fb924"
		    "27ae41e4649b934ca495991b7852b855" },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++)
		CHECK_ROW(i, str_eq(hex(&b, row[i].in), str_c(row[i].out)));
	buf_free(&b);
}

static void
test_million(void)
{
	struct buf in = { 0 }, b = { 0 };

	memset(buf_room(&in, 1000000), 'a', 1000000);
	in.n = 1000000;
	CHECK_STR(hex(&b, buf_str(&in)), "cdc76e5c9914fb9281a1c7e284d73e67"
	    "f1809a48a497200e046d39ccc7112cd0");
	buf_free(&in);
	buf_free(&b);
}

/* The digest of all digests: one bit wrong at any length changes it. */
static void
test_lengths(void)
{
	struct buf in = { 0 }, all = { 0 }, b = { 0 };

	for (size_t n = 0; n <= 1000; n++) {
		buf_puts(&all, hex(&b, buf_str(&in)));
		buf_putc(&all, '\n');
		buf_putc(&in, (char)('a' + n % 26));
	}
	CHECK_STR(hex(&b, buf_str(&all)), "c709fe8391752c768a149de89dcddfa7"
	    "dcdad0879ea5f256489a5d6d972d510a");
	buf_free(&in);
	buf_free(&all);
	buf_free(&b);
}

int
main(void)
{
	test_examples();
	test_million();
	test_lengths();
	UNIT_END;
}
