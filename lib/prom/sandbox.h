/*
 * What the responder gives up before it reads the first byte of a client
 * (promises.md, Responder): it keeps the descriptors that are open and the
 * memory it can get, and can open, connect, run and signal nothing more.
 */
#ifndef PROM_SANDBOX_H
#define PROM_SANDBOX_H

#include "base/fault.h"

enum {
	SANDBOX_CPU = 60,	/* seconds of processor time left, at most */
};

/*
 * Confines the process, for good. Limits (no new descriptor, no new process,
 * no core, SANDBOX_CPU) are set everywhere. True when the kernel refuses all
 * else too: on Linux for x86-64 and aarch64 by a filter of system calls (and
 * Landlock, where there is one), on OpenBSD by pledge(2). False with a fault
 * where it cannot; the process then runs with the limits alone.
 *
 * What stays allowed: read, write and poll of open descriptors, shutdown,
 * send without an address (syslog), anonymous memory that is not executable,
 * the clock, signal handlers, and the exit.
 */
bool sandbox_enter(struct fault *f);

#endif
