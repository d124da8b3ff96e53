/*
 * Precedence: option, the signal's variable, the generic variable, default.
 */
#include <stdio.h>

#include "base/num.h"
#include "base/stamp.h"
#include "otlp/config.h"
#include "otlp/env.h"

enum {
	TIMEOUT_MS = 10 * 1000,
	TIMEOUT_MS_MAX = 24 * 3600 * 1000,
	RETRY_MS = 60 * 1000,
};

#define SERVICE(folder, name) "/opentelemetry.proto.collector." folder \
	".v1." name "Service/Export"

/* The paths of gRPC's calls; the folder of traces is singular. */
static const char *const services[] = {
	[BATCH_METRICS] = SERVICE("metrics", "Metrics"),
	[BATCH_LOGS] = SERVICE("logs", "Logs"),
	[BATCH_TRACES] = SERVICE("trace", "Trace"),
};

static const char *const protocols[] = {
	[CONFIG_HTTP_PROTOBUF] = "http/protobuf",
	[CONFIG_HTTP_JSON] = "http/json",
	[CONFIG_GRPC] = "grpc",
};

static bool
parse_protocol(const char *v, enum config_protocol *p)
{
	for (size_t i = 0; i < sizeof(protocols) / sizeof(*protocols); i++) {
		if (str_ieq(str_trim(str_c(v)), str_c(protocols[i]))) {
			*p = (enum config_protocol)i;
			return true;
		}
	}
	return false;
}

static bool
load_protocol(struct config *c, const struct note *n, struct fault *f)
{
	struct env e = env_otlp(batch_kinds[c->signal].env, "PROTOCOL");

	c->form = CONFIG_HTTP_PROTOBUF;
	if (c->protocol)
		return parse_protocol(c->protocol, &c->form) || fault(f,
		    "--protocol: \"%s\" is none of http/protobuf, http/json, "
		    "grpc", c->protocol);
	if (e.value && !parse_protocol(e.value, &c->form))
		note(n, "%s: none of http/protobuf, http/json, grpc; "
		    "http/protobuf is used", e.name);
	return true;
}

/* False when v is neither. */
static bool
parse_compress(const char *v, bool *gzip)
{
	if (str_ieq(str_trim(str_c(v)), STR("gzip")))
		*gzip = true;
	else if (str_ieq(str_trim(str_c(v)), STR("none")))
		*gzip = false;
	else
		return false;
	return true;
}

static bool
load_compress(struct config *c, const struct note *n, struct fault *f)
{
	struct env e = env_otlp(batch_kinds[c->signal].env, "COMPRESSION");

	c->gzip = true;
	if (c->compress)
		return parse_compress(c->compress, &c->gzip) ||
		    fault(f, "--compress: \"%s\" is neither gzip nor none",
		    c->compress);
	if (e.value && !parse_compress(e.value, &c->gzip))
		note(n, "%s: neither gzip nor none; gzip is used", e.name);
	return true;
}

static void
load_timeout(struct config *c, const struct note *n)
{
	struct env e = env_otlp(batch_kinds[c->signal].env, "TIMEOUT");
	uint64_t ms = TIMEOUT_MS;

	if (c->timeout != CONFIG_UNSET)
		return;
	if (e.value && (!num_uint64(str_trim(str_c(e.value)), &ms) ||
	    ms > TIMEOUT_MS_MAX)) {
		note(n, "%s: not a number of milliseconds up to %d; "
		    "%d is used", e.name, TIMEOUT_MS_MAX, TIMEOUT_MS);
		ms = TIMEOUT_MS;
	}
	c->timeout = (int64_t)ms * (STAMP_SEC / 1000);
}

/* For SDKs it is the time of an export with all its tries, and 0 no limit. */
static void
load_patience(struct config *c, const struct note *n)
{
	static const char *const names[BATCH_NSIGNALS] = {
		[BATCH_METRICS] = "OTEL_METRIC_EXPORT_TIMEOUT",
		[BATCH_LOGS] = "OTEL_BLRP_EXPORT_TIMEOUT",
		[BATCH_TRACES] = "OTEL_BSP_EXPORT_TIMEOUT",
	};
	uint64_t ms;

	if (c->retry_for != CONFIG_UNSET)
		return;
	ms = env_count(names[c->signal], 0, TIMEOUT_MS_MAX, RETRY_MS, n);
	c->retry_for = (int64_t)(ms ? ms : TIMEOUT_MS_MAX) *
	    (STAMP_SEC / 1000);
}

