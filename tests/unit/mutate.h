/*
 * Lines like those of a log: of a record others that are built alike, with
 * other values, and some that are damaged. The same ones for the same seed.
 */
#ifndef UNIT_MUTATE_H
#define UNIT_MUTATE_H

#include "json/jread.h"
#include "unit.h"

#define A_TO_Z "abcdefghijklmnopqrstuvwxyz"

/* Insides of strings: usual ones first, then odd ones, then wrong ones. */
static const char *const mutate_string[] = {
	"", "-", "x", "info", "INFO", "warn", "warning", "error", "ERROR",
	"critical", "loud", "Information", "9", "17", "30", "INFO+2",
	"2026-11-21T09:24:11.471Z", "2026-11-21T09:24:12Z",
	"2026-11-21T09:25:59.100000Z", "2026-11-21T09:24:11.000Z",
	"2026-11-21 10:24:11,471+01:00", "2026-11-21T09:24:11.5Z",
	"2026-11-21T09:24:11.000000001Z", "1795253051", "1795253051471",
	"0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "01",
	"a\\nb", "\\u00e9t\\u00e9", "\\ud83d\\ude00", "\\\"q\\\"", "\\\\",
	"\\u0069nfo", "x\\ty\\/", "\xc3\xa4", "\xe2\x82\xac \xf0\x9f\x9a\x80",
	A_TO_Z A_TO_Z A_TO_Z, A_TO_Z A_TO_Z "\\n" A_TO_Z "\xc3\xa4" A_TO_Z,
	"a{b}[c]:,d", "{\\\"level\\\":\\\"info\\\",\\\"msg\\\":\\\"x\\\"}\\n",
#define MUTATE_USUAL 41
	"                            error", "  warn            \\t      ",
	"\\ud800", "\\udc00x", "2026-11-21T09:24:60Z", "2026-11-21T09:24Z",
	"2026-11-21T24:00:00Z", "2026-13-01T00:00:00Z", "SEVERITY_NUMBER_WARN2",
	"28/Sep/1970:12:00:00 +0600", "2026-11-21T09:24:1xZ", "0",
	"0AF7651916CD43DD8448EB211C80319C", "00000000000000000000000000000000",
	"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
	"Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1", "\x7f",
#define MUTATE_ODD 58
	"\xff", "\xc3", "\xe2\x82", "\xed\xa0\x80", "\x01", "a\tb", "\\x",
	"\\u12", "\\", "\"", "a\",\"b", "\r",
};

static const char *const mutate_scalar[] = {
	"0", "1", "5", "9", "10", "17", "20", "30", "40", "50", "200", "404",
	"503", "1795253051", "1795253051.471", "1795253051471", "12345678",
	"1795253051471123", "1795253051471123456", "123456789", "0.10", "-1",
	"123456789012", "true", "false", "null",
#define MUTATE_PLAIN 26
	"-0", "1e5", "1E+2", "2e-3", "1e400", "-0.0e0", "18446744073709551616",
	"1.5e9", "9e11", "2e12", "1e18", "99999999999999999999999999.5",
#define MUTATE_LONG 38
	"NaN", "Infinity", "-Infinity", "01", "1.", ".5", "-", "1e", "+1",
	"nul", "truex", "", "1 2", "0x1", "1\t", "\r1", "tru e",
};

static const char *const mutate_key[] = {
	"time", "level", "severity", "level_text", "event", "logger",
	"trace_id", "span_id", "trace_flags", "@mlog", "timestamp", "ts",
	"@timestamp", "t", "datetime", "eventTime", "level_number", "lvl",
	"levelname", "log.level", "loglevel", "priority", "s", "msg",
	"message", "body", "text", "log", "name", "component", "service",
	"traceId", "spanId", "pid", "hostname", "prefix", "v", "time_",
	"event_", "level_", "severity_", "a", "b.c", "a.b", "c", "d", "status",
	"timeUnixNano", "eventName", "severityText", "stream", "PRIORITY",
	"__REALTIME_TIMESTAMP", "MESSAGE", "@t", "@l", "@m", "ecs.version",
	"version", "short_message", "err", "requestId", "target", "fields",
	"verb", "stage", "auditID", "DownstreamStatus", "RequestMethod",
	"a rather long name", "a rather long nose", "\\u0065vent", "",
};

