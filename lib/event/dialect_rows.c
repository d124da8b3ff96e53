/*
 * The table: one row a dialect. A new one is a row here and a sample in
 * tests/. More special signatures go before those that would take their
 * records too.
 */
#include "event/dialect.h"

#define TIMES "timestamp @timestamp time ts t datetime date asctime " \
	"eventTime timeStamp"
#define LEVELS "level severity lvl levelname log.level loglevel priority s"
#define EVENTS "event msg message body text log"
#define LOGGERS "logger logger_name name component module target source " \
	"service"
#define HEADERS "traceparent:k b3:k X-Amzn-Trace-Id:k x-amzn-trace-id:k "
#define TRACE_IDS "trace_id traceId trace.id traceID otelTraceID TraceId " \
	"dd.trace_id:d xray_trace_id xRayTraceId X-B3-TraceId " \
	"x-b3-traceid " HEADERS "X-Cloud-Trace-Context:k"
#define SPAN_IDS "span_id spanId span.id spanID otelSpanID SpanId " \
	"dd.span_id:d X-B3-SpanId x-b3-spanid " HEADERS \
	"X-Cloud-Trace-Context:dk"
#define FLAGS "trace_flags traceFlags trace_sampled traceSampled " \
	"otelTraceSampled X-B3-Sampled x-b3-sampled " HEADERS \
	"X-Cloud-Trace-Context:k"
#define GCP "logging.googleapis.com/"

const char *const dialect_ids[DIALECT_NPARTS] = {
	[PART_TRACE_ID] = TRACE_IDS,
	[PART_SPAN_ID] = SPAN_IDS,
	[PART_TRACE_FLAGS] = FLAGS,
};

#define FROM(time, level, event, logger) \
	.from = { [PART_TIME] = (time), [PART_LEVEL] = (level), \
	    [PART_EVENT] = (event), [PART_LOGGER] = (logger) }
/* The same, and identifiers that lie within an object. */
#define FROM_WITHIN(dir, time, level, event, logger) \
	.from = { (time), (level), (event), (logger), \
	    dir "trace_id " dir "traceId " TRACE_IDS, \
	    dir "span_id " dir "spanId " SPAN_IDS, \
	    dir "trace_flags " FLAGS }
#define FROM_IDS(time, level, event, logger, trace, span, flags) \
	.from = { (time), (level), (event), (logger), (trace), (span), \
	    (flags) }

