"""What the scripts beside this one share: the records of a log, and metrics
that are counted plainly and compared with an exposition.

It knows nothing of mlog: a line's record is what json finds from the first
brace on, and a sum is math.fsum's.
"""
import calendar
import json
import math
import re
import sys
import time

REDACTED = "**REDACTED**"


def records(path):
    """The JSON objects of a log, those behind a prefix too."""
    with open(path, "rb") as f:
        for line in f:
            at = line.find(b"{")
            try:
                r = json.loads(line[max(at, 0):],
                               parse_constant=lambda name: None)
            except ValueError:
                continue
            if isinstance(r, dict):
                yield r


def number(v):
    """A finite number, from text too; None for what is none."""
    if isinstance(v, bool) or v is None:
        return None
    try:
        v = float(v)
    except (TypeError, ValueError):
        return None
    return v if math.isfinite(v) else None


def first(r, *keys):
    """The first of the members that is there."""
    for k in keys:
        if r.get(k) not in (None, REDACTED, "-"):
            return r[k]
    return None


def stamp(text):
    """RFC 3339 in UTC as microseconds."""
    m = re.match(r"(\d+-\d+-\d+)[T ](\d+:\d+:\d+)(?:\.(\d+))?", text)
    whole = calendar.timegm(time.strptime(m[1] + m[2], "%Y-%m-%d%H:%M:%S"))
    return whole * 1000000 + int((m[3] or "0").ljust(6, "0")[:6])


def escape(v):
    return (str(v).replace("\\", "\\\\").replace('"', '\\"')
            .replace("\n", "\\n"))


def key(name, labels):
    text = ",".join('%s="%s"' % (k, escape(v))
                    for k, v in sorted(
                        labels.items(), key=lambda i: (i[0] == "le", i))
                    if v not in ("", None))
    return name + ("{%s}" % text if text else "")


class Metrics:
    def __init__(self):
        self.values = {}    # key -> list of what is added
        self.now = {}       # key -> value
        self.at = {}        # key -> time of that

    def add(self, name, value=1, **labels):
        self.values.setdefault(key(name, labels), []).append(value)

    def there(self, name, label, values, **labels):
        """Series that exist at 0."""
        for v in values:
            self.add(name, 0, **dict(labels, **{label: v}))

    def last(self, name, at, value, **labels):
        """A gauge by the time of the events."""
        k = key(name, labels)
        if value is not None and at >= self.at.get(k, at):
            self.at[k], self.now[k] = at, value

    def set(self, name, value, **labels):
        self.now[key(name, labels)] = value

    def observe(self, name, bounds, value, **labels):
        for b in bounds + [math.inf]:
            le = "+Inf" if b == math.inf else "%.15g" % b
            self.add(name + "_bucket", int(value <= b), le=le, **labels)
        self.add(name + "_sum", value, **labels)
        self.add(name + "_count", 1, **labels)

    def samples(self):
        all = {k: math.fsum(v) for k, v in self.values.items()}
        all.update(self.now)
        return all

    def compare(self, path):
        """Against an exposition; the exit code."""
        want, got, bad = self.samples(), {}, 0
        with open(path, encoding="utf-8") as f:
            for line in f:
                if not line.startswith("#"):
                    k, v = line.rstrip("\n").rsplit(" ", 1)
                    # Go writes 1e+06 for a bound where Python does not.
                    k = re.sub('le="([0-9.e+]+)"', lambda b: 'le="%.15g"' %
                               float(b[1]), k)
                    got[k] = float(v)
        for k in sorted(want.keys() | got.keys()):
            if k not in got:
                print("missing: %s %r" % (k, want[k]))
            elif k not in want:
                print("not expected: %s %r" % (k, got[k]))
            elif not math.isclose(want[k], got[k], rel_tol=1e-14):
                print("%s: wanted %r, got %r" % (k, want[k], got[k]))
            else:
                continue
            bad += 1
        print("%d samples, %d wrong" % (len(want), bad))
        return 1 if bad or not want else 0


class Pairs:
    """Starts that wait for their end, by key."""

    def __init__(self):
        self.open = {}

    def start(self, k, at, record):
        self.open[k] = at, record

    def end(self, k, at):
        """Seconds since the start and its record, once; or None twice."""
        begun, record = self.open.pop(k, (None, None))
        if begun is None or at < begun:
            return None, None
        return (at - begun) / 1e6, record


def params():
    """NAME=VALUE arguments behind the log and the exposition."""
    return dict(a.split("=", 1) for a in sys.argv[3:])
