/*
 * The values of checked expressions, and the memory they live in. Conditions
 * are in evalcond.c; what a function does is in func.c and its neighbours.
 */
#include <math.h>

#include "base/mem.h"
#include "base/num.h"
#include "rules/func.h"
#include "rules/param.h"

enum {
	BLOCK_MIN = 16 * 1024,
};

/* Computed texts must not move while a view of them lives: so no buf. */
struct eval_block {
	struct eval_block *next;
	size_t size;
	char data[];
};

void
eval_init(struct eval *ev)
{
	*ev = (struct eval){ .matcher = matcher_new(), .elapsed = NAN };
}

static void
free_blocks(struct eval_block *b)
{
	struct eval_block *next;

	for (; b; b = next) {
		next = b->next;
		mem_free(b);
	}
}

void
eval_free(struct eval *ev)
{
	free_blocks(ev->block);
	buf_free(&ev->text);
	matcher_destroy(ev->matcher);
	*ev = (struct eval){ 0 };
}

/* The newest block is the largest: it alone is kept for the next event. */
void
eval_begin(struct eval *ev, const struct event *event)
{
	ev->event = event;
	ev->used = 0;
	if (ev->block && ev->block->next) {
		free_blocks(ev->block->next);
		ev->block->next = NULL;
	}
}

char *
eval_room(struct eval *ev, size_t n)
{
	struct eval_block *b = ev->block;
	size_t size = b ? b->size * 2 : BLOCK_MIN;

	if (!b || b->size - ev->used < n) {
		if (size < n)
			size = n;
		b = mem_resize(NULL, sizeof(*b) + size, 1);
		b->next = ev->block;
		b->size = size;
		ev->block = b;
		ev->used = 0;
	}
	ev->used += n;
	return b->data + ev->used - n;
}

void
eval_room_back(struct eval *ev, size_t n)
{
	ev->used -= n;
}

static void
set_none(struct expr_value *v, enum eval_kind why)
{
	*v = (struct expr_value){ .kind = why };
}

static void
set_text(struct expr_value *v, enum eval_kind kind, struct str text)
{
	*v = (struct expr_value){ .kind = kind, .text = text };
}

void
eval_set_number(struct expr_value *v, double d)
{
	*v = (struct expr_value){ .kind = EVAL_NUMBER, .num = d };
	if (isnan(d))
		v->kind = EVAL_NOT_NUMBER;
}

static void
set_bool(struct expr_value *v, bool b)
{
	*v = (struct expr_value){ .kind = EVAL_BOOL, .num = b };
}

static struct str
unescaped(struct eval *ev, const struct value *f)
{
	struct str s = value_text(f, &ev->text);
	char *to = eval_room(ev, s.n);

	if (s.n)
		memcpy(to, s.p, s.n);
	return str_of(to, s.n);
}

static void
set_string(struct eval *ev, const struct value *f, struct expr_value *v)
{
	struct str s = f->escaped ? unescaped(ev, f) : f->text;

	if (s.n == 1 && s.p[0] == '-')
		set_none(v, EVAL_MISSING);
	else if (str_eq(s, STR("**REDACTED**")))
		set_none(v, EVAL_REDACTED);
	else
		set_text(v, EVAL_STRING, s);
}

static void
set_field(struct eval *ev, const struct value *f, struct expr_value *v)
{
	switch (f->kind) {
	case VALUE_MISSING: case VALUE_NULL:
		set_none(v, EVAL_MISSING);
		break;
	case VALUE_FALSE: case VALUE_TRUE:
		set_bool(v, f->kind == VALUE_TRUE);
		break;
	case VALUE_NUMBER:
		set_text(v, EVAL_DIGITS, f->text);
		break;
	case VALUE_STRING:
		set_string(ev, f, v);
		break;
	case VALUE_OBJECT: case VALUE_ARRAY:
		set_text(v, EVAL_STRING, f->text);
		break;
	}
}

static void
set_level(struct eval *ev, struct expr_value *v)
{
	struct str s = severity_level(ev->event->severity);

	if (s.n)
		set_text(v, EVAL_STRING, s);
	else
		set_none(v, EVAL_MISSING);
}

enum eval_kind
eval_number(const struct expr_value *v, double *d)
{
	switch (v->kind) {
	case EVAL_NUMBER:
		*d = v->num;
		return EVAL_NUMBER;
	case EVAL_DIGITS: case EVAL_STRING:
		return num_double(v->text, d) ? EVAL_NUMBER :
		    EVAL_NOT_NUMBER;
	case EVAL_BOOL:
		return EVAL_NOT_NUMBER;
	default:
		return v->kind;
	}
}