/*
 * Only for gRPC, and only where the endpoint has no scheme. The singular
 * names are old spellings that the specification keeps.
 */
static bool
is_insecure(enum batch_signal s, const struct note *n)
{
	static const char *const old[BATCH_NSIGNALS] = {
		[BATCH_METRICS] = "OTEL_EXPORTER_OTLP_METRIC_INSECURE",
		[BATCH_TRACES] = "OTEL_EXPORTER_OTLP_SPAN_INSECURE",
	};
	struct env e = env_otlp(batch_kinds[s].env, "INSECURE");

	if (strcmp(e.name, "OTEL_EXPORTER_OTLP_INSECURE") == 0 && old[s] &&
	    env_get(old[s]))
		return env_true(old[s], n);
	return e.value && env_true(e.name, n);
}

static bool
load_endpoint(struct config *c, const struct note *n, struct fault *f)
{
	const struct batch_kind *s = &batch_kinds[c->signal];
	struct env e = env_otlp(s->env, "ENDPOINT");
	bool base = c->endpoint ||
	    strcmp(e.name, "OTEL_EXPORTER_OTLP_ENDPOINT") == 0;
	struct endpoint_how how = { .append = base ? s->path : NULL };

	if (!c->endpoint && !e.value)
		return true;
	if (c->form == CONFIG_GRPC)
		how = (struct endpoint_how){ .replace = services[c->signal], .scheme =
		    is_insecure(c->signal, n) ? "http" : "https" };
	return endpoint_parse(&c->to, &c->arena,
	    c->endpoint ? "--endpoint" : e.name,
	    c->endpoint ? c->endpoint : e.value, &how, f);
}

static bool
load_proxy(struct config *c, struct fault *f)
{
	static const struct endpoint_how how = { .scheme = "http" };

	return !c->proxy || endpoint_parse(&c->via, &c->arena, "--proxy",
	    c->proxy, &how, f);
}

static bool
load_headers(struct config *c, const struct note *n, struct fault *f)
{
	struct env e = env_otlp(batch_kinds[c->signal].env, "HEADERS");

	if (c->headers_file) {
		if (!headers_file(&c->headers, &c->arena, c->headers_file, f))
			return false;
	} else if (e.value) {
		headers_list(&c->headers, &c->arena, e.name, str_c(e.value),
		    n);
	}
	if (c->headers.n && c->to.url && !c->to.tls && !c->to.loopback)
		note(n, "headers, which may be secrets, go to %s in plain "
		    "text; use https", c->to.shown);
	return true;
}

static void
load_certificates(struct config *c)
{
	const char *s = batch_kinds[c->signal].env;

	if (!c->cacert)
		c->cacert = env_otlp(s, "CERTIFICATE").value;
	if (!c->cert)
		c->cert = env_otlp(s, "CLIENT_CERTIFICATE").value;
	if (!c->key)
		c->key = env_otlp(s, "CLIENT_KEY").value;
}

/* A list of exporters; those that are not OTLP's are not ours. */
static bool
is_none(enum batch_signal s, const struct note *n)
{
	char name[ENV_NAME_MAX];
	struct str list, one;

	snprintf(name, sizeof(name), "OTEL_%s_EXPORTER", batch_kinds[s].env);
	list = str_trim(str_c(env_get(name)));
	if (list.n == 0)
		return false;
	if (str_ieq(list, STR("none")))
		return true;
	while (list.n && str_cut(&list, ',', &one)) {
		if (str_ieq(str_trim(one), STR("otlp")))
			return false;
	}
	note(n, "%s: neither otlp nor none, which is all that is known here; "
	    "otlp is used", name);
	return false;
}

bool
config_load(struct config *c, enum batch_signal s, bool sending,
    const struct note *n, struct fault *f)
{
	c->signal = s;
	c->disabled = c->disabled || is_none(s, n);
	load_timeout(c, n);
	load_patience(c, n);
	load_certificates(c);
	if (!load_protocol(c, n, f) || !load_compress(c, n, f))
		return false;
	return !sending || c->disabled || (load_endpoint(c, n, f) &&
	    load_proxy(c, f) && load_headers(c, n, f));
}

void
config_free(struct config *c)
{
	arena_free(&c->arena);
	c->to = c->via = (struct endpoint){ 0 };
	c->headers.n = 0;
}
