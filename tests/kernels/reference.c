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
		r->line_at = grown(r->line_at,
		    r->cap * sizeof(*r->line_at));
		r->line_npos = grown(r->line_npos,
		    r->cap * sizeof(*r->line_npos));
		r->special = grown(r->special,
		    (r->cap / BLOCK + 1) * sizeof(*r->special));
	}
	r->npos = r->nlines = 0;
	r->nblocks = (n + BLOCK - 1) / BLOCK;
	memset(r->special, 0, r->nblocks * sizeof(*r->special));
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

void
reference_index(struct reference *r, const char *p, size_t n)
{
	bool in_string = false, escaped = false;

	make_room(r, n);
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		bool escapes = c == '\\' && !escaped;

		if (in_string && is_special(c))
			r->special[i / BLOCK] |= (uint64_t)1 << i % BLOCK;
		if (c == '\n') {
			r->line_at[r->nlines] = (uint32_t)i;
			r->line_npos[r->nlines++] = (uint32_t)r->npos;
			in_string = false;
		} else if (c == '"' && !escaped) {
			r->pos[r->npos++] = (uint32_t)i;
			in_string = !in_string;
		} else if (is_op(c) && !in_string) {
			r->pos[r->npos++] = (uint32_t)i;
		}
		escaped = escapes;
	}
}

void
reference_free(struct reference *r)
{
	free(r->pos);
	free(r->line_at);
	free(r->line_npos);
	free(r->special);
	*r = (struct reference){ 0 };
}
