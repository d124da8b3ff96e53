/*
 * Batches: cut, counted, and told as JSON. Given arguments it is a tool for
 * tests/otlp_logs.bats: `test_batch json SIGNAL`, `cut SIGNAL FROM N` and
 * `repack SIGNAL` read a request on standard input and write what comes of
 * it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "otlp.pb-c.h"
#include "otlp/batch.h"
#include "otlp/pack.h"
#include "otlp/wire.h"

#include "unit.h"

struct kept {
	struct buf last;
	size_t batches, items, rejected, largest;
};

static bool
keep(void *ctx, const struct batch *b, struct fault *f)
{
	struct kept *k = ctx;
	size_t n;

	(void)f;
	CHECK(batch_count(b->signal, b->body, &n) && n == b->items);
	buf_reset(&k->last);
	buf_puts(&k->last, b->body);
	k->batches++;
	k->items += b->items;
	if (b->body.n > k->largest)
		k->largest = b->body.n;
	return true;
}

static bool
reject(void *ctx, const struct batch *b, const char *what, struct fault *f)
{
	struct kept *k = ctx;

	(void)f;
	CHECK(b->items == 1 && what[0]);
	k->rejected++;
	return true;
}

/* n records whose bodies have lengths about `size`. */
static void
pack_records(struct kept *k, size_t n, size_t size, uint64_t items,
    uint64_t bytes)
{
	struct pack_setup s = { .signal = BATCH_LOGS, .version = "1",
	    .limits = { items, bytes }, .sink = { keep, reject, k } };
	struct pack p;
	struct fault f;
	size_t at;

	pack_init(&p, &s);
	for (size_t i = 0; i < n; i++) {
		struct buf *b = pack_item(&p);

		at = wire_open(b, 5);
		wire_tag(b, 1, WIRE_BYTES);
		wire_varint(b, size + i % 7);
		memset(buf_room(b, size + i % 7), 'x', size + i % 7);
		b->n += size + i % 7;
		wire_close(b, at);
		CHECK(pack_done(&p, "a record", &f));
	}
	CHECK(pack_flush(&p, &f));
	pack_free(&p);
}

static void
test_pack(void)
{
	static const size_t sizes[] = { 0, 1, 90, 120, 127, 128, 16000, 16380,
	    70000 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct kept k = { 0 };

		pack_records(&k, 100, sizes[i], 10, 1 << 20);
		CHECK(k.items == 100 && k.batches >= 10 && !k.rejected);
		CHECK(k.largest <= 1 << 20);
		buf_free(&k.last);
		k = (struct kept){ 0 };
		pack_records(&k, 100, sizes[i], 1000, 20000);
		CHECK(k.largest <= 20000);
		CHECK(k.items + k.rejected == 100);
		CHECK(sizes[i] < 16400 ? !k.rejected : k.rejected == 100);
		buf_free(&k.last);
	}
}

static void
test_cut(void)
{
	struct kept k = { 0 };
	struct buf a = { 0 };
	size_t n;

	pack_records(&k, 100, 50, 1000, 1 << 20);
	CHECK(batch_cut(BATCH_LOGS, buf_str(&k.last), 0, 100, &a));
	CHECK(str_eq(buf_str(&a), buf_str(&k.last)));
	for (size_t from = 0; from < 100; from += 13) {
		buf_reset(&a);
		CHECK(batch_cut(BATCH_LOGS, buf_str(&k.last), from, 13, &a));
		CHECK(batch_count(BATCH_LOGS, buf_str(&a), &n));
		CHECK(n == (from + 13 > 100 ? 100 - from : 13));
	}
	buf_reset(&a);
	CHECK(batch_cut(BATCH_LOGS, buf_str(&k.last), 100, 5, &a) && !a.n);
	/* Cut short at any byte it is damaged; nothing is an empty request. */
	for (size_t i = 0; i < k.last.n; i++) {
		buf_reset(&a);
		CHECK(batch_cut(BATCH_LOGS, str_of(k.last.p, i), 0, 100, &a)
		    == (i == 0) && a.n == 0);
	}
	buf_free(&a);
	buf_free(&k.last);
}

