/*
 * Words for the administrator where fd 2 is the client's connection: they go
 * to syslog, and not one of them to the client (protocols.md section 8).
 */
#ifndef PROM_WORDS_H
#define PROM_WORDS_H

#include "base/fault.h"

/*
 * From now on what is written to fd 2 waits in a pipe. *fd is its end to
 * read, for words_log. The connection with syslog is made now, since a
 * sandbox allows none later.
 */
bool words_divert(const char *prog, int *fd, struct fault *f);

/* Passes the lines that wait in fd on to syslog, without "PROG: ". */
void words_log(const char *prog, int fd);

#endif
