"""Exponential histograms as a snapshot, and what readers have to find.

sketches.py SEED snapshot|classic|native

Everything is computed here from the definition of the buckets, in whole
numbers and by a way of its own: each bucket by itself, to one table.
"""
import json
import math
import random
import sys

SCALES = list(range(-10, 21))


def make(rng, scale):
    width = rng.choice([1, 3, 20, 160])
    near = rng.randint(-40, 40) * 2 ** max(scale, 0) >> max(-scale, 0)

    def side():
        counts = [rng.choice([0, 0, 0, 1, 5, 1000]) for _ in range(width)]
        return {"offset": near + rng.randint(-9, 9), "counts": counts}

    s = {"scale": scale, "zero_count": rng.choice([0, 0, 7]),
         "zero_threshold": 0, "positive": side(),
         "negative": side() if rng.random() < 0.4 else
         {"offset": 0, "counts": []}}
    s["count"] = s["zero_count"] + sum(s["positive"]["counts"]) + sum(
        s["negative"]["counts"])
    return s


def indices(side):
    return [(side["offset"] + k, n) for k, n in enumerate(side["counts"])
            if n]


def power(index, scale):
    """The lower end of a bucket at a scale of at most 0, or None."""
    e = index * 2 ** -scale
    return None if e > 1023 else 0.0 if e < -1074 else math.ldexp(1, e)


def coarse(side, scale):
    out = {}
    for i, n in indices(side):
        i >>= max(scale, 0)
        out[i] = out.get(i, 0) + n
    return out


def classic(s):
    """Pairs of a bound and a cumulative count."""
    at = min(s["scale"], 0)
    up = coarse(s["positive"], s["scale"])
    down = coarse(s["negative"], s["scale"])
    bounds = set()
    for i in range(min(down), max(down) + 2) if down else ():
        bounds.add(power(i, at))
    bounds = {0.0 - b for b in bounds if b is not None}
    if s["zero_count"] or down:
        bounds.add(0.0)
    for i in range(min(up), max(up) + 2) if up else ():
        if power(i, at):
            bounds.add(power(i, at))

    def below(bound):
        n = sum(c for i, c in down.items()
                if -(power(i, at) if power(i, at) is not None
                     else math.inf) <= bound)
        if bound >= 0:
            n += s["zero_count"]
        if bound > 0:
            n += sum(c for i, c in up.items()
                     if power(i + 1, at) is not None and
                     power(i + 1, at) <= bound)
        return n

    return [(b, below(b)) for b in sorted(bounds)]


def native(s):
    schema = min(s["scale"], 8)

    def side(x):
        out = {}
        for i, n in indices(x):
            i = (i >> (s["scale"] - schema)) + 1
            out[str(i)] = out.get(str(i), 0) + n
        return out

    return {"schema": schema, "count": s["count"], "sum": "1.5",
            "zero_threshold": "1e-128", "zero_count": s["zero_count"],
            "positive": side(s["positive"]),
            "negative": side(s["negative"])}


def main():
    seed, what = sys.argv[1:]
    rng = random.Random(int(seed))
    lines = []
    if what == "snapshot":
        print('{"@mlog":"snapshot","version":1,'
              '"time":"2026-11-21T09:24:11Z","resource":{}}')
        print('{"family":"h","type":"exponential_histogram",'
              '"kind":"histogram","rule":"0000000000000001","unit":"",'
              '"help":""}')
    for n in range(300):
        s = make(rng, SCALES[n % len(SCALES)])
        labels = {"n": "%03d" % n}
        if what == "snapshot":
            print(json.dumps({"name": "h", "labels": labels, "sum": 1.5,
                              "min": -9, "max": 9, **s},
                             separators=(",", ":")))
        elif what == "native":
            if s["scale"] >= -4:
                lines.append(json.dumps(["h", labels, native(s)],
                                        sort_keys=True))
        else:
            for bound, count in classic(s) + [(math.inf, s["count"])]:
                lines.append(json.dumps(
                    ["h_bucket", {**labels, "le": repr(bound)},
                     repr(float(count))], sort_keys=True))
    if lines:
        print("\n".join(sorted(lines)))


main()
