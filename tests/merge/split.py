"""The parts of a log, merged in any association, are the whole.

split.py TIMES SEED RULES

TIMES times: a random stream of events is counted by RULES whole and in 2 to
16 parts, whose snapshots are merged in a random association of neighbours,
some of them several at once, and some with the snapshot of no events. The
bytes must be those of the single run. Run in a folder of its own.
"""
import json
import os
import random
import subprocess
import sys

RULES = sys.argv[3]


def number(rand):
    kind = rand.randrange(6)
    if kind == 0:
        return rand.randint(-5, 50)
    if kind == 1:
        return rand.random() * 10 ** rand.randint(-8, 12)
    if kind == 2:
        return rand.choice([0, 0.1, 0.5, 1, 5, 1e16, -1e16, 1e-7])
    return round(rand.random() * 10, rand.randint(0, 4))


def event(rand, at):
    # A few come late, many at one instant.
    at += rand.choice([0, 0, 0, -3, -60]) * 1000
    e = {"time": "2026-03-15T%02d:%02d:%02d.%03dZ" % (
        at // 3600000, at // 60000 % 60, at // 1000 % 60, at % 1000)}
    if rand.random() < 0.9:
        e["status"] = rand.choice(["ok", "ok", "failed", "odd", "", 3])
    if rand.random() < 0.8:
        e["agent"] = rand.choice(["a1", "a2", "é\"\\\n", None, True])
    for name in "cost", "depth", "lag":
        if rand.random() < 0.8:
            e[name] = rand.choice([number(rand), number(rand), number(rand),
                                   "**REDACTED**", "much"])
    return json.dumps(e) + "\n"


def agg(args, name, data=None):
    run = subprocess.run(["mlog-agg", "-q"] + args, input=data,
                         capture_output=True)
    assert run.returncode == 0 and not run.stderr, (args, run)
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
    rand = random.Random(int(sys.argv[2]))
    for i in range(int(sys.argv[1])):
        at = 36000000
        lines = []
        for _ in range(rand.choice([3, 20, 60, 200])):
            at += rand.choice([0, 0, 1, 250, 7000])
            lines.append(event(rand, at))
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
            sys.exit("round %d, cut at %s: differs" % (i, cuts))
        for old in os.listdir("."):
            if old[0] in "mp":
                os.remove(old)
    print("%s rounds" % sys.argv[1])


main()
