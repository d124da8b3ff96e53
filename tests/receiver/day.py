"""usage: day.py RUNS KILLS EVENTS SERIES FAKETIME_LIBRARY

A day of cron: RUNS times, a simulated minute apart, EVENTS events are
appended to a log that is rotated now and then; mlog-agg counts them by SERIES
labels; mlog-otlp sends the snapshot, and from a state of its own logs and
spans, all by one spool. The collector is there at first, then away, and comes
back after the last run. Until KILLS runs of mlog-otlp were killed by SIGKILL,
each is at a random time, with a chance that is right for that. One event in a
hundred is poison: the collector refuses (400) what it is in.

In the end every record and every span has arrived, or is in rejected/ in a
batch with poison; so have all points of runs that were not killed, and the
last totals are those of the log. Prints one line; exit 1 when anything is
missing.
"""
import collections
import glob
import gzip
import os
import random
import socket
import subprocess
import sys
import threading
import time

import collector_pb2
import signals

BASE = 1795219200       # 2026-11-21T00:00:00Z
POISON = b"POISON"


def stamp(second):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(BASE + second))


def number(pairs, name):
    for p in pairs:
        if p["key"] == name:
            return int(p["value"]["intValue"])
    return None


class Collector(threading.Thread):
    """Counts what comes; refuses poison."""

    def __init__(self):
        super().__init__(daemon=True)
        self.points = collections.Counter()
        self.value = {}
        self.logs = collections.Counter()
        self.spans = collections.defaultdict(set)
        self.refused = 0
        self.server = None
        self.lock = threading.Lock()
        s = socket.socket()
        s.bind(("127.0.0.1", 0))
        self.port = s.getsockname()[1]
        s.close()

    def open(self):
        self.server = socket.create_server(("127.0.0.1", self.port),
                                           backlog=128)
        threading.Thread(target=self.accept, args=(self.server,),
                         daemon=True).start()

    def close(self):
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()

    def accept(self, server):
        while True:
            try:
                sock, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(sock,),
                             daemon=True).start()

    def serve(self, sock):
        f = sock.makefile("rb")
        try:
            while True:
                first = f.readline()
                if not first:
                    return
                head = {}
                for line in iter(f.readline, b"\r\n"):
                    name, _, value = line.partition(b":")
                    head[name.lower()] = value.strip()
                body = f.read(int(head[b"content-length"]))
                if head.get(b"content-encoding") == b"gzip":
                    body = gzip.decompress(body)
                with self.lock:
                    ok = self.take(first, body)
                sock.sendall(b"HTTP/1.1 %s Any\r\nContent-Length: 0\r\n\r\n"
                             % (b"200" if ok else b"400"))
        except (OSError, EOFError, ValueError):
            pass
        finally:
            sock.close()

    def take(self, first, body):
        if POISON in body:
            self.refused += 1
            return False
        if b"/v1/metrics" in first:
            self.take_points(body)
        elif b"/v1/logs" in first:
            self.logs.update(numbers("logs", body))
        else:
            for job, ident in spans(body):
                self.spans[job].add(ident)
        return True

    def take_points(self, body):
        r = collector_pb2.ExportMetricsServiceRequest.FromString(body)
        for rm in r.resource_metrics:
            for m in (m for s in rm.scope_metrics for m in s.metrics):
                if m.name != "work_total":
                    continue
                for p in m.sum.data_points:
                    self.points[p.time_unix_nano] += 1
                    key = p.attributes[0].value.string_value
                    if self.value.get(key, (0, 0))[0] <= p.time_unix_nano:
                        self.value[key] = (p.time_unix_nano, p.as_double)


def items(signal, body):
    return signals.items(signal, signals.decode(signal, body))


def numbers(signal, body):
    return [number(i["attributes"], "n") for i in items(signal, body)]


def spans(body):
    return [(number(i["attributes"], "job"), i["spanId"])
            for i in items("traces", body)]


def sent_back():
    """Numbers and jobs in rejected/, all of it poisoned."""
    logs, jobs = set(), set()
    for name in glob.glob("spool/rejected/*"):
        if name.endswith(".txt"):
            continue
        with open(name, "rb") as f:
            head, _, body = f.read().partition(b"\n")
        if POISON not in body:
            sys.exit("%s is rejected, and has no poison" % name)
        if b" logs " in head:
            logs.update(numbers("logs", body))
        elif b" traces " in head:
            jobs.update(job for job, _ in spans(body))
    return logs, jobs


