"""usage: totals.py SNAPSHOT

Count, sum and xor of the line numbers that a snapshot by numbered.rules says,
or by `-r`: of the events of lines.awk on standard input.
"""
import json
import sys


def of_snapshot(path):
    value = {}
    with open(path) as f:
        for line in f:
            x = json.loads(line)
            if "name" in x and not x["labels"]:
                value[x["name"]] = int(x["value"])
    xor = sum((value.get("b%d" % b, 0) & 1) << b for b in range(24))
    return value.get("lines", 0), value.get("sum", 0), xor


def of_events(lines):
    count = total = xor = 0
    for line in lines:
        n = json.loads(line)["n"]
        count += 1
        total += n
        xor ^= n
    return count, total, xor


if sys.argv[1] == "-r":
    print(*of_events(sys.stdin))
else:
    print(*of_snapshot(sys.argv[1]))
