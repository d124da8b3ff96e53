#!/usr/bin/env python3
"""A random history of entities, and by a plain model how many are in each
combination of labels at its end.

states.py LINES SEED LOG: writes the events to LOG and prints the tallies,
a line each, sorted: the labels as JSON, a space, the number.

The rule that it is the model of:

    states things key id by status = to initially "new", trust
           until status in ("done", "lost") keep
"""
import json
import random
import sys


def stamp(second):
    return "2026-11-%02dT%02d:%02d:%02dZ" % (
        1 + second // 86400, second // 3600 % 24, second // 60 % 60,
        second % 60)


def history(lines, rnd):
    """Events whose times mostly rise; each says something of a label, of
    both, or of none."""
    alive = []
    made = 0
    for n in range(lines):
        second = max(0, n // 4 - (rnd.randrange(40) if n % 7 == 0 else 0))
        if not alive or rnd.random() < 0.05:
            made += 1
            alive.append("e%d" % made)
        key = alive[rnd.randrange(len(alive))]
        event = {"time": stamp(second), "id": key}
        if rnd.random() < 0.6:
            event["to"] = rnd.choice(["idle", "busy", "wait", None, "new"])
        if rnd.random() < 0.3:
            event["trust"] = rnd.choice(["low", "high", None])
        if rnd.random() < 0.04:
            event["to"] = rnd.choice(["done", "lost"])
        if rnd.random() < 0.1:
            alive.remove(key)
        yield second, event


def tallies(events):
    entity = {}
    count = {}

    def add(values, by):
        count[values] = count.get(values, 0) + by

    for second, event in events:
        key = event["id"]
        labels = entity.get(key)
        if labels is None:
            labels = entity[key] = {"status": ("new", -1), "trust": ("", -1)}
        else:
            add((labels["status"][0], labels["trust"][0]), -1)
        for name, member in (("status", "to"), ("trust", "trust")):
            if member in event and second >= labels[name][1]:
                labels[name] = (event[member] or "", second)
        add((labels["status"][0], labels["trust"][0]), 1)
        if labels["status"][0] in ("done", "lost"):
            del entity[key]
    return count


def main():
    lines, seed, log = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    events = list(history(lines, random.Random(seed)))
    with open(log, "w", encoding="utf-8") as f:
        for _, event in events:
            f.write(json.dumps(event, separators=(",", ":")) + "\n")
    out = []
    for (status, trust), n in tallies(events).items():
        labels = {"status": status, "trust": trust}
        if n:
            out.append("%s %d" % (json.dumps(
                {k: v for k, v in labels.items() if v},
                separators=(",", ":")), n))
    print("\n".join(sorted(out)))


main()
