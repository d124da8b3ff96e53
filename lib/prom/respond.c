/*
 * The responder: what is served under which conditions, and in which order
 * that is prepared. Not for HTTP itself.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "prom/export.h"
#include "prom/peer.h"
#include "prom/respond.h"
#include "prom/sandbox.h"

bool
respond_env(bool *disabled, struct fault *f)
{
	struct str v = str_c(getenv("MLOG_PROM_ENABLED"));

	if (str_ieq(v, STR("false")))
		*disabled = true;
	else if (v.n && !str_ieq(v, STR("true")))
		return fault(f, "MLOG_PROM_ENABLED is neither true nor false");
	return true;
}

bool
respond_check(const struct responder *r, const char *output,
    struct fault *f)
{
	const struct gather *g = &r->show.gather;

	for (size_t i = 0; i < g->n; i++) {
		if (strcmp(g->path[i], "-") == 0)
			return fault(f, "--serve needs a snapshot file, since "
			    "stdin is the request");
	}
	if (r->path && !http_path_valid(str_c(r->path)))
		return fault(f, "--path \"%s\" is no path: '/' and printable "
		    "ASCII without '?' and '#'", r->path);
	if (r->show.form.kind || r->show.form.names)
		return fault(f, "with --serve the request says which form: "
		    "leave out -f and --names");
	return !output || fault(f, "--serve writes no file: leave out -o");
}

bool
respond_unused(const struct responder *r, struct fault *f)
{
	if (r->path || r->auth || r->disabled || r->require_sandbox)
		return fault(f, "--path, --auth, --disabled and "
		    "--require-sandbox need --serve");
	return true;
}

/* All that a request can need, since nothing can be opened once it comes. */
struct stock {
	struct snap snap;
	const char *reason;	/* why there is no snapshot, or NULL */
	struct access access;
	struct select **where;	/* an entry of access each, NULL: all */
	const struct form *form;
	const struct access_entry *who;	/* whom the request is from */
};

static bool
make_condition(struct stock *s, const char *path, size_t i, struct fault *f)
{
	const struct access_entry *e = &s->access.entry[i];
	char name[256];

	if (e->where.n == 0)
		return true;
	snprintf(name, sizeof(name), "%s:%zu", path, e->line);
	s->where[i] = select_new(name, e->where, f);
	return s->where[i] != NULL;
}

static bool
load_access(struct stock *s, const char *path, struct fault *f)
{
	bool ok = access_load(path, &s->access, f);

	s->where = mem_new(s->access.n, sizeof(*s->where));
	for (size_t i = 0; ok && i < s->access.n; i++)
		ok = make_condition(s, path, i, f);
	return ok;
}

static void
free_stock(struct stock *s)
{
	for (size_t i = 0; s->where && i < s->access.n; i++)
		select_destroy(s->where[i]);
	mem_free(s->where);
	access_free(&s->access);
	snap_free(&s->snap);
}

static bool
admit(struct str authorization, void *arg)
{
	struct stock *s = arg;

	s->who = access_find(&s->access, authorization);
	return s->who != NULL;
}

static const char *
render(struct http_body *body, const struct http_ask *ask, void *arg)
{
	struct stock *s = arg;
	struct select *where = s->who ?
	    s->where[s->who - s->access.entry] : NULL;
	struct form form = *s->form;

	if (s->reason)
		return s->reason;
	if (where)
		select_apply(where, &s->snap);
	form.spoken = true;
	form_negotiate(&form, ask->accept, ask->encoding);
	form_type(&body->type, &form);
	body->encoding = form.gzip ? "gzip" : NULL;
	return export_render(&body->bytes, &s->snap, &form, NULL) ? NULL :
	    "the metrics cannot be packed";
}

static bool
confine(const struct responder *r, struct respond_log *log, struct fault *f)
{
	/* Behind the filter nothing gives a seed that cannot be guessed. */
	(void)hash_seed();
	log->confined = sandbox_enter(f);
	return log->confined || !r->require_sandbox ||
	    fault_within(f, "--require-sandbox");
}

static bool
serve(const struct responder *r, struct stock *s, struct respond_log *log,
    struct fault *f)
{
	struct http_site site = {
		.path = str_c(r->path ? r->path : "/metrics"),
		.disabled = r->disabled, .now = r->show.gather.source.now,
		.admit = r->auth ? admit : NULL, .render = render, .arg = s,
	};
	struct link in, out;
	int from, to;
	bool ok;

	if (!peer_find(&from, &to, f))
		return false;
	peer_put(&log->peer, from);
	link_init(&in, from);
	link_init(&out, to);
	ok = confine(r, log, f) &&
	    http_serve(&in, &out, &site, &log->http, f);
	if (s->who)
		snprintf(log->tenant, sizeof(log->tenant), "%.*s",
		    STR_ARG(s->who->name));
	return ok;
}

bool
respond(const struct responder *r, struct respond_log *log, struct fault *f)
{
	struct stock s = { .form = &r->show.form };
	struct fault none;
	bool ok = true;

	*log = (struct respond_log){ .http.method = "-" };
	if (!r->disabled) {
		ok = !r->auth || load_access(&s, r->auth, f);
		if (ok && !show_load(&r->show, &s.snap, &s.reason,
		    &log->why, &none))
			log->why = none;
	}
	ok = ok && serve(r, &s, log, f);
	free_stock(&s);
	return ok;
}

void
respond_line(struct buf *b, const struct respond_log *log)
{
	if (log->peer.n)
		buf_printf(b, "%.*s ", STR_ARG(buf_str(&log->peer)));
	if (log->tenant[0])
		buf_printf(b, "%s ", log->tenant);
	buf_printf(b, "%s %d, %zu bytes%s%s", log->http.method,
	    log->http.status, log->http.bytes,
	    log->http.cut ? ", cut short" : "",
	    log->confined ? "" : ", not confined");
}
