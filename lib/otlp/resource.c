/*
 * Merging of the resource's attributes.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "otlp/env.h"
#include "otlp/resource.h"

enum {
	RESOURCE_MAX = 128,	/* attributes in all */
};

struct set {
	struct snap_label l[RESOURCE_MAX];
	size_t n;
};

/* Adds what is not there yet: the callers come in order of precedence. */
static bool
add(struct set *s, struct str name, struct str value)
{
	for (size_t i = 0; i < s->n; i++) {
		if (str_eq(s->l[i].name, name))
			return true;
	}
	if (s->n == RESOURCE_MAX)
		return false;
	s->l[s->n++] = (struct snap_label){ name, value };
	return true;
}

static bool
decode(struct arena *a, struct str raw, struct str *text)
{
	struct buf b = { 0 };
	bool ok = env_percent(&b, str_trim(raw));

	if (ok)
		*text = arena_str(a, buf_str(&b));
	buf_free(&b);
	return ok;
}

static bool
add_list(struct set *s, struct arena *a, struct str list)
{
	struct str member, name, value;

	while (str_cut(&list, ',', &member)) {
		size_t eq = str_chr(member, '=');

		if (str_trim(member).n == 0)
			continue;
		if (eq == member.n ||
		    !decode(a, str_of(member.p, eq), &name) ||
		    !decode(a, str_from(member, eq + 1), &value) ||
		    name.n == 0 || !add(s, name, value))
			return false;
	}
	return true;
}

static void
add_environment(struct set *s, struct arena *a, const struct note *n)
{
	const char *v = env_get("OTEL_SERVICE_NAME");
	size_t before;

	if (v)
		add(s, STR("service.name"), arena_str(a, str_c(v)));
	before = s->n;
	v = env_get("OTEL_RESOURCE_ATTRIBUTES");
	if (v && !add_list(s, a, str_c(v))) {
		s->n = before;
		note(n, "OTEL_RESOURCE_ATTRIBUTES: not \"name=value,...\" "
		    "with at most %d names; all of it is left out",
		    RESOURCE_MAX);
	}
}

static int
by_name(const void *a, const void *b)
{
	const struct snap_label *x = a, *y = b;

	return str_cmp(x->name, y->name);
}

const struct snap_label *
resource_make(struct arena *a, const struct snap_label *own, size_t nown,
    size_t *n, const struct note *to)
{
	struct set *s = mem_new(1, sizeof(*s));
	struct snap_label *l;

	for (size_t i = 0; i < nown; i++) {
		if (!add(s, own[i].name, own[i].value))
			note(to, "resource attribute %.*s is one too many",
			    STR_ARG(own[i].name));
	}
	add_environment(s, a, to);
	add(s, STR("service.name"), STR("unknown_service:mlog"));
	qsort(s->l, s->n, sizeof(*s->l), by_name);
	l = arena_new(a, s->n, sizeof(*l));
	memcpy(l, s->l, s->n * sizeof(*l));
	*n = s->n;
	mem_free(s);
	return l;
}