#define MUTATE_OF(list) (sizeof(list) / sizeof((list)[0]))

struct mutate {
	uint64_t seed;
	struct buf base;	/* the record that others are built like */
	bool crlf;
};

static inline size_t
mutate_below(struct mutate *m, size_t n)
{
	return (size_t)(unit_random(&m->seed) >> 33) % n;
}

/* Once in n times. */
static inline bool
mutate_once(struct mutate *m, size_t n)
{
	return mutate_below(m, n) == 0;
}

static const char *
mutate_pick(struct mutate *m, const char *const *list, size_t usual,
    size_t odd, size_t all)
{
	size_t n = mutate_once(m, 30) ? all : mutate_once(m, 6) ? odd : usual;

	return list[mutate_below(m, n)];
}

static const char *
mutate_a_string(struct mutate *m)
{
	return mutate_pick(m, mutate_string, MUTATE_USUAL, MUTATE_ODD,
	    MUTATE_OF(mutate_string));
}

static const char *
mutate_a_scalar(struct mutate *m)
{
	return mutate_pick(m, mutate_scalar, MUTATE_PLAIN, MUTATE_LONG,
	    MUTATE_OF(mutate_scalar));
}

static void
mutate_put(struct buf *b, const char *text)
{
	buf_puts(b, str_c(text));
}

/* ---- records to begin with */

struct mutate_member {
	struct buf key, value;
};

enum { MUTATE_MEMBERS = 80 };

struct mutate_record {
	struct mutate_member member[MUTATE_MEMBERS];
	size_t n;
};

static void
mutate_set(struct buf *b, struct str s)
{
	buf_reset(b);
	buf_puts(b, s);
}

/* False: the line is no object, or too large a one. */
static bool
mutate_take(struct mutate_record *rec, struct str line)
{
	struct scan s = { 0 };
	struct jread r;
	struct jtoken key, value;

	rec->n = 0;
	scan_index(&s, line.p, line.n);
	jread_init(&r, &s, line.p, line.n);
	if (jread_open(&r, JREAD_OBJECT))
		while (rec->n < MUTATE_MEMBERS &&
		    jread_member(&r, &key, &value)) {
			struct mutate_member *mb = &rec->member[rec->n++];
			bool quoted = value.kind == JREAD_STRING;

			mutate_set(&mb->key, key.text);
			mutate_set(&mb->value, str_of(value.text.p - quoted,
			    value.text.n + 2 * quoted));
		}
	scan_free(&s);
	return rec->n && rec->n < MUTATE_MEMBERS - 4 && !r.error &&
	    jread_end(&r);
}

static void
mutate_value(struct mutate *m, struct buf *b)
{
	buf_reset(b);
	switch (mutate_below(m, 8)) {
	case 0:
		mutate_put(b, "{\"id\":\"x\",\"level\":\"warn\",\"n\":[1,2]}");
		break;
	case 1:
		mutate_put(b, "[]");
		break;
	case 2:
	case 3:
		mutate_put(b, mutate_scalar[mutate_below(m, MUTATE_PLAIN)]);
		break;
	default:
		buf_printf(b, "\"%s\"",
		    mutate_string[mutate_below(m, MUTATE_USUAL)]);
	}
}

/* The name of another member, one of as many bytes, or any. */
static void
mutate_name(struct mutate *m, struct mutate_record *rec, struct buf *key)
{
	size_t other = mutate_below(m, rec->n);

	switch (mutate_below(m, 3)) {
	case 0:
		if (key != &rec->member[other].key)
			mutate_set(key, buf_str(&rec->member[other].key));
		break;
	case 1:
		if (key->n)
			key->p[mutate_below(m, key->n)] = 'q';
		break;
	default:
		mutate_set(key, str_c(mutate_key[mutate_below(m,
		    MUTATE_OF(mutate_key))]));
	}
}

