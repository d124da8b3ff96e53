/*
 * Parsing and checking of header fields; nothing is sent here.
 */
#include <sys/stat.h>

#include <fcntl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/io.h"
#include "otlp/env.h"
#include "otlp/headers.h"

/* RFC 9110 5.6.2. */
static bool
is_token(struct str s)
{
	static const char marks[] = "!#$%&'*+-.^_`|~";

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (str_is_digit(c) || (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z'))
			continue;
		if (c == '\0' || !strchr(marks, c))
			return false;
	}
	return s.n > 0;
}

static bool
is_value(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

/* What the request itself decides; gRPC keeps all of grpc-* for itself. */
static bool
is_ours(struct str name)
{
	static const char *const ours[] = {
		"Accept-Encoding", "Connection", "Content-Encoding",
		"Content-Length", "Content-Type", "Expect", "Host",
		"Keep-Alive", "Proxy-Connection", "TE", "Trailer",
		"Transfer-Encoding", "Upgrade",
	};

	if (name.n > 5 && str_ieq(str_of(name.p, 5), STR("grpc-")))
		return true;
	for (size_t i = 0; i < sizeof(ours) / sizeof(*ours); i++) {
		if (str_ieq(name, str_c(ours[i])))
			return true;
	}
	return false;
}

bool
headers_add(struct headers *h, struct arena *a, struct str name,
    struct str value, struct fault *f)
{
	size_t size = name.n + value.n + sizeof(": ");
	char *line;

	if (!is_token(name))
		return fault(f, "a header's name is empty or no token");
	if (is_ours(name))
		return fault(f, "header %.*s cannot be set", STR_ARG(name));
	if (!is_value(value))
		return fault(f, "header %.*s: its value has a control "
		    "character", STR_ARG(name));
	if (size > HEADERS_LINE_MAX)
		return fault(f, "header %.*s is over %d bytes",
		    name.n < 64 ? (int)name.n : 64, name.p, HEADERS_LINE_MAX);
	if (h->n == HEADERS_MAX)
		return fault(f, "more than %d headers", HEADERS_MAX);
	line = arena_new(a, size, 1);
	memcpy(line, name.p, name.n);
	/* libcurl sends "Name;" as a field with an empty value. */
	memcpy(line + name.n, value.n ? ": " : ";", value.n ? 2 : 1);
	if (value.n)
		memcpy(line + name.n + 2, value.p, value.n);
	h->line[h->n++] = line;
	return true;
}

static bool
add_member(struct headers *h, struct arena *a, struct str member,
    struct buf *b, struct fault *f)
{
	size_t eq = str_chr(member, '=');

	if (eq == member.n)
		return fault(f, "a member without \"=\"");
	buf_reset(b);
	if (!env_percent(b, str_trim(str_from(member, eq + 1))))
		return fault(f, "a value with a broken %%XX");
	return headers_add(h, a, str_trim(str_of(member.p, eq)), buf_str(b),
	    f);
}

void
headers_list(struct headers *h, struct arena *a, const char *from,
    struct str list, const struct note *n)
{
	struct buf b = { 0 };
	struct str member;
	struct fault f;

	while (str_cut(&list, ',', &member)) {
		if (str_trim(member).n == 0)
			continue;
		if (!add_member(h, a, member, &b, &f))
			note(n, "%s: %s; left out", from, f.text);
	}
	buf_free(&b);
}

static bool
check_mode(int fd, const char *path, struct fault *f)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return fault_errno(f, "%s", path);
	if (st.st_mode & 077)
		return fault(f, "%s: others may read or write it; chmod 600",
		    path);
	return true;
}

static bool
slurp(int fd, const char *path, struct buf *b, struct fault *f)
{
	long n;

	while ((n = io_read(fd, buf_room(b, 4096), 4096)) > 0) {
		b->n += (size_t)n;
		if (b->n > HEADERS_FILE_MAX)
			return fault(f, "%s: over %d bytes", path,
			    HEADERS_FILE_MAX);
	}
	return n == 0 || fault_errno(f, "%s", path);
}

static bool
add_line(struct headers *h, struct arena *a, struct str line,
    struct fault *f)
{
	size_t colon = str_chr(line, ':');

	if (str_trim(line).n == 0 || line.p[0] == '#')
		return true;
	if (colon == line.n)
		return fault(f, "expected \"Name: value\"");
	return headers_add(h, a, str_of(line.p, colon),
	    str_trim(str_from(line, colon + 1)), f);
}

static bool
add_lines(struct headers *h, struct arena *a, const char *path,
    struct str text, struct fault *f)
{
	struct str line;

	for (unsigned no = 1; str_cut(&text, '\n', &line); no++) {
		if (!add_line(h, a, line, f))
			return fault_within(f, "%s:%u", path, no);
	}
	return true;
}

bool
headers_file(struct headers *h, struct arena *a, const char *path,
    struct fault *f)
{
	struct buf b = { 0 };
	bool ok;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return fault_errno(f, "%s", path);
	/* The descriptor is checked, so that the file cannot change between. */
	ok = check_mode(fd, path, f) && slurp(fd, path, &b, f);
	close(fd);
	ok = ok && add_lines(h, a, path, buf_str(&b), f);
	buf_free(&b);
	return ok;
}
