#!/usr/bin/env python3
"""usage: rules.py SEED N -- N random statements of rules as JSON, all right.

Every kind, clause, operator and function of mlog-rules(5) occurs; names and
texts are odd on purpose. For tests of what is printed and read again.
"""
import json
import random
import sys

WORDS = ["status", "a", "b.c", "spans.0.name", "user-agent", "and", "level",
         "from", "where", "elapsed", "by", "x y", "@timestamp", "true", "Ä",
         "q`q", "back\\slash", "else", "tz", "0", "9a"]
TEXTS = ["", "x", "5", "1e3", "a\"b", "tab\t", "new\nline", "\\", "/", "é",
         "\u0001", "%s", "#", "'", "😀", "`"]
PATTERNS = ["^2", r"\/[0-9a-f-]{8,}", r"(\w+)\.(\d+)", "[/#]", "[]/]", "a b",
            r"[[:alpha:]/]+", r"\[", "é", r"(?<n>x)", "[^]]"]
SPANS = ["5m", "1h30m", "250ms", "1d", "7d", "1us", "3ns", "1m1s"]


class Gen:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.n = 0

    def some(self, p):
        return self.r.random() < p

    def field(self):
        w = self.r.choice(WORDS)
        if self.some(0.2):
            return ["field", [w] if self.some(0.5) else [w, "p.q", "z"]]
        return ["field", w]

    def number(self):
        return self.r.choice([0, 1, -1, 5, 0.5, -2.25, 1e-7, 1e21, 1000,
                              9007199254740993, self.r.randint(0, 99)])

    def text(self):
        return self.r.choice(TEXTS)

    def pattern(self):
        return ["pattern", self.r.choice(PATTERNS)]

    def num(self, d):
        """A value that may be used as a number."""
        k = self.r.randrange(9 if d > 0 else 2)
        if k == 0:
            return self.number()
        if k == 1:
            return self.r.choice([self.field(), ["field", "p0"],
                                  ["index", ["field", "p1"], "req.agent"]])
        if k == 2:
            return [self.r.choice("+-*/"), self.num(d - 1), self.num(d - 1)]
        if k == 3:
            return ["-", self.field()]
        if k == 4:
            return [self.r.choice(["min", "max"])] + [
                self.num(d - 1) for _ in range(self.r.randint(1, 3))]
        if k == 5:
            return [self.r.choice(["number", "duration", "bytes", "len"]),
                    self.value(d - 1)]
        if k == 6:
            return ["round", self.num(d - 1)]
        if k == 7:
            return ["default", self.num(d - 1), self.num(d - 1)]
        return ["if", self.cond(d - 1), self.num(d - 1), self.num(d - 1)]

    def value(self, d):
        k = self.r.randrange(7 if d > 0 else 2)
        if k == 0:
            return self.text()
        if k == 1:
            return self.num(d)
        if k == 2:
            return [self.r.choice(["lower", "upper"]), self.value(d - 1)]
        if k == 3:
            return ["replace", self.value(d - 1), self.pattern(), "$0-$$"]
        if k == 4:
            e = ["match", self.value(d - 1), self.pattern()]
            return e + [0] if self.some(0.5) else e
        if k == 5:
            return True if self.some(0.5) else False
        e = ["map", self.value(d - 1)]
        for _ in range(self.r.randint(1, 3)):
            key = self.pattern() if self.some(0.3) else self.r.choice(
                ["UP", 5, -1, True])
            e.append([key, self.value(d - 1)])
        if self.some(0.5):
            e.append({"else": self.value(d - 1)})
        return e

    def cond(self, d):
        k = self.r.randrange(9 if d > 0 else 3)
        if k == 0:
            return ["==", self.field_not_level(), self.r.choice(["x", 5, -1])]
        if k == 1:
            return ["has", self.field()]
        if k == 2:
            return [self.r.choice(["==", "!=", "<", "<=", ">", ">="]),
                    ["field", "level"], self.r.choice(["warn", "critical"])]
        if k == 3:
            return [self.r.choice(["and", "or"])] + [
                self.cond(d - 1) for _ in range(self.r.randint(2, 4))]
        if k == 4:
            return ["not", self.cond(d - 1)]
        if k == 5:
            return [self.r.choice(["~", "!~"]), self.value(d - 1),
                    self.pattern()]
        if k == 6:
            return ["like", self.field(), self.r.choice(["a*", "?", "\\*"])]
        if k == 7:
            return [self.r.choice(["starts", "ends", "contains"]),
                    self.field(), self.text()]
        return ["in", self.field_not_level()] + [
            self.number() for _ in range(self.r.randint(1, 4))]

    def field_not_level(self):
        f = self.field()
        return ["field", "code"] if f[1] in ("level", ["level"]) else f

    def labels(self, states=False):
        out = []
        for i in range(self.r.randint(1, 4)):
            name = "%s%d" % (self.r.choice(["l", "a.b", "_x"]), i)
            if self.some(0.5):
                out.append(name)
                continue
            label = {"name": name, "value": self.value(2)}
            if states and self.some(0.5):
                label["initially"] = self.text()
            out.append(label)
        return out

    def pair(self):
        p = {"key": self.field(), "from": self.cond(1), "to": self.cond(1)}
        if self.some(0.5):
            p["timeout"] = self.r.choice(SPANS)
        return p

    def window(self):
        k = self.r.randrange(4)
        if k == 0:
            return self.r.choice(SPANS)
        if k == 1:
            return self.r.choice(["day", "week", "month"])
        if k == 2:
            return {"unit": "month", "from": self.r.randint(2, 31),
                    "tz": "Europe/Berlin"}
        return {"unit": "month", "from": "p0"}

    def maybe(self, s, name, p, make):
        if self.some(p):
            s[name] = make()

    def common(self, s):
        self.maybe(s, "by", 0.7, self.labels)
        self.maybe(s, "where", 0.6, lambda: self.cond(3))
        self.maybe(s, "help", 0.2, self.text)
        self.maybe(s, "unit", 0.2, lambda: "{x}")
        if self.some(0.3):
            s["limit"] = self.r.randint(1, 1000000)
            self.maybe(s, "over", 0.5, lambda: self.r.choice(
                ["drop", "fail"]))

    def values(self, s, of=True):
        if of:
            s["of"] = self.num(3)
        self.maybe(s, "pair", 0.3, self.pair)
        if "absolute" not in s:
            self.maybe(s, "window", 0.3, self.window)
        self.common(s)

    def counter(self, s):
        if self.some(0.2):
            s["absolute"] = True
        self.values(s, "absolute" in s or self.some(0.5))
        self.maybe(s, "exemplar", 0.2, self.labels)

    def gauge(self, s):
        self.maybe(s, "mode", 0.5, lambda: self.r.choice(
            ["min", "max", "sum"]))
        self.values(s)
        self.maybe(s, "expire", 0.3, lambda: self.r.choice(SPANS))

    def histogram(self, s):
        self.values(s)
        if self.some(0.4):
            s["exponential"] = True
            self.maybe(s, "error", 0.5, lambda: self.r.choice(
                [0.001, 0.05, 0.123]))
        else:
            self.maybe(s, "buckets", 0.8, lambda: sorted(self.r.sample(
                [-1, 0, 0.1, 0.25, 1, 5.5, 1e9, 1e22], 4)))

    def summary(self, s):
        self.values(s)
        self.maybe(s, "quantiles", 0.5, lambda: [0, 0.25, 0.999, 1])
        self.maybe(s, "error", 0.5, lambda: 0.02)

    def frequency(self, s):
        self.values(s)

    distinct = frequency

    def updown(self, s):
        self.common(s)
        self.maybe(s, "of", 0.3, lambda: self.num(2))
        self.maybe(s, "down", 0.5, lambda: self.cond(2))
        if "down" not in s:
            s["up"] = self.cond(2)

    def states(self, s):
        self.common(s)
        s.pop("over", None)
        s["key"] = self.field()
        s["by"] = self.labels(True)
        if self.some(0.7):
            s["until"] = {"where": self.cond(2)}
            self.maybe(s["until"], "drop", 0.5, lambda: self.r.choice(
                [True, "1h", "30m"]))

    def operand(self, d):
        k = self.r.randrange(6 if d > 0 else 3)
        if k == 0:
            return self.number()
        if k == 1:
            return ["field", self.r.choice(["base", "p0", "base_day"])]
        if k == 2:
            return ["index", ["field", "p1"], "agent"]
        if k == 3:
            return [self.r.choice("+-*/"), self.operand(d - 1),
                    self.operand(d - 1)]
        if k == 4:
            return ["days", ["field", "base_day"]]
        return ["if", [">", self.operand(d - 1), 1], self.operand(d - 1),
                ["default", self.operand(d - 1), 0]]

    def compute(self, s):
        s["by"] = ["agent"]
        s["value"] = ["+", ["field", "base"], self.operand(4)]
        self.maybe(s, "warn", 0.3, lambda: -1.5)
        self.maybe(s, "crit", 0.3, lambda: 100)

    def span(self, s):
        if self.some(0.5):
            s["key"] = self.field()
            s["from"] = self.cond(1)
            s["to"] = self.cond(1)
            self.maybe(s, "timeout", 0.3, lambda: self.r.choice(SPANS))
        else:
            s["duration"] = self.num(2)
        self.maybe(s, "parent", 0.3, self.field)
        self.maybe(s, "failed", 0.3, lambda: self.cond(1))
        self.maybe(s, "attributes", 0.3, self.labels)

    def statement(self):
        kind = self.r.choice(["counter", "gauge", "histogram", "summary",
                              "frequency", "distinct", "updown", "states",
                              "compute", "span"])
        self.n += 1
        s = {"kind": kind, "name": "m%d" % self.n}
        getattr(self, kind)(s)
        return s


def main():
    g = Gen(int(sys.argv[1]))
    rules = [
        {"kind": "counter", "name": "base", "by": ["agent"]},
        {"kind": "counter", "name": "base_day", "window": "day"},
        {"kind": "param", "name": "p0", "value": 3},
        {"kind": "param", "name": "p1", "by": "agent",
         "table": {"a": 1, "": 0.25, "default": -1e9}, "default": 7},
        {"kind": "label", "name": "l0", "value": g.value(2)},
        {"kind": "label", "name": "l1", "only": ["x", "a\"b", ""],
         "else": "other"},
        {"kind": "resource", "attributes": {"service.name": "é\n"}},
    ]
    rules += [g.statement() for _ in range(int(sys.argv[2]))]
    json.dump({"rules": rules}, sys.stdout, ensure_ascii=g.some(0.5),
              indent=g.r.choice([None, 1]))


main()
