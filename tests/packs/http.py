"""usage: http.py LOG EXPOSITION: requests, each read as the server that wrote
it documents its fields."""
import re
import sys

import count

SIZES = [100, 1000, 10000, 100000, 1000000, 10000000]
TIMES = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10]
METHODS = "GET HEAD POST PUT PATCH DELETE OPTIONS CONNECT TRACE".split()
m = count.Metrics()


def flat(r, at=""):
    """Nested objects as dotted names."""
    for k, v in r.items():
        if isinstance(v, dict):
            yield from flat(v, at + k + ".")
        else:
            yield at + k, v


def fields(r):
    """(method, target, status, seconds, bytes, user agent), or None."""
    f = dict(flat(r))
    if "StatusCode" in f:
        return (f["RequestMethod"], f["RequestPath"], f["StatusCode"],
                f["Elapsed"] / 1e3, None, "")
    if "RequestMethod" in f:
        return (f["RequestMethod"], f["RequestPath"], f["DownstreamStatus"],
                f["Duration"] / 1e9, f["DownstreamContentSize"],
                f["request_User-Agent"])
    if "response_code" in f:
        return (f["method"], f["path"], f["response_code"],
                f["duration"] / 1e3, f["bytes_sent"], f["user_agent"])
    if "request_time" in f:
        method, target, _ = f["request"].split(" ")
        return (method, target, f["status"], float(f["request_time"]),
                f["body_bytes_sent"], f["http_user_agent"])
    if "request.uri" in f and f["logger"] == "http.log.access":
        return (f["request.method"], f["request.uri"], f["status"],
                f["duration"], f["size"], f["request.headers.User-Agent"][0])
    if "http.request.method" in f:
        return (f["http.request.method"], f["url.path"],
                f["http.response.status_code"], f["event.duration"] / 1e9,
                f["http.response.body.bytes"], f["user_agent.original"])
    if "httpRequest.status" in f:
        h = r["httpRequest"]
        return (h["requestMethod"], h["requestUrl"].split("example")[1],
                h["status"], float(h["latency"].rstrip("s")),
                h["responseSize"], h["userAgent"])
    if "res.statusCode" in f:
        return (f["req.method"], f["req.url"], f["res.statusCode"],
                f["responseTime"] / 1e3, f["res.headers.content-length"],
                f["req.headers.user-agent"])
    if "meta.res.statusCode" in f:
        return (f["meta.req.method"], f["meta.req.url"],
                f["meta.res.statusCode"], f["meta.responseTime"] / 1e3, None,
                f["meta.req.headers.user-agent"])
    if "latency_human" in f:
        return (f["method"], f["uri"], f["status"], f["latency"] / 1e9,
                f["bytes_out"], f["user_agent"])
    if f.get("event") == "request_finished":
        return (*f["request"].split(" "), f["code"], None, None,
                f["user_agent"])
    if "elapsed_time" in f:
        return (f["method"], f["requested_uri"], f["status_code"],
                f["elapsed_time"] / 1e3, f["content_length"], "")
    if "httpMethod" in f:
        return (f["httpMethod"], f["resourcePath"], f["status"],
                float(f["responseLatency"]) / 1e3, f["responseLength"], "")
    if "http.http_method" in f:
        return (f["http.http_method"], f["http.url"], f["http.status"], None,
                f["http.length"], f["http.http_user_agent"])
    if "http.method" in f:
        return (f["http.method"], f["http.url"][len("http://h"):],
                f["http.status_code"], None, None, f["http.useragent"])
    if "duration_ms" in f:
        return (f["method"], f["path"], f["status_code"],
                f["duration_ms"] / 1e3, None, "")
    return None


def route(target):
    parts = target.split("?")[0].split("/")
    return "/".join("{id}" if re.fullmatch(
        r"\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|0[0-9a-f]{15}|"
        r"task-[0-9a-f]{16}", p) else p for p in parts)


def unwanted(target, agent):
    return (target.split("?")[0] in ("/metrics", "/api/v1/metrics",
                                     "/healthz", "/ready")
            or agent.split("/")[0] in ("Prometheus", "kube-probe"))


for r in count.records(sys.argv[1]):
    found = fields(r)
    if found is None or unwanted(found[1], found[5]):
        continue
    method, target, status, seconds, size, _ = found
    at = {"method": method if method in METHODS else "_OTHER",
          "route": route(target), "status_class": "%cxx" % str(status)[0]}
    m.add("http_requests_total", **at)
    if seconds is not None:
        m.observe("http_request_duration_seconds", TIMES, seconds, **at)
    if size is not None:
        m.observe("http_response_size_bytes", SIZES, float(size), **at)
sys.exit(m.compare(sys.argv[2]))