static void
mutate_member(struct mutate *m, struct mutate_record *rec)
{
	struct mutate_member *mb = &rec->member[mutate_below(m, rec->n)];
	struct mutate_member *last = &rec->member[rec->n - 1], was;

	switch (mutate_below(m, 5)) {
	case 0:
		mutate_name(m, rec, &mb->key);
		break;
	case 1:
		mutate_value(m, &mb->value);
		break;
	case 2:
		was = *mb;
		*mb = *last;
		*last = was;
		rec->n -= rec->n > 1;
		break;
	case 3:
		was = *mb;
		*mb = *last;
		*last = was;
		break;
	default:
		rec->n++;
		last++;
		mutate_set(&last->key, str_c(mutate_key[mutate_below(m,
		    MUTATE_OF(mutate_key))]));
		mutate_value(m, &last->value);
	}
}

static void
mutate_compose(struct mutate *m, const struct mutate_record *rec)
{
	static const char *const style[][4] = {
		{ "{", ":", ",", "}" }, { "{", ":", ",", "}" },
		{ "{", ": ", ", ", "}" }, { "{ ", " : ", " , ", " }" },
		{ "{", ":", ", ", "}" }, { " {", ":\t", ",", "} " },
		{ "{", ":  ", ",", "}" },
	};
	const char *const *s = style[mutate_below(m, mutate_once(m, 3) ?
	    MUTATE_OF(style) : 3)];

	mutate_put(&m->base, s[0]);
	for (size_t i = 0; i < rec->n; i++) {
		mutate_put(&m->base, i ? s[2] : "");
		buf_printf(&m->base, "\"%.*s\"%s",
		    STR_ARG(buf_str(&rec->member[i].key)), s[1]);
		buf_puts(&m->base, buf_str(&rec->member[i].value));
	}
	mutate_put(&m->base, s[3]);
}

static void
mutate_invent(struct mutate *m, struct mutate_record *rec)
{
	rec->n = 1 + mutate_below(m, 8);
	for (size_t i = 0; i < rec->n; i++) {
		mutate_set(&rec->member[i].key, str_c(mutate_key[mutate_below(
		    m, MUTATE_OF(mutate_key))]));
		mutate_value(m, &rec->member[i].value);
	}
}

/* The next lines are to be like this one, or like one made up ("" ). */
static void
mutate_begin(struct mutate *m, struct mutate_record *rec, struct str line)
{
	size_t changes = mutate_once(m, 2) ? 0 : 1 + mutate_below(m, 3);

	buf_reset(&m->base);
	m->crlf = mutate_once(m, 8);
	if (!line.n)
		mutate_invent(m, rec);
	else if (!mutate_take(rec, line)) {
		buf_puts(&m->base, line);
		return;
	}
	while (changes--)
		mutate_member(m, rec);
	mutate_compose(m, rec);
}

static void
mutate_free(struct mutate *m, struct mutate_record *rec)
{
	for (size_t i = 0; i < MUTATE_MEMBERS; i++) {
		buf_free(&rec->member[i].key);
		buf_free(&rec->member[i].value);
	}
	buf_free(&m->base);
}

/* ---- lines like it */

/* Other digits behind the minute of what looks like an instant. */
static void
mutate_clock(struct mutate *m, struct buf *b, struct str s)
{
	size_t from = b->n;

	buf_puts(b, s);
	for (size_t i = 17; i < s.n && i < 26; i++)
		if (str_is_digit(s.p[i]) && (i != 17 || s.p[i] < '6'))
			b->p[from + i] = (char)('0' +
			    mutate_below(m, i == 17 ? 6 : 10));
}

static void
mutate_put_string(struct mutate *m, struct buf *b, struct str s)
{
	bool clock = s.n > 18 && s.p[4] == '-' && s.p[13] == ':';

	buf_putc(b, '"');
	if (mutate_once(m, 12))
		mutate_put(b, mutate_a_string(m));
	else if (clock && mutate_once(m, 2))
		mutate_clock(m, b, s);
	else if (s.n < 9 && mutate_once(m, 5))
		mutate_put(b, mutate_string[3 + mutate_below(m, 12)]);
	else
		buf_puts(b, s);
	buf_putc(b, '"');
}

