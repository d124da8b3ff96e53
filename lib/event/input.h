/*
 * What a log file is made of before its lines: plain or gzip data, told by
 * its first bytes; and which files an operand means.
 */
#ifndef EVENT_INPUT_H
#define EVENT_INPUT_H

#include <stdint.h>

#include "base/buf.h"
#include "base/fault.h"

struct gz;

/* One input. Fill the first group, zero the rest; input_free closes nothing. */
struct input {
	int fd;
	const char *name;	/* for messages; not owned */
	bool inside;		/* of a plain file, from another place than
				 * its beginning on */
	uint64_t limit;		/* of a plain file, bytes to read; 0: all */

	struct gz *gz;		/* the rest is its own */
	uint64_t bytes;
	bool begun;
};

/*
 * A `read` for struct lines; from is a struct input. A fault also for gzip
 * data that is damaged, and for text that is no UTF-8 from the first byte on
 * (UTF-16).
 */
long input_read(void *from, void *to, size_t n, struct fault *f);
/* Whether a text with these first bytes can be UTF-8; else a fault. */
bool input_text(struct str head, const char *name, struct fault *f);
/* Bytes of the file that have been read, packed as they were. */
uint64_t input_bytes(const struct input *in);
void input_free(struct input *in);

/*
 * The files that operands mean: each that exists by that very name is itself,
 * "-" too; else a pattern (glob(3)) stands for all that match, sorted. One
 * that matches nothing stays as it is, to fail when it is opened.
 */
struct input_names {
	char **path;		/* views of the operands, or copies of its own */
	size_t n, cap;
	struct input_glob *globs;
};

void input_names_add(struct input_names *names, char *operand);
void input_names_free(struct input_names *names);

#endif
