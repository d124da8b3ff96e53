/*
 * Passes a message on.
 */
#include <stdarg.h>
#include <stdio.h>

#include "base/fault.h"
#include "otlp/note.h"

void
note(const struct note *n, const char *fmt, ...)
{
	char text[FAULT_TEXT_MAX];
	va_list ap;

	if (!n || !n->say)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	n->say(n->ctx, text);
}
