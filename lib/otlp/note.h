/*
 * Words for the user about what does not stop the run. lib/ never prints, so
 * the command gives a function that does.
 */
#ifndef OTLP_NOTE_H
#define OTLP_NOTE_H

struct note {
	void (*say)(void *ctx, const char *text);	/* NULL: nobody hears */
	void *ctx;
};

/* One message, without a newline; long ones are cut. */
void note(const struct note *n, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
