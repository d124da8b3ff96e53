/*
 * Series as events to a condition. What is taken away stays in the snapshot's
 * arena and is not seen any more.
 */
#include "base/mem.h"
#include "event/event.h"
#include "rules/cond.h"
#include "snapshot/select.h"

struct select {
	struct cond *cond;
	size_t n;		/* fields */
	struct field_of {
		bool name;	/* the metric's name */
		struct str label;
	} *field;
	struct value *value;
	struct arena arena;
};

/* labels.a.b is the label a.b, as the snapshot's own lines would have it. */
static struct field_of
field_of(struct arena *a, const struct field *field)
{
	struct str head = STR("labels.");

	if (str_eq(field->name, STR("name")))
		return (struct field_of){ .name = true };
	if (field->nparts > 1 && str_starts(field->name, head))
		return (struct field_of){ .label = arena_str(a,
		    str_from(field->name, head.n)) };
	return (struct field_of){ .label = arena_str(a, field->name) };
}

struct select *
select_new(const char *name, struct str condition, struct fault *f)
{
	struct cond *cond = cond_new(condition, f);
	const struct fields *fields;
	struct select *sel;

	if (!cond) {
		fault_within(f, "%s", name);
		return NULL;
	}
	fields = cond_fields(cond);
	sel = mem_new(1, sizeof(*sel));
	sel->cond = cond;
	sel->n = fields->n;
	sel->field = mem_new(sel->n, sizeof(*sel->field));
	sel->value = mem_new(sel->n, sizeof(*sel->value));
	for (size_t i = 0; i < sel->n; i++)
		sel->field[i] = field_of(&sel->arena, &fields->field[i]);
	return sel;
}

void
select_destroy(struct select *sel)
{
	if (!sel)
		return;
	cond_destroy(sel->cond);
	mem_free(sel->field);
	mem_free(sel->value);
	arena_free(&sel->arena);
	mem_free(sel);
}

static struct value
value_in(const struct snap_label *l, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eq(l[i].name, name))
			return (struct value){ .kind = VALUE_STRING,
			    .text = l[i].value };
	}
	return (struct value){ 0 };
}

static bool
holds(struct select *sel, struct str name, const struct snap_label *l,
    size_t n)
{
	struct value level = value_in(l, n, STR("level"));

	for (size_t i = 0; i < sel->n; i++)
		sel->value[i] = sel->field[i].name ? (struct value){
		    .kind = VALUE_STRING, .text = name } :
		    value_in(l, n, sel->field[i].label);
	return cond_holds(sel->cond, sel->value,
	    severity_of(level.text, NULL));
}

static struct snap_family
part_of(struct select *sel, struct snap *s, const struct snap_family *f)
{
	struct snap_family to = *f;
	struct snap_series *list = arena_new(&s->arena, f->nseries,
	    sizeof(*list));

	to.series = list;
	to.nseries = 0;
	for (size_t i = 0; i < f->nseries; i++) {
		const struct snap_series *one = &f->series[i];

		if (holds(sel, f->name, one->labels, one->nlabels))
			list[to.nseries++] = *one;
	}
	return to;
}

void
select_apply(struct select *sel, struct snap *s)
{
	struct snap_family *list = arena_new(&s->arena, s->nfamilies,
	    sizeof(*list));
	size_t n = 0;

	for (size_t i = 0; i < s->nfamilies; i++) {
		list[n] = part_of(sel, s, &s->families[i]);
		n += list[n].nseries > 0;
	}
	s->families = list;
	s->nfamilies = n;
	if (!holds(sel, STR("target_info"), s->resource, s->nresource))
		s->nresource = 0;
}
