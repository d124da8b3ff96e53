"""The old snapshot and the difference to the new one are the new one.

step.py TIMES SEED RULES

TIMES times: a random stream of events is counted by RULES up to some line,
and whole. In what the difference merges to with the old snapshot, counters,
histograms, windows, different values and entities are those of the whole, to
the byte; so is what waits. Gauges that add up are the second's, so that they
are left out. Run in a folder of its own; a stream for which they are not
stays there, as `events`.
"""
import json
import random
import subprocess
import sys

from events import stream
from split import RULES, agg, count


def without_sums(text):
    """The lines, but for the ends and what a difference does not undo."""
    return [line for line in text.decode().splitlines()
            if not line.startswith('{"@mlog":"end"') and
            json.loads(line).get("name") not in (
                "balance", "budget", "hour_sum")]


def main():
    for i in range(int(sys.argv[1])):
        seed = int(sys.argv[2]) + i
        rand = random.Random(seed)
        lines = stream(rand, rand.choice([3, 60, 700, 2000]))
        at = rand.randint(1, len(lines))
        count(lines[:at], "old")
        new = count(lines, "new")
        agg(["--diff", "old", "new"], "delta")
        again = agg(["--merge", "old", "delta"], "again")
        if without_sums(again) != without_sums(new):
            with open("events", "w", encoding="utf-8") as f:
                f.writelines(lines)
            subprocess.run(["diff", "new", "again"])
            sys.exit("seed %d, %d lines cut at %d: differs" % (
                seed, len(lines), at))
    print("%s rounds" % sys.argv[1])


if __name__ == "__main__":
    main()
