#!/usr/bin/env python3
"""usage: exprs.py SEED RULES EVENTS RULES_FILE LOG >WANT

Random expressions and events, and what mlog-rules(5) says of them, worked out
here from the page alone: a line "RULE EVENT VALUE" for each event that the
rule's condition holds for, VALUE in JSON's quotes.
"""

import decimal
import json
import random
import re
import sys

MISSING, REDACTED, NAN = ("missing",), ("redacted",), ("nan",)
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\Z")
FIELDS = ["a", "b", "c", "d.e", "d.f", "g.0", "g.1.h", "x.y", "nosuch"]
TEXTS = ["abc", "ABC", "5", "5.0", "-3", "1e2", "", "a.c", "true", "gr\u00fcn",
         "x*", "task.done", " 5 ", "007"]
PATTERNS = ["^a", "c$", "[0-9]+", "b.", "^$", "\\S+", "(a)(b)?", "[^a-z]",
            "\u00fc", "\\W"]
GLOBS = ["a*", "*", "?bc", "*.done", "a?c", "", "*5*", "\\*", "x\\*"]
RANK = {"trace": (1, 4), "debug": (5, 8), "info": (9, 12), "warn": (13, 16),
        "error": (17, 20), "fatal": (21, 24), "notice": (10, 10),
        "critical": (18, 18), "alert": (19, 19)}
R = random.Random(int(sys.argv[1]))


def field():
    return ["field", R.choice(FIELDS)]


def text(d):
    """An expression that is a text as the log or the rule has it."""
    k = R.randrange(9 if d else 2)
    if k == 0:
        return field()
    if k == 1:
        return R.choice(TEXTS)
    if k == 2:
        return [R.choice(["lower", "upper"]), text(d - 1)]
    if k == 3:
        return ["replace", text(d - 1), ["pattern", R.choice(PATTERNS)],
                R.choice(["<$0>", "", "$$-"])]
    if k == 4:
        return ["match", text(d - 1), ["pattern", R.choice(PATTERNS)]] + (
            [0] if R.random() < 0.5 else [])
    if k == 5:
        return ["default", text(d - 1), text(d - 1)]
    if k == 6:
        return ["if", cond(d - 1), text(d - 1), text(d - 1)]
    if k == 7:
        return R.choice([True, False])
    e = ["map", text(d - 1)]
    for _ in range(R.randint(1, 3)):
        key = ["pattern", R.choice(PATTERNS)] if R.random() < 0.3 else \
            R.choice(TEXTS + [5, -3, 100, True])
        e.append([key, text(d - 1)])
    if R.random() < 0.6:
        e.append({"else": text(d - 1)})
    return e


def num(d):
    k = R.randrange(8 if d else 2)
    if k == 0:
        return field()
    if k == 1:
        return R.choice([0, 1, 5, -3, 0.5, 100, 1e5])
    if k == 2:
        return ["len", text(d - 1)]
    if k == 3:
        return ["number", text(d - 1)]
    if k == 4:
        return [R.choice(["min", "max"])] + [num(d - 1) for _ in
                                             range(R.randint(1, 3))]
    if k == 5:
        return ["round", num(d - 1)]
    if k == 6:
        return ["default", num(d - 1), num(d - 1)]
    return [R.choice("+-*/"), num(d - 1), num(d - 1)]


def value(d):
    return text(d) if R.random() < 0.5 else num(d)


def cond(d):
    k = R.randrange(12 if d else 7)
    if k == 0:
        return ["has", field()]
    if k == 1:
        return ["~" if R.random() < 0.6 else "!~", text(min(d, 1)),
                ["pattern", R.choice(PATTERNS)]]
    if k == 2:
        return ["like", text(min(d, 1)), R.choice(GLOBS)]
    if k == 3:
        return [R.choice(["starts", "ends", "contains"]), text(min(d, 1)),
                R.choice(TEXTS)]
    if k == 4:
        return [R.choice(["==", "!=", "<", "<=", ">", ">="]),
                ["field", "level"], R.choice(sorted(RANK))]
    if k == 5:
        return ["in", value(min(d, 1))] + [R.choice(TEXTS + [5, -3, 100])
                                           for _ in range(R.randint(1, 4))]
    if k == 6:
        return R.choice([True, False])
    if k < 9:
        return [R.choice(["==", "!=", "<", "<=", ">", ">="]), value(d - 1),
                value(d - 1)]
    if k < 11:
        return [R.choice(["and", "or"])] + [cond(d - 1) for _ in
                                            range(R.randint(2, 3))]
    return ["not", cond(d - 1)]


