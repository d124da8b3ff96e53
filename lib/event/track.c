/*
 * The list of inputs.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "event/track.h"

void
track_rename(struct track *t, struct str name)
{
	if (t->name && str_eq(str_c(t->name), name))
		return;
	mem_free(t->name);
	t->name = mem_new(name.n + 1, 1);
	memcpy(t->name, name.p, name.n);
	mem_free(t->label);
	t->label = NULL;
	t->pos.input = str_c(t->name);
	t->rotate = rotate_of(t->pos.input);
}

struct track *
tracks_add(struct tracks *ts, struct str name)
{
	struct track *t = mem_new(1, sizeof(*t));

	t->pos.mtime = STAMP_NONE;
	t->pos.open = true;
	track_rename(t, name);
	ts->v = mem_grow(ts->v, ts->n, &ts->cap, sizeof(struct track *));
	ts->v[ts->n++] = t;
	return t;
}

void
track_source(struct track *t, struct source *s)
{
	source_close(t->source);
	t->source = s;
	t->begun = false;
}

static void
destroy(struct track *t)
{
	source_close(t->source);
	mem_free(t->name);
	mem_free(t->label);
	mem_free(t);
}

void
tracks_remove(struct tracks *ts, size_t i)
{
	destroy(ts->v[i]);
	ts->n--;
	memmove(ts->v + i, ts->v + i + 1, (ts->n - i) * sizeof(*ts->v));
}

static int
compare(const void *a, const void *b)
{
	const struct track *x = *(struct track *const *)a,
	    *y = *(struct track *const *)b;
	int c = str_cmp(rotate_last(x->rotate.base),
	    rotate_last(y->rotate.base));

	if (!c)
		c = rotate_cmp(&x->rotate, &y->rotate);
	if (!c)
		c = (x->pos.mtime > y->pos.mtime) -
		    (x->pos.mtime < y->pos.mtime);
	return c ? c : str_cmp(x->pos.input, y->pos.input);
}

void
tracks_sort(struct tracks *ts)
{
	if (ts->n > 1)
		qsort(ts->v, ts->n, sizeof(*ts->v), compare);
}

void
tracks_free(struct tracks *ts)
{
	for (size_t i = 0; i < ts->n; i++)
		destroy(ts->v[i]);
	mem_free(ts->v);
	*ts = (struct tracks){ 0 };
}
