"""usage: powercut.py NOW RULES LOG

A power cut during a commit. The system calls of a real one are recorded with
strace and replayed on a model of the disk: names in a folder, the bytes
behind them. What a file's fsync covers is on the disk; of what no fsync covers
yet, any part may be, in any order: bytes of a file up to any length, each
change of a name by itself, but both names of a rename or neither ... or only
one of them. At each moment of the recording every such outcome is laid out:
STATE must be there, and be the old or the new one. Then the pair runs on
every distinct outcome, and must come to the right counts.

Prints what was tried; exit 1 when anything was wrong.
"""
import itertools
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
NOW, RULES, LOG = sys.argv[1:4]
AGG = ["mlog-agg", "--no-own", "-q", "--now", NOW, "-r", RULES, "-s", "state"]
CALL = re.compile(r'\d+ +(\w+)\((.*)\) += (-?\d+)')
NAME = re.compile(r'"((?:[^"\\]|\\.)*)"')


def read(path):
    with open(path, "rb") as f:
        return f.read()


def write(path, data):
    with open(path, "wb") as f:
        f.write(data)


def marked(upto=10**9):
    return subprocess.run([sys.executable, HERE + "/marked.py", "state", LOG,
                           "step=1000", "upto=%d" % upto],
                          stdout=subprocess.PIPE, check=True).stdout


def run(stream, *strace):
    return subprocess.run([*strace, *AGG], input=stream,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def record(stream):
    """The changes that a run makes, one tuple each."""
    run(stream, "strace", "-f", "-o", "trace", "-s", "0").check_returncode()
    fds, changes = {}, []
    for line in read("trace").decode(errors="replace").splitlines():
        m = CALL.match(line)
        if not m or int(m[3]) < 0:
            continue
        call, args, result = m[1], m[2], int(m[3])
        names = [os.path.basename(x) if "/" in x else x
                 for x in NAME.findall(args)]
        fd = re.match(r"\d+(?=,|$)", args)
        fd = int(fd[0]) if fd else None
        if call in ("open", "openat"):
            fds[result] = names[0]
            if "O_DIRECTORY" in args:
                fds[result] = "."
            elif "O_CREAT" in args and names[0].startswith("state."):
                changes.append(("create", names[0]))
        elif call == "close":
            fds.pop(fd, None)
        elif call in ("write", "pwrite64", "writev") and fd in fds:
            changes.append(("write", fds[fd], result))
        elif call in ("fsync", "fdatasync"):
            changes.append(("fsync", fds[fd]))
        elif call in ("unlink", "unlinkat"):
            changes.append(("unlink", names[0]))
        elif call in ("link", "linkat"):
            changes.append(("link", names[0], names[-1]))
        elif call in ("rename", "renameat", "renameat2"):
            changes.append(("rename", names[0], names[-1]))
        elif call in ("truncate", "ftruncate", "fallocate", "sendfile",
                      "copy_file_range", "mkdir"):
            sys.exit("powercut.py does not know %s" % call)
    return changes


class Disk:
    """names: what the program sees; durable: what is surely on the disk;
    pending: changes of names that may be or not."""

    def __init__(self, files):
        self.bytes = [data for data in files.values()]
        self.synced = [len(data) for data in files.values()]
        self.names = {n: i for i, n in enumerate(files)}
        self.durable = dict(self.names)
        self.pending = []

    def set(self, name, inode):
        self.pending.append((name, inode))
        if inode is None:
            self.names.pop(name, None)
        else:
            self.names[name] = inode

    def apply(self, change, new):
        kind, name, rest = change[0], change[1], change[2:]
        if kind == "create":
            if name in self.names:
                return
            self.bytes.append(b"")
            self.synced.append(0)
            self.set(name, len(self.bytes) - 1)
        elif kind == "write":
            i = self.names[name]
            self.bytes[i] = new[:len(self.bytes[i]) + rest[0]]
        elif kind == "fsync" and name == ".":
            self.durable = dict(self.names)
            self.pending = []
        elif kind == "fsync":
            i = self.names[name]
            self.synced[i] = len(self.bytes[i])
        elif kind == "unlink":
            self.set(name, None)
        elif kind == "link":
            self.set(rest[0], self.names[name])
        elif kind == "rename":
            inode = self.names[name]
            self.set(rest[0], inode)
            self.set(name, None)

    def contents(self, inode):
        """What the bytes of a file may be."""
        data, sure = self.bytes[inode], self.synced[inode]
        for n in sorted({sure, (sure + len(data)) // 2, len(data)}):
            yield data[:n]
        if sure < len(data):
            yield data[:sure] + bytes(len(data) - sure)

    def outcomes(self):
        for mask in itertools.product((0, 1), repeat=len(self.pending)):
            names = dict(self.durable)
            for there, (name, inode) in zip(mask, self.pending):
                if not there:
                    continue
                if inode is None:
                    names.pop(name, None)
                else:
                    names[name] = inode
            inodes = sorted(set(names.values()))
            for data in itertools.product(*map(self.contents, inodes)):
                by = dict(zip(inodes, data))
                yield {n: by[i] for n, i in names.items()}


def lay_out(files):
    for f in os.listdir("."):
        if f.startswith("state"):
            os.unlink(f)
    for name, data in files.items():
        write(name, data)


def torn(files, changes, old, new):
    """Whether some outcome has another STATE than these two."""
    disk = Disk(files)
    for change in changes:
        disk.apply(change, new)
        if any(o.get("state") not in (old, new) for o in disk.outcomes()):
            return True
    return False


def main():
    states = []
    for upto in (30, 60):
        run(marked(upto)).check_returncode()
        states.append(read("state"))
    old = states[1]
    files = {"state": old, "state.prev": states[0], "state.lock": b""}
    lay_out(files)
    stream = marked()
    changes = record(stream)
    new = read("state")
    kinds = [c[0] for c in changes]
    assert kinds.count("fsync") == 2 and "rename" in kinds, changes
    # The model sees what it is there for: a commit without its fsync, and
    # one that writes in place.
    assert torn(files, [c for c in changes if c[0] != "fsync"], old, new)
    assert torn(files, [("write", "state", len(new))], old, new)
    disk, tried, wrong, seen = Disk(files), 0, 0, set()
    for done in [None] + changes:
        if done:
            disk.apply(done, new)
        for outcome in disk.outcomes():
            tried += 1
            state = outcome.get("state")
            if state not in (old, new):
                wrong += 1
                print("after %s: STATE is %s" % (
                    done, "absent" if state is None else "torn"))
                continue
            key = tuple(sorted(outcome.items()))
            if key in seen:
                continue
            seen.add(key)
            lay_out(outcome)
            code = run(marked()).returncode
            if code or read("state").splitlines()[2:-1] != \
                    new.splitlines()[2:-1]:
                wrong += 1
                print("after %s: the next run: exit %d" % (done, code))
    print("%d changes, %d outcomes, %d of them different, %d wrong" % (
        len(changes), tried, len(seen), wrong))
    sys.exit(wrong != 0 or tried < 50)


main()
