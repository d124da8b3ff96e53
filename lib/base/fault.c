/*
 * Messages of failed functions. Nothing here prints.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fault.h"

bool
fault(struct fault *f, const char *fmt, ...)
{
	va_list ap;

	if (!f)
		return false;
	va_start(ap, fmt);
	vsnprintf(f->text, sizeof(f->text), fmt, ap);
	va_end(ap);
	return false;
}

bool
fault_errno(struct fault *f, const char *fmt, ...)
{
	int err = errno;
	va_list ap;
	size_t n;

	if (!f)
		return false;
	va_start(ap, fmt);
	vsnprintf(f->text, sizeof(f->text), fmt, ap);
	va_end(ap);
	n = strlen(f->text);
	snprintf(f->text + n, sizeof(f->text) - n, ": %s", strerror(err));
	if (err == EPIPE)
		f->pipe = true;
	return false;
}

bool
fault_within(struct fault *f, const char *fmt, ...)
{
	char old[FAULT_TEXT_MAX];
	va_list ap;
	size_t n;

	if (!f)
		return false;
	memcpy(old, f->text, sizeof(old));
	va_start(ap, fmt);
	vsnprintf(f->text, sizeof(f->text), fmt, ap);
	va_end(ap);
	n = strlen(f->text);
	snprintf(f->text + n, sizeof(f->text) - n, ": %s", old);
	return false;
}
