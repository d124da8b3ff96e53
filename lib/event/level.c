/*
 * Level names and severities: the ranges of OpenTelemetry's SeverityNumber
 * (protocols.md 1, logs.v1).
 */
#include <stdint.h>

#include "event/event.h"

enum { NAME_MAX_LEN = 13 };

/* By length, so that a name is looked for among few. */
static const struct level {
	char name[NAME_MAX_LEN + 1];
	unsigned char severity;
	unsigned char more;	/* severities above it that it covers too */
} levels[] = {
	{ "err", 17, 0 },
	{ "info", 9, 3 }, { "warn", 13, 3 }, { "crit", 18, 0 },
	{ "fine", 5, 0 }, { "http", 5, 0 },
	{ "debug", 5, 3 }, { "error", 17, 3 }, { "trace", 1, 3 },
	{ "fatal", 21, 3 }, { "alert", 19, 0 }, { "panic", 21, 0 },
	{ "emerg", 21, 0 }, { "silly", 1, 0 }, { "finer", 5, 0 },
	{ "notice", 10, 0 }, { "severe", 17, 0 }, { "dpanic", 19, 0 },
	{ "finest", 1, 0 },
	{ "warning", 13, 0 }, { "success", 9, 0 }, { "verbose", 5, 0 },
	{ "critical", 18, 0 },
	{ "emergency", 21, 0 },
	{ "information", 9, 0 },
	{ "informational", 9, 0 },
};

/* The first level of each length, and behind the last. */
static const unsigned char first[NAME_MAX_LEN + 2] = {
	0, 0, 0, 0, 1, 6, 15, 19, 22, 23, 24, 24, 25, 25, 26,
};

#define NAME(lit) { lit, sizeof(lit) - 1 }
static const struct str range[] = {
	NAME("trace"), NAME("debug"), NAME("info"), NAME("warn"),
	NAME("error"), NAME("fatal"),
};

/* Two words that hold all bytes of a text of 3 to 16 ones. */
struct folded {
	uint64_t head, tail;
};

static inline struct folded
fold(const char *p, size_t n)
{
	struct folded f = { 0 };
	uint32_t a, b;

	if (n >= 8) {
		memcpy(&f.head, p, 8);
		memcpy(&f.tail, p + n - 8, 8);
	} else if (n >= 4) {
		memcpy(&a, p, 4);
		memcpy(&b, p + n - 4, 4);
		f.head = a | (uint64_t)b << 32;
	} else {
		f.head = (unsigned char)p[0] | (unsigned)p[1] << 8 |
		    (unsigned)p[2] << 16;
	}
	return f;
}

int
severity_of(struct str name, int *last)
{
	/* Only letters become lower-case letters by this. */
	const uint64_t lower = UINT64_C(0x2020202020202020);
	struct folded f, want;

	if (last)
		*last = 0;
	if (name.n < 3 || name.n > NAME_MAX_LEN)
		return SEVERITY_NONE;
	f = fold(name.p, name.n);
	f.head |= name.n > 3 ? lower : 0x202020;
	f.tail |= name.n >= 8 ? lower : 0;
	for (size_t i = first[name.n]; i < first[name.n + 1]; i++) {
		want = fold(levels[i].name, name.n);
		if (f.head != want.head || f.tail != want.tail)
			continue;
		if (last)
			*last = levels[i].severity + levels[i].more;
		return levels[i].severity;
	}
	return SEVERITY_NONE;
}

struct str
severity_level(int severity)
{
	if (severity < 1 || severity > SEVERITY_MAX)
		return STR("");
	return range[(severity - 1) / 4];
}
