/*
 * The options of mlog-prom: the table, and what they come to.
 */
#include "base/stamp.h"
#include "cmd/prom_options.h"

enum {
	OPT_SERVE = OPTS_LONG, OPT_PATH, OPT_DISABLED, OPT_AUTH, OPT_SANDBOX,
	OPT_MAX_AGE, OPT_NOW, OPT_NAMES, OPT_CREATED, OPT_SCOPE, OPT_WHERE,
};

static const struct opt table[] = {
	OPTS_COMMON,
	{ 'q', "quiet", NULL, "no messages but those that end the run" },
	{ 'v', "verbose", NULL, "with --serve, a line about the request" },
	{ 'f', "format", "NAME", "text (the default), openmetrics, protobuf" },
	{ OPT_NAMES, "names", "WAY", "underscores (the default), utf-8" },
	{ OPT_CREATED, "created", NULL, "with when each began to count" },
	{ OPT_SCOPE, "scope-labels", NULL, "otel_scope_* on every series" },
	{ OPT_WHERE, "where", "CONDITION", "only the series it holds for" },
	{ 'o', "output", "FILE.prom", "replace that file, as a whole" },
	{ OPT_SERVE, "serve", NULL, "answer one HTTP request, from stdin" },
	{ OPT_PATH, "path", "PATH", "the path answered (default: /metrics)" },
	{ OPT_DISABLED, "disabled", NULL, "answer 404 to every request" },
	{ OPT_AUTH, "auth", "FILE", "answer only who has a token of FILE" },
	{ OPT_SANDBOX, "require-sandbox", NULL, "no answer without a sandbox" },
	{ OPT_MAX_AGE, "max-age", "DURATION", "refuse an older snapshot" },
	{ OPT_NOW, "now", "TIME", "the clock, for runs that can be repeated" },
	{ 0, NULL, NULL, NULL },
};

static const struct opts form = {
	.prog = "mlog-prom", .operands = "[SNAPSHOT...]", .table = table,
	.summary = "Turns snapshots into Prometheus metrics.",
	.examples =
	    "mlog-agg -r app.rules app.events | mlog-prom\n"
	    "mlog-prom -o /var/lib/node_exporter/app.prom app.snap\n"
	    "mlog-prom --serve --max-age 5m app.snap <request\n",
};

static bool
take_kind(const struct opts *opts, struct form *to, struct fault *f)
{
	int i = FORM_TEXT;
	bool ok = opts_choice(opts, form_kind_name, &i, f);

	to->kind = (enum form_kind)i;
	return ok;
}

static bool
take_names(const struct opts *opts, struct form *to, struct fault *f)
{
	static const char *const ways[] = { "underscores", "utf-8", NULL };
	int i = 0;
	bool ok = opts_choice(opts, ways, &i, f);

	to->names = i ? NAMES_UTF8 : NAMES_UNDERSCORES;
	return ok;
}

static bool
take(void *arg, const struct opts *opts, int id, struct fault *f)
{
	struct prom_options *o = arg;
	struct responder *r = &o->responder;
	struct source *src = &r->show.gather.source;

	switch (id) {
	case 'v': o->verbose = true; break;
	case 'f': return take_kind(opts, &r->show.form, f);
	case OPT_NAMES: return take_names(opts, &r->show.form, f);
	case OPT_CREATED: r->show.form.created = true; break;
	case OPT_SCOPE: r->show.form.scope = MLOG_VERSION; break;
	case OPT_WHERE: o->where = opts->arg; break;
	case 'o': o->output = opts->arg; break;
	case OPT_SERVE: o->serve = true; break;
	case OPT_PATH: r->path = opts->arg; break;
	case OPT_DISABLED: r->disabled = true; break;
	case OPT_AUTH: r->auth = opts->arg; break;
	case OPT_SANDBOX: r->require_sandbox = true; break;
	case OPT_MAX_AGE: return opts_duration(opts, &src->max_age, f);
	case OPT_NOW: return opts_time(opts, &src->now, f);
	}
	return true;
}

/* The operands, and the selection among what they hold. */
static bool
take_operands(const struct opts *opts, struct prom_options *o,
    struct fault *f)
{
	static const char *const std[] = { "-" };
	struct show *sh = &o->responder.show;
	int n = opts->argc - opts->index;

	sh->gather.path = n > 0 ? (const char *const *)opts->argv +
	    opts->index : std;
	sh->gather.n = n > 0 ? (size_t)n : 1;
	if (!show_check(sh, o->output, f) || !(o->serve ?
	    respond_check(&o->responder, o->output, f) :
	    respond_unused(&o->responder, f)))
		return false;
	return !o->where || (sh->select = select_new("--where",
	    str_c(o->where), f));
}

void
prom_options(struct opts *opts, struct prom_options *o, int argc,
    char *argv[])
{
	struct fault f = { 0 };

	*opts = form;
	*o = (struct prom_options){ 0 };
	o->responder.show.gather.source.now = stamp_now();
	cmd_options(opts, argc, argv, take, o);
	cmd_check(opts, take_operands(opts, o, &f), &f);
}
