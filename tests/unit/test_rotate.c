/*
 * Names of rotated logs: what they are of, and their order.
 */
#include "event/rotate.h"
#include "unit.h"

static void
names(void)
{
	static const struct {
		const char *name, *base, *date;
		int number;	/* or -1 */
		bool packed;
	} row[] = {
		{ "app.log", "app.log", "", -1, false },
		{ "app.log.1", "app.log", "", 1, false },
		{ "/v/app.log.12.gz", "/v/app.log", "", 12, true },
		{ "app.log.gz", "app.log", "", -1, true },
		{ "app.log.0", "app.log", "", 0, false },
		{ "app.log.0.gz", "app.log", "", 0, true },
		{ "app.log-20261121", "app.log", "20261121", -1, false },
		{ "app.log-20261121.gz", "app.log", "20261121", -1, true },
		{ "app.log-20261121-1795253051", "app.log",
			"20261121-1795253051", -1, false },
		{ "app.log.2026-11-21", "app.log", "2026-11-21", -1, false },
		{ "app.log.2026-11-21_10", "app.log", "2026-11-21_10", -1,
			false },
		{ "app.log.2026-11-21T10:00.gz", "app.log",
			"2026-11-21T10:00", -1, true },
		{ "0.log.20261121-101010.gz", "0.log", "20261121-101010", -1,
			true },
		{ "app.log-1795253051", "app.log", "1795253051", -1, false },
		{ "app-20261121.log", "app-20261121.log", "", -1, false },
		{ "worker-1", "worker-1", "", -1, false },
		{ "worker.1", "worker", "", 1, false },
		{ "d.1/app", "d.1/app", "", -1, false },
		{ "d-20261121/app.1", "d-20261121/app", "", 1, false },
		{ ".1", ".1", "", -1, false },
		{ "x/.1", "x/.1", "", -1, false },
		{ "20261121", "20261121", "", -1, false },
		{ "a.1234567", "a.1234567", "", -1, false },
		{ "", "", "", -1, false },
		{ ".gz", "", "", -1, true },
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct rotate r = rotate_of(str_c(row[i].name));

		CHECK_STR(r.base, row[i].base);
		CHECK_STR(r.date, row[i].date);
		CHECK_ROW(i, r.numbered == (row[i].number >= 0));
		CHECK_ROW(i, !r.numbered ||
		    r.number == (uint64_t)row[i].number);
		CHECK_ROW(i, r.packed == row[i].packed);
		CHECK_ROW(i, rotate_old(&r) == (row[i].packed ||
		    row[i].number >= 0 || row[i].date[0]));
	}
}

static void
order(void)
{
	/* The oldest first. */
	static const char *const name[] = { "a-20251231.gz", "a-20260101",
		"a-20260101-5", "a.2026-01-02", "a.10.gz", "a.2", "a.1", "a.0",
		"a" };

	for (size_t i = 0; i < sizeof(name) / sizeof(name[0]); i++) {
		for (size_t k = 0; k < sizeof(name) / sizeof(name[0]); k++) {
			struct rotate a = rotate_of(str_c(name[i])),
			    b = rotate_of(str_c(name[k]));
			int c = rotate_cmp(&a, &b);

			CHECK_ROW(i, i < k ? c < 0 : i > k ? c > 0 : c == 0);
		}
	}
}

static void
copies(void)
{
	static const struct {
		const char *from, *copy;
		bool may;
	} row[] = {
		{ "app.log", "app.log.1", true },
		{ "app.log.1", "app.log.1.gz", true },
		{ "app.log.1", "app.log.2", true },
		{ "/v/app.log", "/old/app.log.bak", true },
		{ "app.log", "app-20261121.log", true },
		{ "app.log.1", "app.log", false },
		{ "/v/app.log.1.gz", "/v/app.log", false },
		{ "app.log", "app_old.log", true },
		{ "app", "app~", true },
		{ "app.log", "app2.log", false },
		{ "app.log", "application.log", false },
		{ "1.log", "10.log", false },
		{ "app.log", "web.log", false },
		{ "app.log", "web.log.1", false },
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		CHECK_ROW(i, rotate_copies(str_c(row[i].from),
		    str_c(row[i].copy)) == row[i].may);
}

int
main(void)
{
	names();
	order();
	copies();
	UNIT_END;
}
