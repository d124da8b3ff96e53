/*
 * The first bytes of an input decide how it is read. Its lines are
 * json/lines', what they mean is logline's.
 */
#include <sys/stat.h>

#include <glob.h>

#include "base/io.h"
#include "base/io_gz.h"
#include "base/mem.h"
#include "event/input.h"
#include "json/lines.h"

struct input_glob {
	glob_t found;
	struct input_glob *next;
};

/*
 * UTF-16 by its byte order mark, or by how its first two characters lie when
 * they are an object's: {" with a zero beside each.
 */
static bool
is_utf16(struct str head)
{
	return str_starts(head, STR("\xff\xfe")) ||
	    str_starts(head, STR("\xfe\xff")) ||
	    str_starts(head, STR("{\0\"\0")) ||
	    str_starts(head, STR("\0{\0\""));
}

bool
input_text(struct str head, const char *name, struct fault *f)
{
	return !is_utf16(head) || fault(f, "%s: this looks like UTF-16; logs "
	    "are read as UTF-8 (iconv -f UTF-16 -t UTF-8 makes it that)",
	    name);
}

static long
check_text(struct input *in, const void *to, long n, struct fault *f)
{
	if (n <= 0)
		return n;
	in->begun = true;
	return input_text(str_of(to, (size_t)n), in->name, f) ? n : -1;
}

static long
read_plain(struct input *in, char *to, size_t n, struct fault *f)
{
	long got;

	if (in->limit && n > in->limit - in->bytes)
		n = (size_t)(in->limit - in->bytes);
	got = n ? io_read(in->fd, to, n) : 0;
	if (got < 0)
		fault_errno(f, "read %s", in->name);
	else
		in->bytes += (uint64_t)got;
	return got;
}

/* The first bytes: at least the two that tell gzip data, where it has two. */
static long
read_first(struct input *in, char *to, size_t n, struct fault *f)
{
	long got = read_plain(in, to, n, f), more;

	if (got == 1 && *to == '\x1f') {
		more = read_plain(in, to + 1, n - 1, f);
		if (more < 0)
			return more;
		got += more;
	}
	if (got < 2 || !gz_magic(str_of(to, (size_t)got)))
		return check_text(in, to, got, f);
	in->gz = gz_new(in->fd, in->name, str_of(to, (size_t)got));
	return LINES_AGAIN;
}

long
input_read(void *from, void *to, size_t n, struct fault *f)
{
	struct input *in = from;
	long got;

	if (in->gz) {
		got = gz_read(in->gz, to, n, f);
		if (got == GZ_AGAIN)
			return LINES_AGAIN;
		return in->begun ? got : check_text(in, to, got, f);
	}
	return in->begun || in->inside ? read_plain(in, to, n, f) :
	    read_first(in, to, n, f);
}

uint64_t
input_bytes(const struct input *in)
{
	return in->gz ? gz_bytes(in->gz) : in->bytes;
}

void
input_free(struct input *in)
{
	gz_destroy(in->gz);
	in->gz = NULL;
}

static void
add_path(struct input_names *names, char *path)
{
	names->path = mem_grow(names->path, names->n, &names->cap,
	    sizeof(*names->path));
	names->path[names->n++] = path;
}

void
input_names_add(struct input_names *names, char *operand)
{
	struct input_glob *g;
	struct stat st;

	if (!operand[strcspn(operand, "*?[")] || lstat(operand, &st) == 0) {
		add_path(names, operand);
		return;
	}
	g = mem_new(1, sizeof(*g));
	if (glob(operand, GLOB_NOCHECK, NULL, &g->found) != 0) {
		mem_free(g);
		add_path(names, operand);
		return;
	}
	g->next = names->globs;
	names->globs = g;
	for (size_t i = 0; i < g->found.gl_pathc; i++)
		add_path(names, g->found.gl_pathv[i]);
}

void
input_names_free(struct input_names *names)
{
	struct input_glob *g;

	while ((g = names->globs)) {
		names->globs = g->next;
		globfree(&g->found);
		mem_free(g);
	}
	mem_free(names->path);
	*names = (struct input_names){ 0 };
}
