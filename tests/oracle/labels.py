#!/usr/bin/env python3
"""usage: labels.py SEED EVENTS

Counters and sums by labels whose values come again and again, are alike but
for a byte, or stand for no value: mlog-agg against a table. Prints what
differs and fails then.
"""

import json
import random
import re
import subprocess
import sys
from collections import Counter

R = random.Random(int(sys.argv[1]))
RULES = """
counter one by a
counter two by a, b limit 100000
counter four by a, b, c, level limit 100000
counter five by a, b, c, d, level limit 100000
counter sum of n by b
counter few by c limit 20
"""
BY = {"one": "a", "two": "ab", "four": "abcl", "five": "abcdl", "sum": "b"}
LEVELS = ["debug", "info", "warn", "error"]


def alike(n):
    """Texts of n bytes, of which most differ in one place."""
    base = "".join(R.choice("abcdef/-.") for _ in range(n))
    texts = [base]
    for i in range(n):
        texts.append(base[:i] + R.choice("XYZ") + base[i + 1:])
    return texts


def pool(most):
    texts = [t for n in range(1, 21) for t in alike(n)]
    texts = R.sample(texts, min(most, len(texts)))
    return texts + ["-", "**REDACTED**", "*abcdefghij*", "", None, True, 7, 12,
                    1234, 0.25, "12", "q\"\n", "\u00e9t\u00e9", "x" * 40]


POOLS = {"a": pool(30), "b": pool(12), "c": pool(400), "d": pool(5)}


def text(v):
    if v is None or v in ("-", "**REDACTED**"):
        return ""
    return v if isinstance(v, str) else json.dumps(v)


def events(count):
    for _ in range(count):
        e = {"time": "2026-01-01T00:00:%02dZ" % R.randrange(60)}
        level = R.choice(LEVELS)
        e["level"], e["severity"] = level, 5 + 4 * LEVELS.index(level)
        for k, values in POOLS.items():
            if R.random() < 0.9:
                e[k] = R.choice(values)
        e["n"] = R.randrange(1, 5)
        yield e


def model(all_events):
    want, few = Counter(), []
    for e in all_events:
        labels = {k: text(e.get(k)) for k in POOLS}
        labels["l"] = e["level"]
        for name, by in BY.items():
            want[name, tuple(labels[k] for k in by)] += (
                e["n"] if name == "sum" else 1)
        c = labels["c"]
        if c not in few and len(few) < 20:
            few.append(c)
        want["few", (c if c in few else "__other__",)] += 1
    return want


def unquote(s):
    return re.sub(r"\\(.)", lambda m: {"n": "\n"}.get(m[1], m[1]), s)


def read(exposition):
    got, names = {}, dict(BY, few="c")
    for line in exposition.splitlines():
        m = re.fullmatch(r"(\w+?)_total(?:\{(.*)\})? (\d+)", line)
        if not m:
            continue
        have = {k: unquote(v) for k, v in
                re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', m[2] or "")}
        have["l"] = have.get("level", "")
        got[m[1], tuple(have.get(k, "") for k in names[m[1]])] = int(m[3])
    return got


def main():
    every = list(events(int(sys.argv[2])))
    lines = "".join(json.dumps(e, separators=(",", ":")) + "\n"
                    for e in every)
    snapshot = subprocess.run(["mlog-agg", "--no-own", "-e", RULES],
                              input=lines.encode(), check=True,
                              stdout=subprocess.PIPE).stdout
    shown = subprocess.run(["mlog-prom"], input=snapshot, check=True,
                           stdout=subprocess.PIPE).stdout.decode()
    want, got = model(every), read(shown)
    bad = [(k, want.get(k), got.get(k)) for k in sorted(want.keys() | got)
           if want.get(k) != got.get(k)]
    for row in bad[:20]:
        print(*row)
    sys.exit(bool(bad) or not got)


main()
