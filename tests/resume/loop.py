#!/usr/bin/env python3
"""loop.py SEED ROUNDS [follow] [pair]: mlog-parse --resume against an account.

A writer appends numbered lines to two logs and rotates them in every way,
whole or in the midst of a line, while mlog-parse reads them and is killed at
random. This program stands in for mlog-agg: it believes marks only, and keeps
what they say in a state of the snapshot format, or loses it again. In the end
every line that was written must have been counted once. With `pair` it is
mlog-agg --state that counts, killed too, and how many lines, the sum of their
numbers and that of the squares are compared. Run in a folder of its own;
prints one line, exit 1 when a line was lost, counted twice or torn.
"""
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time

KEEP = 30       # generations of a log, about; none goes before it was read


def xxh64(data):
    out = subprocess.run(["xxh64sum"], input=data, capture_output=True,
                         check=True).stdout
    return out.split()[0].decode()


class State:
    """A state file, and which numbers have been counted for it."""

    def __init__(self, path):
        self.path = path
        self.generation = 0
        self.checksum = ""
        self.inputs = {}
        self.counts = {}
        self.lost = 0

    def commit(self, moves, numbers):
        """Applies the positions of marks and the events before them."""
        for p in moves:
            key = (p["dev"], p["ino"])
            if p.get("gone"):
                self.inputs.pop(key, None)
                self.lost += p.get("lost", False)
            else:
                self.inputs[key] = p
        for n in numbers:
            self.counts[n] = self.counts.get(n, 0) + 1
        self.generation += 1
        lines = [{"@mlog": "snapshot", "version": 1,
                  "time": "2026-11-21T09:24:11Z",
                  "generation": self.generation, "stream": "marks",
                  "resource": {}}]
        for p in sorted(self.inputs.values(),
                        key=lambda p: (p["input"], p["dev"], p["ino"])):
            lines.append({"@mlog": "input", **p})
        body = "".join(json.dumps(x, separators=(",", ":"),
                                  ensure_ascii=False) + "\n"
                       for x in lines).encode()
        self.checksum = xxh64(body)
        end = '{"@mlog":"end","lines":%d,"xxh64":"%s"}\n' % (
            len(lines), self.checksum)
        with open(self.path + ".tmp", "wb") as f:
            f.write(body + end.encode())
        os.rename(self.path + ".tmp", self.path)


