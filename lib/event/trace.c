/*
 * Reading trace context: W3C Trace Context (traceparent), B3, AWS X-Ray,
 * Google Cloud Trace, Datadog's decimal numbers.
 */
#include "base/num.h"
#include "event/trace.h"

enum { LIMBS = 4 };

/* The parts of a value that holds several; empty where it has none. */
struct pieces {
	struct str trace, span, flags;
	char joined[TRACE_ID_LEN];	/* X-Ray's trace without dashes */
};

/* s as n lower-case hex digits, filled with zeros at the left; not all 0. */
static bool
read_hex(struct str s, char *to, size_t n, bool zero_ok)
{
	size_t fill = n - s.n;
	bool any = zero_ok;

	if (s.n != n && !(n == TRACE_ID_LEN && s.n == SPAN_ID_LEN))
		return false;
	memset(to, '0', fill);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c >= 'A' && c <= 'F')
			c = (char)(c + 32);
		if (!str_is_digit(c) && !(c >= 'a' && c <= 'f')) {
			to[0] = '\0';
			return false;
		}
		any |= c != '0';
		to[fill + i] = c;
	}
	to[any ? n : 0] = '\0';
	return any;
}

/* A whole decimal number of at most n hex digits. */
static bool
read_decimal(struct str s, char *to, size_t n)
{
	uint32_t limb[LIMBS] = { 0 };
	uint64_t t;
	bool any = false;

	if (s.n == 0 || str_digits(s) != s.n)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		t = (uint64_t)(s.p[i] - '0');
		for (size_t k = 0; k < n / 8; k++) {
			t += (uint64_t)limb[k] * 10;
			limb[k] = (uint32_t)t;
			t >>= 32;
		}
		if (t)
			return false;
	}
	for (size_t i = 0; i < n; i++) {
		unsigned d = limb[(n - 1 - i) / 8] >> (n - 1 - i) % 8 * 4 &
		    15;

		to[i] = "0123456789abcdef"[d];
		any |= d != 0;
	}
	to[any ? n : 0] = '\0';
	return any;
}

/* "1-5e34a614-10bd31b7d6a3a1b2c3d4e5f6" */
static bool
split_xray(struct str s, struct pieces *p)
{
	if (s.n != 35 || s.p[0] != '1' || s.p[1] != '-' || s.p[10] != '-')
		return false;
	memcpy(p->joined, s.p + 2, 8);
	memcpy(p->joined + 8, s.p + 11, 24);
	p->trace = str_of(p->joined, TRACE_ID_LEN);
	return true;
}

static struct str
sampled(struct str s)
{
	return str_eq(s, STR("1")) || str_eq(s, STR("d")) ? STR("01") :
	    str_eq(s, STR("0")) ? STR("00") : (struct str){ 0 };
}

/* "Root=1-...;Parent=53995c3f42cd8ad8;Sampled=1" */
static bool
split_header(struct str s, struct pieces *p)
{
	struct str item;

	/* Others may have begun to split it. */
	*p = (struct pieces){ 0 };
	while (str_cut(&s, ';', &item)) {
		item = str_trim(item);
		if (str_starts(item, STR("Root=")))
			split_xray(str_from(item, 5), p);
		else if (str_starts(item, STR("Parent=")))
			p->span = str_from(item, 7);
		else if (str_starts(item, STR("Sampled=")))
			p->flags = sampled(str_from(item, 8));
	}
	return p->trace.n != 0;
}

/* "projects/P/traces/TRACE" and what may follow */
static bool
split_google(struct str s, struct pieces *p)
{
	static const struct str projects = { "projects/", 9 };
	struct str dir;

	if (!str_starts(s, projects))
		return false;
	s = str_from(s, projects.n);
	s = str_from(s, str_chr(s, '/'));
	if (!str_starts(s, STR("/traces/")))
		return false;
	s = str_from(s, 8);
	str_cut(&s, '/', &p->trace);
	if (str_cut(&s, '/', &dir) && str_eq(dir, STR("spans")))
		str_cut(&s, '/', &p->span);
	return true;
}

/* "TRACE/SPAN;o=1", the span in decimal */
static bool
split_cloud(struct str s, struct pieces *p)
{
	struct str rest;

	if (s.n < TRACE_ID_LEN + 2 || s.p[TRACE_ID_LEN] != '/')
		return false;
	p->trace = str_of(s.p, TRACE_ID_LEN);
	rest = str_from(s, TRACE_ID_LEN + 1);
	str_cut(&rest, ';', &p->span);
	if (rest.p && str_starts(rest, STR("o=")))
		p->flags = sampled(str_from(rest, 2));
	return true;
}

