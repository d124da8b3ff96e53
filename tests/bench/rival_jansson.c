/*
 * The benchmark's rival in C: each line of FILE through jansson, and of the
 * members named the ones that are there written as one object a line; with
 * no names the whole line. A line that is no object is skipped.
 *
 *	rival-jansson FILE [MEMBER...]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

struct room {
	char *p;
	size_t cap;
};

static void
give_up(const char *what)
{
	perror(what);
	exit(2);
}

static void
write_line(struct room *r, const json_t *value)
{
	size_t n = json_dumpb(value, r->p, r->cap, JSON_COMPACT);

	if (n > r->cap) {
		r->cap = 2 * n;
		r->p = realloc(r->p, r->cap);
		if (!r->p)
			give_up("rival-jansson");
		n = json_dumpb(value, r->p, r->cap, JSON_COMPACT);
	}
	if (n == 0 || fwrite(r->p, 1, n, stdout) != n || putchar('\n') == EOF)
		give_up("rival-jansson");
}

static void
write_members(struct room *r, const json_t *record, char *const *name)
{
	json_t *kept = json_object();

	for (; *name; name++) {
		json_t *value = json_object_get(record, *name);

		if (value)
			json_object_set(kept, *name, value);
	}
	write_line(r, kept);
	json_decref(kept);
}

static void
each_line(FILE *in, char *const *name)
{
	struct room r = { 0 };
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	while ((n = getline(&line, &cap, in)) > 0) {
		json_t *record = json_loadb(line, (size_t)n, 0, NULL);

		if (json_is_object(record)) {
			if (*name)
				write_members(&r, record, name);
			else
				write_line(&r, record);
		}
		json_decref(record);
	}
	free(line);
	free(r.p);
}

int
main(int argc, char *argv[])
{
	FILE *in;

	if (argc < 2) {
		fputs("usage: rival-jansson FILE [MEMBER...]\n", stderr);
		return 2;
	}
	in = fopen(argv[1], "r");
	if (!in)
		give_up(argv[1]);
	setvbuf(in, NULL, _IOFBF, 1 << 18);
	setvbuf(stdout, NULL, _IOFBF, 1 << 18);
	each_line(in, argv + 2);
	if (ferror(in) || fclose(stdout) != 0)
		give_up(argv[1]);
	fclose(in);
	return 0;
}
