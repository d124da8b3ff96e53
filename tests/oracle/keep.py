"""usage: keep.py SEED N: N random records, many in a wrapper, whose members
clash with the format's own and with each other's; the first line is a list of
paths for -k, into them and into what they are renamed to."""
import json
import random
import sys

NAMES = ["event", "level", "time", "logger", "severity", "msg", "message",
         "log", "stream", "attrs", "a", "b", "event_", "level_", "event_.n",
         "attrs_", "ts", "@mlog", "trace_id", "event_.a.b"]
NEW = ["event__", "level__", "stream_", "time_", "msg_"]
r = random.Random(int(sys.argv[1]))


def value(depth):
    kind = r.randrange(7 if depth else 4)
    if kind < 4:
        return r.choice([r.randrange(5), "x", "info", "\u00e9\"", "-", None,
                         "2026-01-01T00:00:00Z", True])
    if kind < 6:
        return {r.choice(["n", "a", "b", "event", "attrs"]): value(depth - 1)
                for _ in range(r.randrange(4))}
    return [value(depth - 1) for _ in range(r.randrange(3))]


def record():
    return {r.choice(NAMES): value(3) for _ in range(r.randrange(7))}


print(",".join(sorted({".".join(
    [r.choice(NAMES + NEW)] +
    [r.choice(["n", "a", "b", "0"]) for _ in range(r.randrange(3))])
    for _ in range(25)})))
for _ in range(int(sys.argv[2])):
    line = record()
    if r.random() < .3:
        line = dict(record(), log=json.dumps(line) + "\n", stream="stdout",
                    time="2026-01-01T00:00:00Z")
    print(json.dumps(line, separators=r.choice([(",", ":"), None])))
