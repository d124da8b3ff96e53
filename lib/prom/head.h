/*
 * The head of one HTTP/1 request, parsed from bytes alone: no I/O, no answer.
 * RFC 9110 and 9112 as protocols.md section 8 reads them.
 */
#ifndef PROM_HEAD_H
#define PROM_HEAD_H

#include <stdint.h>

#include "base/buf.h"

enum {
	HEAD_LINE_MAX = 8 * 1024,	/* bytes of one line before its LF */
	HEAD_MAX = 16 * 1024,		/* bytes of the head in all */
	HEAD_LINES_MAX = 64,		/* request line and fields */
};

enum head_method {
	HEAD_UNKNOWN,		/* not seen, or one we never heard of */
	HEAD_GET,
	HEAD_HEAD,
	HEAD_OTHER,		/* a method of RFC 9110 or 5789: 405 */
};

struct head {
	enum head_method method;
	struct str path;	/* without query; empty for "*" and CONNECT */
	int64_t timeout;	/* ns that the scraper waits, 0 when unsaid */
	struct str authorization;	/* its value, or empty */
};

/*
 * Looks for the end of the head in the bytes received so far, blank lines
 * before it included. 200: it is complete, *n bytes long. 0: more is needed.
 * 414, 431: a limit is exceeded, whatever may follow.
 */
int head_length(struct str in, size_t *n);

/*
 * Parses a complete head. 200, or the status of the refusal: 400, 501, 505.
 * *h holds views into in; h->method is right as soon as the request line was.
 */
int head_parse(struct str in, struct head *h);

/*
 * Appends the values of all fields of that name to b, with ", " between them:
 * a list may come in several fields (RFC 9110 5.3). Only for a head that
 * head_parse took.
 */
void head_list(struct str in, struct str name, struct buf *b);

#endif
