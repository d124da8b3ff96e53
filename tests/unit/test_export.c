/*
 * A packed exposition unpacks to the plain one, and what is drained while it
 * is written is all of it.
 */
#include <stdio.h>
#include <zlib.h>

#include "prom/export.h"
#include "snapshot/build.h"
#include "unit.h"

static void
make(struct snap *s, size_t n)
{
	struct build b;
	char text[24];

	build_init(&b, s);
	build_family(&b, &(struct snap_family){ .name = STR("n_total"),
	    .type = SNAP_COUNTER, .help = STR("N") });
	for (size_t i = 0; i < n; i++) {
		snprintf(text, sizeof(text), "%06zu", i);
		build_series(&b, &(struct snap_series){
			.labels = &(struct snap_label){ STR("i"),
			    str_c(text) }, .nlabels = 1,
			.value = (double)i });
	}
	CHECK(build_done(&b, NULL));
	build_free(&b);
}

static void
inflated(struct buf *to, const struct buf *from)
{
	z_stream z = { 0 };
	int end;

	CHECK(inflateInit2(&z, 15 + 16) == Z_OK);
	z.next_in = (Bytef *)from->p;
	z.avail_in = (uInt)from->n;
	do {
		z.next_out = (Bytef *)buf_room(to, 65536);
		z.avail_out = 65536;
		end = inflate(&z, Z_NO_FLUSH);
		to->n += 65536 - z.avail_out;
	} while (end == Z_OK);
	CHECK(end == Z_STREAM_END);
	CHECK_INT(z.avail_in, 0);
	inflateEnd(&z);
}

static void
drain(struct buf *b, void *arg)
{
	buf_puts(arg, buf_str(b));
	buf_reset(b);
}

static void
forms(const struct snap *s)
{
	for (int kind = 0; kind < FORM_NKINDS; kind++) {
		struct form form = { .kind = (enum form_kind)kind };
		struct buf plain = { 0 }, other = { 0 }, again = { 0 };
		struct fault f = { 0 };

		CHECK(export_render(&plain, s, &form, &f));
		form.gzip = true;
		CHECK(export_render(&other, s, &form, &f));
		CHECK(other.n < plain.n || plain.n < 100);
		inflated(&again, &other);
		CHECK_ROW((size_t)kind, str_eq(buf_str(&again),
		    buf_str(&plain)));
		buf_reset(&other);
		buf_reset(&again);
		form.gzip = false;
		form.drain = drain;
		form.arg = &again;
		CHECK(export_render(&other, s, &form, &f));
		buf_puts(&again, buf_str(&other));
		CHECK_ROW((size_t)kind, str_eq(buf_str(&again),
		    buf_str(&plain)));
		buf_free(&plain);
		buf_free(&other);
		buf_free(&again);
	}
}

int
main(void)
{
	static const size_t sizes[] = { 0, 1, 20000 };
	struct snap s;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		make(&s, sizes[i]);
		forms(&s);
		snap_free(&s);
	}
	UNIT_END;
}