def event(i):
    e = {"id": str(i)}
    for name in ["a", "b", "c", "x.y"]:
        if R.random() < 0.8:
            e[name] = R.choice(TEXTS + [5, -3, 0.5, 100, None, True, False,
                                        "-", "**REDACTED**", 0, 5.0])
    if R.random() < 0.7:
        e["d"] = {"e": R.choice(TEXTS + [5, None]), "f": [1, "b"]}
    if R.random() < 0.7:
        e["g"] = [R.choice(TEXTS), {"h": R.choice([1, "abc", None])}]
    if R.random() < 0.5:
        e["x"] = {"y": R.choice(["nested", 7])}
    if R.random() < 0.8:
        e["severity"] = R.randint(1, 24)
    return e


def written(v):
    return json.dumps(v, ensure_ascii=False, separators=(",", ":"))


def look(name, e):
    if name in e:
        v = e[name]
    else:
        v = e
        for part in name.split("."):
            if isinstance(v, dict) and part in v:
                v = v[part]
            elif isinstance(v, list) and part.isdigit() and \
                    int(part) < len(v):
                v = v[int(part)]
            else:
                return MISSING
    if v is None or v == "-":
        return MISSING
    if v == "**REDACTED**":
        return REDACTED
    if isinstance(v, bool):
        return ("bool", v)
    if isinstance(v, (int, float)):
        return ("digits", written(v))
    return ("text", v if isinstance(v, str) else written(v))


def as_number(v):
    if v[0] == "number":
        return v[1]
    if v[0] in ("digits", "text"):
        return float(v[1]) if NUMBER.match(v[1]) else None
    return None


def as_text(v):
    if v[0] == "bool":
        return "true" if v[1] else "false"
    if v[0] == "number":
        return v[2]
    return v[1]


def find(pattern, s):
    return re.search(pattern, s, re.ASCII)


def is_none(v):
    return v in (MISSING, REDACTED, NAN)


def order(a, b):
    """-1, 0 or 1, or None when the two cannot be compared."""
    if is_none(a) or is_none(b):
        return None
    if "number" in (a[0], b[0]) or "digits" in (a[0], b[0]):
        x, y = as_number(a), as_number(b)
        if x is None or y is None:
            return None
    else:
        x, y = as_text(a).encode(), as_text(b).encode()
    return (x > y) - (x < y)


def computed(n):
    """A number with its text: the fewest digits, with an exponent below
    0.00001 and from 1e+17 on."""
    if n != n:
        return NAN
    s = repr(n + 0.0)
    if n == 0 or 1e-5 <= abs(n) < 1e17:
        s = format(decimal.Decimal(s), "f")
        s = s[:-2] if s.endswith(".0") else s
    return ("number", n, s)


def compute(op, args, e):
    nums = []
    for arg in args:
        v = run(arg, e)
        if is_none(v):
            return v
        n = as_number(v)
        if n is None:
            return NAN
        nums.append(n)
    if op in ("min", "max"):
        n = min(nums) if op == "min" else max(nums)
    elif op == "round":
        n = nums[0]
        if abs(n) < 2 ** 52:
            n = float(int(abs(n) + 0.5)) * (1 if n >= 0 else -1)
    elif op == "/":
        if nums[1] == 0:
            return NAN
        n = nums[0] / nums[1]
    else:
        n = nums[0] + nums[1] if op == "+" else nums[0] - nums[1] \
            if op == "-" else nums[0] * nums[1]
    return computed(n)


def run_map(x, e):
    v = run(x[1], e)
    for row in x[2:]:
        if isinstance(row, dict):
            return v if v == REDACTED else run(row["else"], e)
        key, result = row
        if is_none(v):
            continue
        if isinstance(key, list):
            if find(key[1], as_text(v)):
                return run(result, e)
        elif order(v, run(key, e)) == 0:
            return run(result, e)
    return v if v == REDACTED else MISSING


