"""usage: gen.py PACK [ARGUMENT]: a sample log for that pack on standard
output, the same bytes everywhere. What is in it follows the applications' own formats."""
import importlib
import json
import os
import random
import sys


class Log:
    """Lines in the order of time, from a start on."""

    def __init__(self, seconds=1773568800):     # 2026-03-15T10:00:00Z
        self.random = random.Random(7).random
        self.us = seconds * 1000000
        self.args = sys.argv[2:]

    def below(self, n):
        return int(self.random() * n)

    def pick(self, things):
        return things[self.below(len(things))]

    def chance(self, share):
        return self.random() < share

    def hex(self, n):
        return "".join(self.pick("0123456789abcdef") for _ in range(n))

    def uuid(self):
        h = self.hex(30)
        return "%s-%s-4%s-8%s-%s" % (h[:8], h[8:12], h[12:15], h[15:18],
                                     h[18:])

    def tick(self, most=900000):
        self.us += 1 + self.below(most)

    def stamp(self):
        import time
        text = time.strftime("%Y-%m-%dT%H:%M:%S",
                             time.gmtime(self.us // 1000000))
        part = self.us % 1000000
        return text + (".%06dZ" % part if part else "Z")

    def put(self, record, **how):
        print(json.dumps(record, **how))


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    sys.stdout.reconfigure(encoding="utf-8")
    importlib.import_module("gen_" + sys.argv[1]).write(Log())
