/*
 * Setting up and taking down. How a batch travels is export.c's and below.
 */
#include <stdio.h>

#include "otlp/channel.h"
#include "otlp/run.h"

static bool
connect_to(struct channel *c, const struct run *r, struct fault *f)
{
	char agent[128];

	c->push = (struct push_setup){ .config = &c->config,
	    .max_bytes = r->limits.bytes, .retry_for = c->config.retry_for,
	    .stop = r->stop, .progress = r->verbose ? &r->note : NULL };
	snprintf(agent, sizeof(agent), "mlog/%s OTel-OTLP-Exporter-C/%s",
	    r->version, r->version);
	c->push.post = post_new(&c->config, agent, f);
	if (!c->push.post)
		return false;
	c->export.push = &c->push;
	c->export.shown = c->config.to.shown;
	return true;
}

bool
channel_open(struct channel *c, const struct run *r, enum batch_signal s,
    struct out *out, struct fault *f)
{
	*c = (struct channel){ .signal = s, .config = r->config,
	    .export = { .signal = s, .note = &r->note, .out = out,
	    .spool = r->dry ? NULL : r->store, .version = r->version,
	    .max_bytes = r->limits.bytes } };
	if (!config_load(&c->config, s, !r->dry, &r->note, f))
		return false;
	c->off = c->config.disabled ||
	    (!r->dry && !c->config.to.url && r->if_configured);
	if (c->off || r->dry)
		return true;
	if (!c->config.to.url)
		return fault(f, "no endpoint: give -u URL or set "
		    "OTEL_EXPORTER_OTLP_ENDPOINT (--if-configured makes "
		    "this no error)");
	return connect_to(c, r, f);
}

void
channel_close(struct channel *c)
{
	post_destroy(c->push.post);
	config_free(&c->config);
	*c = (struct channel){ 0 };
}
