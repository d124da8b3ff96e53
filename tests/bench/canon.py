# usage: canon.py MEMBER... <OUTPUT
#
# One text for what different programs say of the same record: the members
# named, in this order, numbers by value and strings without escapes. Of the
# generator's own records (their logger begins so) time, level and event too;
# the records of other loggers only mlog-parse understands.
import json
import sys

names = sys.argv[1:]
own = ["level", "event", "logger"]


def plain(v):
    if isinstance(v, float) and v.is_integer():
        return int(v)
    if isinstance(v, list):
        return [plain(e) for e in v]
    if isinstance(v, dict):
        return {k: plain(e) for k, e in sorted(v.items())}
    return v


def stamp(s):
    return s.rstrip("Z").rstrip("0").rstrip(".")


for line in sys.stdin.buffer:
    d = json.loads(line)
    out = {k: plain(d[k]) for k in names if d.get(k) is not None}
    if str(d.get("logger", "")).startswith("shop."):
        out.update((k, d.get(k)) for k in own)
        out["level"] = d.get("level_text", d["level"])
        out["time"] = stamp(d.get("time") or d["timestamp"])
    print(json.dumps(out))
