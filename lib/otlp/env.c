/*
 * Reading single variables. What they mean is decided in config.c.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/num.h"
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

uint64_t
env_count(const char *name, uint64_t min, uint64_t max, uint64_t otherwise,
    const struct note *n)
{
	const char *value = env_get(name);
	uint64_t v;

	if (!value)
		return otherwise;
	if (num_uint64(str_trim(str_c(value)), &v) && v >= min && v <= max)
		return v;
	note(n, "%s: no whole number from %" PRIu64 " to %" PRIu64 "; %"
	    PRIu64 " is used", name, min, max, otherwise);
	return otherwise;
}

int
env_log_level(const struct note *n)
{
	static const struct {
		const char *name;
		int level;
	} rows[] = {
		{ "none", -1 }, { "off", -1 }, { "fatal", -1 },
		{ "error", -1 }, { "warn", 0 }, { "warning", 0 },
		{ "info", 0 }, { "debug", 1 }, { "verbose", 1 },
		{ "trace", 1 }, { "all", 1 },
	};
	struct str v = str_trim(str_c(env_get("OTEL_LOG_LEVEL")));

	if (v.n == 0)
		return 0;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (str_ieq(v, str_c(rows[i].name)))
			return rows[i].level;
	}
	note(n, "OTEL_LOG_LEVEL: none of error, warn, info, debug; it is "
	    "ignored");
	return 0;
}

uint64_t
env_limit(const char *name, uint64_t otherwise, const struct note *n)
{
	const char *value = env_get(name);
	uint64_t v;

	if (!value)
		return otherwise;
	if (num_uint64(str_trim(str_c(value)), &v))
		return v;
	note(n, "%s: no whole number; it is ignored", name);
	return otherwise;
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
