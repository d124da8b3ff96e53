"""usage: killloop.py SEED KILLS LINES [follow] [plain] [logtail2 PROGRAM]

The whole pipe, killed at random. A writer appends LINES numbered lines to a
log, some in two halves, and rotates it in every way: rename and create, twice
in a row, copy and truncate, with gzip. Meanwhile

	mlog-parse --resume state 'app.log*' | mlog-agg -s state

runs again and again, and the one, the other or both get SIGKILL after a
random time, until KILLS runs ended by it. In the end the counts in the
state (number, sum and xor of the line numbers) must be those of what was
written. With `follow` mlog-parse stays, until it is killed or finds
that mlog-agg was. With `plain` its operand is app.log alone. With logtail2 the
same is done with `logtail2 | jq`, whose output is appended to a file, and what
became of the lines is only told.

Prints one line; exit 1 when a line was lost, counted twice or torn.
"""
import glob
import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
BITS = 24
KEEP = 12       # rotated files; older ones go once they were read


class Writer(threading.Thread):
    """Appends and rotates until all is written."""

    def __init__(self, rng, lines, rotations, gz):
        super().__init__()
        self.rng, self.lines, self.gz = rng, lines, gz
        self.every = max(1, lines // rotations)
        self.n = self.rotations = 0
        self.half = b""
        self.share = 0.0        # of the lines, that may be there by now
        self.turn = threading.Lock()
        open("app.log", "wb").close()

    def put(self, count):
        data = self.half
        for _ in range(count):
            self.n += 1
            bits = "".join(',"b%d":1' % b for b in range(BITS)
                           if self.n >> b & 1)
            data += b'{"event":"e","n":%d%s}\n' % (self.n, bits.encode())
        cut = len(data)
        if self.n < self.lines and self.rng.random() < 0.2:
            cut -= self.rng.randrange(1, 30)
        self.half = data[cut:]
        with open("app.log", "ab") as f:
            f.write(data[:cut])

    def shift(self):
        """Makes app.log.1 free."""
        names = glob.glob("app.log.[0-9]*")
        for name in sorted(names, key=number, reverse=True):
            tail = ".gz" if name.endswith(".gz") else ""
            os.rename(name, "app.log.%d%s" % (number(name) + 1, tail))

    def rotate(self):
        # A log is rotated by its writer, between two writes.
        with open("app.log", "ab") as f:
            f.write(self.half)
        self.half = b""
        if not os.path.getsize("app.log"):
            return
        self.rotations += 1
        self.shift()
        way = self.rng.randrange(3)
        if way == 0:
            shutil.copy("app.log", "app.log.1")
            os.truncate("app.log", 0)
        else:
            os.rename("app.log", "app.log.1")
            open("app.log", "wb").close()
        if way == 2 and self.gz and os.path.exists("app.log.2"):
            with open("app.log.2", "rb") as f, \
                    gzip.open("app.log.2.gz.new", "wb", 1) as to:
                shutil.copyfileobj(f, to)
            os.rename("app.log.2.gz.new", "app.log.2.gz")
            os.unlink("app.log.2")

    def run(self):
        at = self.every
        while self.n < self.lines:
            with self.turn:
                self.put(min(self.rng.randrange(1, self.every + 1),
                             self.lines - self.n))
                while self.n >= at:
                    self.rotate()
                    at += self.every // 2 if self.rng.random() < 0.2 else \
                        self.every
            while self.n > self.share * self.lines:
                time.sleep(0.0005)


def number(name):
    return int(name.split(".")[2])


class Pair:
    """The two programs, and what they left in the end."""

    def __init__(self, follow, plain):
        self.follow = ["--follow"] if follow else []
        self.operand = "app.log" if plain else "app.log*"

    def start(self, more=()):
        try:
            # As if its last commit were long ago: at the first mark.
            old = time.time() - 60
            if random.random() < 0.7:
                os.utime("state", (old, old))
        except FileNotFoundError:
            pass
        r, w = os.pipe()
        with open("messages", "ab") as err:
            procs = [
                subprocess.Popen(["mlog-parse", "--resume", "state", *more,
                                  self.operand], stdout=w, stderr=err),
                subprocess.Popen(["mlog-agg", "-r",
                                  HERE + "/numbered.rules", "-s", "state"],
                                 stdin=r, stderr=err)]
        os.close(r)
        os.close(w)
        return procs

    def done(self, procs, killed):
        for i, p in enumerate(procs):
            code = p.wait()
            good = (0, 75, -9, -13) if killed else (0, 75)
            if code not in good:
                sys.exit("exit code %d of %s; see messages: %s" % (
                    code, p.args[0], open("messages").read()[-2000:]))
        return [p.returncode for p in procs]

    def catch_up(self):
        for _ in range(20):
            if self.done(self.start(), False) == [0, 0]:
                return
        sys.exit("does not catch up: " + open("messages").read()[-2000:])

    def result(self, n):
        own = {}
        with open("state") as f:
            for x in map(json.loads, f):
                if x.get("name", "").startswith("mlog_"):
                    own[x["name"]] = own.get(x["name"], 0) + x["value"]
        got = subprocess.run([sys.executable, HERE + "/totals.py", "state"],
                             stdout=subprocess.PIPE, check=True)
        got = [int(x) for x in got.stdout.split()]
        xor = 0
        for i in range(1, n + 1):
            xor ^= i
        want = [n, n * (n + 1) // 2, xor]
        torn = own.get("mlog_rejected_lines_total", 0)
        lost = own.get("mlog_inputs_lost_total", 0)
        right = (got == want and not torn and not lost and
                 own["mlog_lines_total"] == n)
        return right, "count, sum, xor %s of %s, %d torn, %d inputs lost" % (
            got, want, torn, lost)


class Logtail:
    """What is used otherwise."""

    def __init__(self, program):
        self.program = program
        self.follow = []

    def start(self, _=()):
        r, w = os.pipe()
        with open("numbers", "ab") as out, open("messages", "ab") as err:
            procs = [
                subprocess.Popen(["perl", self.program, "-f", "app.log",
                                  "-o", "offset"], stdout=w, stderr=err),
                subprocess.Popen(["jq", "-c", ".n"], stdin=r, stdout=out,
                                 stderr=err)]
        os.close(r)
        os.close(w)
        return procs

    def done(self, procs, _):
        return [p.wait() for p in procs]

    def catch_up(self):
        self.done(self.start(), False)

    def result(self, n):
        seen, torn = {}, 0
        with open("numbers") as f:
            for line in f:
                if line.strip().isdigit() and 1 <= int(line) <= n:
                    seen[int(line)] = seen.get(int(line), 0) + 1
                else:
                    torn += 1
        with open("messages") as f:
            torn += sum("parse error" in x for x in f)
        twice = sum(k - 1 for k in seen.values())
        return True, "%d lost, %d twice, %d torn of %d" % (
            n - len(seen), twice, torn, n)


def kill_some(rng, procs, took):
    time.sleep(rng.random() * took)
    for p in rng.choice([procs[:1], procs[1:], procs, procs[::-1]]):
        p.send_signal(signal.SIGKILL)


def main():
    seed, kills, lines = (int(x) for x in sys.argv[1:4])
    rng = random.Random(seed)
    random.seed(seed)
    follow = "follow" in sys.argv[4:]
    if "logtail2" in sys.argv[4:]:
        what = Logtail(sys.argv[-1])
    else:
        what = Pair(follow, "plain" in sys.argv[4:])
    writer = Writer(random.Random(seed + 1), lines, max(4, kills // 5),
                    isinstance(what, Pair))
    with writer.turn:
        writer.put(10)
    start = time.monotonic()
    what.catch_up()
    took = 2.5 if follow else time.monotonic() - start
    writer.daemon = True
    writer.start()
    runs = cut = 0
    while cut < kills:
        writer.share = (cut + 1) / kills
        procs = what.start(what.follow)
        kill_some(rng, procs, took)
        codes = what.done(procs, True)
        runs += 1
        cut += -9 in codes
        # So that about half of them come in time: only those are counted.
        if not follow:
            took *= 1.03 if -9 in codes else 0.97
        if len(glob.glob("app.log.[0-9]*")) > KEEP:
            with writer.turn:
                what.catch_up()
                for f in glob.glob("app.log.[0-9]*"):
                    if number(f) > KEEP // 2:
                        os.unlink(f)
    writer.share = 1.0
    writer.join()
    what.catch_up()
    what.catch_up()
    right, words = what.result(writer.n)
    print("%d kills in %d runs, %d rotations, %d lines: %s" % (
        cut, runs, writer.rotations, writer.n, words))
    sys.exit(not right)


main()
