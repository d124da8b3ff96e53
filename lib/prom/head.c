/*
 * The request head: framing, request line, the few fields that matter here.
 * Not for bodies, which no request that we answer has a use for.
 */
#include "base/num.h"
#include "base/stamp.h"
#include "prom/head.h"

/* What the fields said, until all of them are read. */
struct fields {
	unsigned hosts, lengths, codings, credentials;
	bool chunked;
	struct str length;
};

static bool
is_alnum(char c)
{
	return str_is_digit(c) || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

static bool
is_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!is_alnum(s.p[i]) && (s.p[i] == '\0' ||
		    !strchr("!#$%&'*+-.^_`|~", s.p[i])))
			return false;
	}
	return s.n > 0;
}

/* The next line without its LF or CR LF; the head always ends in one. */
static struct str
next_line(struct str *rest)
{
	size_t n = str_chr(*rest, '\n');
	struct str line = str_of(rest->p, n);

	*rest = str_from(*rest, n < rest->n ? n + 1 : n);
	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

/* RFC 9112 2.2: blank lines before the request line are passed over. */
static size_t
blank_lines(struct str in)
{
	size_t i = 0;

	for (;;) {
		if (i < in.n && in.p[i] == '\n')
			i++;
		else if (i + 1 < in.n && in.p[i] == '\r' &&
		    in.p[i + 1] == '\n')
			i += 2;
		else
			return i;
	}
}

int
head_length(struct str in, size_t *n)
{
	size_t at = blank_lines(in), lines = 0, k;

	while (in.n) {
		k = str_chr(str_from(in, at), '\n');
		if (k > HEAD_LINE_MAX)
			return lines ? 431 : 414;
		if (at + k >= HEAD_MAX)
			return 431;
		if (at + k == in.n)
			return 0;
		if (k == 0 || (k == 1 && in.p[at] == '\r')) {
			*n = at + k + 1;
			return 200;
		}
		if (++lines > HEAD_LINES_MAX)
			return 431;
		at += k + 1;
	}
	return 0;
}

static enum head_method
method_of(struct str s)
{
	static const char *const other[] = { "POST", "PUT", "DELETE",
		"CONNECT", "OPTIONS", "TRACE", "PATCH" };

	if (str_eq(s, STR("GET")))
		return HEAD_GET;
	if (str_eq(s, STR("HEAD")))
		return HEAD_HEAD;
	for (size_t i = 0; i < sizeof(other) / sizeof(*other); i++) {
		if (str_eq(s, str_c(other[i])))
			return HEAD_OTHER;
	}
	return HEAD_UNKNOWN;
}

/* HTTP-version: 200 for 1.x, whose minor digit goes to *minor. */
static int
parse_version(struct str s, int *minor)
{
	if (s.n != 8 || !str_starts(s, STR("HTTP/")) || !str_is_digit(s.p[5]) ||
	    s.p[6] != '.' || !str_is_digit(s.p[7]))
		return 400;
	*minor = s.p[7] - '0';
	return s.p[5] == '1' ? 200 : 505;
}

/* "http://host/path" without what stands before the path. */
static struct str
cut_origin(struct str target)
{
	static const struct str scheme[] = {
		{ "http://", 7 }, { "https://", 8 },
	};
	size_t n, from;

	for (size_t i = 0; i < 2; i++) {
		n = from = scheme[i].n;
		if (target.n < n || !str_ieq(str_of(target.p, n), scheme[i]))
			continue;
		while (n < target.n && !strchr("/?", target.p[n]))
			n++;
		if (n > from && n < target.n && target.p[n] == '/')
			return str_from(target, n);
		return n > from ? STR("/") : target;
	}
	return target;
}

/* request-target (RFC 9112 3.2), printable ASCII without fragment. */
static int
parse_target(struct str s, struct str method, struct str *path)
{
	*path = (struct str){ 0 };
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] <= ' ' || s.p[i] > '~' || s.p[i] == '#')
			return 400;
	}
	if (str_eq(method, STR("CONNECT")))
		return s.n ? 200 : 400;
	if (str_eq(method, STR("OPTIONS")) && str_eq(s, STR("*")))
		return 200;
	s = cut_origin(s);
	if (s.n == 0 || s.p[0] != '/')
		return 400;
	*path = str_of(s.p, str_chr(s, '?'));
	return 200;
}

