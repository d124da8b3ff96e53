/*
 * Command lines: getopt_long(3) fed from a table, its complaints in our own
 * words, the usage text, and arguments as values. It neither prints nor
 * exits: cmd/cmd.c does.
 */
#include <getopt.h>
#include <stdio.h>

#include "base/num.h"
#include "base/opts.h"
#include "base/stamp.h"

enum {
	LEFT_MAX = 30,		/* columns of the options before their help */
};

static size_t
rows(const struct opts *o)
{
	size_t n = 0;

	while (n < OPTS_MAX && o->table[n].name)
		n++;
	return n;
}

static const struct opt *
row_of(const struct opts *o, int id)
{
	for (size_t i = 0, n = rows(o); i < n; i++)
		if (o->table[i].id == id)
			return &o->table[i];
	return NULL;
}

/* getopt's own words for the table; one more row stays zeroed. */
struct spec {
	char letters[2 * OPTS_MAX + 2];
	struct option names[OPTS_MAX + 1];
};

static void
make_spec(const struct opts *o, struct spec *s)
{
	char *p = s->letters;

	*s = (struct spec){ 0 };
	*p++ = ':';		/* tell a missing argument apart */
	for (size_t i = 0, n = rows(o); i < n; i++) {
		const struct opt *t = &o->table[i];

		s->names[i].name = t->name;
		s->names[i].has_arg = t->arg ? required_argument : no_argument;
		s->names[i].val = t->id;
		if (t->id >= OPTS_LONG)
			continue;
		*p++ = (char)t->id;
		if (t->arg)
			*p++ = ':';
	}
}

/* The name in a word such as "--keep=a,b". */
static struct str
long_name(const char *word)
{
	struct str s = str_from(str_c(word), 2);

	s.n = str_chr(s, '=');
	return s;
}

static bool
unknown_long(const struct opts *o, struct str name, struct fault *f)
{
	const char *names[OPTS_MAX], *near;
	size_t n = rows(o);

	for (size_t i = 0; i < n; i++)
		names[i] = o->table[i].name;
	near = str_nearest(name, names, n);
	if (!near)
		return fault(f, "unknown option \"--%.*s\"", STR_ARG(name));
	return fault(f, "unknown option \"--%.*s\" (did you mean \"--%s\"?)",
	    STR_ARG(name), near);
}

static bool
ambiguous(const struct opts *o, struct str name, struct fault *f)
{
	char list[256];
	size_t used = 0;

	list[0] = '\0';
	for (size_t i = 0, n = rows(o); i < n && used < sizeof(list); i++)
		if (str_starts(str_c(o->table[i].name), name))
			used += (size_t)snprintf(list + used,
			    sizeof(list) - used, "%s--%s", used ? ", " : "",
			    o->table[i].name);
	return fault(f, "ambiguous option \"--%.*s\" (%s)", STR_ARG(name),
	    list);
}

static bool
bad_long(const struct opts *o, struct str name, struct fault *f)
{
	size_t like = 0;

	for (size_t i = 0, n = rows(o); i < n; i++)
		like += str_starts(str_c(o->table[i].name), name);
	return like > 1 ? ambiguous(o, name, f) : unknown_long(o, name, f);
}

/*
 * What getopt refused: optopt is 0 for a long option that is not known, else
 * an id of the table or a letter that is not in it. Only a letter inside a
 * word leaves optind at that word, so look at argv in the other cases alone.
 */
static bool
bad(const struct opts *o, bool lacks, struct fault *f)
{
	const char *word = o->argv[optind - 1];
	const struct opt *t = optopt ? row_of(o, optopt) : NULL;

	if (optopt == 0)
		return bad_long(o, long_name(word), f);
	if (t && !lacks)
		return fault(f, "option \"--%s\" takes no argument", t->name);
	if (t && (optopt >= OPTS_LONG || str_starts(str_c(word), STR("--"))))
		return fault(f, "option \"--%s\" needs an argument", t->name);
	if (t)
		return fault(f, "option \"-%c\" needs an argument", optopt);
	if (optopt > ' ' && optopt < 0x7f)
		return fault(f, "unknown option \"-%c\"", optopt);
	return fault(f, "unknown option \"-\\x%02x\"", optopt & 0xff);
}

int
opts_next(struct opts *o, struct fault *f)
{
	struct spec s;
	int c;

	make_spec(o, &s);
	opterr = 0;
	if (o->index == 0)
		optind = 0;	/* a new command line: start anew */
	c = getopt_long(o->argc, o->argv, s.letters, s.names, NULL);
	o->index = optind;
	o->arg = optarg;
	o->opt = NULL;
	if (c == -1)
		return OPTS_END;
	if (c != '?' && c != ':')
		o->opt = row_of(o, c);
	if (o->opt)
		return c;
	bad(o, c == ':', f);
	return OPTS_BAD;
}

