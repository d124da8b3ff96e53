#!/usr/bin/env python3
"""A random history with long silences, and by a plain model what is left of
it where series and entities are forgotten after an hour.

expiry.py LINES SEED RULES LOG: writes the rules and the events, and prints
what there is at the end, a line each, sorted: name, labels as JSON, number.
"""
import json
import random
import sys

RULES = """
gauge  last_v of v by q expire 1h
gauge  min_v min of v by q expire 1h
gauge  max_v max of v by q expire 1h
gauge  sum_v sum of v by q expire 1h
updown open by q up where e == "o" down where e == "c" expire 1h
states tasks key k by q, r initially "new" expire 1h
"""
HOUR = 3600
MODES = {"last_v": lambda a, b: b, "min_v": min, "max_v": max,
         "sum_v": lambda a, b: a + b, "open": lambda a, b: a + b}


def stamp(second):
    return "2026-11-%02dT%02d:%02d:%02dZ" % (
        1 + second // 86400, second // 3600 % 24, second // 60 % 60,
        second % 60)


def history(lines, rnd):
    second = 0
    for _ in range(lines):
        second += rnd.choice([0, 1, 60, 600, 1200, 1799])
        event = {"time": stamp(second), "v": rnd.randrange(-9, 10),
                 "e": rnd.choice("oocx"), "k": "k%d" % rnd.randrange(12)}
        if rnd.random() < 0.8:
            event["q"] = "q%d" % rnd.randrange(5)
        if rnd.random() < 0.5:
            event["r"] = rnd.choice(["a", "b"])
        yield second, event


def left(table, now):
    return {k: v for k, v in table.items() if now - v["last"] <= HOUR}


def labels(**values):
    return json.dumps({k: v for k, v in sorted(values.items()) if v},
                      separators=(",", ":"))


def main():
    lines, seed, rules, log = sys.argv[1:]
    series = {name: {} for name in MODES}
    entities = {}
    now = 0
    with open(log, "w") as out:
        for now, event in history(int(lines), random.Random(int(seed))):
            print(json.dumps(event), file=out)
            change = {"o": 1, "c": -1}.get(event["e"])
            for name, mode in MODES.items():
                value = change if name == "open" else event["v"]
                if value is None:
                    continue
                table = series[name] = left(series[name], now)
                old = table.get(event.get("q", ""))
                table[event.get("q", "")] = {
                    "last": now,
                    "value": mode(old["value"], value) if old else value}
            entities = left(entities, now)
            e = entities.setdefault(event["k"], {"q": "", "r": "new"})
            e["last"] = now
            e.update({k: event[k] for k in "qr" if k in event})
    result = []
    for name, table in series.items():
        for q, s in left(table, now).items():
            result.append("%s %s %d" % (name, labels(q=q), s["value"]))
    tally = {}
    for e in left(entities, now).values():
        at = labels(q=e["q"], r=e["r"])
        tally[at] = tally.get(at, 0) + 1
    result += ["tasks %s %d" % (at, n) for at, n in tally.items()]
    with open(rules, "w") as out:
        print(RULES, file=out)
    print("\n".join(sorted(result)))


if __name__ == "__main__":
    main()
