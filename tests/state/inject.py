"""usage: inject.py NOW RULES LOG [every]

Faults in a commit: for each system call that mlog-agg --state makes from
the lock on, by name and index, a run that is killed there (SIGKILL) and runs
in which the call fails with ENOSPC, EIO and EINTR. After each STATE must be,
byte for byte, what it was or what it is to be; the exit code must agree; and
one more run, without a fault, must make it what it is to be.

Prints the number of points; exit 1 when one was wrong. With `every` given,
only every so manyth point is tried.
"""
import collections
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
NOW, RULES, LOG = sys.argv[1:4]
EVERY = int(sys.argv[4]) if len(sys.argv) > 4 else 1
AGG = ["mlog-agg", "--no-own", "--now", NOW, "-r", RULES, "-s", "state"]
FAULTS = ["signal=KILL", "error=ENOSPC", "error=EIO", "error=EINTR"]
# Reading is no step of a commit; the sanitizers do a lot of the others.
SKIP = {"mmap", "munmap", "mprotect", "brk", "madvise", "exit_group",
        "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
        "getpid", "gettid", "clock_gettime"}


def read(path):
    try:
        with open(path, "rb") as f:
            return f.read()
    except FileNotFoundError:
        return None


def write(path, data):
    if data is None:
        if os.path.exists(path):
            os.unlink(path)
        return
    with open(path, "wb") as f:
        f.write(data)


def marked(upto=10**9):
    return subprocess.run([sys.executable, HERE + "/marked.py", "state", LOG,
                           "step=1000", "upto=%d" % upto],
                          stdout=subprocess.PIPE, check=True).stdout


def run(stream, *strace):
    return subprocess.run([*strace, *AGG], input=stream,
                          stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE)


def calls(stream):
    """The calls of a good run from the lock on, as (name, index)."""
    run(stream, "strace", "-f", "-o", "trace").check_returncode()
    seen, points, on = collections.Counter(), [], False
    for line in read("trace").decode(errors="replace").splitlines():
        m = re.match(r"\d+ +(\w+)\(", line)
        if not m:
            continue
        name = m[1]
        seen[name] += 1
        on = on or name == "flock" or ".lock" in line
        if on and name not in SKIP:
            points.append((name, seen[name]))
    return points


class Scene:
    """What lies there before the run: the files, and what is to come."""

    def __init__(self, name, state, prev):
        self.name, self.state, self.prev = name, state, prev
        self.reset()
        self.stream = marked()
        self.points = calls(self.stream)
        self.new = read("state")
        self.reset()

    def reset(self):
        for f in os.listdir("."):
            if f.startswith("state"):
                os.unlink(f)
        write("state", self.state)
        write("state.prev", self.prev)

    def wrong(self, code, why):
        now = read("state")
        if now not in (self.state, self.new):
            return "STATE is neither the old one nor the new one"
        if code == 0 and now != self.new:
            return "exit 0, but nothing was committed"
        if code not in (0, 2, 75, -9, 137):
            return "exit code %d: %s" % (code, why)
        if now == self.state and self.name == "damaged" and \
                read("state.prev") != self.prev:
            return "STATE is damaged, and STATE.prev was changed"
        again = run(self.stream)
        if again.returncode != (75 if now == self.new else 0):
            return "the next run: exit code %d: %s" % (
                again.returncode, again.stderr.decode())
        if read("state") != self.new:
            return "the next run came to something else"
        return None

    def try_point(self, point, fault):
        name, nth = point
        self.reset()
        done = run(self.stream, "strace", "-f", "-o", "/dev/null", "-e",
                   "inject=%s:%s:when=%d" % (name, fault, nth))
        bad = self.wrong(done.returncode, done.stderr.decode())
        if bad:
            print("%s: %s %s %d: %s" % (self.name, fault, name, nth, bad))
        return bad is None


def scenes():
    """No state yet; one; a damaged one, with its predecessor."""
    yield Scene("first", None, None)
    states = []
    for upto in (30, 60):
        write("state", states[-1] if states else None)
        run(marked(upto)).check_returncode()
        states.append(read("state"))
    yield Scene("next", states[1], states[0])
    yield Scene("damaged", states[1][:-9], states[0])


def main():
    tried = good = 0
    for scene in list(scenes()):
        for i, point in enumerate(scene.points):
            if i % EVERY:
                continue
            for fault in FAULTS:
                tried += 1
                good += scene.try_point(point, fault)
    print("%d points, %d wrong" % (tried, tried - good))
    sys.exit(tried != good or tried < 100)


main()