static int
parse_request(struct str line, struct head *h, int *minor)
{
	struct str method, target;
	int status;

	if (!str_cut(&line, ' ', &method) || !is_token(method))
		return 400;
	h->method = method_of(method);
	if (!str_cut(&line, ' ', &target) || !line.p)
		return 400;
	if ((status = parse_version(line, minor)) != 200)
		return status;
	if (h->method == HEAD_UNKNOWN)
		return 501;
	return parse_target(target, method, &h->path);
}

/* A host with an optional port, as loosely as RFC 3986 lets it be. */
static bool
host_valid(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!is_alnum(s.p[i]) && (s.p[i] == '\0' ||
		    !strchr("-._~%!$&'()*+,;=:[]", s.p[i])))
			return false;
	}
	return true;
}

static int64_t
parse_timeout(struct str s)
{
	double v;

	if (!num_double(s, &v) || !(v > 0) || v > 3600)
		return 0;
	return (int64_t)(v * (double)STAMP_SEC);
}

static int
take_length(struct fields *f, struct str value)
{
	uint64_t v;

	if (value.n == 0 || !str_is_digit(value.p[0]) ||
	    !num_uint64(value, &v) ||
	    (f->lengths++ && !str_eq(value, f->length)))
		return 400;
	f->length = value;
	return 200;
}

static int
take_field(struct fields *f, struct head *h, struct str name,
    struct str value)
{
	if (str_ieq(name, STR("host"))) {
		f->hosts++;
		return host_valid(value) ? 200 : 400;
	}
	if (str_ieq(name, STR("content-length")))
		return take_length(f, value);
	if (str_ieq(name, STR("transfer-encoding"))) {
		f->codings++;
		f->chunked = str_ieq(value, STR("chunked"));
	}
	if (str_ieq(name, STR("authorization"))) {
		f->credentials++;
		h->authorization = value;
	}
	if (str_ieq(name, STR("x-prometheus-scrape-timeout-seconds")))
		h->timeout = parse_timeout(value);
	return 200;
}

/* A continuation line (obs-fold) begins with a space, which no name has. */
static int
parse_field(struct str line, struct fields *f, struct head *h)
{
	size_t colon = str_chr(line, ':');
	struct str value;

	if (colon == line.n || !is_token(str_of(line.p, colon)))
		return 400;
	value = str_trim(str_from(line, colon + 1));
	for (size_t i = 0; i < value.n; i++) {
		if (((unsigned char)value.p[i] < ' ' && value.p[i] != '\t') ||
		    value.p[i] == 0x7f)
			return 400;
	}
	return take_field(f, h, str_of(line.p, colon), value);
}

/* What the fields must be together (RFC 9112 3.2, 6.1, 6.3). */
static int
check_fields(const struct fields *f, int minor)
{
	if (f->credentials > 1 || f->hosts > 1 ||
	    (minor > 0 && f->hosts == 0))
		return 400;
	if (f->codings && (f->lengths || minor == 0))
		return 400;
	if (f->codings && (f->codings > 1 || !f->chunked))
		return 501;
	return 200;
}

int
head_parse(struct str in, struct head *h)
{
	struct str rest = str_from(in, blank_lines(in)), line;
	struct fields f = { 0 };
	int minor = 0, status;

	*h = (struct head){ 0 };
	status = parse_request(next_line(&rest), h, &minor);
	while (status == 200 && (line = next_line(&rest)).n > 0)
		status = parse_field(line, &f, h);
	return status == 200 ? check_fields(&f, minor) : status;
}

void
head_list(struct str in, struct str name, struct buf *b)
{
	struct str rest = str_from(in, blank_lines(in)), line;
	size_t from = b->n, colon;

	next_line(&rest);
	while ((line = next_line(&rest)).n > 0) {
		colon = str_chr(line, ':');
		if (!str_ieq(str_of(line.p, colon), name))
			continue;
		if (b->n > from)
			buf_lit(b, ", ");
		buf_puts(b, str_trim(str_from(line, colon + 1)));
	}
}
