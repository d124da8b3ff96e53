/*
 * Which rules can want an event, by its name: most rules say event == "...",
 * so that most need not be asked.
 */
#ifndef SERIES_DISPATCH_H
#define SERIES_DISPATCH_H

#include "event/event.h"
#include "rules/rule.h"

enum {
	/* A rule with more names, and one behind so many of all rules, is
	 * asked of each event. */
	DISPATCH_NAMES_MAX = 64,
	DISPATCH_TOTAL_MAX = 1024,
};

/* Rules by index, in their order. */
struct dispatch_list {
	struct str name;
	unsigned *rule;
	size_t n;
};

struct dispatch {
	int field;			/* the name, or -1: no rule has one */
	struct dispatch_list all;	/* whatever the name is */
	struct dispatch_list rest;	/* of a name that no rule has */
	struct dispatch_list *list;	/* of names */
	size_t n;
	unsigned *slot;			/* index + 1 into list, by hash */
	size_t nslots;
};

/* The rules outlive it. Those of `compute` are in no list. */
void dispatch_init(struct dispatch *d, const struct rules *rules);
void dispatch_free(struct dispatch *d);
const struct dispatch_list *dispatch_find(const struct dispatch *d,
    const struct event *e);

#endif
