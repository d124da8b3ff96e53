/*
 * Processes that work for this one, each with a pipe from it and one to it.
 */
#ifndef BASE_CREW_H
#define BASE_CREW_H

#include <sys/types.h>

#include <stddef.h>

#include "base/fault.h"

/* The ends of two pipes, and who is at the others. */
struct crew_member {
	pid_t pid;		/* 0 in that process itself: its parent */
	int from, to;
};

/* Zeroed it is empty. */
struct crew {
	struct crew_member *member;
	size_t n, cap;
};

/*
 * One more process. Returns in both, with who is at the other side: in the new
 * one that is its parent, with pid 0, and the crew is empty. False, in the
 * parent, when the system has no more of them. The new one is to end by
 * _exit(2).
 */
bool crew_start(struct crew *c, struct crew_member *other, struct fault *f);
/*
 * In such a process, as long as the parent has nothing to tell: whether the
 * parent has gone. One poll(2).
 */
bool crew_alone(const struct crew_member *parent);
/* All n bytes of what the other side tells; false when it ends before. */
bool crew_get(const struct crew_member *other, void *to, size_t n);
/* Ends all of them, whether they are done or not. */
void crew_end(struct crew *c);

#endif