class Log:
    """One log and its rotated files."""

    def __init__(self, path, rng, numbers):
        self.path = path
        self.rng = rng
        self.numbers = numbers
        self.stem = 0
        self.rest = b""
        self.rotations = 0
        open(path, "ab").close()

    def write(self, lines):
        """Appends lines; the end of the last one may come later."""
        r = self.rng
        data = self.rest
        for _ in range(lines):
            n = self.numbers[0]
            self.numbers[0] += 1
            pad = "x" * r.choice((0, 5, 60, 900, r.randrange(30000)))
            line = {"event": "e", "n": n, "n2": n * n, "pad": pad}
            data += (json.dumps(line) + "\n").encode()
        cut = r.choice((0, 0, 1, 7)) if data else 0
        cut = min(cut, len(data))
        self.rest = data[len(data) - cut:]
        with open(self.path, "ab") as f:
            f.write(data[:len(data) - cut])

    def finish(self):
        with open(self.path, "ab") as f:
            f.write(self.rest)
        self.rest = b""

    def names(self):
        """Rotated files, by number."""
        found = {}
        for name in os.listdir("."):
            if name.startswith(self.path + "."):
                tail = name[len(self.path) + 1:]
                number = tail[:-3] if tail.endswith(".gz") else tail
                found[int(number)] = name
        return found

    def shift(self):
        for n, name in sorted(self.names().items(), reverse=True):
            new = "%s.%d%s" % (self.path, n + 1,
                               ".gz" if name.endswith(".gz") else "")
            os.rename(name, new)

    def remove_read(self, state):
        """Removes old files of which the state knows that they were read."""
        closed = {(p["ino"], p["size"]) for p in state.inputs.values()
                  if not p["open"]}
        for n, name in self.names().items():
            st = os.stat(name)
            if n > KEEP // 2 and (st.st_ino, st.st_size) in closed:
                os.unlink(name)

    def pack(self, n):
        """As gzip does it: the new file grows beside the old one."""
        name = "%s.%d" % (self.path, n)
        data = open(name, "rb").read()
        packed = gzip.compress(data, 1)
        with open(name + ".gz", "wb") as f:
            half = len(packed) // 2
            f.write(packed[:half])
            f.flush()
            time.sleep(self.rng.random() * 0.02)
            f.write(packed[half:])
        st = os.stat(name)
        os.utime(name + ".gz", ns=(st.st_atime_ns, st.st_mtime_ns))
        os.unlink(name)

    def rotate(self):
        r = self.rng
        kind = r.choice(("rename", "rename", "late", "copy", "double",
                         "gz"))
        self.rotations += 1
        if kind != "late":
            self.finish()
        if kind == "copy":
            self.shift()
            new = self.path + ".1"
            with open(self.path, "rb") as f, open(new, "wb") as to:
                data = f.read()
                to.write(data[:len(data) // 2])
                to.flush()
                time.sleep(r.random() * 0.01)
                to.write(data[len(data) // 2:])
            os.truncate(self.path, 0)
            return
        for _ in range(2 if kind == "double" else 1):
            self.shift()
            os.rename(self.path, self.path + ".1")
            if kind == "late":
                # The program has the old file open still.
                with open(self.path + ".1", "ab") as f:
                    f.write(self.rest)
                self.rest = b""
            if r.random() < 0.5:
                time.sleep(r.random() * 0.01)
            open(self.path, "ab").close()
            if kind == "double":
                self.write(r.randrange(1, 5))
                self.finish()
        if kind == "gz":
            plain = [n for n, name in self.names().items()
                     if not name.endswith(".gz")]
            if plain:
                self.pack(r.choice(plain))


def read_run(state, rng, follow):
    """One run of mlog-parse; how it ended."""
    args = ["mlog-parse", "--resume", state.path, "a.log*", "b.log*"]
    if follow:
        args.insert(1, "--follow")
    p = subprocess.Popen(args, stdout=subprocess.PIPE)
    kill = rng.random() < 0.6
    after = rng.random() * (2.0 if follow else 0.008)
    timer = threading.Timer(
        after, lambda: p.send_signal(
            signal.SIGKILL if kill else signal.SIGTERM))
    if kill or follow:
        timer.start()
    moves, numbers, fresh, marks = [], [], [], 0
    commits = rng.random()
    ended = begun = False
    tail = b""
    for line in p.stdout:
        if not line.endswith(b"\n"):
            tail = line
            break
        e = json.loads(line)
        mark = e.get("@mlog")
        if mark is None:
            fresh.append(e["n"])
        elif mark == "begin":
            begun = (e["generation"] == state.generation and
                     e["state"] == state.checksum)
            if not begun:
                sys.exit("begin names another state: %s" % line)
        elif mark == "pos":
            marks += 1
            if e["lines"] != len(fresh):
                sys.exit("%d lines, but the mark says %d" %
                         (len(fresh), e["lines"]))
            moves += e["inputs"]
            numbers += fresh
            fresh = []
        elif mark == "end":
            ended = True
        # A consumer that is killed here has committed some marks, or none.
    timer.cancel()
    p.stdout.close()
    code = p.wait()
    # 75: it could not make out the files for all the rotating.
    if not kill and code != 75 and (code or not ended or tail or fresh):
        sys.exit("exit code %d, ended %s" % (code, ended))
    if commits < 0.75 and marks:
        state.commit(moves, numbers)
    return marks


class Pair:
    """What mlog-agg has committed."""

    def __init__(self, path):
        self.path = path
        self.lost = 0
        self.inputs = {}
        self.counts = {}
        self.patience = 0.012   # seconds before the kill, at most

    def load(self):
        self.inputs = {}
        for line in open(self.path) if os.path.exists(self.path) else ():
            e = json.loads(line)
            if e.get("@mlog") == "input":
                self.inputs[e["dev"], e["ino"]] = e
            elif e.get("name") == "mlog_inputs_lost_total":
                self.lost = e["value"]
            elif "name" in e:
                self.counts[e["name"]] = e["value"]


def run_pair(state, rng, follow, kill=True):
    args = ["mlog-parse", "--resume", state.path, "a.log*", "b.log*"]
    if follow and kill:
        args.insert(1, "--follow")
    p = subprocess.Popen(args, stdout=subprocess.PIPE)
    q = subprocess.Popen(["mlog-agg", "-e", "counter lines", "-e",
                          "counter total of n", "-e", "counter squares of n2",
                          "--state", state.path],
                         stdin=p.stdout, stderr=subprocess.DEVNULL)
    p.stdout.close()
    if kill:
        time.sleep(rng.random() * (2.0 if follow else state.patience))
        for victim in rng.choice(([p], [q], [p, q], [q, p])):
            victim.send_signal(signal.SIGKILL)
    codes = p.wait(), q.wait()
    # About half of them are to get through, however slow the machine is.
    state.patience *= 1.03 if -signal.SIGKILL in codes else 0.97
    if not kill and codes != (0, 0):
        sys.exit("exit codes %d, %d" % codes)
    state.load()
    return q.returncode == 75


def finish_pair(state, rng, numbers, logs, rounds, marks):
    run_pair(state, rng, False, False)
    run_pair(state, rng, False, False)
    n = numbers[0]
    want = {"lines": n, "total": n * (n - 1) // 2,
            "squares": n * (n - 1) * (2 * n - 1) // 6}
    got = {k: state.counts.get(k) for k in want}
    print("%d lines, %d rotations, %d runs, %d of them broken off: "
          "%s" % (n, sum(x.rotations for x in logs), rounds, marks,
                  "all right" if got == want else
                  "counted %s, wanted %s" % (got, want)))
    sys.exit(got != want or state.lost != 0)


def main():
    seed, rounds = int(sys.argv[1]), int(sys.argv[2])
    follow = "follow" in sys.argv
    pair = "pair" in sys.argv
    rng = random.Random(seed)
    numbers = [0]
    logs = [Log("a.log", random.Random(seed + 1), numbers),
            Log("b.log", random.Random(seed + 2), numbers)]
    state = Pair("state") if pair else State("state")
    run = run_pair if pair else read_run
    stop = threading.Event()
    budget = threading.Semaphore(0)

    def work():
        r = random.Random(seed + 3)
        while not stop.is_set():
            # So much a run: on a slow machine it is not to run ahead.
            if not budget.acquire(timeout=0.1):
                continue
            log = r.choice(logs)
            log.write(r.randrange(0, 40))
            if r.random() < (0.2 if follow else 0.4):
                log.rotate()
            time.sleep(r.random() * (0.05 if follow else 0.004))

    t = threading.Thread(target=work)
    t.start()
    kills = marks = 0
    try:
        for _ in range(rounds):
            budget.release(60 if follow else 8)
            marks += run(state, rng, follow)
            if max(len(log.names()) for log in logs) > KEEP:
                stop.set()
                t.join()
                for log in logs:
                    log.remove_read(state)
                stop.clear()
                t = threading.Thread(target=work)
                t.start()
    finally:
        stop.set()
        t.join()
    for log in logs:
        log.finish()
    if pair:
        finish_pair(state, rng, numbers, logs, rounds, marks)
    for _ in range(2):
        out = subprocess.run(
            ["mlog-parse", "--resume", state.path, "a.log*", "b.log*"],
            stdout=subprocess.PIPE, check=True).stdout
        fresh = [json.loads(x) for x in out.splitlines()]
        state.commit([p for e in fresh if e.get("@mlog") == "pos"
                      for p in e["inputs"]],
                     [e["n"] for e in fresh if "n" in e])
    lost = [n for n in range(numbers[0]) if n not in state.counts]
    twice = [n for n, k in state.counts.items() if k > 1]
    print("%d lines, %d rotations, %d runs, %d marks: %d lost, %d twice, "
          "%d inputs lost" % (numbers[0], sum(x.rotations for x in logs),
                              rounds, marks, len(lost), len(twice),
                              state.lost))
    if lost or twice or state.lost:
        print("lost", lost[:10], "twice", twice[:10])
    sys.exit(bool(lost or twice or state.lost))


main()