const struct dialect dialects[] = {
	{
		"mlog", "the event stream of mlog-parse itself", NULL,
		FROM_IDS("time", "level", "event", "logger", "trace_id",
		    "span_id", "trace_flags"),
		.scale = SCALE_EVENT,
	},
	/* Wrappers of other records. */
	{
		"cri", "Kubernetes container logs", NULL,
		FROM(TIMES, LEVELS, EVENTS, LOGGERS),
	}, {
		"docker", "Docker's json-file",
		"log:s stream:s time:s #3|#4 #3|attrs:o",
		FROM("time", NULL, "log", NULL),
		.inner = "log", .pieces = "stream",
	}, {
		"journald", "journalctl -o json",
		"__REALTIME_TIMESTAMP MESSAGE|PRIORITY",
		FROM("_SOURCE_REALTIME_TIMESTAMP __REALTIME_TIMESTAMP",
		    "PRIORITY", "MESSAGE",
		    "SYSLOG_IDENTIFIER _SYSTEMD_UNIT _COMM"),
		.inner = "MESSAGE",
		.scale = SCALE_SYSLOG,
	}, {
		"otlp", "OTLP/JSON logs",
		"resourceLogs:a|timeUnixNano|observedTimeUnixNano",
		FROM_IDS("timeUnixNano observedTimeUnixNano",
		    "severityText severityNumber",
		    "body.stringValue eventName", "scope.name",
		    "traceId", "spanId", "flags"),
		.each = "resourceLogs scopeLogs logRecords",
		.rank = "severityNumber",
		.scale = SCALE_EVENT,
	}, {
		"gcp-export", "exported Google Cloud log entries",
		"logName:s jsonPayload:o|textPayload:s|protoPayload:o",
		FROM_IDS("timestamp receiveTimestamp", "severity",
		    "textPayload jsonPayload.message jsonPayload.msg "
		    "protoPayload.methodName", "logName",
		    "trace", "spanId", "traceSampled"),
		.scale = SCALE_GCP,
	},
	/* Records with members that nobody else has. */
	{
		"loguru", "loguru's serialize (Python)",
		"text:s record.message:s",
		FROM_WITHIN("record.extra.", "record.time.timestamp",
		    "record.level.name record.level.no",
		    "record.message", "record.name"),
		.rank = "record.level.no",
		.scale = SCALE_PYTHON,
	}, {
		"ecs", "Elastic Common Schema",
		"@timestamp ecs.version|log.level message:s|log.level:s",
		FROM("@timestamp", "log.level", "message", "log.logger"),
	}, {
		"log4j2-logstash", "log4j2's LogstashJsonEventLayoutV1 (Java)",
		"@version logger_name mdc|source_host level:s|message:s",
		FROM_WITHIN("mdc.", "@timestamp", "level", "message",
		    "logger_name"),
	}, {
		"logback", "logstash-logback-encoder (Java)",
		"@timestamp @version level:s|level_value:n",
		FROM("@timestamp", "level level_value", "message",
		    "logger_name channel"),
		.rank = "level_value",
		.scale = SCALE_LOGBACK,
	}, {
		"winston-logstash", "winston's logstash() (Node.js)",
		"@fields:o @message:s",
		FROM("@timestamp", "@fields.level", "@message",
		    "@fields.service @fields.label"),
	}, {
		"log4j2", "log4j2's JsonLayout (Java)",
		"instant.epochSecond:n|timeMillis:n level:s",
		FROM_WITHIN("contextMap.",
		    "instant.epochSecond+instant.nanoOfSecond timeMillis",
		    "level", "message", "loggerName"),
	}, {
		"gelf", "Graylog's GELF",
		"version^1. short_message:s",
		FROM_WITHIN("_", "timestamp", "level", "short_message",
		    "_logger host"),
		.scale = SCALE_SYSLOG,
	}, {
		"clef", "Serilog's compact format (.NET)",
		"@t:s",
		FROM_IDS("@t", "@l", "@m @mt @i", "SourceContext",
		    "@tr " TRACE_IDS, "@sp " SPAN_IDS, FLAGS),
		.scale = SCALE_SERILOG, .severity = 9,
	}, {
		"serilog", "Serilog's JsonFormatter (.NET)",
		"Timestamp Level:s MessageTemplate:s",
		FROM("Timestamp", "Level", "MessageTemplate",
		    "Properties.SourceContext"),
		.scale = SCALE_SERILOG,
	}, {
		"dotnet", ".NET's AddJsonConsole",
		"EventId LogLevel:s Category",
		FROM_IDS("Timestamp", "LogLevel",
		    "Message State.{OriginalFormat}", "Category",
		    "Scopes.0.TraceId " TRACE_IDS,
		    "Scopes.0.SpanId " SPAN_IDS, FLAGS),
		.scale = SCALE_DOTNET,
	}, {
		"postgres", "PostgreSQL's jsonlog",
		"error_severity:s backend_type",
		FROM("timestamp", "error_severity", "message",
		    "backend_type application_name"),
		.scale = SCALE_POSTGRES,
	}, {
		"mongodb", "MongoDB 4.4 and later",
		"t:o s:s c:s id",
		FROM_WITHIN("attr.", "t.$date", "s", "msg", "c"),
		.scale = SCALE_MONGODB,
	}, {
		"monolog", "Monolog's JsonFormatter (PHP)",
		"level_name:s channel datetime",
		FROM_WITHIN("extra.", "datetime", "level level_name",
		    "message", "channel"),
		.rank = "level",
		.scale = SCALE_MONOLOG,
	}, {
		"lambda-platform", "AWS Lambda's own records",
		"type^platform. record:o",
		FROM("time", NULL, "type", NULL),
		.severity = 9,
	}, {
		"k8s-audit", "the Kubernetes API server's audit log",
		"auditID stage verb:s",
		FROM("requestReceivedTimestamp stageTimestamp", NULL, "verb",
		    NULL),
	}, {
		"traefik-access", "Traefik's access log",
		"DownstreamStatus RequestMethod",
		FROM_IDS("StartUTC StartLocal time", NULL, NULL,
		    "RouterName ServiceName", TRACE_IDS, SPAN_IDS, FLAGS),
		.rank = "DownstreamStatus", .event = "http.request",
		.scale = SCALE_STATUS, .severity = 9,
	}, {
		"envoy", "the access log of Istio and Envoy",
		"response_code start_time upstream_cluster|response_flags",
		FROM("start_time", NULL, NULL, "route_name authority"),
		.rank = "response_code", .event = "http.request",
		.scale = SCALE_STATUS, .severity = 9,
	}, {
		"nginx", "nginx's access log with escape=json",
		"status request|request_method "
		    "time_iso8601|time_local|msec",
		FROM("time_iso8601 msec time_local", NULL, NULL,
		    "server_name"),
		.rank = "status", .event = "http.request",
		.scale = SCALE_STATUS, .severity = 9,
	}, {
		"suricata", "Suricata's eve.json",
		"event_type:s timestamp !level:s !level:n !severity:s "
		    "!severity:n !message:s !msg:s",
		FROM("timestamp", "alert.severity", "event_type", NULL),
		.scale = SCALE_SURICATA,
	}, {
		"gcp", "structured logs for Google Cloud",
		"severity:s|severity:n message|" GCP "labels|" GCP "trace|"
		    GCP "spanId|" GCP "sourceLocation|" GCP "insertId|"
		    GCP "operation|" GCP "trace_sampled",
		FROM_IDS("time timestamp.seconds+timestamp.nanos timestamp "
		    "timestampSeconds+timestampNanos " TIMES, "severity",
		    "message " EVENTS, LOGGERS, GCP "trace " TRACE_IDS,
		    GCP "spanId " SPAN_IDS, GCP "trace_sampled " FLAGS),
		.scale = SCALE_GCP,
	},
	/* Records told by the spelling of the usual names. */
	{
		"bunyan", "bunyan (Node.js)",
		"v=0 level:n hostname",
		FROM("time", "level", "msg", "name component"),
		.scale = SCALE_PINO,
	}, {
		"pino", "pino (Node.js)",
		"level:n|level:s time pid|msg level:n|time:n "
		    "level:n|pid level:n|hostname",
		FROM("time", "level", "msg message", "name module"),
		.scale = SCALE_PINO,
	}, {
		"zap-dev", "zap for development (Go)",
		"L:s T M",
		FROM("T", "L", "M", "N"),
	}, {
		"caddy", "Caddy's access log",
		"level:s ts logger^http.log msg",
		FROM("ts", "level", "msg", "logger"),
	}, {
		"k8s", "Kubernetes components (klog)",
		"ts>1e11 v|err !level:s !level:n msg:s",
		FROM("ts", NULL, "msg", "logger"),
		.rank = "v", .failed = "err",
		.scale = SCALE_VERBOSITY,
	}, {
		"zap", "zap for production (Go)",
		"level:s ts msg",
		FROM("ts", "level", "msg", "logger"),
	}, {
		"rust-tracing", "tracing-subscriber (Rust)",
		"timestamp level:s target:s",
		FROM_WITHIN("fields.", "timestamp", "level",
		    "fields.message message", "target"),
	}, {
		"lambda", "AWS Lambda functions",
		"timestamp level:s "
		    "requestId|function_request_id|AWSRequestId",
		FROM("timestamp", "level", "message",
		    "logger logger_name service"),
	}, {
		"python-json-logger", "python-json-logger",
		"levelname:s|asctime:s levelname:s|message:s",
		FROM("asctime timestamp " TIMES, "levelname levelno",
		    "message msg", "name"),
		.rank = "levelno",
		.scale = SCALE_PYTHON,
	}, {
		"slog", "log/slog's JSONHandler (Go)",
		"time level:u msg",
		FROM("time", "level", "msg", LOGGERS),
	}, {
		"logrus", "logrus (Go), Traefik 2",
		"time level:s msg",
		FROM("time", "level", "msg", LOGGERS),
	}, {
		"zerolog", "zerolog (Go), Traefik 3",
		"time level:s message",
		FROM("time", "level", "message", LOGGERS),
	}, {
		"structlog", "structlog's JSONRenderer (Python)",
		"event:s timestamp|ts|level:s|level:n|level_number",
		FROM("timestamp ts time", "level level_number", "event",
		    "logger"),
		.rank = "level_number",
		.scale = SCALE_PYTHON,
	}, {
		"winston", "winston's json() (Node.js)",
		"level:s message",
		FROM(TIMES, "level", "message " EVENTS,
		    "logger logger_name service label name component module"),
	}, {
		"generic", "any other record, by the usual names", "",
		FROM(TIMES, LEVELS, EVENTS, LOGGERS),
	},
};

const size_t ndialects = sizeof(dialects) / sizeof(dialects[0]);
