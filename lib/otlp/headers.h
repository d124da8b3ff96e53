/*
 * Header fields that the user adds to each request: they often are secrets,
 * so no message shows a value. libcurl sends their bytes as they are; what
 * could split a head or change its framing is refused here (RFC 9110 5.5).
 */
#ifndef OTLP_HEADERS_H
#define OTLP_HEADERS_H

#include "base/arena.h"
#include "base/fault.h"
#include "otlp/note.h"

enum {
	HEADERS_MAX = 64,
	HEADERS_FILE_MAX = 64 * 1024,	/* bytes of a headers file */
	HEADERS_LINE_MAX = 8 * 1024,	/* bytes of a name and its value */
};

struct headers {
	size_t n;
	char *line[HEADERS_MAX];	/* "Name: value", as libcurl takes it */
};

/*
 * Adds one field; the arena owns its text. Fails for a name that is no token,
 * for one that the request itself decides (Host, Content-Length, Connection,
 * Content-Type ...), and for a value with a byte below 0x20 other than HTAB,
 * or 0x7f. The message names the field, when its name can be shown.
 */
bool headers_add(struct headers *h, struct arena *a, struct str name,
    struct str value, struct fault *f);

/*
 * OTEL_EXPORTER_OTLP_HEADERS: "name=value,name=value", cut at the first '=',
 * spaces around both dropped, the value percent-decoded. A member that is
 * wrong is noted and left out, as the specification asks; `from` is the
 * variable's name.
 */
void headers_list(struct headers *h, struct arena *a, const char *from,
    struct str list, const struct note *n);

/*
 * A file with one "Name: value" a line; blank lines and lines that begin with
 * '#' are nothing. A wrong line fails, and so does a file that others than its
 * owner may read or write (mode & 077).
 */
bool headers_file(struct headers *h, struct arena *a, const char *path,
    struct fault *f);

#endif
