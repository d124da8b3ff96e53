"""Requests of all signals by the receiver's own definitions.

signals.py json SIGNAL <request     OTLP/JSON of an encoded request
signals.py encode SIGNAL <json      an encoded request of OTLP/JSON
signals.py plain <json              OTLP/JSON in one spelling, for comparing

SIGNAL is metrics, logs or traces. collector_pb2.py and signals_pb2.py are
imported from PYTHONPATH.
"""
import base64
import json
import sys

from google.protobuf import json_format

import collector_pb2
import signals_pb2

REQUESTS = {
    "metrics": collector_pb2.ExportMetricsServiceRequest,
    "logs": signals_pb2.ExportLogsServiceRequest,
    "traces": signals_pb2.ExportTraceServiceRequest,
}
IDS = ("traceId", "spanId", "parentSpanId")


def walk(v, change):
    """The value with change(key, value) in place of each member's value."""
    if isinstance(v, dict):
        return {k: change(k, walk(w, change)) for k, w in v.items()}
    if isinstance(v, list):
        return [walk(w, change) for w in v]
    return v


def to_hex(key, v):
    return base64.b64decode(v).hex() if key in IDS else v


def to_base64(key, v):
    return base64.b64encode(bytes.fromhex(v)).decode() if key in IDS else v


def to_plain(key, v):
    if key in IDS:
        return v.lower()
    # An integer may be a number or a string; all become strings.
    return str(v) if isinstance(v, int) and not isinstance(v, bool) else v


def decode(signal, body):
    """A request as OTLP/JSON; an error for fields that are not known."""
    r = REQUESTS[signal].FromString(body)
    known = REQUESTS[signal].FromString(body)
    known.DiscardUnknownFields()
    if known.SerializeToString(deterministic=True) != \
            r.SerializeToString(deterministic=True):
        raise ValueError("unknown fields")
    return walk(json_format.MessageToDict(r), to_hex)


def items(signal, data):
    """The log records or spans of all resources and scopes."""
    group, scopes, item = {
        "logs": ("resourceLogs", "scopeLogs", "logRecords"),
        "traces": ("resourceSpans", "scopeSpans", "spans")}[signal]
    return [i for g in data.get(group, []) for s in g.get(scopes, [])
            for i in s.get(item, [])]


def main():
    what = sys.argv[1]
    body = sys.stdin.buffer.read()
    if what == "json":
        print(json.dumps(decode(sys.argv[2], body)))
    elif what == "encode":
        r = REQUESTS[sys.argv[2]]()
        json_format.ParseDict(walk(json.loads(body), to_base64), r)
        sys.stdout.buffer.write(r.SerializeToString(deterministic=True))
    else:
        print(json.dumps(walk(json.loads(body), to_plain), sort_keys=True,
                         indent=1))


if __name__ == "__main__":
    main()
