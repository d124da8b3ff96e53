/*
 * The paths within members that are to be kept. Whole members are put.c's.
 */
#include "event/put.h"
#include "json/jwrite.h"

void
put_path(const struct put *pt, int which, struct value v, struct buf *out)
{
	buf_putc(out, ',');
	jwrite_string(out, pt->names->field[which].name);
	buf_putc(out, ':');
	if (v.kind == VALUE_STRING)
		v.text = str_of(v.text.p - 1, v.text.n + 2);
	jwrite_value(out, v.text);
}

void
put_inside(const struct put *pt, size_t m, struct buf *out)
{
	const struct record *rec = pt->rec;
	const struct fields_key *k = rec->member[m].wants;

	for (size_t i = 0; k && i < k->nwants; i++) {
		int which = k->want[i].field;
		struct value v = rec->inside[which];

		if (k->want[i].whole || !pt->kept[which] ||
		    rec->at[which] != RECORD_INSIDE ||
		    rec->inside_of[which] != m || v.kind == VALUE_MISSING)
			continue;
		put_path(pt, which, v, out);
	}
}

void
put_inside_moved(const struct put *pt, const struct record *rec,
    const struct fields_key *k, const struct jtoken *value,
    struct buf *scratch, struct buf *out)
{
	size_t from = (size_t)(value->text.p - rec->text);
	struct jread r;

	/* Of a string it is the inside; nothing is found there. */
	jread_part(&r, rec->scan, rec->text, from, from + value->text.n,
	    value->index, rec->scan->npos);
	for (size_t i = 0; i < k->nwants; i++) {
		int which = k->want[i].field;
		struct value v;

		/* A member of the whole path's name comes first. */
		if (k->want[i].whole || !pt->kept[which] ||
		    rec->at[which] != RECORD_ABSENT)
			continue;
		v = fields_inside(pt->names, which, &r, value, scratch);
		if (v.kind != VALUE_MISSING)
			put_path(pt, which, v, out);
	}
}
