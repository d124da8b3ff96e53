/*
 * One byte, one state. Written from the words of json/scan.h.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/kernels/reference.h"

enum { BLOCK = 64 };

static void *
grown(void *p, size_t size)
{
	p = realloc(p, size);
	if (!p) {
		perror("reference");
		exit(2);
	}
	return p;
}

static void
make_room(struct reference *r, size_t n)
{
	if (n + 1 > r->cap) {
		r->cap = n + 1;
		r->pos = grown(r->pos, r->cap * sizeof(*r->pos));
		r->mark = grown(r->mark, r->cap);
		r->line_at = grown(r->line_at,
		    r->cap * sizeof(*r->line_at));
		r->line_npos = grown(r->line_npos,
		    r->cap * sizeof(*r->line_npos));
		r->special = grown(r->special,
		    (r->cap / BLOCK + 1) * sizeof(*r->special));
		r->doubt = grown(r->doubt,
		    (r->cap / BLOCK + 1) * sizeof(*r->doubt));
		r->loose = grown(r->loose,
		    (r->cap / BLOCK + 1) * sizeof(*r->loose));
	}
	r->npos = r->nlines = 0;
	r->nblocks = (n + BLOCK - 1) / BLOCK;
	memset(r->special, 0, r->nblocks * sizeof(*r->special));
	memset(r->doubt, 0, r->nblocks * sizeof(*r->doubt));
	memset(r->loose, 0, r->nblocks * sizeof(*r->loose));
}

static bool
is_special(unsigned char c)
{
	return c == '\\' || c >= 0x80 || c < 0x20;
}

static bool
is_op(unsigned char c)
{
	return c == ':' || c == ',' || c == '[' || c == ']' || c == '{' ||
	    c == '}';
}

/* The byte at i is the letter of an escape, in a string: none is in doubt. */
static void
settle(struct reference *r, const char *p, size_t i)
{
	if (!p[i] || !strchr("\"\\/bfnrt", p[i]))
		return;
	r->doubt[i / BLOCK] &= ~((uint64_t)1 << i % BLOCK);
	r->doubt[(i - 1) / BLOCK] &= ~((uint64_t)1 << (i - 1) % BLOCK);
}

static void
put_entry(struct reference *r, const char *p, size_t i)
{
	r->pos[r->npos] = (uint32_t)i;
	r->mark[r->npos++] = p[i];
}

void
reference_index(struct reference *r, const char *p, size_t n)
{
	bool in_string = false, escaped = false, loose = false, was;

	make_room(r, n);
	r->runs = 0;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		bool escapes = c == '\\' && !escaped;

		was = loose;
		loose = false;
		if (in_string && is_special(c)) {
			r->special[i / BLOCK] |= (uint64_t)1 << i % BLOCK;
			r->doubt[i / BLOCK] |= (uint64_t)1 << i % BLOCK;
		}
		if (escaped)
			settle(r, p, i);
		if (c == '\n') {
			r->line_at[r->nlines] = (uint32_t)i;
			r->line_npos[r->nlines++] = (uint32_t)r->npos;
			in_string = false;
		} else if (c == '"' && !escaped) {
			put_entry(r, p, i);
			in_string = !in_string;
		} else if (is_op(c) && !in_string) {
			put_entry(r, p, i);
		} else if (c != ' ' && !in_string) {
			r->loose[i / BLOCK] |= (uint64_t)1 << i % BLOCK;
			r->runs += !was;
			loose = true;
		}
		escaped = escapes;
	}
}

void
reference_free(struct reference *r)
{
	free(r->pos);
	free(r->mark);
	free(r->line_at);
	free(r->line_npos);
	free(r->special);
	free(r->doubt);
	free(r->loose);
	*r = (struct reference){ 0 };
}
