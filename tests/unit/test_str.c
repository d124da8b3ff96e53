/* Views, the growing buffer, the arena, checked memory. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "unit.h"

static void
compares(void)
{
	CHECK(str_eq(STR(""), (struct str){ 0 }));
	CHECK(str_eq(STR("a\0b"), str_of("a\0b", 3)));
	CHECK(!str_eq(STR("a\0b"), STR("a\0c")));
	CHECK(str_cmp(STR("ab"), STR("abc")) < 0);
	CHECK(str_cmp(STR("b"), STR("abc")) > 0);
	CHECK(str_cmp(STR("\xff"), STR("a")) > 0);
	CHECK(str_cmp((struct str){ 0 }, STR("")) == 0);
	CHECK(str_starts(STR("abc"), STR("ab")));
	CHECK(!str_starts(STR("ab"), STR("abc")));
	CHECK(str_starts(STR("ab"), (struct str){ 0 }));
	CHECK(str_ends(STR("abc"), STR("bc")));
	CHECK(!str_ends(STR("bc"), STR("abc")));
	CHECK(str_ieq(STR("WaRN"), STR("wArn")));
	CHECK(!str_ieq(STR("warn"), STR("warns")));
	CHECK(!str_ieq(STR("@"), STR("`")));
	CHECK_INT(str_chr(STR("a,b"), ','), 1);
	CHECK_INT(str_chr(STR("ab"), ','), 2);
	CHECK_INT(str_chr((struct str){ 0 }, ','), 0);
}

static void
cuts(void)
{
	struct str rest = STR("a,,b"), s;

	CHECK(str_cut(&rest, ',', &s));
	CHECK_STR(s, "a");
	CHECK(str_cut(&rest, ',', &s));
	CHECK_STR(s, "");
	CHECK(str_cut(&rest, ',', &s));
	CHECK_STR(s, "b");
	CHECK(!str_cut(&rest, ',', &s));
	rest = STR("");
	CHECK(str_cut(&rest, ',', &s));
	CHECK_STR(s, "");
	CHECK(!str_cut(&rest, ',', &s));
	CHECK_STR(str_trim(STR(" \t\r\n a b \n")), "a b");
	CHECK_STR(str_trim(STR(" \t")), "");
	CHECK_INT(str_trim(STR("\0")).n, 1);
}

static void
nearest(void)
{
	static const char *const names[] = { "lower", "upper", "replace" };

	CHECK_INT(str_distance(STR("lowr"), STR("lower")), 1);
	CHECK_INT(str_distance(STR("ab"), STR("ba")), 1);
	CHECK_INT(str_distance(STR(""), STR("abc")), 3);
	CHECK_STR(str_c(str_nearest(STR("lowr"), names, 3)), "lower");
	CHECK_STR(str_c(str_nearest(STR("repalce"), names, 3)), "replace");
	CHECK(!str_nearest(STR("quantile"), names, 3));
	CHECK(!str_nearest(STR(""), names, 3));
}

static void
buffers(void)
{
	struct buf b = { 0 };
	char want[5001];
	uint64_t seed = 7;
	size_t n = 0;

	CHECK_INT(buf_str(&b).n, 0);
	buf_put(&b, NULL, 0);
	CHECK_INT(b.n, 0);
	while (n < 5000) {
		size_t k = unit_random(&seed) % 97;

		k = k < 5000 - n ? k : 5000 - n;
		memset(want + n, 'a' + (int)(k % 26), k);
		buf_put(&b, want + n, k);
		n += k;
	}
	want[n] = '\0';
	CHECK_STR(buf_str(&b), want);
	buf_reset(&b);
	buf_printf(&b, "%s-%d", "x", 7);
	buf_lit(&b, "!");
	buf_putc(&b, '?');
	CHECK_STR(buf_str(&b), "x-7!?");
	buf_reset(&b);
	buf_printf(&b, "%5000d", 1);
	CHECK_INT(b.n, 5000);
	buf_free(&b);
	CHECK(b.p == NULL && b.n == 0 && b.cap == 0);
}

static void
arenas(void)
{
	struct arena a = { 0 };
	struct str kept[200];
	char text[400];
	size_t total = 0;

	memset(text, 'q', sizeof(text));
	for (size_t i = 0; i < 200; i++) {
		uint64_t *p = arena_new(&a, i + 1, sizeof(*p));
		bool zero = true;

		for (size_t k = 0; k <= i; k++) {
			zero &= p[k] == 0;
			p[k] = UINT64_MAX;
		}
		CHECK_ROW(i, zero && (uintptr_t)p % sizeof(*p) == 0);
		kept[i] = arena_str(&a, str_of(text, i * 2));
		total += i * 2;
	}
	for (size_t i = 0; i < 200; i++)
		CHECK_ROW(i, str_eq(kept[i], str_of(text, i * 2)) &&
		    kept[i].p[kept[i].n] == '\0');
	CHECK(a.total >= total);
	CHECK(arena_new(&a, 0, 8) != NULL);
	arena_free(&a);
	CHECK(a.total == 0);
}

static void
memory(void)
{
	int *v = NULL;
	size_t cap = 0;

	for (size_t i = 0; i < 1000; i++) {
		v = mem_grow(v, i, &cap, sizeof(*v));
		v[i] = (int)i;
	}
	CHECK(cap >= 1000 && cap <= 2048);
	CHECK(v[0] == 0 && v[999] == 999);
	mem_free(v);
	mem_free(NULL);
}

int
main(void)
{
	compares();
	cuts();
	nearest();
	buffers();
	arenas();
	memory();
	UNIT_END;
}
