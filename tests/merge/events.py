"""Random events that all.rules has something to say about.

They tie often and come out of order, but what the claim of the merging leaves
out does not occur: readings of counters are in order, and no event is of an
hour that is over, since windows end with hours.
"""
import json

HOUR = 3600000


def number(rand):
    kind = rand.randrange(6)
    if kind == 0:
        return rand.randint(-5, 50)
    if kind == 1:
        return rand.random() * 10 ** rand.randint(-8, 12)
    if kind == 2:
        return rand.choice([0, 0.1, 0.5, 1, 5, 1e16, -1e16, 1e-7])
    return round(rand.random() * 10, rand.randint(0, 4))


class Stream:
    def __init__(self, rand, start):
        self.rand = rand
        self.at = start         # ms, of no zone
        self.reading = {}
        self.ids = rand.choice([10, 5000])

    def time(self, ordered):
        back = 0 if ordered else self.rand.choice([0] * 6 + [1, 3000, 280000])
        at = self.at - back
        if at // HOUR != self.at // HOUR:
            at = self.at
        day = at // (24 * HOUR)
        return "2026-%02d-%02dT%02d:%02d:%02d.%03dZ" % (
            3 + day // 31, day % 31 + 1, at // HOUR % 24, at // 60000 % 60,
            at // 1000 % 60, at % 1000)

    def read(self, agent):
        """A counter of the log: it grows, stays, or begins anew."""
        old = self.reading.get(agent, 0)
        new = self.rand.choice([old, old + 1, old + self.rand.random() * 10,
                                0, self.rand.randint(0, 3)])
        self.reading[agent] = new
        return new

    def tool(self, e):
        rand = self.rand
        e["event"] = rand.choice(["start", "start", "done", "broke"])
        # Few calls at a time, so that starts of one nest.
        if rand.random() < 0.97:
            e["call"] = rand.choice(["c1", "c2", 3, "c%d" % rand.randrange(40)])
        if rand.random() < 0.5:
            e["tool"] = rand.choice(["ls", "grep"])
        if rand.random() < 0.5:
            e["path"] = "/x/%d/y" % rand.randrange(9)
        e["severity"] = rand.choice([9, 13, 17])

    def task(self, e):
        rand = self.rand
        e["event"] = rand.choice(["created", "moved", "moved", "closed"])
        e["task"] = "t%d" % rand.randrange(rand.choice([3, 40]))
        if rand.random() < 0.5:
            e["verdict"] = rand.choice(["allow", "deny", "odd", None])

    def event(self):
        rand = self.rand
        self.at += rand.choice([0, 0, 0, 1, 250, 7000])
        if rand.random() < 0.01:
            self.at += rand.randint(0, 40 * 60000)
        ordered = rand.random() < 0.2
        e = {"time": self.time(ordered)}
        if rand.random() < 0.9:
            e["status"] = rand.choice(["ok", "ok", "failed", "odd", "", 3])
        if rand.random() < 0.8:
            e["agent"] = rand.choice(["a1", "a2", "é\"\\\n", None, True])
        for name in "cost", "depth", "lag":
            if rand.random() < 0.6:
                e[name] = rand.choice([number(rand)] * 3 +
                                      ["**REDACTED**", "much", None])
        if ordered and rand.random() < 0.7:
            e["reading"] = self.read(e.get("agent"))
        if rand.random() < 0.4:
            e["user"] = "u%d" % rand.randrange(30)
        if rand.random() < 0.8:
            e["id"] = rand.randrange(self.ids)
        for name in "trace", "request":
            if rand.random() < 0.2:
                e[name] = "%x" % rand.randrange(1 << 30)
        rand.choice([self.tool, self.task, lambda e: None])(e)
        return json.dumps(e) + "\n"


def stream(rand, n):
    # Around the end of a month that begins on the 15th in Berlin.
    s = Stream(rand, 13 * 24 * HOUR + rand.randint(20 * HOUR, 25 * HOUR))
    return [s.event() for _ in range(n)]