struct str
eval_text(struct eval *ev, const struct expr_value *v)
{
	char *to;

	if (eval_none(v))
		return (struct str){ NULL, 0 };
	if (v->kind == EVAL_BOOL)
		return v->num > 0 ? STR("true") : STR("false");
	if (v->kind != EVAL_NUMBER || v->text.n)
		return v->text;
	buf_reset(&ev->text);
	if (isfinite(v->num))
		num_put_json(&ev->text, v->num);
	else
		num_put_double(&ev->text, v->num);
	to = eval_room(ev, ev->text.n);
	memcpy(to, ev->text.p, ev->text.n);
	return str_of(to, ev->text.n);
}

bool
eval_arg_number(struct eval *ev, const struct expr *e, double *d,
    struct expr_value *v)
{
	enum eval_kind kind;

	if (e->op == EXPR_NUMBER) {
		*d = e->num;
		return true;
	}
	eval_value(ev, e, v);
	kind = eval_number(v, d);
	if (kind == EVAL_NUMBER)
		return true;
	set_none(v, kind);
	return false;
}

static void
arithmetic(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	double a = 0, b = 0;

	if (!eval_arg_number(ev, e->arg[0], &a, v) ||
	    !eval_arg_number(ev, e->arg[1], &b, v))
		return;
	if (e->op == EXPR_DIVIDE && b == 0)
		set_none(v, EVAL_NOT_NUMBER);
	else
		eval_set_number(v, e->op == EXPR_ADD ? a + b :
		    e->op == EXPR_SUBTRACT ? a - b :
		    e->op == EXPR_MULTIPLY ? a * b : a / b);
}

static void
negate(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	double d = 0;

	if (eval_arg_number(ev, e->arg[0], &d, v))
		eval_set_number(v, -d);
}

static void
set_elapsed(const struct eval *ev, struct expr_value *v)
{
	if (isnan(ev->elapsed))
		set_none(v, EVAL_MISSING);
	else
		eval_set_number(v, ev->elapsed);
}

static void
set_own(const struct eval *ev, const struct expr *e, struct expr_value *v)
{
	struct str s = ev->own ? ev->own[e->index] : (struct str){ NULL, 0 };

	if (s.p)
		set_text(v, EVAL_STRING, s);
	else
		set_none(v, EVAL_MISSING);
}

static void
set_found(struct expr_value *v, bool found, double d)
{
	if (found)
		eval_set_number(v, d);
	else
		set_none(v, EVAL_MISSING);
}

/* Of the snapshot. */
static void
set_metric(const struct eval *ev, const struct expr *e, struct expr_value *v)
{
	const struct eval_operands *o = ev->operands;
	double d = 0;
	bool found = o && o->metric(o->arg, e, &d);

	set_found(v, found, d);
}

static void
set_param(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	const struct eval_operands *o = ev->operands;
	struct str key = { NULL, 0 };
	double d = 0;
	bool found;

	if (e->nargs == 2) {
		eval_value(ev, e->arg[1], v);
		key = eval_text(ev, v);
	} else if (e->param->by.n && o) {
		key = o->label(o->arg, e->index);
	}
	found = param_value(e->param, key, &d);
	set_found(v, found, d);
}

void
eval_value(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	switch (e->op) {
	case EXPR_NUMBER:
		*v = (struct expr_value){ EVAL_NUMBER, e->num, e->text };
		break;
	case EXPR_STRING:
		set_text(v, EVAL_STRING, e->text);
		break;
	case EXPR_TRUE: case EXPR_FALSE:
		set_bool(v, e->op == EXPR_TRUE);
		break;
	case EXPR_FIELD:
		set_field(ev, &ev->event->field[e->field], v);
		break;
	case EXPR_LEVEL:
		set_level(ev, v);
		break;
	case EXPR_NEGATE:
		negate(ev, e, v);
		break;
	case EXPR_ADD: case EXPR_SUBTRACT: case EXPR_MULTIPLY:
	case EXPR_DIVIDE:
		arithmetic(ev, e, v);
		break;
	case EXPR_CALL:
		e->func->eval(ev, e, v);
		break;
	case EXPR_ELAPSED:
		set_elapsed(ev, v);
		break;
	case EXPR_OWN:
		set_own(ev, e, v);
		break;
	case EXPR_METRIC:
		set_metric(ev, e, v);
		break;
	case EXPR_PARAM:
		set_param(ev, e, v);
		break;
	default:
		set_none(v, EVAL_MISSING);
	}
}
