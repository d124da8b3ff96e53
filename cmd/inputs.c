/*
 * Operands, one after the other. What is in them is the caller's matter.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cmd/inputs.h"
#include "cmd/progress.h"

static bool
read_operand(const char *path, bool (*read_it)(void *arg, int fd,
    const char *name, struct fault *f), void *arg, struct fault *f)
{
	bool std = strcmp(path, "-") == 0, ok;
	int fd = std ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fault_errno(f, "%s", path);
	progress_begin(path, fd);
	ok = read_it(arg, fd, path, f);
	progress_clear();
	if (!std)
		close(fd);
	return ok;
}

int
cmd_inputs(const struct opts *o, bool (*read_it)(void *arg, int fd,
    const char *name, struct fault *f), void *arg)
{
	static char standard_input[] = "-";
	char *none[] = { standard_input }, **path = o->argv + o->index;
	int n = o->argc - o->index, code = EXIT_OK;

	if (n <= 0) {
		n = 1;
		path = none;
	}
	for (int i = 0; i < n; i++) {
		struct fault f = { 0 };

		if (read_operand(path[i], read_it, arg, &f))
			continue;
		if (f.pipe)
			cmd_die(o, &f);
		cmd_say(o, &f);
		code = f.again ? EXIT_AGAIN : EXIT_FAULT;
	}
	return code;
}

void
cmd_patterns(struct opts *o, struct input_names *names)
{
	for (; o->index < o->argc; o->index++)
		input_names_add(names, o->argv[o->index]);
	o->argv = names->path;
	o->argc = (int)names->n;
	o->index = 0;
}
