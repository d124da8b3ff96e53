/*
 * Rules out of any text, or any JSON. Refused ones have an error with a place;
 * accepted ones print as JSON and as text, which read again give the same, and
 * count and explain an event without harm.
 */
#include <stdlib.h>

#include "rules/explain.h"
#include "rules/rulejson.h"
#include "rules/ruletext.h"
#include "series/aggregate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* NULL and the errors, when they are refused. No file is included. */
static struct rules *
load(struct str text, struct rules_errors *errors)
{
	struct rules *r = rules_new();
	bool loaded;

	r->depth = RULES_INCLUDE_MAX;
	loaded = rules_load_text(r, STR("fuzz"), text, errors);
	if (rules_finish(r, errors)) {
		if (!loaded)
			abort();
		return r;
	}
	if (errors->n == 0)
		abort();
	rules_destroy(r);
	return NULL;
}

/* What was printed is accepted, and prints as the same JSON. */
static void
read_again(struct str text, struct str json)
{
	struct rules_errors errors = { 0 };
	struct rules *r = load(text, &errors);
	struct buf b = { 0 };

	if (!r)
		abort();
	rules_print_json(&b, r);
	if (!str_eq(buf_str(&b), json))
		abort();
	buf_free(&b);
	rules_errors_free(&errors);
	rules_destroy(r);
}

static void
see_an_event(struct rules *r)
{
	static const char line[] = "{\"time\":\"2026-11-21T09:24:11Z\","
	    "\"level\":\"error\",\"severity\":18,\"event\":\"a.b\","
	    "\"status\":\"200\",\"a\":{\"b\":[1,\"x\",null]},\"n\":-1.5e3,"
	    "\"t\":\"**REDACTED**\",\"s\":\"\\u00e4\\ud800\"}";
	struct explain *x = explain_new(r);
	struct aggregate *a;
	struct scan scan = { 0 };
	struct buf b = { 0 };
	struct jread jr;
	struct event e;

	scan_index(&scan, line, sizeof(line) - 1);
	for (int i = 0; i < 3; i++) {
		jread_init(&jr, &scan, line, sizeof(line) - 1);
		if (!explain_event(x, &jr))
			abort();
	}
	explain_put(&b, x);
	a = aggregate_new(r, 0);
	jread_init(&jr, &scan, line, sizeof(line) - 1);
	if (!event_read(&x->reader, &jr, &e))
		abort();
	for (int i = 0; i < 2; i++)
		aggregate_event(a, &e, NULL);
	aggregate_destroy(a);
	buf_free(&b);
	scan_free(&scan);
	explain_destroy(x);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rules_errors errors = { 0 };
	struct buf json = { 0 }, text = { 0 };
	struct rules *r = load(str_of((const char *)data, size), &errors);

	if (r) {
		rules_print_json(&json, r);
		rules_print_text(&text, r);
		read_again(buf_str(&json), buf_str(&json));
		read_again(buf_str(&text), buf_str(&json));
		see_an_event(r);
	} else {
		rules_errors_put(&text, &errors);
	}
	buf_free(&json);
	buf_free(&text);
	rules_errors_free(&errors);
	rules_destroy(r);
	return 0;
}
