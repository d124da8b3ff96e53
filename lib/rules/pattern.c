/*
 * The only user of PCRE2. Patterns come from rules, subjects from logs: the
 * limits hold whatever both are.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>

#include "base/mem.h"
#include "json/utf8.h"
#include "rules/pattern.h"

enum {
	NEST_MAX = 50,		/* parentheses in parentheses */
	JIT_STACK_MIN = 32 * 1024,
};

/*
 * Compiled twice: PCRE2's JIT is wrong about classes such as \S and \W of
 * characters over U+007F where the subject need not be UTF-8 (10.42, its
 * PCRE2_MATCH_INVALID_UTF). So what is UTF-8, nearly all, has code of its own.
 */
struct pattern {
	pcre2_code *code;	/* of subjects that are UTF-8; with JIT */
	pcre2_code *any;	/* of others: bytes that are none match nothing;
				 * interpreted */
	unsigned groups;
};

struct matcher {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
};

static bool
explain(struct pattern_error *e, size_t at, const char *text)
{
	e->at = at;
	snprintf(e->text, sizeof(e->text), "%s", text);
	return false;
}

static PCRE2_SPTR
units(struct str s)
{
	return (PCRE2_SPTR)(s.n ? s.p : "");
}

static pcre2_code *
compile(struct str re, uint32_t options, struct pattern_error *e)
{
	pcre2_compile_context *cc = pcre2_compile_context_create(NULL);
	pcre2_code *code = NULL;
	int error = 0;

	*e = (struct pattern_error){ .text = "out of memory" };
	if (!cc)
		return NULL;
	pcre2_set_parens_nest_limit(cc, NEST_MAX);
	code = pcre2_compile(units(re), re.n, PCRE2_UTF |
	    PCRE2_NEVER_BACKSLASH_C | options, &error, &e->at, cc);
	if (!code)
		pcre2_get_error_message(error, (PCRE2_UCHAR *)e->text,
		    sizeof(e->text));
	pcre2_compile_context_free(cc);
	return code;
}

struct pattern *
pattern_new(struct str re, struct pattern_error *e)
{
	struct pattern *p = mem_new(1, sizeof(*p));
	uint32_t groups = 0;
	bool ok;

	if (re.n > PATTERN_MAX) {
		ok = explain(e, 0, "the pattern is too long");
	} else {
		p->code = compile(re, 0, e);
		p->any = compile(re, PCRE2_MATCH_INVALID_UTF, e);
		ok = p->code && p->any;
	}
	if (ok)
		pcre2_pattern_info(p->code, PCRE2_INFO_CAPTURECOUNT, &groups);
	if (groups > PATTERN_GROUPS_MAX)
		ok = explain(e, 0, "the pattern has too many groups");
	if (!ok) {
		pattern_destroy(p);
		return NULL;
	}
	/* Without JIT, on an unknown processor, matching is only slower. */
	pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE);
	p->groups = groups;
	return p;
}

void
pattern_destroy(struct pattern *p)
{
	if (!p)
		return;
	pcre2_code_free(p->code);
	pcre2_code_free(p->any);
	mem_free(p);
}

unsigned
pattern_groups(const struct pattern *p)
{
	return p->groups;
}

unsigned
pattern_named(const struct pattern *p, struct str name)
{
	char text[64];
	int n;

	if (name.n >= sizeof(text))
		return 0;
	memcpy(text, units(name), name.n);
	text[name.n] = '\0';
	n = pcre2_substring_number_from_name(p->code, (PCRE2_SPTR)text);
	return n > 0 ? (unsigned)n : 0;
}

static unsigned
group_number(struct str s)
{
	unsigned n = 0;

	for (size_t i = 0; i < s.n && n < 1000; i++)
		n = n * 10 + (unsigned)(s.p[i] - '0');
	return n;
}

static bool
all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!str_is_digit(s.p[i]))
			return false;
	return s.n > 0;
}

