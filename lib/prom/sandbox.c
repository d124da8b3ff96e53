/*
 * Limits, and whatever of the system's ways to confine a process there is.
 * Linux's own is in prom/sandbox_linux.
 */
#define _DEFAULT_SOURCE	/* RLIMIT_NPROC, syscall() */
#if defined(__OpenBSD__)
#define _BSD_SOURCE	/* pledge() */
#endif
#include <sys/resource.h>
#if defined(__linux__)
#include <sys/syscall.h>
#endif

#include <unistd.h>

#include "prom/sandbox.h"
#include "prom/sandbox_linux.h"

static void
lower(int what, rlim_t to)
{
	struct rlimit r;

	if (getrlimit(what, &r) < 0)
		return;
	r.rlim_cur = to;
	/* The hard limit too, so that it cannot be raised again. */
	if (r.rlim_max == RLIM_INFINITY || r.rlim_max > to)
		r.rlim_max = to;
	(void)setrlimit(what, &r);
}

static void
set_limits(void)
{
	lower(RLIMIT_CORE, 0);
	lower(RLIMIT_CPU, SANDBOX_CPU);
	/* One, not none: poll takes no more descriptors than the limit. */
	lower(RLIMIT_NOFILE, 1);
#ifdef RLIMIT_NPROC
	lower(RLIMIT_NPROC, 0);
#endif
}

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif

#ifdef WITH_ASAN
/*
 * The search for leaks at exit wants to clone and ptrace. Where that is
 * refused, as all else that is not on the list, it would end the program.
 */
int __lsan_is_turned_off(void);

int
__lsan_is_turned_off(void)
{
	return syscall(SYS_getppid) < 0;
}
#endif

bool
sandbox_enter(struct fault *f)
{
#if defined(__linux__)
	/* Its rules are a descriptor for a moment. */
	sandbox_landlock();
	set_limits();
	return sandbox_seccomp(f);
#elif defined(__OpenBSD__)
	set_limits();
	return pledge("stdio", NULL) == 0 || fault_errno(f, "pledge");
#else
	set_limits();
	return fault(f, "no sandbox is known for this system");
#endif
}
