/*
 * Random bytes for a given time, some of them JSON's own, so that the commands
 * see every kind of damage: noise [-s SEED] [-b BYTES] [-t SECONDS].
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static uint64_t state;

static uint64_t
next(void)
{
	uint64_t z = (state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static void
put_piece(void)
{
	static const char *const piece[] = {
		"{\"event\":\"x\"", ",\"level\":\"info\"", "\"time\":",
		"\"2026-11-21T09:24:11.5Z\"", ",\"a\":{\"b\":[1,2,{}]}", "}",
		"}\n", "\n", "\\u12", "\\ud800", "\"", "\\", "[", "]", ":",
		",", "1e400", "-0", "NaN", "true", "{\"@mlog\":\"end\"}\n",
		"\xc3\xa4", "\xff", "\xed\xa0\x80", " ", "\t",
	};
	uint64_t r = next();

	if (r % 4)
		fputs(piece[(r >> 8) % (sizeof(piece) / sizeof(piece[0]))],
		    stdout);
	else
		putchar((int)(r >> 8 & 255));
}

int
main(int argc, char *argv[])
{
	unsigned long long bytes = 0;
	time_t end = 0;
	int c;

	while ((c = getopt(argc, argv, "s:b:t:")) != -1) {
		if (c == 's')
			state = strtoull(optarg, NULL, 10);
		else if (c == 'b')
			bytes = strtoull(optarg, NULL, 10);
		else if (c == 't')
			end = time(NULL) + (time_t)strtol(optarg, NULL, 10);
		else
			return 2;
	}
	for (unsigned long long i = 0; bytes ? i < bytes : time(NULL) < end;) {
		for (int k = 0; k < 256; k++, i += 4)
			put_piece();
		if (ferror(stdout))
			return 1;
	}
	return 0;
}
