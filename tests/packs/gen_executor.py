"""Lines of Executor's cloud worker: a prefix, a record without a time, and
counters that begin again at 0 when an instance is replaced."""
TOTALS = ("spansEnded", "spansExported", "spansDropped",
          "spanExportFailures", "forceFlushCalls", "forceFlushFailures",
          "forceFlushDurationMsTotal")


def snapshot(log, at, totals):
    if log.chance(0.03):
        totals.update(dict.fromkeys(TOTALS, 0))
    for name in TOTALS:
        totals[name] += log.below(40)
    ages = [log.below(9) for _ in range(5)]
    return dict(at, event="snapshot", activeSseConnections=sum(ages),
                ageBuckets=dict(zip(("lt1m", "m1to5", "m5to30", "m30to60",
                                     "gt60m"), ages)),
                oldestConnectionAgeMs=log.pick([None, log.below(10 ** 7)]),
                totalBytesForwarded=log.below(10 ** 9),
                stalledConnections=log.below(3),
                otel=dict(totals, forceFlushDurationMsLast=log.below(500),
                          maxQueueSize=log.below(2048)))


def close(log, at):
    return dict(at, event="sse_close", connectionId=log.uuid(),
                reason=log.pick(["normal", "normal", "cancel", "error"]),
                ageMs=log.below(7200000), bytesForwarded=log.below(300000),
                chunksForwarded=log.below(50),
                lastWriteAgeMs=log.pick([None, log.below(70000)]))


def write(log):
    places = [({"colo": c, "scriptVersion": v}, dict.fromkeys(TOTALS, 0))
              for c, v in (("AMS", "v1"), ("SJC", "v1"), ("SJC", "v2"))]
    for i in range(500):
        at, totals = log.pick(places)
        record = snapshot(log, at, totals) if log.chance(0.4) else \
            close(log, at)
        prefix = "" if log.chance(0.02) else "[executor:mem-metrics] "
        print(prefix, end="")
        log.put(record, separators=(",", ":"))
        if log.chance(0.05):
            print("GET /mcp 200 OK (12ms)")
