/*
 * The table. A new dialect is a row here and a sample in tests/.
 */
#include "event/dialect.h"

#define TRACE_IDS "trace_id traceId trace.id traceID otelTraceID dd.trace_id"
#define SPAN_IDS "span_id spanId span.id spanID otelSpanID dd.span_id"

const struct dialect dialects[] = {
	{
		"mlog", "the event stream of mlog-parse itself", NULL,
		{ "time", "level", "event", "logger", "trace_id", "span_id",
		    "trace_flags" },
		SCALE_EVENT,
	}, {
		"pino", "pino (Node.js)",
		"level:n time pid|msg",
		{ "time", "level", "msg", "name module", TRACE_IDS, SPAN_IDS,
		    "trace_flags" },
		SCALE_PINO,
	}, {
		"structlog", "structlog's JSONRenderer (Python)",
		"event:s timestamp|ts|level:s|level:n|level_number",
		{ "timestamp ts", "level level_number", "event", "logger",
		    TRACE_IDS, SPAN_IDS, "trace_flags" },
		SCALE_PYTHON,
	}, {
		"generic", "any other record, by the usual names", "",
		{ "timestamp @timestamp time ts t datetime date asctime "
		    "eventTime timeStamp",
		    "level severity lvl levelname log.level loglevel "
		    "priority s",
		    "event msg message body text log",
		    "logger logger_name name component module target source "
		    "service",
		    TRACE_IDS, SPAN_IDS, "trace_flags" },
		SCALE_NONE,
	},
};

const size_t ndialects = sizeof(dialects) / sizeof(dialects[0]);

bool
dialect_named(struct str name, const struct dialect **d, struct fault *f)
{
	*d = NULL;
	if (str_eq(name, STR("auto")))
		return true;
	for (size_t i = 0; i < ndialects; i++) {
		if (str_eq(name, str_c(dialects[i].name))) {
			*d = &dialects[i];
			return true;
		}
	}
	return fault(f, "no dialect is called \"%.*s\" (--list-formats lists "
	    "them)", STR_ARG(name));
}

void
dialect_list(struct buf *b)
{
	for (size_t i = 0; i < ndialects; i++)
		buf_printf(b, "%-12s %s\n", dialects[i].name,
		    dialects[i].about);
}

/* Severities of the tens 10, 20 ... */
static int
by_tens(const unsigned char *of, size_t n, double level)
{
	if (!(level >= 10) || level >= 10 * (double)(n + 1))
		return 0;
	return of[(size_t)(level / 10) - 1];
}

int
dialect_severity(enum dialect_scale scale, double level)
{
	static const unsigned char python[] = { 5, 9, 13, 17, 18 };
	static const unsigned char pino[] = { 1, 5, 9, 13, 17, 21 };

	switch (scale) {
	case SCALE_EVENT:
		return level >= 1 && level <= 24 ? (int)level : 0;
	case SCALE_PYTHON:
		return by_tens(python, sizeof(python), level);
	case SCALE_PINO:
		return by_tens(pino, sizeof(pino), level);
	case SCALE_NONE:
		break;
	}
	return 0;
}
