/*
 * Names in the four ways, and what units add to them.
 */
#include "snapshot/names.h"
#include "unit.h"

/* A name, and what becomes of it by underscores, UTF-8, dots, values. */
static const struct {
	const char *name, *way[NAMES_NWAYS];
} metrics[] = {
	{ "http_requests", { "http_requests", "http_requests",
	    "http__requests", "http_requests" } },
	{ "a:b", { "a:b", "a:b", "a:b", "a:b" } },
	{ "http.status:sum", { "http_status:sum", "http.status:sum",
	    "http_dot_status:sum", "U__http_2e_status:sum" } },
	{ "label with \xe5\x98\xb1", { "label_with__",
	    "label with \xe5\x98\xb1", "label__with____",
	    "U__label_20_with_20__5631_" } },
	{ "1a_b", { "_1a_b", "1a_b", "__a__b", "U___31_a__b" } },
	{ "", { "_", "_", "_", "_" } },
	{ "\xf0\x9f\x98\x80", { "_", "\xf0\x9f\x98\x80", "__",
	    "U___1f600_" } },
};

static void
ways(void)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(metrics) / sizeof(*metrics); i++) {
		for (int w = 0; w < NAMES_NWAYS; w++) {
			buf_reset(&b);
			names_metric(&b, str_c(metrics[i].name),
			    (enum names_way)w);
			if (!CHECK_ROW(i, str_eq(buf_str(&b),
			    str_c(metrics[i].way[w]))))
				fprintf(stderr, "\t%.*s\n",
				    STR_ARG(buf_str(&b)));
		}
	}
	buf_reset(&b);
	names_label(&b, STR("a:b.c"), NAMES_UNDERSCORES);
	CHECK_STR(buf_str(&b), "a_b_c");
	CHECK(names_legacy(STR("a:b"), false));
	CHECK(!names_legacy(STR("a:b"), true));
	CHECK(!names_legacy(STR("1"), false));
	CHECK(!names_legacy(STR(""), true));
	CHECK(!names_legacy(STR("a.b"), false));
	buf_free(&b);
}

static const struct {
	const char *name, *unit, *end, *whole;
} families[] = {
	{ "lag", "", "", "lag" },
	{ "lag", "s", "", "lag_seconds" },
	{ "lag_seconds", "s", "", "lag_seconds" },
	{ "seconds_of_lag", "s", "", "seconds_of_lag" },
	{ "milliseconds", "s", "", "milliseconds_seconds" },
	{ "lag_seconds", "seconds", "", "lag_seconds" },
	{ "lag.seconds", "s", "", "lag.seconds" },
	{ "cost", "{USD}", "_total", "cost_total" },
	{ "cost_total", "{USD}", "_total", "cost_total" },
	{ "cost_usd", "USD", "_total", "cost_usd_total" },
	{ "cost_total", "USD", "_total", "cost_USD_total" },
	{ "requests.total", "", "_total", "requests_total" },
	{ "subtotal", "", "_total", "subtotal_total" },
	{ "_total", "", "_total", "_total_total" },
	{ "traffic", "By/s", "", "traffic_bytes_per_second" },
	{ "traffic_bytes_per_second", "By/s", "",
	    "traffic_bytes_per_second" },
	{ "speed", "{request}/min", "", "speed_per_min" },
	{ "speed", "{request}/m", "", "speed_per_minute" },
	{ "share", "1", "", "share" },
	{ "share", "%", "", "share_percent" },
	{ "heat", "Cel", "", "heat_celsius" },
	{ "size", "MiBy", "_total", "size_mebibytes_total" },
	{ "odd", "a b", "", "odd_a_b" },
	{ "odd", "/", "", "odd" },
	{ "odd", "..", "", "odd" },
	{ "build", "", "_info", "build_info" },
	{ "build_info", "", "_info", "build_info" },
};

static void
whole(void)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		buf_reset(&b);
		names_family(&b, str_c(families[i].name),
		    str_c(families[i].unit), str_c(families[i].end));
		if (!CHECK_ROW(i, str_eq(buf_str(&b),
		    str_c(families[i].whole))))
			fprintf(stderr, "\t%.*s\n", STR_ARG(buf_str(&b)));
	}
	buf_free(&b);
}

int
main(void)
{
	ways();
	whole();
	UNIT_END;
}