static void
test_wire(void)
{
	static const uint64_t numbers[] = { 0, 1, 127, 128, 16383, 16384,
	    UINT32_MAX, UINT64_MAX };
	struct buf b = { 0 };
	struct wire_field f;
	struct str rest;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		buf_reset(&b);
		wire_varint(&b, numbers[i]);
		CHECK(b.n == wire_size(numbers[i]));
	}
	buf_reset(&b);
	wire_uint(&b, 1000, UINT64_MAX);
	wire_fixed32(&b, 2, 7);
	wire_text(&b, 3, STR("a\0\xff" "b"));
	rest = buf_str(&b);
	CHECK(wire_next(&rest, &f) && f.number == 1000);
	CHECK(wire_next(&rest, &f) && f.type == WIRE_FIXED32);
	CHECK(wire_next(&rest, &f) &&
	    str_eq(f.bytes, STR("a\xef\xbf\xbd\xef\xbf\xbd" "b")));
	CHECK(!wire_next(&rest, &f) && rest.n == 0);
	/* Field 0, the old groups, and a varint of eleven bytes. */
	rest = STR("\x02\x00");
	CHECK(!wire_next(&rest, &f) && rest.n);
	rest = STR("\x0b\x0c");
	CHECK(!wire_next(&rest, &f) && rest.n);
	rest = STR("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
	CHECK(!wire_next(&rest, &f) && rest.n);
	buf_free(&b);
}

static enum batch_signal
signal_named(const char *name)
{
	int s = 0;

	while (s < BATCH_NSIGNALS - 1 && strcmp(batch_kinds[s].name, name))
		s++;
	return (enum batch_signal)s;
}

/* Through protobuf-c's messages, which keep only what is in lib/proto. */
static void
repack(enum batch_signal s, struct str body, struct buf *to)
{
	static const ProtobufCMessageDescriptor *const requests[] = {
		&otlp__export_metrics_service_request__descriptor,
		&otlp__export_logs_service_request__descriptor,
		&otlp__export_trace_service_request__descriptor,
	};
	ProtobufCMessage *m = protobuf_c_message_unpack(requests[s], NULL,
	    body.n, (const uint8_t *)body.p);
	size_t n;

	CHECK(m);
	if (!m)
		return;
	CHECK(m->n_unknown_fields == 0);
	n = protobuf_c_message_get_packed_size(m);
	to->n += protobuf_c_message_pack(m, (uint8_t *)buf_room(to, n));
	protobuf_c_message_free_unpacked(m, NULL);
}

static int
tool(int argc, char **argv)
{
	enum batch_signal s = signal_named(argv[2]);
	struct buf in = { 0 }, out = { 0 };
	struct fault f = { 0 };
	bool ok = true;
	long n;

	while ((n = io_read(0, buf_room(&in, 65536), 65536)) > 0)
		in.n += (size_t)n;
	if (strcmp(argv[1], "json") == 0)
		ok = batch_json(s, buf_str(&in), &out, &f);
	else if (strcmp(argv[1], "cut") == 0 && argc == 5)
		ok = batch_cut(s, buf_str(&in), strtoul(argv[3], NULL, 10),
		    strtoul(argv[4], NULL, 10), &out);
	else
		repack(s, buf_str(&in), &out);
	fwrite(out.p ? out.p : "", 1, out.n, stdout);
	buf_free(&in);
	buf_free(&out);
	return ok ? 0 : 1;
}

/* A log record whose body is that text. */
static bool
json_of(struct str text, struct buf *to)
{
	static const unsigned way[] = { 1, 2, 2, 5 };
	struct buf b = { 0 };
	struct fault f = { 0 };
	size_t at[4];
	bool ok;

	for (unsigned i = 0; i < 4; i++)
		at[i] = wire_open(&b, way[i]);
	wire_bytes(&b, 1, text);
	for (unsigned i = 4; i-- > 0;)
		wire_close(&b, at[i]);
	ok = batch_json(BATCH_LOGS, buf_str(&b), to, &f);
	buf_free(&b);
	return ok;
}

/* A file of the spool may hold what no encoder of ours writes. */
static void
test_json(void)
{
	struct buf b = { 0 };

	buf_lit(&b, "x");
	CHECK(!json_of(STR("a\xff"), &b) && str_eq(buf_str(&b), STR("x")));
	CHECK(json_of(STR("a\"\n"), &b));
	CHECK(str_eq(buf_str(&b), STR("x{\"resourceLogs\":[{\"scopeLogs\":["
	    "{\"logRecords\":[{\"body\":{\"stringValue\":\"a\\\"\\n\"}}]"
	    "}]}]}\n")));
	buf_free(&b);
}

int
main(int argc, char **argv)
{
	if (argc > 2)
		return tool(argc, argv);
	test_wire();
	test_pack();
	test_cut();
	test_json();
	UNIT_END;
}
