#!/usr/bin/env python3
"""usage: computes.py SEED CASES

Random expressions of `compute` over metrics and params, with labels matched
and summed away: mlog-agg against the words of mlog-rules(5). Prints each case
that differs and fails then.
"""

import json
import random
import subprocess
import sys

LABELS = {"c": ("a", "b"), "g": ("a",), "u": (), "f": ("a", "bucket")}
RULES = """counter c of v by a, b where e == "c"
gauge g of v by a where e == "g"
counter u where e == "u"
frequency f of w by a where e == "f"
param p = %d
param t by a { "x" = %d, "y" = 2%s }
compute k %s= %s
"""
R = random.Random(int(sys.argv[1]))


class Case:
    def __init__(self):
        self.by = R.choice([(), ("a",), ("a", "b"), ("b",), ("a", "bucket")])
        self.p = R.randrange(-3, 9)
        self.t = {"x": R.randrange(5), "y": 2}
        self.default = R.choice([None, 7])
        self.events = [self.event(i) for i in range(R.randrange(25))]
        self.values = {m: {} for m in LABELS}
        self.values["u"][()] = 0  # without labels it is there at once
        for e in self.events:
            self.count(e)
        self.expr = self.make(4)

    @staticmethod
    def event(i):
        v = R.randrange(1, 9)
        return {"time": "2026-11-20T09:00:%02dZ" % i, "e": R.choice("cguf"),
                "a": R.choice("xyz"), "b": R.choice("pq"), "v": v,
                "w": str(v % 3)}

    def count(self, e):
        m = e["e"]
        key = tuple(e["w" if name == "bucket" else name]
                    for name in LABELS[m])
        old = self.values[m].get(key, 0)
        self.values[m][key] = (e["v"] if m == "g" else
                               old + (e["v"] if m == "c" else 1))

    def make(self, d):
        k = R.randrange(9 if d else 3)
        if k == 0:
            return ("number", R.choice([0, 1, 2, 0.5, 10]))
        if k == 1:
            return ("metric", R.choice("cguf"))
        if k == 2:
            return ("t",) if "a" in self.by and R.random() < .5 else ("p",)
        if k < 6:
            return (R.choice("+-*/"), self.make(d - 1), self.make(d - 1))
        if k < 8:
            return (R.choice(["default", "min", "max"]), self.make(d - 1),
                    self.make(d - 1))
        return ("if", R.choice([">", "<=", "=="]), self.make(d - 1),
                self.make(d - 1), self.make(d - 1), self.make(d - 1))

    def text(self, x):
        op = x[0]
        if op in ("number", "metric"):
            return str(x[1])
        if op in ("p", "t"):
            return "p" if op == "p" else "t[a]"
        if op == "if":
            return "if(%s %s %s, %s, %s)" % (
                self.text(x[2]), x[1], *map(self.text, x[3:]))
        if op in "+-*/":
            return "(%s %s %s)" % (self.text(x[1]), op, self.text(x[2]))
        return "%s(%s, %s)" % (op, self.text(x[1]), self.text(x[2]))

    def metrics(self, x):
        if x[0] == "metric":
            return {x[1]}
        return set().union(*(self.metrics(y) for y in x[1:]
                             if isinstance(y, tuple)))

    def metric(self, m, labels):
        found = [v for key, v in self.values[m].items() if all(
            labels[n] == k for n, k in zip(LABELS[m], key) if n in self.by)]
        return float(sum(found)) if found else None

    def run(self, x, labels):
        """None where an operand is missing or there is no number."""
        op = x[0]
        if op == "number":
            return float(x[1])
        if op == "metric":
            return self.metric(x[1], labels)
        if op in ("p", "t"):
            v = self.p if op == "p" else self.t.get(labels["a"], self.default)
            return None if v is None else float(v)
        if op == "if":
            a, b = self.run(x[2], labels), self.run(x[3], labels)
            holds = None not in (a, b) and {
                ">": a.__gt__, "<=": a.__le__, "==": a.__eq__}[x[1]](b)
            return self.run(x[4 if holds else 5], labels)
        a, b = self.run(x[1], labels), self.run(x[2], labels)
        if op == "default":
            return b if a is None else a
        if a is None or b is None or (op == "/" and b == 0):
            return None
        return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b,
                "/": lambda: a / b, "min": lambda: min(a, b),
                "max": lambda: max(a, b)}[op]()

    def expected(self):
        """A sample for each combination that some operand has in full."""
        combos = set() if self.by else {()}
        for m in self.metrics(self.expr):
            if self.by and set(self.by) <= set(LABELS[m]):
                combos |= {tuple(key[LABELS[m].index(n)] for n in self.by)
                           for key in self.values[m]}
        values = {c: self.run(self.expr, dict(zip(self.by, c)))
                  for c in combos}
        return {c: v for c, v in values.items() if v is not None}

    def rules(self):
        return RULES % (
            self.p, self.t["x"], "" if self.default is None else
            ", default = %d" % self.default,
            "by %s " % ", ".join(self.by) if self.by else "",
            self.text(self.expr))

    def counted(self):
        p = subprocess.run(
            ["mlog-agg", "--no-own", "-e", self.rules()], check=True,
            input="".join(json.dumps(e) + "\n" for e in self.events),
            stdout=subprocess.PIPE, universal_newlines=True)
        return {tuple(s["labels"][n] for n in self.by): s["value"]
                for s in map(json.loads, p.stdout.splitlines())
                if s.get("name") == "k"}


def main():
    done = wrong = 0
    while done < int(sys.argv[2]):
        case = Case()
        used = case.metrics(case.expr)
        if any(all(n not in LABELS[m] for m in used) for n in case.by):
            continue  # a label of no operand is an error
        done += 1
        want, got = case.expected(), case.counted()
        if want.keys() != got.keys() or any(
                abs(got[k] - want[k]) > 1e-12 * abs(want[k]) for k in got):
            wrong += 1
            print(case.rules(), case.events, "want", want, "got", got)
    sys.exit(wrong > 0)


main()
