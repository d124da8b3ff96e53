/*
 * Lists of fields. They are few: a list grows by one, and is searched whole.
 */
#include "base/mem.h"
#include "series/fieldlist.h"

void
fieldlist_add(struct fieldlist *l, int field)
{
	if (field < 0)
		return;
	for (size_t i = 0; i < l->n; i++)
		if (l->field[i] == field)
			return;
	l->field = mem_resize(l->field, l->n + 1, sizeof(*l->field));
	l->field[l->n++] = field;
}

void
fieldlist_read(struct fieldlist *l, const struct expr *e)
{
	if (!e)
		return;
	if (e->op == EXPR_FIELD)
		fieldlist_add(l, e->field);
	for (size_t i = 0; i < e->nargs; i++)
		fieldlist_read(l, e->arg[i]);
}

void
fieldlist_free(struct fieldlist *l)
{
	mem_free(l->field);
	*l = (struct fieldlist){ 0 };
}
