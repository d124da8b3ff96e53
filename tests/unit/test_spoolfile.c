/*
 * A batch in a file of the spool: what was put is what is got, and each
 * truncation and each changed byte is seen.
 */
#include "base/fault.h"
#include "otlp/spool.h"
#include "otlp/spoolfile.h"
#include "unit.h"

static void
damage(const struct buf *file)
{
	struct buf copy = { 0 };
	struct batch b;

	for (size_t n = 0; n < file->n; n++)
		CHECK_ROW(n, !spoolfile_get(&b, str_of(file->p, n), NULL));
	buf_puts(&copy, buf_str(file));
	for (size_t i = 0; i < copy.n; i++) {
		for (int bit = 0; bit < 8; bit++) {
			copy.p[i] = (char)(copy.p[i] ^ 1 << bit);
			CHECK_ROW(i, !spoolfile_get(&b, buf_str(&copy),
			    NULL));
			copy.p[i] = (char)(copy.p[i] ^ 1 << bit);
		}
	}
	buf_putc(&copy, 'x');
	CHECK(!spoolfile_get(&b, buf_str(&copy), NULL));
	buf_free(&copy);
}

static void
names(void)
{
	static const struct {
		const char *name;
		bool ok;
		enum batch_signal signal;
	} rows[] = {
		{ "1795278930483064565.18239.0.metrics.otlp", true,
		    BATCH_METRICS },
		{ "1795278930483064565.18239.0.logs.otlp", true, BATCH_LOGS },
		{ "1795278930483064565.1.7.traces.otlp", true,
		    BATCH_TRACES },
		{ "1795278930483064565.1.7.traces.txt", false, 0 },
		{ "1795278930483064565.1.7.other.otlp", false, 0 },
		{ "179527893048306456.1.7.logs.otlp", false, 0 },
		{ ".1795278930483064565.1.7.logs.otlp.99", false, 0 },
		{ "counts", false, 0 }, { "", false, 0 }, { ".otlp", false, 0 },
		{ "1795278930483064565.1.7.logs.otlp/../../../etc/passwd"
		    ".1.7.logs.otlp.................................."
		    "................................logs.otlp", false, 0 },
	};
	enum batch_signal s = BATCH_METRICS;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		CHECK_ROW(i, spool_signal(rows[i].name, &s) == rows[i].ok);
		CHECK_ROW(i, !rows[i].ok || s == rows[i].signal);
	}
}

int
main(void)
{
	struct batch b = { BATCH_LOGS, STR("\n\0body\n"), 7 }, got;
	struct buf file = { 0 };

	spoolfile_put(&file, &b);
	CHECK(str_starts(buf_str(&file), STR("mlog-spool 1 logs 7 7 ")));
	CHECK(spoolfile_get(&got, buf_str(&file), NULL));
	CHECK(got.signal == BATCH_LOGS && got.items == 7);
	CHECK(str_eq(got.body, b.body));
	damage(&file);
	buf_free(&file);
	names();
	UNIT_END;
}
