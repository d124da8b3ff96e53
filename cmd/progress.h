/*
 * How far a filter has come, on stderr, for somebody who waits: only when
 * stderr is a terminal, and only once a second has gone by.
 */
#ifndef CMD_PROGRESS_H
#define CMD_PROGRESS_H

#include <stdint.h>

/*
 * Begins with an input of that name. The size of a regular file gives percent
 * and time left.
 */
void progress_begin(const char *name, int fd);
/* So many lines and bytes of it have been read. */
void progress_step(uint64_t lines, uint64_t bytes);
/* Takes the line away, for a message or at the end of the input. */
void progress_clear(void);

#endif
