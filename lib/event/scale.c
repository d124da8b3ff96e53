/*
 * What numbers and spellings mean on the scales of loggers (dialects.md, the
 * column of levels). Names that mean the same everywhere are level.c's.
 */
#include "base/num.h"
#include "event/dialect.h"
#include "event/event.h"

const char *const dialect_scale_name[DIALECT_NSCALES + 1] = {
	"none", "otel", "python", "pino", "syslog", "gcp", "monolog",
	"logback", "serilog", "dotnet", "postgres", "mongodb", "suricata",
	"status", "verbosity", NULL,
};

/* A number is of the last rung that it reaches; 0 ends the scale. */
struct rung {
	short from;
	unsigned char severity;
};

static const struct rung python[] = {
	{ 1, 1 }, { 10, 5 }, { 20, 9 }, { 30, 13 }, { 40, 17 }, { 50, 18 },
	{ 60, 0 },
};

static const struct rung pino[] = {
	{ 10, 1 }, { 20, 5 }, { 30, 9 }, { 40, 13 }, { 50, 17 }, { 60, 21 },
	{ 70, 0 },
};

static const struct rung syslog[] = {
	{ 0, 21 }, { 1, 19 }, { 2, 18 }, { 3, 17 }, { 4, 13 }, { 5, 10 },
	{ 6, 9 }, { 7, 5 }, { 8, 0 },
};

static const struct rung gcp[] = {
	{ 100, 5 }, { 200, 9 }, { 300, 10 }, { 400, 13 }, { 500, 17 },
	{ 600, 18 }, { 700, 19 }, { 800, 21 }, { 900, 0 },
};

static const struct rung monolog[] = {
	{ 100, 5 }, { 200, 9 }, { 250, 10 }, { 300, 13 }, { 400, 17 },
	{ 500, 18 }, { 550, 19 }, { 600, 21 }, { 700, 0 },
};

static const struct rung logback[] = {
	{ 5000, 1 }, { 10000, 5 }, { 20000, 9 }, { 30000, 13 }, { 32000, 17 },
};

static const struct rung serilog[] = {
	{ 0, 1 }, { 1, 5 }, { 2, 9 }, { 3, 13 }, { 4, 17 }, { 5, 21 },
	{ 6, 0 },
};

static const struct rung dotnet[] = {
	{ 0, 1 }, { 1, 5 }, { 2, 9 }, { 3, 13 }, { 4, 17 }, { 5, 18 },
	{ 6, 0 },
};

static const struct rung suricata[] = {
	{ 1, 17 }, { 2, 13 }, { 3, 9 }, { 256, 0 },
};

static const struct rung status[] = {
	{ 0, 9 }, { 400, 13 }, { 500, 17 },
};

static const struct rung verbosity[] = {
	{ 0, 9 }, { 1, 5 },
};

#define LADDER(a) { a, sizeof(a) / sizeof((a)[0]) }
static const struct {
	const struct rung *rung;
	size_t n;
} ladders[DIALECT_NSCALES] = {
	[SCALE_PYTHON] = LADDER(python),
	[SCALE_PINO] = LADDER(pino),
	[SCALE_SYSLOG] = LADDER(syslog),
	[SCALE_GCP] = LADDER(gcp),
	[SCALE_MONOLOG] = LADDER(monolog),
	[SCALE_LOGBACK] = LADDER(logback),
	[SCALE_SERILOG] = LADDER(serilog),
	[SCALE_DOTNET] = LADDER(dotnet),
	[SCALE_SURICATA] = LADDER(suricata),
	[SCALE_STATUS] = LADDER(status),
	[SCALE_VERBOSITY] = LADDER(verbosity),
};

/* Spellings that only these loggers mean so. */
static const struct {
	enum dialect_scale scale;
	int severity;
	const char *name;
} words[] = {
	{ SCALE_POSTGRES, 9, "log" }, { SCALE_POSTGRES, 5, "debug1" },
	{ SCALE_POSTGRES, 5, "debug2" }, { SCALE_POSTGRES, 5, "debug3" },
	{ SCALE_POSTGRES, 5, "debug4" }, { SCALE_POSTGRES, 5, "debug5" },
	{ SCALE_MONGODB, 9, "i" }, { SCALE_MONGODB, 13, "w" },
	{ SCALE_MONGODB, 17, "e" }, { SCALE_MONGODB, 21, "f" },
	{ SCALE_MONGODB, 5, "d" }, { SCALE_MONGODB, 5, "d1" },
	{ SCALE_MONGODB, 5, "d2" }, { SCALE_MONGODB, 5, "d3" },
	{ SCALE_MONGODB, 5, "d4" }, { SCALE_MONGODB, 5, "d5" },
	{ SCALE_SERILOG, 1, "verbose" },
};

int
dialect_severity(enum dialect_scale scale, double level)
{
	const struct rung *r = ladders[scale].rung;
	int severity = 0;

	if (scale == SCALE_EVENT)
		return level >= 1 && level <= SEVERITY_MAX ? (int)level : 0;
	for (size_t i = 0; i < ladders[scale].n && level >= r[i].from; i++)
		severity = r[i].severity;
	return severity;
}

/* "INFO+2" of log/slog, whose levels are nine below the severities. */
static int
with_offset(struct str text)
{
	static const char *const base[] = { "DEBUG", "INFO", "WARN", "ERROR" };
	int64_t n;

	for (int i = 0; i < 4; i++) {
		struct str name = str_c(base[i]);

		if (text.n <= name.n + 1 || !str_starts(text, name) ||
		    (text.p[name.n] != '+' && text.p[name.n] != '-') ||
		    !num_int64(str_from(text, name.n), &n))
			continue;
		n = n < -24 ? -24 : n > 24 ? 24 : n;
		n += SEVERITY_DEBUG + 4 * i;
		return n < 1 ? 1 : n > SEVERITY_MAX ? SEVERITY_MAX : (int)n;
	}
	return 0;
}

/* "SEVERITY_NUMBER_INFO2", "INFO2": names of OpenTelemetry's 24. */
static int
otel_name(struct str text)
{
	int severity, n = 0;

	if (str_starts(text, STR("SEVERITY_NUMBER_")))
		text = str_from(text, 16);
	if (text.n && text.p[text.n - 1] >= '2' && text.p[text.n - 1] <= '4')
		n = text.p[--text.n] - '1';
	severity = severity_of(text, NULL);
	return severity && (n == 0 || severity % 4 == 1) ? severity + n : 0;
}

int
dialect_level(enum dialect_scale scale, struct str text)
{
	int severity;
	double d;

	if (text.n && (text.p[0] <= ' ' || text.p[text.n - 1] <= ' '))
		text = str_trim(text);
	if (scale == SCALE_POSTGRES || scale == SCALE_MONGODB ||
	    scale == SCALE_SERILOG)
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (words[i].scale == scale &&
			    str_ieq(text, str_c(words[i].name)))
				return words[i].severity;
	severity = severity_of(text, NULL);
	if (severity || text.n == 0)
		return severity;
	if (scale != SCALE_NONE && num_double(text, &d))
		return dialect_severity(scale, d);
	if (scale == SCALE_EVENT)
		return otel_name(text);
	return with_offset(text);
}
