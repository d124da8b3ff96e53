"""Lines of Executor's cloud worker: a prefix, a record without a time, and
counters that begin again at 0 when an instance is replaced. An instance has
its colo from its open streams: with none open it has none."""
TOTALS = ("spansEnded", "spansExported", "spansDropped",
          "spanExportFailures", "forceFlushCalls", "forceFlushFailures",
          "forceFlushDurationMsTotal")
AGES = (("lt1m", 60), ("m1to5", 300), ("m5to30", 1800), ("m30to60", 3600),
        ("gt60m", 1e9))


class Instance:
    def __init__(self, colo, version):
        self.at = {"colo": colo, "scriptVersion": version}
        self.begin()

    def begin(self):
        self.open, self.n, self.forwarded = {}, 0, 0
        self.totals = dict.fromkeys(TOTALS, 0)

    def reading(self, log, event):
        for name in TOTALS:
            self.totals[name] += log.below(40)
        ages = dict.fromkeys((name for name, _ in AGES), 0)
        for begun in self.open.values():
            age = (log.us - begun) / 1e6
            ages[next(n for n, most in AGES if age < most)] += 1
        at = self.at if self.open else {"colo": "", "scriptVersion": ""}
        return dict(at, event=event, activeSseConnections=len(self.open),
                    ageBuckets=ages, oldestConnectionAgeMs=max(
                        [(log.us - b) // 1000 for b in self.open.values()],
                        default=0),
                    totalBytesForwarded=self.forwarded,
                    stalledConnections=log.below(1 + len(self.open)),
                    stalledWriteThresholdMs=30000,
                    colos=[at["colo"]] if self.open else [],
                    otel=dict(self.totals,
                              forceFlushDurationMsLast=log.below(500),
                              maxQueueSize=2048))

    def opens(self, log):
        self.n += 1
        self.open[self.n] = log.us
        return self.reading(log, "sse_open")

    def closes(self, log):
        n = log.pick(sorted(self.open))
        size = log.below(300000)
        self.forwarded += size
        return dict(self.at, event="sse_close", connectionId=n,
                    reason=log.pick(["normal", "normal", "cancel", "error"]),
                    ageMs=(log.us - self.open.pop(n)) // 1000,
                    bytesForwarded=size, chunksForwarded=log.below(50),
                    lastWriteAgeMs=log.below(70000))


def write(log):
    places = [Instance("AMS", "v1"), Instance("SJC", "v1"),
              Instance("SJC", "v2")]
    for i in range(500):
        log.tick(90000000)
        it = log.pick(places)
        if log.chance(0.02):
            it.begin()
        if log.chance(0.3):
            record = it.reading(log, "snapshot")
        elif it.open and log.chance(0.55):
            record = it.closes(log)
        else:
            record = it.opens(log)
        prefix = "" if log.chance(0.02) else "[executor:mem-metrics] "
        print(prefix, end="")
        log.put(record, separators=(",", ":"))
        if log.chance(0.05):
            print("GET /mcp 200 OK (12ms)")
