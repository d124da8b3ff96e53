/*
 * How logs are read: what mlog-parse and mlog-agg --logs are asked in the same
 * words, and the stream that comes of it.
 */
#ifndef CMD_LOG_OPTIONS_H
#define CMD_LOG_OPTIONS_H

#include "cmd/cmd.h"
#include "event/stream.h"

enum {
	LOG_MAP = OPTS_LONG + OPTS_MAX, LOG_INVALID, LOG_STRICT, LOG_MAX_LINE,
	LOG_MULTILINE,
};

/* Rows of a table. */
#define LOG_OPTIONS \
	{ LOG_MAP, "map", "LIST", "what is what: time=ts,level=lvl,event=e" }, \
	{ 'x', "rejects", "FILE", "refused lines go there, byte for byte" }, \
	{ LOG_INVALID, "invalid", "HOW", "refused lines: skip, pass or fail" }, \
	{ LOG_STRICT, "strict", NULL, "exit 1 if lines were refused" }, \
	{ LOG_MAX_LINE, "max-line", "SIZE", "the longest line (default: 1M)" }, \
	{ LOG_MULTILINE, "multiline", NULL, "records may go over several " \
	    "lines" }

/* Zeroed: all as it is by default. */
struct log_options {
	const struct dialect *dialect;	/* of all lines, or NULL */
	const char *map;	/* or of one that this describes, or NULL */
	const char *rejects;	/* a file, or NULL */
	int invalid;		/* an enum stream_invalid */
	bool strict, multiline;
	uint64_t max_line;	/* bytes, or 0 */
	bool given;		/* one of the rows but strict was */

	struct dialect_custom custom;	/* of the map */
};

/* Takes the option that was read last, if it is of these rows. */
bool log_option(struct log_options *l, const struct opts *o, int id,
    struct fault *f);
/* Behind the last one: makes the map the dialect, which lies in *l then. */
bool log_options_end(struct log_options *l, struct fault *f);

/* What reads logs; it stays where it is. */
struct log_reader {
	const struct opts *opts;
	struct stream stream;
	struct out rejects;
};

/*
 * Sets it up: to the stream the caller adds at least `out`. append: what is in
 * the file of rejects stays. Dies when that cannot be opened.
 */
void log_reader_begin(struct log_reader *r, const struct opts *o,
    const struct log_options *l, bool append);
/* For cmd_inputs: arg is the reader. */
bool log_reader_input(void *arg, int fd, const char *name, struct fault *f);
/* All is read. Dies when rejects cannot be written. */
void log_reader_end(struct log_reader *r);
void log_reader_free(struct log_reader *r);

#endif