class Day:
    def __init__(self, runs, kills, events, series, faketime):
        self.runs, self.want, self.series = runs, kills, series
        self.events, self.faketime = events, faketime
        self.rng = random.Random(runs)
        self.collector = Collector()
        self.n = self.kills = 0
        self.kept, self.minute = [], 0
        self.took = 0.1
        with open("agg.rules", "w") as f:
            f.write("counter work_total by shard\n")
        with open("span.rules", "w") as f:
            f.write('span work key job from event == "begin" to '
                    'event == "end" timeout 1d attributes x\n')

    def write(self):
        """Begins and ends of jobs; an end comes three jobs later."""
        with open("app.log", "a") as f:
            for _ in range(self.events):
                job, end = self.n // 2, self.n % 2
                job -= 3 * end
                x = "POISON" if self.rng.random() < 0.01 else "fine"
                f.write('{"time":"%s","event":"%s","n":%d,"job":%d,'
                        '"shard":"s%d","x":"%s"}\n'
                        % (stamp(self.minute * 60), "end" if end else
                           "begin", self.n, job, self.n % self.series, x))
                self.n += 1
        if self.minute % 10 == 9:
            for i in range(len(glob.glob("app.log.*")), 0, -1):
                os.rename("app.log.%d" % i, "app.log.%d" % (i + 1))
            os.rename("app.log", "app.log.1")

    def otlp(self, args, stdin=None):
        env = dict(os.environ, LD_PRELOAD=self.faketime,
                   FAKETIME="@" + stamp(self.minute * 60 + 30).replace(
                       "T", " ").rstrip("Z"),
                   FAKETIME_DONT_FAKE_MONOTONIC="1",
                   ASAN_OPTIONS="verify_asan_link_order=0")
        return subprocess.Popen(
            ["mlog-otlp", "-q", "-u", "http://127.0.0.1:%d" %
             self.collector.port, "--allow-private", "--retry-for", "0",
             "--spool", "spool", "--batch", "20"] + args, env=env,
            stdin=stdin, stderr=subprocess.DEVNULL)

    def finish(self, p, may_kill):
        left = 2 * (self.runs - self.minute) + 1
        killed = may_kill and self.rng.random() < \
            (self.want - self.kills) / left * 2
        began = time.monotonic()
        if killed:
            try:
                p.wait(self.rng.uniform(0.005, self.took))
            except subprocess.TimeoutExpired:
                p.kill()
                self.kills += 1
        code = p.wait()
        if not killed:
            self.took = 0.8 * self.took + 0.3 * (time.monotonic() - began)
        return code

    def parse(self, state):
        return subprocess.Popen(["mlog-parse", "-q", "--resume", state,
                                 "app.log*"], stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL)

    def run(self, may_kill=True):
        parse = self.parse("agg.state")
        subprocess.run(["mlog-agg", "-q", "-r", "agg.rules", "-s",
                        "agg.state", "-o", "app.snap", "--now",
                        stamp(self.minute * 60), "--no-own"],
                       stdin=parse.stdout, check=True)
        parse.stdout.close()
        parse.wait()
        codes = [self.finish(self.otlp(["app.snap"]), may_kill)]
        if codes[0] in (0, 1, 75):
            self.kept.append(((BASE + self.minute * 60) * 10 ** 9,
                              min(self.series, self.n)))
        parse = self.parse("otlp.state")
        p = self.otlp(["-s", "otlp.state", "-r", "span.rules", "--signal",
                       "logs,traces"], parse.stdout)
        parse.stdout.close()
        codes.append(self.finish(p, may_kill))
        parse.wait()
        for code in codes:
            if code not in (0, 1, 75, -9):
                sys.exit("run %d: exit %d" % (self.minute, code))
        return codes

    def play(self):
        self.collector.open()
        for self.minute in range(self.runs):
            if self.minute == self.runs // 20:
                self.collector.close()
            self.write()
            self.run()
        self.minute = self.runs + 60
        self.collector.open()
        for _ in range(20):
            self.minute += 60
            if 75 not in self.run(False):
                break
        else:
            sys.exit("not drained")

    def check(self):
        c = self.collector
        logs, jobs = sent_back()
        ended = {i // 2 - 3 for i in range(7, self.n, 2)}
        totals = collections.Counter("s%d" % (i % self.series)
                                     for i in range(self.n))
        shown = {k: v for k, (_, v) in c.value.items()}
        wrong = {
            "records": len(set(range(self.n)) - set(c.logs) - logs),
            "spans": len(ended - set(c.spans) - jobs),
            "span ids": sum(len(i) > 1 for i in c.spans.values()),
            "points": sum(c.points[t] < n for t, n in self.kept),
            "totals": len(set(totals.items()) ^ set(shown.items())),
            "bad files": len(glob.glob("spool/bad/*")),
        }
        twice = sum(v > 1 for v in c.logs.values())
        print("%d runs, %d killed; %d points, %d records (%d of them twice), "
              "%d spans; %d batches with poison refused; missing or wrong: %s"
              % (self.runs, self.kills, sum(c.points.values()), self.n,
                 twice, len(ended), c.refused,
                 {k: v for k, v in wrong.items() if v} or "nothing"))
        return not any(wrong.values()) and self.kills >= 0.5 * self.want


def main():
    day = Day(*map(int, sys.argv[1:5]), sys.argv[5])
    day.play()
    sys.exit(not day.check())


main()