/* to.p[i] is behind a dollar sign; returns what names the group. */
static struct str
group_name(struct str to, size_t i)
{
	size_t from = i;

	if (i < to.n && to.p[i] == '{') {
		struct str rest = str_from(to, i + 1);
		size_t n = str_chr(rest, '}');

		return str_of(rest.p, n < rest.n ? n : 0);
	}
	while (i < to.n && str_is_digit(to.p[i]))
		i++;
	return str_of(to.p + from, i - from);
}

bool
pattern_template(const struct pattern *p, struct str to,
    struct pattern_error *e)
{
	for (size_t i = str_chr(to, '$'); i < to.n;
	    i += str_chr(str_from(to, i), '$')) {
		struct str name;

		if (++i < to.n && to.p[i] == '$') {
			i++;
			continue;
		}
		name = group_name(to, i);
		if (!name.n)
			return explain(e, i - 1,
			    "\"$\" names no group; write $$ for the sign");
		if (all_digits(name) ? group_number(name) > p->groups :
		    !pattern_named(p, name))
			return explain(e, i - 1,
			    "the pattern has no such group");
	}
	return true;
}

struct matcher *
matcher_new(void)
{
	struct matcher *m = mem_new(1, sizeof(*m));

	m->data = pcre2_match_data_create(PATTERN_GROUPS_MAX + 1, NULL);
	m->context = pcre2_match_context_create(NULL);
	m->stack = pcre2_jit_stack_create(JIT_STACK_MIN, PATTERN_JIT_STACK,
	    NULL);
	if (!m->context)
		return m;
	pcre2_set_match_limit(m->context, PATTERN_STEPS_MAX);
	pcre2_set_heap_limit(m->context, PATTERN_HEAP_MAX);
	if (m->stack)
		pcre2_jit_stack_assign(m->context, NULL, m->stack);
	return m;
}

void
matcher_destroy(struct matcher *m)
{
	if (!m)
		return;
	pcre2_match_data_free(m->data);
	pcre2_match_context_free(m->context);
	pcre2_jit_stack_free(m->stack);
	mem_free(m);
}

static enum pattern_result
result(int n)
{
	return n >= 0 ? PATTERN_YES : n == PCRE2_ERROR_NOMATCH ? PATTERN_NO :
	    PATTERN_LIMIT;
}

/* The code for s, and whether PCRE2 need not look at the bytes again. */
static const pcre2_code *
code_of(const struct pattern *p, struct str s, uint32_t *options)
{
	if (!utf8_valid(s.p, s.n))
		return p->any;
	*options |= PCRE2_NO_UTF_CHECK;
	return p->code;
}

static enum pattern_result
match(const pcre2_code *code, struct matcher *m, struct str s,
    uint32_t options)
{
	if (!m->data)
		return PATTERN_LIMIT;
	return result(pcre2_match(code, units(s), s.n, 0, options, m->data,
	    m->context));
}

enum pattern_result
pattern_match(const struct pattern *p, struct matcher *m, struct str s)
{
	uint32_t options = 0;
	const pcre2_code *code = code_of(p, s, &options);

	return match(code, m, s, options);
}

struct str
matcher_group(const struct matcher *m, struct str s, unsigned group)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(m->data) + 2 * group;

	/* \K can put the start behind the end. */
	if (at[0] == PCRE2_UNSET || at[1] < at[0] || at[1] > s.n)
		return (struct str){ NULL, 0 };
	return str_of((const char *)units(s) + at[0], at[1] - at[0]);
}

enum pattern_result
pattern_replace(const struct pattern *p, struct matcher *m, struct str s,
    struct str to, char *out, size_t *n)
{
	uint32_t options = 0;
	const pcre2_code *code = code_of(p, s, &options);
	enum pattern_result found = match(code, m, s, options);

	if (found != PATTERN_YES)
		return found;
	options |= PCRE2_SUBSTITUTE_GLOBAL | PCRE2_SUBSTITUTE_UNSET_EMPTY;
	return result(pcre2_substitute(code, units(s), s.n, 0, options,
	    m->data, m->context, units(to), to.n, (PCRE2_UCHAR *)out, n));
}