static void
mutate_put_scalar(struct mutate *m, struct buf *b, struct str s)
{
	static const char *const other[] = { "true", "false", "null", "7" };

	if (mutate_once(m, 10)) {
		mutate_put(b, mutate_once(m, 3) ? other[mutate_below(m, 4)] :
		    mutate_a_scalar(m));
		return;
	}
	buf_puts(b, s);
	if (str_is_digit(s.p[s.n - 1]) && mutate_once(m, 2))
		b->p[b->n - 1] = (char)('1' + mutate_below(m, 9));
}

/* How many bytes the string, or the number or literal, at s.p has. */
static size_t
mutate_span(struct str s)
{
	size_t i = 1;

	if (s.p[0] == '"') {
		while (i < s.n && s.p[i] != '"')
			i += s.p[i] == '\\' && i + 1 < s.n ? 2 : 1;
		return i < s.n ? i + 1 : s.n;
	}
	while (i < s.n && !strchr("{}[]:,\" \t", s.p[i]))
		i++;
	return i;
}

/* The text with other values. */
static void
mutate_values(struct mutate *m, struct buf *b, struct str s)
{
	while (s.n) {
		size_t n = mutate_span(s);
		struct str token = str_of(s.p, n), rest = str_from(s, n);
		struct str then = str_trim(rest);

		if (strchr("{}[]:, \t", s.p[0])) {
			buf_putc(b, s.p[0]);
			n = 1;
		} else if (s.p[0] != '"') {
			mutate_put_scalar(m, b, token);
		} else if (n < 2 || (then.n && then.p[0] == ':')) {
			buf_puts(b, token);
		} else {
			mutate_put_string(m, b, str_of(token.p + 1, n - 2));
		}
		s = str_from(s, n);
	}
}

static void
mutate_insert(struct buf *b, size_t at, struct str what)
{
	(void)buf_room(b, what.n);
	memmove(b->p + at + what.n, b->p + at, b->n - at);
	memcpy(b->p + at, what.p, what.n);
	b->n += what.n;
}

/* A byte or two from b->p[from] on, which is not the end. */
static void
mutate_damage(struct mutate *m, struct buf *b, size_t from)
{
	static const char bytes[] = "\"\"\"{}[]:,,\\  \t\r\x01\xff" "09ae.-Z"
	    "\x1e";
	size_t at = from + mutate_below(m, b->n - from);
	char c = bytes[mutate_below(m, sizeof(bytes) - 1)];
	char was = b->p[at];

	switch (mutate_below(m, 5)) {
	case 0:
		memmove(b->p + at, b->p + at + 1, b->n - at - 1);
		b->n--;
		break;
	case 1:
		b->p[at] = c;
		break;
	case 2:
		if (at > from) {
			b->p[at] = b->p[at - 1];
			b->p[at - 1] = was;
		}
		break;
	default:
		mutate_insert(b, at, str_of(&c, 1));
	}
}

#define MUTATE_SECOND \
	"{\"level\":\"info\",\"msg\":\"two\",\"ts\":1795253051,\"k\":1}"

/* What may stand around a record. */
static void
mutate_around(struct mutate *m, struct buf *b, size_t from)
{
	static const char *const before[] = { " ", "\xef\xbb\xbf", "\x1e",
		"app: ", "[", "\t", "2026-11-21T09:24:11Z stdout F " };
	static const char *const behind[] = { " ", "\t ", "\r", "\x1e", "x",
		"}", "]", ",", "{}", " {\"a\":1}", MUTATE_SECOND, " 1" };
	size_t n = b->n - from;

	if (mutate_once(m, 3)) {
		mutate_insert(b, from, str_c(before[mutate_below(m,
		    MUTATE_OF(before))]));
	} else if (mutate_once(m, 8)) {
		(void)buf_room(b, n);
		buf_put(b, b->p + from, n);
	} else {
		mutate_put(b, behind[mutate_below(m, MUTATE_OF(behind))]);
	}
}

/* Appends a line, its newline included. */
static void
mutate_line(struct mutate *m, struct buf *b)
{
	size_t from = b->n;

	mutate_values(m, b, buf_str(&m->base));
	if (b->n > from && mutate_once(m, 8))
		for (size_t n = 1 + mutate_below(m, 2); n && b->n > from; n--)
			mutate_damage(m, b, from);
	if (mutate_once(m, 16))
		mutate_around(m, b, from);
	mutate_put(b, m->crlf ? "\r\n" : "\n");
}

#endif
