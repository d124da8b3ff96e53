"""usage: otlp.py <REQUESTS: OTLP/JSON metrics, a request a line, as the
samples that an exposition of the same numbers has."""
import json
import sys

import count


def labels(point):
    return {a["key"].replace(".", "_"): a["value"]["stringValue"]
            for a in point.get("attributes", [])}


def value(point):
    return float(point.get("asDouble", point.get("asInt")))


def histogram(name, point, at):
    bounds, sofar = point.get("explicitBounds", []) + ["+Inf"], 0
    for b, n in zip(bounds, point["bucketCounts"]):
        sofar += int(n)
        le = b if b == "+Inf" else "%.15g" % b
        yield count.key(name + "_bucket", dict(at, le=le)), sofar
    yield count.key(name + "_sum", at), point.get("sum", 0)
    yield count.key(name + "_count", at), int(point["count"])


def samples(metric):
    name = metric["name"]
    if "." in name:     # Prometheus's way with such a name
        name = (name.replace(".", "_") +
                "_seconds" * (metric.get("unit") == "s") +
                "_total" * metric.get("sum", {}).get("isMonotonic", False))
    for kind in ("sum", "gauge", "histogram"):
        for point in metric.get(kind, {}).get("dataPoints", []):
            at = labels(point)
            if kind == "histogram":
                yield from histogram(name, point, at)
            else:
                yield count.key(name, at), value(point)


for line in sys.stdin:
    for resource in json.loads(line)["resourceMetrics"]:
        own = labels(resource["resource"])
        if own != {"service_name": "unknown_service:mlog"}:
            print(count.key("target_info", own), 1)
        for scope in resource["scopeMetrics"]:
            for metric in scope["metrics"]:
                for k, v in samples(metric):
                    print(k, repr(float(v)))
