#!/usr/bin/env python3
"""usage: windows.py SEED CASES

Counters with windows of days, weeks and months in several zones, over random
events of which some come late: mlog-agg against Python's calendar. Prints
each case that differs and fails then.
"""

import datetime as d
import json
import random
import subprocess
import sys
import zoneinfo

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo",
         "Australia/Lord_Howe", "Asia/Kolkata"]
R = random.Random(int(sys.argv[1]))


def month_start(day, first):
    """The month's window that holds the day, which begins on the first-th
    or, in a shorter month, on its last day."""
    def begin(y, m):
        after = d.date(y + m // 12, m % 12 + 1, 1)
        return d.date(y, m, min(first, (after - d.timedelta(1)).day))
    b = begin(day.year, day.month)
    if b <= day:
        return b
    before = day.replace(day=1) - d.timedelta(1)
    return begin(before.year, before.month)


def start(t, zone, unit, first):
    day = t.astimezone(zone).date()
    if unit == "week":
        return day - d.timedelta(day.weekday())
    return month_start(day, first) if unit == "month" else day


def events():
    t = R.randrange(900_000_000, 1_700_000_000)
    for _ in range(R.randrange(5, 60)):
        t += R.choice([60, 3600, 40000, 86400 * R.randrange(1, 9)])
        at = t - R.choice([0, 0, 0, 100, 90000, 864000])
        yield (d.datetime.fromtimestamp(at, d.timezone.utc), R.choice("ab"),
               R.randrange(1, 9))


def expected(log, zone, unit, first):
    window, value, late = None, {}, 0
    for t, label, v in log:
        w = start(t, zone, unit, first)
        if window is None or w > window:
            window, value = w, {}
        if w < window:
            late += 1
        else:
            value[label] = value.get(label, 0) + v
    return value, late


def counted(log, rule):
    text = "".join(json.dumps({"time": t.strftime("%Y-%m-%dT%H:%M:%SZ"),
                               "a": a, "v": v}) + "\n" for t, a, v in log)
    p = subprocess.run(["mlog-agg", "-e", rule], input=text, check=True,
                       stdout=subprocess.PIPE, universal_newlines=True)
    value, late = {}, 0
    for line in map(json.loads, p.stdout.splitlines()):
        if line.get("name") == "c":
            value[line["labels"]["a"]] = line["value"]
        elif line.get("name") == "mlog_rule_skipped_total":
            assert line["labels"]["reason"] == "late", line
            late = line["value"]
    return value, late


def main():
    wrong = 0
    for _ in range(int(sys.argv[2])):
        name, unit = R.choice(ZONES), R.choice(["day", "week", "month"])
        first = R.choice([1, 5, 28, 29, 30, 31]) if unit == "month" else 1
        rule = 'counter c of v by a window %s%s tz "%s"' % (
            unit, " from %d" % first if unit == "month" else "", name)
        log = list(events())
        want = expected(log, zoneinfo.ZoneInfo(name), unit, first)
        got = counted(log, rule)
        if got != want:
            wrong += 1
            print(rule, "from", log[0][0], "want", want, "got", got)
    sys.exit(wrong > 0)


main()
