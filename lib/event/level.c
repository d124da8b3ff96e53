/*
 * Level names and severities: the ranges of OpenTelemetry's SeverityNumber
 * (protocols.md 1, logs.v1).
 */
#include "event/event.h"

static const struct {
	const char *name;
	int severity;
} levels[] = {
	/* The six ranges first. */
	{ "trace", 1 }, { "debug", 5 }, { "info", 9 }, { "warn", 13 },
	{ "error", 17 }, { "fatal", 21 },
	{ "warning", 13 }, { "critical", 18 }, { "notice", 10 },
	{ "err", 17 }, { "crit", 18 }, { "alert", 19 }, { "emergency", 21 },
	{ "emerg", 21 }, { "panic", 21 }, { "dpanic", 19 },
	{ "information", 9 }, { "informational", 9 }, { "success", 9 },
	{ "verbose", 5 }, { "fine", 5 }, { "finest", 1 }, { "severe", 17 },
};

enum { NRANGES = 6, NLEVELS = sizeof(levels) / sizeof(levels[0]) };

int
severity_of(struct str name, int *last)
{
	for (int i = 0; i < NLEVELS; i++) {
		if (!str_ieq(name, str_c(levels[i].name)))
			continue;
		if (last)
			*last = levels[i].severity + (i < NRANGES ? 3 : 0);
		return levels[i].severity;
	}
	if (last)
		*last = 0;
	return SEVERITY_NONE;
}

struct str
severity_level(int severity)
{
	if (severity < 1 || severity > SEVERITY_MAX)
		return (struct str){ 0 };
	return str_c(levels[(severity - 1) / 4].name);
}
