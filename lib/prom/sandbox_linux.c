/*
 * The filter of system calls as classic BPF, and an empty set of Landlock's
 * rules under it. What is not named here fails with EPERM and does not kill: a libc
 * that asks for something new goes without, and the client has its answer.
 */
#define _DEFAULT_SOURCE	/* syscall() */
#include "prom/sandbox_linux.h"

#if defined(__linux__)

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#if defined(__x86_64__) && !defined(__ILP32__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && !defined(__ILP32__) && \
    __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define MACHINE AUDIT_ARCH_AARCH64
#endif

/*
 * Landlock by numbers: the header of the build may be older than the kernel.
 * The bits are those of linux/landlock.h; version 1 has 13 rights over files,
 * 2, 3 and 5 add one each, 4 two over TCP, 6 two scopes.
 */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_restrict_self 446
#endif

struct landlock {
	uint64_t files, tcp, scopes;
};

void
sandbox_landlock(void)
{
	static const unsigned char files[] = { 13, 14, 15, 15, 16 };
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
	struct landlock all = { 0 };
	size_t n = version < 4 ? sizeof(uint64_t) :
	    version < 6 ? 2 * sizeof(uint64_t) : sizeof(all);
	long fd;

	if (version < 1)
		return;
	all.files = (UINT64_C(1) << files[version < 5 ? version - 1 : 4]) - 1;
	all.tcp = version < 4 ? 0 : 3;
	all.scopes = version < 6 ? 0 : 3;
	fd = syscall(SYS_landlock_create_ruleset, &all, n, 0);
	if (fd < 0)
		return;
	/* The kernel wants it that nothing regains rights by execve. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
		(void)syscall(SYS_landlock_restrict_self, fd, 0);
	close((int)fd);
}

#ifdef MACHINE

/*
 * The filter: the machine, the calls that may be made as they are, then those
 * whose arguments matter. Each rule ends in its own verdict, so that no jump
 * is longer than the rule.
 */
#define LOAD(offset) \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)(offset))
#define LOAD_NR		LOAD(offsetof(struct seccomp_data, nr))
/* Both halves of an argument; the machines above are little-endian. */
#define LOW(i)		LOAD(offsetof(struct seccomp_data, args[i]))
#define HIGH(i)		LOAD(offsetof(struct seccomp_data, args[i]) + 4)
#define VERDICT(v)	BPF_STMT(BPF_RET | BPF_K, (v))
#define SKIP_UNLESS(value, n) \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), 0, (n))
#define SKIP_IF_ANY(bits, n) \
	BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (uint32_t)(bits), (n), 0)
#define SKIP_IF_NONE(bits, n) \
	BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (uint32_t)(bits), 0, (n))
#define ALLOW		VERDICT(SECCOMP_RET_ALLOW)
#define REFUSE		VERDICT(SECCOMP_RET_ERRNO | EPERM)

#define CALL(name)	SKIP_UNLESS(SYS_##name, 1), ALLOW

static const struct sock_filter filter[] = {
	LOAD(offsetof(struct seccomp_data, arch)),
	SKIP_UNLESS(MACHINE, 1),
	BPF_JUMP(BPF_JMP | BPF_JA, 1, 0, 0),
	VERDICT(SECCOMP_RET_KILL_PROCESS),
	LOAD_NR,
	CALL(read),
	CALL(write),
	CALL(writev),		/* stdio */
	CALL(ppoll),
#ifdef SYS_poll
	CALL(poll),
#endif
	CALL(restart_syscall),	/* a poll that was stopped */
	CALL(shutdown),
	CALL(close),
	CALL(brk),
	CALL(munmap),
	CALL(mremap),
	CALL(madvise),
	CALL(clock_gettime),	/* where the vDSO has no clock */
	CALL(gettimeofday),
	CALL(getpid),		/* syslog */
	CALL(gettid),
	CALL(futex),
	CALL(sched_yield),
	CALL(rt_sigaction),
	CALL(rt_sigprocmask),
	CALL(rt_sigreturn),
	CALL(sigaltstack),
	CALL(exit),
	CALL(exit_group),
	/* Memory of its own, never code. */
	SKIP_UNLESS(SYS_mmap, 6),
	LOW(2), SKIP_IF_ANY(PROT_EXEC, 3),
	LOW(3), SKIP_IF_NONE(MAP_ANONYMOUS, 1),
	ALLOW, REFUSE,
	SKIP_UNLESS(SYS_mprotect, 4),
	LOW(2), SKIP_IF_ANY(PROT_EXEC, 1),
	ALLOW, REFUSE,
	/* send() of what is connected already: syslog. */
	SKIP_UNLESS(SYS_sendto, 6),
	LOW(4), SKIP_UNLESS(0, 3),
	HIGH(4), SKIP_UNLESS(0, 1),
	ALLOW, REFUSE,
	REFUSE,
};

bool
sandbox_seccomp(struct fault *f)
{
	/* The kernel copies it and writes nothing. */
	const struct sock_fprog prog = {
		.len = sizeof(filter) / sizeof(*filter),
		.filter = (struct sock_filter *)(uintptr_t)filter,
	};

	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	return (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) == 0) ||
	    fault_errno(f, "the kernel takes no filter of system calls");
}

#else

bool
sandbox_seccomp(struct fault *f)
{
	return fault(f, "no filter of system calls is known for this machine");
}

#endif
#endif
