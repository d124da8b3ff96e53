"""usage: executor.py LOG EXPOSITION: Executor's connections and telemetry.
Only lines behind its own prefix are its own."""
import sys

import count

AGES = [1, 5, 15, 60, 300, 900, 1800, 3600, 14400]
BYTES = [2 ** 8, 2 ** 10, 2 ** 12, 2 ** 14, 2 ** 16, 2 ** 18, 2 ** 20,
         2 ** 24]
TOTALS = {"spansEnded": "otel_spans_ended",
          "spansExported": "otel_spans_exported",
          "spansDropped": "otel_spans_dropped",
          "forceFlushCalls": "otel_flushes",
          "spanExportFailures": "otel_span_export_failures",
          "forceFlushFailures": "otel_flush_failures",
          "forceFlushDurationMsTotal": "otel_flush_seconds",
          "totalBytesForwarded": "forwarded_bytes"}
READINGS = {"activeSseConnections": ("active_sse_connections", 1),
            "stalledConnections": ("stalled_connections", 1),
            "oldestConnectionAgeMs": ("oldest_connection_age_seconds", 1000)}
OTEL = {"maxQueueSize": ("otel_queue_size_max", 1),
        "forceFlushDurationMsLast": ("otel_flush_last_seconds", 1000)}
m = count.Metrics()
before = {}


def snapshot(r, **at):
    for source, names in ((r, READINGS), (r["otel"], OTEL)):
        for k, (name, scale) in names.items():
            if source[k] is not None:
                m.set("executor_" + name, source[k] / scale, **at)
    for age, n in r["ageBuckets"].items():
        m.set("executor_connections", n, age=age, **at)
    if r["event"] == "sse_open":
        m.add("executor_open_sse_connections", 1, **at)
    if not r["activeSseConnections"]:
        return      # whose it is, the next reading tells
    totals = dict(r["otel"], totalBytesForwarded=r["totalBytesForwarded"])
    for k, name in TOTALS.items():
        now = totals[k]
        last = before.get((k, *at.values()), 0)
        before[(k, *at.values())] = now
        m.add("executor_%s_total" % name,
              (now - last if now >= last else now) /
              (1000 if name.endswith("_seconds") else 1), **at)


def close(r):
    why = r["reason"]
    m.add("executor_sse_close_reasons_total", bucket=why)
    m.add("executor_open_sse_connections", -1, colo=r["colo"],
          script_version=r["scriptVersion"])
    m.observe("executor_sse_connection_age_seconds", AGES,
              r["ageMs"] / 1000, reason=why)
    m.observe("executor_sse_connection_bytes", BYTES, r["bytesForwarded"],
              reason=why)
    if r["lastWriteAgeMs"] is not None:
        m.observe("executor_sse_last_write_age_seconds", AGES,
                  r["lastWriteAgeMs"] / 1000, reason=why)


own = sys.argv[1] + ".own"
with open(sys.argv[1], encoding="utf-8") as f, \
        open(own, "w", encoding="utf-8") as to:
    to.writelines(line for line in f if line.startswith("[executor:"))
for r in count.records(own):
    if r["event"] in ("snapshot", "sse_open"):
        snapshot(r, colo=r["colo"], script_version=r["scriptVersion"])
    else:
        close(r)
m.set("target_info", 1, service_name="executor")
sys.exit(m.compare(sys.argv[2]))
