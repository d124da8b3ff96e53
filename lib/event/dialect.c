/*
 * The table of dialects by name, as a list for people, and rows that users
 * describe. The rows are in dialect_rows.c.
 */
#include "event/dialect.h"

static const char *const part_name[DIALECT_NPARTS + 2] = {
	"time", "level", "event", "logger", "trace_id", "span_id",
	"trace_flags", "scale", NULL,
};

enum { KEY_SCALE = DIALECT_NPARTS };

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

/* What stands behind a name in a signature, in words. */
static void
list_condition(struct buf *b, struct str cond)
{
	static const struct {
		char mark[3];
		const char *words;
	} kinds[] = {
		{ ":s", "a string" }, { ":n", "a number" },
		{ ":o", "an object" }, { ":a", "an array" },
		{ ":u", "in capitals" },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_eq(cond, str_c(kinds[i].mark)))
			buf_printf(b, " (%s)", kinds[i].words);
	if (cond.n == 0 || *cond.p == ':')
		return;
	buf_puts(b, *cond.p == '=' ? STR(" ") : *cond.p == '^' ?
	    STR(" beginning with ") : STR(" over "));
	buf_puts(b, str_from(cond, 1));
}

static void
list_atom(struct buf *b, struct str atom)
{
	size_t n = 1;

	if (*atom.p == '#') {
		buf_puts(b, str_from(atom, 1));
		buf_lit(b, " members");
		return;
	}
	if (*atom.p == '!') {
		buf_lit(b, "no ");
		atom = str_from(atom, 1);
	}
	while (n < atom.n && !strchr(":=^>", atom.p[n]))
		n++;
	buf_puts(b, str_of(atom.p, n));
	list_condition(b, str_from(atom, n));
}

/* A signature in words. */
static void
list_sign(struct buf *b, const char *sign)
{
	struct str rest = str_c(sign), term, atom;
	const char *sep = ": ";

	while (str_cut(&rest, ' ', &term)) {
		if (!term.n)
			continue;
		for (; str_cut(&term, '|', &atom); sep = " or ") {
			buf_puts(b, str_c(sep));
			list_atom(b, atom);
		}
		sep = ", ";
	}
}

void
dialect_list(struct buf *b)
{
	for (size_t i = 0; i < ndialects; i++) {
		buf_printf(b, "%-18s %s", dialects[i].name,
		    dialects[i].about);
		if (dialects[i].sign)
			list_sign(b, dialects[i].sign);
		buf_putc(b, '\n');
	}
}

/* Index among the names, or where they end. */
static size_t
index_of(struct str s, const char *const *names)
{
	size_t i = 0;

	while (names[i] && !str_eq(s, str_c(names[i])))
		i++;
	return i;
}

static bool
unknown(struct str s, const char *what, const char *const *names,
    struct fault *f)
{
	struct buf list = { 0 };

	for (size_t i = 0; names[i]; i++)
		buf_printf(&list, "%s%s", i ? ", " : "", names[i]);
	fault(f, "\"%.*s\" is no %s; there are %.*s", STR_ARG(s), what,
	    STR_ARG(buf_str(&list)));
	buf_free(&list);
	return false;
}

/* The names that can be a part's source, as a list of the table's form. */
static bool
check_names(char *text, struct fault *f)
{
	struct str rest = str_c(text), name;

	if (strpbrk(text, " +:"))
		return fault(f, "\"%s\": a name here has no space, plus or "
		    "colon", text);
	while (str_cut(&rest, '|', &name))
		if (!name.n)
			return fault(f, "\"%s\": an empty name", text);
	for (; *text; text++)
		if (*text == '|')
			*text = ' ';
	return true;
}

static bool
map_one(char *text, struct dialect *d, struct fault *f)
{
	char *value = strchr(text, '=');
	size_t key, scale;

	if (!value)
		return fault(f, "\"%s\": part=name is wanted", text);
	*value++ = '\0';
	key = index_of(str_c(text), part_name);
	if (!part_name[key])
		return unknown(str_c(text), "part of an event", part_name, f);
	if (key == KEY_SCALE) {
		scale = index_of(str_c(value), dialect_scale_name);
		if (!dialect_scale_name[scale])
			return unknown(str_c(value), "scale",
			    dialect_scale_name, f);
		d->scale = (enum dialect_scale)scale;
		return true;
	}
	if (!check_names(value, f))
		return fault_within(f, "%s", text);
	d->from[key] = value;
	/* What the row would have made of other members is void. */
	if (key == PART_LEVEL)
		d->rank = d->failed = NULL;
	if (key == PART_EVENT)
		d->event = NULL;
	return true;
}

bool
dialect_map(struct str spec, const struct dialect *base,
    struct dialect_custom *to, struct fault *f)
{
	char *at = to->text, *next;

	if (spec.n >= sizeof(to->text))
		return fault(f, "longer than %d bytes", DIALECT_MAP_MAX - 1);
	memcpy(to->text, spec.p ? spec.p : "", spec.n);
	to->text[spec.n] = '\0';
	to->dialect = base ? *base : dialects[ndialects - 1];
	to->dialect.name = "map";
	to->dialect.about = "as --map says";
	to->dialect.sign = "";
	for (; at; at = next) {
		next = strchr(at, ',');
		if (next)
			*next++ = '\0';
		if (!map_one(at, &to->dialect, f))
			return false;
	}
	return true;
}