/* "VERSION-TRACE-SPAN-FLAGS" and, from version 01, what may follow */
static bool
split_w3c(struct str s, struct pieces *p)
{
	if (s.n < 55 || s.p[2] != '-' || s.p[35] != '-' || s.p[52] != '-' ||
	    str_starts(s, STR("ff")) || (s.n > 55 && (s.p[55] != '-' ||
	    str_starts(s, STR("00")))))
		return false;
	p->trace = str_of(s.p + 3, TRACE_ID_LEN);
	p->span = str_of(s.p + 36, SPAN_ID_LEN);
	p->flags = str_of(s.p + 53, TRACE_FLAGS_LEN);
	return true;
}

/* "TRACE-SPAN[-SAMPLED[-PARENT]]" of B3 */
static bool
split_b3(struct str s, struct pieces *p)
{
	struct str state;

	str_cut(&s, '-', &p->trace);
	str_cut(&s, '-', &p->span);
	if ((p->trace.n != TRACE_ID_LEN && p->trace.n != SPAN_ID_LEN) ||
	    p->span.n != SPAN_ID_LEN)
		return false;
	if (str_cut(&s, '-', &state))
		p->flags = sampled(state);
	return true;
}

static enum trace_found
read_flags(const struct value *v, char *to)
{
	uint64_t n;

	if (v->kind == VALUE_TRUE || v->kind == VALUE_FALSE)
		n = v->kind == VALUE_TRUE;
	else if (v->kind != VALUE_NUMBER || !num_uint64(v->text, &n))
		return TRACE_NONE;
	to[0] = "0123456789abcdef"[n >> 4 & 15];
	to[1] = "0123456789abcdef"[n & 15];
	to[2] = '\0';
	return n < 256 ? TRACE_WHOLE : TRACE_SOME;
}

static bool
read_piece(const struct pieces *p, enum dialect_part part, bool decimal,
    char *to)
{
	char trace[TRACE_ID_LEN + 1];

	/* Without a valid trace the rest means nothing. */
	if (!read_hex(p->trace, trace, TRACE_ID_LEN, false))
		return false;
	switch (part) {
	case PART_TRACE_ID:
		memcpy(to, trace, sizeof(trace));
		return true;
	case PART_SPAN_ID:
		return p->span.n && ((!decimal && read_hex(p->span, to,
		    SPAN_ID_LEN, false)) || (decimal &&
		    read_decimal(p->span, to, SPAN_ID_LEN)));
	default:
		return p->flags.n && read_hex(p->flags, to, TRACE_FLAGS_LEN,
		    true);
	}
}

static enum trace_found
read_text(struct str s, enum dialect_part part, bool decimal, char *to)
{
	size_t n = part == PART_TRACE_ID ? TRACE_ID_LEN :
	    part == PART_SPAN_ID ? SPAN_ID_LEN : TRACE_FLAGS_LEN;
	struct pieces p = { 0 };

	if (decimal && s.n != TRACE_ID_LEN && read_decimal(s, to, n))
		return TRACE_WHOLE;
	if (s.n == n || (n == TRACE_ID_LEN && s.n == SPAN_ID_LEN))
		return read_hex(s, to, n, part == PART_TRACE_FLAGS) ?
		    TRACE_WHOLE : TRACE_NONE;
	if (part == PART_TRACE_FLAGS && s.n == 1 && sampled(s).n) {
		memcpy(to, sampled(s).p, TRACE_FLAGS_LEN + 1);
		return TRACE_WHOLE;
	}
	if (s.n < TRACE_ID_LEN + 1)
		return TRACE_NONE;
	if (!split_w3c(s, &p) && !split_xray(s, &p) && !split_b3(s, &p) &&
	    !split_google(s, &p) && !split_cloud(s, &p) &&
	    !split_header(s, &p))
		return TRACE_NONE;
	if (read_piece(&p, part, decimal, to))
		return TRACE_SOME;
	to[0] = '\0';
	return TRACE_NONE;
}

enum trace_found
trace_read(const struct value *v, enum dialect_part part, bool decimal,
    char *to)
{
	to[0] = '\0';
	if (v->kind == VALUE_NUMBER && decimal)
		return read_text(v->text, part, true, to);
	if (v->kind != VALUE_STRING)
		return part == PART_TRACE_FLAGS ? read_flags(v, to) :
		    TRACE_NONE;
	return v->escaped ? TRACE_NONE : read_text(v->text, part, decimal,
	    to);
}
