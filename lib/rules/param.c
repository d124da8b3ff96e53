/*
 * The values of params. How they are read is in paramparse.c.
 */
#include "rules/param.h"

bool
param_value(const struct rules_param *p, struct str key, double *d)
{
	for (size_t i = 0; i < p->nentries; i++)
		if (str_eq(p->entry[i].key, key)) {
			*d = p->entry[i].value;
			return true;
		}
	*d = p->value;
	return !p->by.n || p->has_default;
}
