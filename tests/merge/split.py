"""The parts of a log, merged in any association, are the whole.

split.py TIMES SEED RULES

TIMES times: a random stream of events is counted by RULES whole and in 2 to
16 parts, whose snapshots are merged in a random association of neighbours,
some of them several at once, and some with the snapshot of no events. The
bytes must be those of the single run. Files go to the current folder; a
stream for which the bytes differ stays there, as `events`.
"""
import os
import random
import subprocess
import sys

from events import stream

RULES = sys.argv[3]
MADE = set()


def agg(args, name, data=None):
    run = subprocess.run(["mlog-agg", "-q"] + args, input=data,
                         capture_output=True)
    assert run.returncode == 0 and not run.stderr, (args, run)
    MADE.add(name)
    with open(name, "wb") as f:
        f.write(run.stdout)
    return run.stdout


def count(lines, name):
    return agg(["-r", RULES], name, "".join(lines).encode())


def join(rand, names, depth=0):
    """One snapshot of neighbours, in some association."""
    if len(names) == 1:
        return names[0]
    to = "m%d-%s" % (depth, names[0])
    if rand.random() < 0.2:
        agg(["--merge"] + names, to)
        return to
    at = rand.randrange(1, len(names))
    agg(["--merge", join(rand, names[:at], depth + 1),
         join(rand, names[at:], depth + 1)], to)
    return to


def main():
    for i in range(int(sys.argv[1])):
        seed = int(sys.argv[2]) + i
        rand = random.Random(seed)
        lines = stream(rand, rand.choice([3, 20, 60, 200, 700, 3000]))
        whole = count(lines, "whole")
        cuts = sorted(rand.randint(0, len(lines))
                      for _ in range(rand.randint(1, 15)))
        parts = []
        for k, (a, b) in enumerate(zip([0] + cuts, cuts + [len(lines)])):
            count(lines[a:b], "p%d" % k)
            parts.append("p%d" % k)
        name = join(rand, parts)
        with open(name, "rb") as f:
            got = f.read()
        if got != whole:
            with open("events", "w", encoding="utf-8") as f:
                f.writelines(lines)
            subprocess.run(["diff", "whole", name])
            sys.exit("seed %d, %d lines cut at %s: differs" % (
                seed, len(lines), cuts))
        for old in MADE:
            os.remove(old)
        MADE.clear()
    print("%s rounds" % sys.argv[1])


if __name__ == "__main__":
    main()
