/*
 * The places of values in a JSON text. jansson keeps none, so the text, known
 * to be correct, is walked beside the tree that it became.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "rules/textmake.h"

static const char *
skip_space(const char *p)
{
	while (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')
		p++;
	return p;
}

/* p is at the quote. */
static const char *
skip_string(const char *p)
{
	for (p++; *p != '"'; p++)
		p += *p == '\\';
	return p + 1;
}

static void
add(struct textmake *m, const json_t *v, const char *p)
{
	m->place = mem_grow(m->place, m->nplaces, &m->places_cap,
	    sizeof(*m->place));
	m->place[m->nplaces++] = (struct json_place){ v, p };
}

static const char *walk(struct textmake *m, const json_t *v, const char *p);

/* Members keep their order. p is at the brace. */
static const char *
walk_object(struct textmake *m, const json_t *v, const char *p)
{
	void *it = json_object_iter((json_t *)(uintptr_t)v);

	for (p++; it; it = json_object_iter_next((json_t *)(uintptr_t)v, it)) {
		p = skip_space(skip_string(skip_space(p)));
		p = skip_space(walk(m, json_object_iter_value(it), p + 1));
		p += *p == ',';
	}
	return skip_space(p) + 1;
}

static const char *
walk_array(struct textmake *m, const json_t *v, const char *p)
{
	p++;
	for (size_t i = 0; i < json_array_size(v); i++) {
		p = skip_space(walk(m, json_array_get(v, i), p));
		p += *p == ',';
	}
	return skip_space(p) + 1;
}

static const char *
walk(struct textmake *m, const json_t *v, const char *p)
{
	p = skip_space(p);
	/* There is only one true, one false and one null. */
	if (!json_is_boolean(v) && !json_is_null(v))
		add(m, v, p);
	if (json_is_object(v))
		return walk_object(m, v, p);
	if (json_is_array(v))
		return walk_array(m, v, p);
	if (json_is_string(v))
		return skip_string(p);
	while (*p && !strchr(" \t\r\n,]}", *p))
		p++;
	return p;
}

static int
by_value(const void *pa, const void *pb)
{
	const struct json_place *a = pa, *b = pb;

	return (a->v > b->v) - (a->v < b->v);
}

void
textmake_index(struct textmake *m, const json_t *root)
{
	walk(m, root, m->source->text.p);
	qsort(m->place, m->nplaces, sizeof(*m->place), by_value);
}

static const char *
find(const struct textmake *m, const json_t *v)
{
	const struct json_place key = { v, NULL };
	const struct json_place *found = v && m->nplaces ?
	    bsearch(&key, m->place, m->nplaces, sizeof(*m->place), by_value) :
	    NULL;

	return found ? found->p : NULL;
}

void
textmake_mark(struct textmake *m, const json_t *v)
{
	const char *p = find(m, v);

	if (!p)
		return;
	m->origin = mem_grow(m->origin, m->norigins, &m->origins_cap,
	    sizeof(*m->origin));
	m->origin[m->norigins++] = (struct rules_origin){ m->text.n, p };
}

/* true, false and null are at the last place that was marked. */
bool
textmake_wrong(struct textmake *m, const json_t *v, const char *fmt, ...)
{
	const char *p = find(m, v);
	char text[RULES_MESSAGE_MAX];
	va_list ap;

	if (!p && m->norigins)
		p = m->origin[m->norigins - 1].p;
	va_start(ap, fmt);
	if (vsnprintf(text, sizeof(text), fmt, ap) < 0)
		text[0] = '\0';
	va_end(ap);
	return errors_add(m->errors, (struct rules_place){ m->source, p },
	    "%s", text);
}
