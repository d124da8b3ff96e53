/*
 * What the log generators share: numbers that are the same on every machine,
 * and a line of JSON as Python's json.dumps would print it.
 */
#ifndef GEN_GEN_H
#define GEN_GEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GEN_LINE_MAX = 16384 };	/* bytes; what does not fit is left out */

/* Random numbers (SplitMix64). Any seed will do. */
struct gen_rand {
	uint64_t state;
};
uint64_t gen_next(struct gen_rand *r);
/* 0 to n - 1; n > 0. */
uint32_t gen_below(struct gen_rand *r, uint32_t n);
/* True in `times` of 10,000. */
bool gen_chance(struct gen_rand *r, uint32_t times);
/* About log-uniform from lo (> 0) to hi: short ones are as common as long. */
int64_t gen_spread(struct gen_rand *r, int64_t lo, int64_t hi);
/* One of the n strings. */
const char *gen_pick(struct gen_rand *r, const char *const *s, uint32_t n);

/* One line. comma and colon are the separators, ascii the \u escapes. */
struct gen_line {
	char text[GEN_LINE_MAX];
	size_t n;
	const char *comma, *colon;
	bool ascii;
	bool first;		/* no member yet in the innermost object */
};

void gen_open(struct gen_line *l);	/* empties the line, writes { */
void gen_close(struct gen_line *l);	/* writes } */
void gen_bytes(struct gen_line *l, const char *s);	/* as they are */
void gen_key(struct gen_line *l, const char *key);
/* A nested object; key NULL inside an array. */
void gen_push(struct gen_line *l, const char *key);
void gen_quoted(struct gen_line *l, const char *s);	/* a JSON string */
/* Members. raw is any JSON text. */
void gen_str(struct gen_line *l, const char *key, const char *value);
void gen_raw(struct gen_line *l, const char *key, const char *json);
void gen_int(struct gen_line *l, const char *key, int64_t value);
/* value / 10^digits the way Python prints a float: 12.0, 0.034 */
void gen_dec(struct gen_line *l, const char *key, int64_t value, int digits);

/* n hex digits; a UUID of version 4 (36 bytes). s holds one byte more. */
void gen_hex(struct gen_rand *r, char *s, int n);
void gen_uuid(struct gen_rand *r, char *s);
/*
 * us microseconds since 1970 as RFC 3339 UTC with Z; like Python's isoformat
 * without a fraction when that is 0. s holds 32 bytes.
 */
void gen_stamp(char *s, int64_t us);
/* "2026-03-15T10:00:00Z" (nothing else) as microseconds; false if not. */
bool gen_parse_stamp(const char *s, int64_t *us);
/* "20000", "64K", "100M", "1G"; false for anything else or 0. */
bool gen_parse_size(const char *s, uint64_t *v);

#endif
