/*
 * mlog-parse: JSON logs to the event stream.
 */
#include <unistd.h>

#include "cmd/inputs.h"
#include "cmd/parse_options.h"
#include "cmd/resume.h"
#include "cmd/rules.h"

static struct opts opts;

static int
read_inputs(struct log_reader *r)
{
	struct input_names names = { 0 };
	int code;

	cmd_patterns(&opts, &names);
	code = cmd_inputs(&opts, log_reader_input, r);
	input_names_free(&names);
	return code;
}

static void
begin_detect(struct stream *s)
{
	s->detect = detect_new();
	logline_watch(s->logline, detect_record, s->detect);
}

/* What the run came to, on either output. */
static void
tell(struct log_reader *r, bool verbose)
{
	struct stream *s = &r->stream;
	struct buf words = { 0 };
	struct fault f = { 0 };

	if (s->detect)
		detect_put(s->detect, s->counts.lines, &s->out->buf);
	else
		stream_totals(s, verbose, &words);
	cmd_check(&opts, out_close(s->out, &f), &f);
	log_reader_end(r);
	cmd_warn_lines(&opts, &words);
}

int
main(int argc, char *argv[])
{
	struct parse_options o;
	struct log_reader r;
	struct out out;
	int code;

	parse_options(&opts, &o, argc, argv);
	out_init(&out, STDOUT_FILENO, "standard output");
	log_reader_begin(&r, &opts, &o.log, o.resume);
	parse_keep(&opts, &o, r.stream.logline);
	r.stream.out = &out;
	if (o.detect)
		begin_detect(&r.stream);
	code = o.resume || o.follow ? cmd_resume(&opts, &r.stream, o.resume,
	    o.follow) : read_inputs(&r);
	tell(&r, o.verbose);
	cmd_rules_destroy(o.rules);
	if (code == EXIT_OK && o.log.strict && stream_refused(&r.stream))
		code = EXIT_REFUSED;
	detect_destroy(r.stream.detect);
	log_reader_free(&r);
	return code;
}