def run_text(x, e):
    op = x[0]
    v = run(x[1], e)
    if is_none(v):
        return v
    s = as_text(v)
    if op in ("lower", "upper"):
        b = s.encode()
        return ("text", (b.lower() if op == "lower" else b.upper()).decode())
    if op == "len":
        return computed(float(len(s)))
    if op == "number":
        if v[0] == "bool":
            return computed(float(v[1]))
        return computed(float(s)) if NUMBER.match(s.strip()) else NAN
    if op == "replace":
        to = x[3]
        return ("text", re.sub(x[2][1], lambda m: to.replace(
            "$0", m.group()).replace("$$", "$"), s, flags=re.A))
    m = find(x[2][1], s)
    if not m:
        return MISSING
    group = x[3] if len(x) > 3 else 1 if m.re.groups else 0
    return MISSING if m.group(group) is None else ("text", m.group(group))


def run(x, e):
    if isinstance(x, bool):
        return ("bool", x)
    if isinstance(x, (int, float)):
        return computed(float(x))
    if isinstance(x, str):
        return ("text", x)
    op = x[0]
    if op == "field":
        return look(x[1], e)
    if op in ("+", "-", "*", "/", "min", "max", "round"):
        return compute(op, x[1:], e)
    if op == "default":
        v = run(x[1], e)
        return run(x[2], e) if is_none(v) else v
    if op == "if":
        return run(x[2] if holds(x[1], e) else x[3], e)
    return run_map(x, e) if op == "map" else run_text(x, e)


def glob(pattern, s):
    out, escaped = "", False
    for c in pattern:
        if escaped or c not in "*?\\":
            out, escaped = out + re.escape(c), False
        elif c == "\\":
            escaped = True
        else:
            out += ".*" if c == "*" else "."
    return re.fullmatch(out, s, re.S) is not None


def rank(op, level, e):
    s = e.get("severity")
    lo, hi = RANK[level]
    if s is None:
        return op == "!="
    return {"==": lo <= s <= hi, "!=": not lo <= s <= hi, "<": s < lo,
            "<=": s <= hi, ">": s > hi, ">=": s >= lo}[op]


def holds(x, e):
    if isinstance(x, bool):
        return x
    op = x[0]
    if op == "and":
        return all(holds(y, e) for y in x[1:])
    if op == "or":
        return any(holds(y, e) for y in x[1:])
    if op == "not":
        return not holds(x[1], e)
    a = run(x[1], e) if x[1] != ["field", "level"] else None
    if a is None:
        return rank(op, x[2], e)
    if op == "has":
        return not is_none(a)
    if op == "in":
        return any(order(a, run(y, e)) == 0 for y in x[2:])
    if op in ("~", "!~"):
        found = not is_none(a) and bool(find(x[2][1], as_text(a)))
        return found == (op == "~")
    if op == "like":
        return not is_none(a) and glob(x[2], as_text(a))
    if op in ("starts", "ends", "contains"):
        s = None if is_none(a) else as_text(a)
        return s is not None and (s.startswith(x[2]) if op == "starts" else
                                  s.endswith(x[2]) if op == "ends" else
                                  x[2] in s)
    o = order(a, run(x[2], e))
    if op == "!=":
        return o != 0
    return o is not None and {"==": o == 0, "<": o < 0, "<=": o <= 0,
                              ">": o > 0, ">=": o >= 0}[op]


def main():
    rules = [{"kind": "counter", "name": "m%d" % i,
              "by": ["id", {"name": "v", "value": value(3)}],
              "where": cond(3), "limit": 100000}
             for i in range(int(sys.argv[2]))]
    events = [event(i) for i in range(int(sys.argv[3]))]
    with open(sys.argv[4], "w", encoding="utf-8") as f:
        json.dump({"rules": rules}, f, ensure_ascii=False)
    with open(sys.argv[5], "w", encoding="utf-8") as f:
        for e in events:
            f.write(written(e) + "\n")
    for r in rules:
        for e in events:
            if not holds(r["where"], e):
                continue
            v = run(r["by"][1]["value"], e)
            print(r["name"], e["id"], written("" if is_none(v) else
                                              as_text(v)))


main()
