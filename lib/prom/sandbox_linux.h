/*
 * Linux's part of prom/sandbox: seccomp and Landlock.
 */
#ifndef PROM_SANDBOX_LINUX_H
#define PROM_SANDBOX_LINUX_H

#include "base/fault.h"

/*
 * No file may be opened, no TCP port bound or connected any more, as far as
 * the kernel's Landlock goes; nothing where it has none.
 */
void sandbox_landlock(void);

/*
 * The filter of system calls. False with a fault when there is none for this
 * machine, or the kernel does not take it.
 */
bool sandbox_seccomp(struct fault *f);

#endif