/* "  -k, --keep LIST"; how many columns that is. */
static size_t
put_left(struct buf *b, const struct opt *t)
{
	size_t before = b->n;

	if (t->id < OPTS_LONG)
		buf_printf(b, "  -%c, --%s", t->id, t->name);
	else
		buf_printf(b, "      --%s", t->name);
	if (t->arg)
		buf_printf(b, " %s", t->arg);
	return b->n - before;
}

static size_t
left_width(const struct opts *o)
{
	struct buf b = { 0 };
	size_t width = 0;

	for (size_t i = 0, n = rows(o); i < n; i++) {
		size_t w = put_left(&b, &o->table[i]);

		if (w > width && w <= LEFT_MAX)
			width = w;
	}
	buf_free(&b);
	return width + 2;
}

static void
put_examples(struct buf *b, const char *lines)
{
	struct str rest = str_c(lines), line;

	buf_lit(b, "\nexamples:\n");
	while (str_cut(&rest, '\n', &line) && (line.n || rest.p))
		buf_printf(b, "  %.*s\n", STR_ARG(line));
}

void
opts_help(const struct opts *o, struct buf *b)
{
	size_t width = left_width(o);

	buf_printf(b, "usage: %s [options]", o->prog);
	if (o->operands && *o->operands)
		buf_printf(b, " %s", o->operands);
	buf_printf(b, "\n\n%s\n\n", o->summary);
	for (size_t i = 0, n = rows(o); i < n; i++) {
		size_t w = put_left(b, &o->table[i]);

		if (w + 2 > width) {
			buf_putc(b, '\n');
			w = 0;
		}
		buf_printf(b, "%*s%s\n", (int)(width - w), "",
		    o->table[i].help);
	}
	if (o->examples)
		put_examples(b, o->examples);
}

static bool
refuse(const struct opts *o, const char *why, struct fault *f)
{
	return fault(f, "option \"--%s\": \"%.100s\" %s", o->opt->name,
	    o->arg, why);
}

bool
opts_uint(const struct opts *o, uint64_t min, uint64_t max, uint64_t *v,
    struct fault *f)
{
	char why[100];
	uint64_t n;

	snprintf(why, sizeof(why), "is not a whole number from %llu to %llu",
	    (unsigned long long)min, (unsigned long long)max);
	if (!num_uint64(str_c(o->arg), &n) || n < min || n > max)
		return refuse(o, why, f);
	*v = n;
	return true;
}

/* A size as a user would write it. */
static void
spell_size(char *p, size_t n, uint64_t v)
{
	static const char units[] = "KMG";
	int i = -1;

	while (v && v % 1024 == 0 && i < 2) {
		v /= 1024;
		i++;
	}
	snprintf(p, n, "%llu%.1s", (unsigned long long)v,
	    i < 0 ? "" : units + i);
}

bool
opts_size(const struct opts *o, uint64_t min, uint64_t max, uint64_t *v,
    struct fault *f)
{
	char why[100], low[32], high[32];
	uint64_t n;

	if (!num_size(str_c(o->arg), &n))
		return refuse(o, "is not a size such as 64K, 10M or 1G", f);
	spell_size(low, sizeof(low), min);
	spell_size(high, sizeof(high), max);
	snprintf(why, sizeof(why), "is not a size from %s to %s", low, high);
	if (n < min || n > max)
		return refuse(o, why, f);
	*v = n;
	return true;
}

bool
opts_duration(const struct opts *o, int64_t *ns, struct fault *f)
{
	return stamp_duration(str_c(o->arg), ns) || refuse(o,
	    "is not a duration such as 90s, 5m, 1h30m or 250ms", f);
}

bool
opts_time(const struct opts *o, int64_t *ns, struct fault *f)
{
	if (str_eq(str_c(o->arg), STR("now"))) {
		*ns = stamp_now();
		return true;
	}
	return stamp_parse(str_c(o->arg), ns) || refuse(o,
	    "is not a time such as 2026-11-21T09:24:11Z, nor \"now\"", f);
}

static bool
no_choice(const struct opts *o, const char *const *names, struct fault *f)
{
	char why[512];
	size_t n, used;
	const char *near;

	used = (size_t)snprintf(why, sizeof(why), "is not one of");
	for (n = 0; names[n]; n++)
		if (used < sizeof(why))
			used += (size_t)snprintf(why + used,
			    sizeof(why) - used, "%s %s", n ? "," : "",
			    names[n]);
	near = str_nearest(str_c(o->arg), names, n);
	if (near && used < sizeof(why))
		snprintf(why + used, sizeof(why) - used,
		    " (did you mean \"%s\"?)", near);
	return refuse(o, why, f);
}

bool
opts_choice(const struct opts *o, const char *const *names, int *i,
    struct fault *f)
{
	for (int k = 0; names[k]; k++)
		if (str_eq(str_c(o->arg), str_c(names[k]))) {
			*i = k;
			return true;
		}
	return no_choice(o, names, f);
}
