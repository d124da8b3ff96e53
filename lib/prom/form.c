/*
 * Names of forms, and how a request's Accept fields choose among them (RFC
 * 9110, 12.5). Not for the forms themselves.
 */
#include "prom/form.h"

const char *const form_kind_name[FORM_NKINDS + 1] = {
	[FORM_TEXT] = "text",
	[FORM_OPENMETRICS] = "openmetrics",
	[FORM_PROTOBUF] = "protobuf",
};

static bool
modern(const struct form *form)
{
	return form->names == NAMES_UTF8;
}

void
form_type(struct buf *b, const struct form *form)
{
	switch (form->kind) {
	case FORM_TEXT: case FORM_NKINDS:
		buf_printf(b, "text/plain; version=%s; charset=utf-8",
		    modern(form) ? "1.0.0" : "0.0.4");
		break;
	case FORM_OPENMETRICS:
		buf_lit(b, "application/openmetrics-text; version=1.0.0; "
		    "charset=utf-8");
		break;
	case FORM_PROTOBUF:
		buf_lit(b, "application/vnd.google.protobuf; "
		    "proto=io.prometheus.client.MetricFamily; "
		    "encoding=delimited");
		break;
	}
	if (form->spoken || modern(form))
		buf_printf(b, "; escaping=%s", names_way_name[form->names]);
}

/* One element of Accept, its parameters as far as they matter. */
struct clause {
	struct str type, version, proto, encoding, escaping, charset;
	int q;			/* thousandths; 0: refused */
};

/*
 * Cuts at the next sep that is not within double quotes; false when *rest is
 * used up.
 */
static bool
cut(struct str *rest, char sep, struct str *field)
{
	bool quoted = false;
	size_t i = 0;

	if (!rest->p)
		return false;
	for (; i < rest->n && (quoted || rest->p[i] != sep); i++) {
		if (quoted && rest->p[i] == '\\' && i + 1 < rest->n)
			i++;
		else if (rest->p[i] == '"')
			quoted = !quoted;
	}
	*field = str_trim(str_of(rest->p, i));
	*rest = i < rest->n ? str_from(*rest, i + 1) : (struct str){ 0 };
	return true;
}

/* A qvalue in thousandths; what is none counts as 0, the cautious way. */
static int
quality(struct str s)
{
	int q = 0, unit = 100;

	if (s.n == 0 || s.n > 5 || (s.p[0] != '0' && s.p[0] != '1') ||
	    (s.n > 1 && s.p[1] != '.'))
		return 0;
	q = (s.p[0] - '0') * 1000;
	for (size_t i = 2; i < s.n; i++, unit /= 10) {
		if (!str_is_digit(s.p[i]))
			return 0;
		q += (s.p[i] - '0') * unit;
	}
	return q > 1000 ? 0 : q;
}

static struct str
unquoted(struct str s)
{
	if (s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"')
		return str_of(s.p + 1, s.n - 2);
	return s;
}

static void
parameter(struct clause *c, struct str s)
{
	size_t eq = str_chr(s, '=');
	struct str name = str_trim(str_of(s.p, eq)), value = { 0 };

	if (eq < s.n)
		value = unquoted(str_trim(str_from(s, eq + 1)));
	if (str_ieq(name, STR("q")))
		c->q = quality(value);
	else if (str_ieq(name, STR("version")))
		c->version = value;
	else if (str_ieq(name, STR("proto")))
		c->proto = value;
	else if (str_ieq(name, STR("encoding")))
		c->encoding = value;
	else if (str_ieq(name, STR("escaping")))
		c->escaping = value;
	else if (str_ieq(name, STR("charset")))
		c->charset = value;
}

static struct clause
clause(struct str s)
{
	struct clause c = { .q = 1000 };
	struct str part;

	cut(&s, ';', &c.type);
	while (cut(&s, ';', &part))
		parameter(&c, part);
	return c;
}

static bool
one_of(struct str s, const char *a, const char *b)
{
	return s.n == 0 || str_ieq(s, str_c(a)) || (b && str_ieq(s, str_c(b)));
}

/* Whether the type and version of the clause can be made, and by what. */
static bool
possible(const struct clause *c, enum form_kind *kind)
{
	if (str_ieq(c->type, STR("application/openmetrics-text"))) {
		*kind = FORM_OPENMETRICS;
		return one_of(c->version, "1.0.0", NULL);
	}
	if (str_ieq(c->type, STR("application/vnd.google.protobuf"))) {
		*kind = FORM_PROTOBUF;
		return str_eq(c->proto, STR("io.prometheus.client."
		    "MetricFamily")) && str_ieq(c->encoding,
		    STR("delimited"));
	}
	*kind = FORM_TEXT;
	if (str_ieq(c->type, STR("text/plain")))
		return one_of(c->version, "0.0.4", "1.0.0") &&
		    one_of(c->charset, "utf-8", "utf8");
	return str_eq(c->type, STR("*/*")) ||
	    str_ieq(c->type, STR("text/*"));
}

/* What a clause says of names; text 0.0.4 has no UTF-8 form. */
static enum names_way
escaping(const struct clause *c, enum form_kind kind)
{
	enum names_way way = NAMES_UNDERSCORES;

	for (int i = 0; i < NAMES_NWAYS; i++) {
		if (str_ieq(c->escaping, str_c(names_way_name[i])))
			way = (enum names_way)i;
	}
	if (way == NAMES_UTF8 && kind == FORM_TEXT &&
	    !str_eq(c->version, STR("1.0.0")))
		way = NAMES_UNDERSCORES;
	return way;
}

/*
 * Whether the client unpacks gzip: it says so, or says it of everything and
 * nothing else of gzip.
 */
static bool
takes_gzip(struct str accept_encoding)
{
	int gzip = -1, any = 0;
	struct str part;

	while (cut(&accept_encoding, ',', &part)) {
		struct clause c = clause(part);

		if (str_ieq(c.type, STR("gzip")) ||
		    str_ieq(c.type, STR("x-gzip")))
			gzip = c.q;
		else if (str_eq(c.type, STR("*")))
			any = c.q;
	}
	return (gzip < 0 ? any : gzip) > 0;
}

void
form_negotiate(struct form *form, struct str accept,
    struct str accept_encoding)
{
	enum form_kind kind;
	struct str part;
	int best = 0;

	form->kind = FORM_TEXT;
	form->names = NAMES_UNDERSCORES;
	form->spoken = true;
	form->gzip = takes_gzip(accept_encoding);
	while (cut(&accept, ',', &part)) {
		struct clause c = clause(part);

		if (c.q <= best || !possible(&c, &kind))
			continue;
		best = c.q;
		form->kind = kind;
		form->names = escaping(&c, kind);
	}
}
