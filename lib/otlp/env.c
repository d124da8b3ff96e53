/*
 * Reading single variables. What they mean is decided in config.c.
 */
#include <stdio.h>
#include <stdlib.h>

#include "otlp/env.h"

const char *
env_get(const char *name)
{
	const char *v = getenv(name);

	return v && *v ? v : NULL;
}

struct env
env_otlp(const char *signal, const char *what)
{
	struct env e;

	snprintf(e.name, sizeof(e.name), "OTEL_EXPORTER_OTLP_%s_%s", signal,
	    what);
	if ((e.value = env_get(e.name)))
		return e;
	snprintf(e.name, sizeof(e.name), "OTEL_EXPORTER_OTLP_%s", what);
	e.value = env_get(e.name);
	return e;
}

bool
env_true(const char *name, const struct note *n)
{
	struct str v = str_trim(str_c(env_get(name)));

	if (str_ieq(v, STR("true")))
		return true;
	if (v.n && !str_ieq(v, STR("false")))
		note(n, "%s: neither true nor false; false is assumed", name);
	return false;
}

static int
digit(char c)
{
	if (str_is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool
env_percent(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '%') {
			buf_putc(b, s.p[i]);
			continue;
		}
		if (s.n - i < 3 || digit(s.p[i + 1]) < 0 ||
		    digit(s.p[i + 2]) < 0)
			return false;
		buf_putc(b, (char)(digit(s.p[i + 1]) << 4 |
		    digit(s.p[i + 2])));
		i += 2;
	}
	return true;
}
