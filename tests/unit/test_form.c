/*
 * Negotiation: what real scrapers ask for, what strange ones may, and the
 * types that they are told.
 */
#include "prom/form.h"
#include "unit.h"

#define TEXT "text/plain; version=0.0.4; charset=utf-8; escaping=underscores"
#define TEXT_1 "text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8"
#define OM "application/openmetrics-text; version=1.0.0; charset=utf-8; " \
	"escaping="
#define PROTO "application/vnd.google.protobuf; " \
	"proto=io.prometheus.client.MetricFamily; encoding=delimited; " \
	"escaping="
#define ASK_PROTO "application/vnd.google.protobuf;" \
	"proto=io.prometheus.client.MetricFamily;encoding=delimited"

static const struct {
	const char *accept, *type;
} rows[] = {
	{ "", TEXT },
	/* Prometheus 2.42, and with native histograms. */
	{ "application/openmetrics-text;version=1.0.0,"
	    "application/openmetrics-text;version=0.0.1;q=0.75,"
	    "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", OM "underscores" },
	{ ASK_PROTO ",application/openmetrics-text;version=1.0.0;q=0.8,"
	    "application/openmetrics-text;version=0.0.1;q=0.75,"
	    "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", PROTO "underscores" },
	/* 2.53. */
	{ "application/openmetrics-text;version=1.0.0;q=0.5,"
	    "application/openmetrics-text;version=0.0.1;q=0.4,"
	    "text/plain;version=0.0.4;q=0.3,*/*;q=0.2", OM "underscores" },
	/* 3.5, and with native histograms. */
	{ "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;"
	    "q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,"
	    "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
	    "text/plain;version=0.0.4;q=0.3,*/*;q=0.2", OM "allow-utf-8" },
	{ ASK_PROTO ";escaping=allow-utf-8;q=0.6,"
	    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;"
	    "q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
	    "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
	    "text/plain;version=0.0.4;q=0.2,*/*;q=0.1", PROTO "allow-utf-8" },
	/* 3.5 with scrape_protocols: PrometheusText1.0.0, 0.0.4. */
	{ "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,"
	    "text/plain;version=0.0.4;q=0.5,*/*;q=0.4", TEXT_1 },
	/* Escapings that metric_name_escaping_scheme asks for. */
	{ "application/openmetrics-text;version=1.0.0;escaping=dots;q=0.6",
	    OM "dots" },
	{ "application/openmetrics-text;version=1.0.0;escaping=values;q=0.6",
	    OM "values" },
	{ ASK_PROTO ";escaping=underscores", PROTO "underscores" },
	/* VictoriaMetrics, and Prometheus before OpenMetrics. */
	{ "text/plain;version=0.0.4;q=1,*/*;q=0.1", TEXT },
	/* curl, a browser. */
	{ "*/*", TEXT },
	{ "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
	    TEXT },
	/* Order breaks a tie, case and space mean nothing. */
	{ "text/plain,application/openmetrics-text", TEXT },
	{ "application/openmetrics-text,text/plain", OM "underscores" },
	{ " Application/OpenMetrics-Text ; Version=1.0.0 ; Q=0.5 , "
	    "text/plain ; q=0.4", OM "underscores" },
	{ "application/openmetrics-text;version=\"1.0.0\"",
	    OM "underscores" },
	{ "text/plain;x=\"a,application/openmetrics-text;q=1\";q=0.5,"
	    "application/openmetrics-text;q=0.4", TEXT },
	/* What cannot be made: other versions, forms, encodings. */
	{ "application/openmetrics-text;version=2.0.0", TEXT },
	{ "application/openmetrics-text;version=0.0.1", TEXT },
	{ "application/vnd.google.protobuf;proto=x;encoding=delimited",
	    TEXT },
	{ "application/vnd.google.protobuf;"
	    "proto=io.prometheus.client.MetricFamily;encoding=text", TEXT },
	{ "application/vnd.google.protobuf", TEXT },
	{ "application/json", TEXT },
	/* Refused, and no number. */
	{ "application/openmetrics-text;q=0,text/plain;q=0.001", TEXT },
	{ "application/openmetrics-text;q=0", TEXT },
	{ "application/openmetrics-text;q=2", TEXT },
	{ "application/openmetrics-text;q=", TEXT },
	{ "application/openmetrics-text;q=0.1234", TEXT },
	{ "application/openmetrics-text;q=-1", TEXT },
	{ "application/openmetrics-text;q=0.5x", TEXT },
	{ "application/openmetrics-text;q=1.000,text/plain;q=0.999",
	    OM "underscores" },
	{ "application/openmetrics-text;q=.9", TEXT },
	/* Unknown words fall back. */
	{ "application/openmetrics-text;escaping=none", OM "underscores" },
	{ "text/plain;version=0.0.4;escaping=allow-utf-8", TEXT },
	{ ",,;,=,;=;q", TEXT },
	{ "\"", TEXT },
	{ "a/b;c=\"\\", TEXT },
};

static void
types(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct form form = { .created = true };
		struct buf b = { 0 };

		form_negotiate(&form, str_c(rows[i].accept),
		    (struct str){ 0 });
		form_type(&b, &form);
		CHECK_ROW(i, str_eq(buf_str(&b), str_c(rows[i].type)));
		CHECK_ROW(i, form.created && !form.gzip);
		buf_free(&b);
	}
}

static bool
gzip(const char *accept_encoding)
{
	struct form form = { 0 };

	form_negotiate(&form, (struct str){ 0 }, str_c(accept_encoding));
	return form.gzip;
}

static void
encodings(void)
{
	CHECK(gzip("gzip"));
	CHECK(gzip("gzip, deflate, br, zstd"));
	CHECK(gzip("deflate, GZIP;q=0.5"));
	CHECK(gzip("x-gzip"));
	CHECK(gzip("*"));
	CHECK(gzip("*;q=0, gzip"));
	CHECK(!gzip(""));
	CHECK(!gzip("identity"));
	CHECK(!gzip("gzip;q=0"));
	CHECK(!gzip("gzip;q=0, *"));
	CHECK(!gzip("*;q=0"));
	CHECK(!gzip("br;q=1.0"));
	CHECK(!gzip("gzipped"));
}

static void
unspoken(void)
{
	struct form form = { 0 };
	struct buf b = { 0 };

	form_type(&b, &form);
	CHECK_STR(buf_str(&b), "text/plain; version=0.0.4; charset=utf-8");
	buf_free(&b);
}

int
main(void)
{
	types();
	encodings();
	unspoken();
	UNIT_END;
}
