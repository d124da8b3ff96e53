/*
 * Rules out of any text. Refused ones have an error with a place; accepted
 * ones print as JSON the same way twice, and count an event without harm.
 */
#include <stdlib.h>

#include "rules/rulejson.h"
#include "series/aggregate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
count_an_event(struct rules *r)
{
	static const char line[] = "{\"time\":\"2026-11-21T09:24:11Z\","
	    "\"level\":\"error\",\"severity\":18,\"event\":\"a.b\","
	    "\"status\":\"200\",\"a\":{\"b\":[1,\"x\",null]},\"n\":-1.5e3,"
	    "\"t\":\"**REDACTED**\",\"s\":\"\\u00e4\\ud800\"}";
	struct aggregate *a;
	struct event_reader reader;
	struct scan scan = { 0 };
	struct jread jr;
	struct event e;

	event_reader_init(&reader, &r->fields);
	a = aggregate_new(r, 0);
	scan_index(&scan, line, sizeof(line) - 1);
	for (int i = 0; i < 3; i++) {
		jread_init(&jr, &scan, line, sizeof(line) - 1);
		if (!event_read(&reader, &jr, &e))
			abort();
		aggregate_event(a, &e, NULL);
	}
	aggregate_destroy(a);
	event_reader_free(&reader);
	scan_free(&scan);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rules *r = rules_new();
	struct rules_errors errors = { 0 };
	struct buf once = { 0 }, twice = { 0 };
	bool loaded = rules_load_text(r, STR("fuzz"),
	    str_of((const char *)data, size), &errors);

	if (rules_finish(r, &errors)) {
		if (!loaded)
			abort();
		rules_print_json(&once, r);
		rules_print_json(&twice, r);
		if (!str_eq(buf_str(&once), buf_str(&twice)))
			abort();
		count_an_event(r);
	} else {
		if (errors.n == 0)
			abort();
		rules_errors_put(&once, &errors);
	}
	buf_free(&once);
	buf_free(&twice);
	rules_errors_free(&errors);
	rules_destroy(r);
	return 0;
}
