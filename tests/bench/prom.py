"""The work of prom.sh: prom.py SERIES RUNS, in a folder to write to."""
import json
import os
import statistics
import subprocess
import sys
import time

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.parser import text_fd_to_metric_families

SERIES, RUNS = int(sys.argv[1]), int(sys.argv[2])
PER_FAMILY = 2000
SNAP = "prom-%d.snap" % SERIES
TEXT = "prom-%d.prom" % SERIES


def families():
    for f in range(SERIES // PER_FAMILY):
        yield ("app_requests_%03d" % f, "Requests of part %d" % f,
               [({"agent": "agent-%04d" % i, "model": "model-%d" % (i % 7),
                  "status": ("ok", "failed")[i % 2]},
                 i * 7.25 + 0.1 * f if f % 2 else float(i * 13 + f))
                for i in range(PER_FAMILY)])


def write_snapshot():
    def line(**members):
        return json.dumps(members, separators=(",", ":")) + "\n"

    when = "2026-11-21T09:24:11.123456789Z"
    body = [line(**{"@mlog": "snapshot", "version": 1, "time": when,
                    "resource": {}})]
    for name, help_text, series in families():
        body.append(line(family=name + "_total", type="counter",
                         kind="counter", rule="0123456789abcdef", unit="",
                         help=help_text))
        for labels, value in series:
            body.append(line(name=name + "_total", labels=labels,
                             value=value, start=when, time=when))
    text = "".join(body).encode()
    xxh64 = subprocess.run(["xxh64sum"], input=text, check=True,
                           stdout=subprocess.PIPE).stdout.split()[0]
    with open(SNAP, "wb") as f:
        f.write(text)
        f.write(line(**{"@mlog": "end", "lines": len(body),
                        "xxh64": xxh64.decode()}).encode())


def registry():
    r = CollectorRegistry()
    for name, help_text, series in families():
        c = Counter(name, help_text, ["agent", "model", "status"],
                    registry=r)
        for labels, value in series:
            c.labels(**labels).inc(value)
    return r


def mlog_prom():
    """Processor time in seconds and peak memory in bytes of one run."""
    with open("timed.out", "w"):
        pass
    subprocess.run(["timed", "timed.out", "exec mlog-prom " + SNAP +
                    " >/dev/null"], check=True)
    with open("timed.out") as f:
        _, micros, kib = f.read().split()[:3]
    return int(micros) / 1e6, int(kib) * 1024


def values(lines):
    return {(s.name, tuple(sorted(s.labels.items()))): s.value
            for family in text_fd_to_metric_families(lines)
            for s in family.samples if not s.name.endswith("_created")}


def main():
    write_snapshot()
    r = registry()
    ours, theirs, memory = [], [], []
    with open(TEXT, "wb") as f:
        subprocess.run(["mlog-prom", SNAP], check=True, stdout=f)
    for _ in range(RUNS):
        seconds, peak = mlog_prom()
        ours.append(seconds)
        memory.append(peak)
        before = time.process_time()
        text = generate_latest(r)
        theirs.append(time.process_time() - before)
    with open(TEXT, encoding="utf-8") as f:
        same = values(f) == values(text.decode().splitlines(True))
    size = os.path.getsize(SNAP)
    ratio = statistics.median(theirs) / statistics.median(ours)
    share = max(memory) / size
    print("prom: %d series, snapshot %.1f MB" % (SERIES, size / 1e6))
    print("prom: mlog-prom %.3f s, python3-prometheus-client %.3f s: "
          "%.1f times" % (statistics.median(ours),
                          statistics.median(theirs), ratio))
    print("prom: peak memory %.1f MB, %.2f times the snapshot" %
          (max(memory) / 1e6, share))
    if not same:
        sys.exit("prom: the two texts differ in meaning")
    if ratio < 20 or share >= 3:
        sys.exit("prom: short of the aim, 20 times and under 3 times")


main()
