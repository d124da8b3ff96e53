/*
 * One signal's way out: its configuration, its connection, its counts.
 */
#ifndef OTLP_CHANNEL_H
#define OTLP_CHANNEL_H

#include "otlp/config.h"
#include "otlp/export.h"
#include "otlp/push.h"

struct run;

/* Zeroed it is closed. */
struct channel {
	enum batch_signal signal;
	bool off;		/* nothing is to be sent: drain */
	struct config config;
	struct push_setup push;
	struct export export;
};

/*
 * Configures and connects as r says; out is where a dry run goes. Fails for
 * what is wrong with the configuration.
 */
bool channel_open(struct channel *c, const struct run *r,
    enum batch_signal s, struct out *out, struct fault *f);
void channel_close(struct channel *c);

#endif
