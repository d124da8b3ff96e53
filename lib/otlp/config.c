/*
 * Precedence: option, the signal's variable, the generic variable, default.
 */
#include "base/num.h"
#include "base/stamp.h"
#include "otlp/config.h"
#include "otlp/env.h"

enum {
	TIMEOUT_MS = 10 * 1000,
	TIMEOUT_MS_MAX = 24 * 3600 * 1000,
};

static bool
load_protocol(const struct config *c, const struct config_signal *s,
    struct fault *f)
{
	struct env e = env_otlp(s->env, "PROTOCOL");
	const char *from = c->protocol ? "--protocol" : e.name;
	const char *v = c->protocol ? c->protocol : e.value;

	if (!v || str_ieq(str_c(v), STR("http/protobuf")))
		return true;
	return fault(f, "%s: \"%s\" is not available in this version; "
	    "http/protobuf is", from, v);
}

/* False when v is neither. */
static bool
parse_compress(const char *v, bool *gzip)
{
	if (str_ieq(str_c(v), STR("gzip")))
		*gzip = true;
	else if (str_ieq(str_c(v), STR("none")))
		*gzip = false;
	else
		return false;
	return true;
}

static bool
load_compress(struct config *c, const struct config_signal *s,
    const struct note *n, struct fault *f)
{
	struct env e = env_otlp(s->env, "COMPRESSION");

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
load_timeout(struct config *c, const struct config_signal *s,
    const struct note *n)
{
	struct env e = env_otlp(s->env, "TIMEOUT");
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

static bool
load_endpoint(struct config *c, const struct config_signal *s,
    struct fault *f)
{
	struct env e = env_otlp(s->env, "ENDPOINT");
	bool base = strcmp(e.name, "OTEL_EXPORTER_OTLP_ENDPOINT") == 0;

	if (c->endpoint)
		return endpoint_parse(&c->to, &c->arena, "--endpoint",
		    c->endpoint, s->path, f);
	if (!e.value)
		return true;
	return endpoint_parse(&c->to, &c->arena, e.name, e.value,
	    base ? s->path : NULL, f);
}

static bool
load_headers(struct config *c, const struct config_signal *s,
    const struct note *n, struct fault *f)
{
	struct env e = env_otlp(s->env, "HEADERS");

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
load_certificates(struct config *c, const struct config_signal *s)
{
	if (!c->cacert)
		c->cacert = env_otlp(s->env, "CERTIFICATE").value;
	if (!c->cert)
		c->cert = env_otlp(s->env, "CLIENT_CERTIFICATE").value;
	if (!c->key)
		c->key = env_otlp(s->env, "CLIENT_KEY").value;
}

bool
config_load(struct config *c, const struct config_signal *s, bool sending,
    const struct note *n, struct fault *f)
{
	c->disabled = env_true("OTEL_SDK_DISABLED", n);
	if (!c->allow_private)
		c->allow_private = env_true("MLOG_OTLP_ALLOW_PRIVATE", n);
	load_timeout(c, s, n);
	load_certificates(c, s);
	if (!load_protocol(c, s, f) || !load_compress(c, s, n, f))
		return false;
	return !sending || c->disabled ||
	    (load_endpoint(c, s, f) && load_headers(c, s, n, f));
}

void
config_free(struct config *c)
{
	arena_free(&c->arena);
	*c = (struct config)CONFIG_INIT;
}
