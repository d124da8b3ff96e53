/*
 * mlog-parse: JSON logs to the event stream.
 */
#include <unistd.h>

#include "cmd/inputs.h"
#include "cmd/parse_options.h"
#include "cmd/progress.h"
#include "cmd/resume.h"
#include "cmd/rules.h"

static struct opts opts;

static void
show_refused(void *arg, const char *input, uint64_t line,
    const struct logline_refusal *why)
{
	const struct stream *s = arg;

	if (s->invalid != INVALID_FAIL && !s->detect)
		cmd_refused(&opts, stream_refused(s), input, line,
		    why->column, logline_reason_name[why->reason], why->what);
}

static bool
read_input(void *arg, int fd, const char *name, struct fault *f)
{
	struct stream *s = arg;

	return s->failed || stream_input(s, fd, name, f);
}

static int
read_inputs(struct stream *s)
{
	struct input_names names = { 0 };
	int code;

	cmd_patterns(&opts, &names);
	code = cmd_inputs(&opts, read_input, s);
	input_names_free(&names);
	return code;
}

int
main(int argc, char *argv[])
{
	struct parse_options o;
	struct stream s = { .refused = show_refused, .arg = &s,
		.step = progress_step };
	struct out out, rejects;
	struct buf words = { 0 };
	struct fault f = { 0 };
	int code;

	parse_options(&opts, &o, argc, argv);
	out_init(&out, STDOUT_FILENO, "standard output");
	s.out = &out;
	if (o.rejects) {
		cmd_open_out(&opts, o.rejects, o.resume, &rejects);
		s.rejects = &rejects;
	}
	s.logline = parse_logline(&opts, &o);
	s.invalid = (enum stream_invalid)o.invalid;
	s.max_line = o.max_line;
	s.multiline = o.multiline;
	if (o.detect) {
		s.detect = detect_new();
		logline_watch(s.logline, detect_record, s.detect);
	}
	code = o.resume || o.follow ? cmd_resume(&opts, &s, o.resume,
	    o.follow) : read_inputs(&s);
	if (o.detect)
		detect_put(s.detect, s.counts.lines, &out.buf);
	cmd_check(&opts, out_close(&out, &f), &f);
	cmd_check(&opts, !o.rejects || out_close(&rejects, &f), &f);
	if (!o.detect)
		stream_totals(&s, o.verbose, &words);
	cmd_warn_lines(&opts, &words);
	stream_free(&s);
	logline_destroy(s.logline);
	detect_destroy(s.detect);
	cmd_rules_destroy(o.rules);
	if (code == EXIT_OK && o.strict && stream_refused(&s))
		code = EXIT_REFUSED;
	return code;
}
