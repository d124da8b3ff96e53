"""usage: gen.py http [LINES]

Access logs of four servers and requests as five loggers have them, in one
stream: proxies and applications of one host."""
PATHS = ["/", "/cart/17", "/cart/17/items/9", "/u/{uuid}", "/s/{hex}?x=1",
         "/task-{hex}", "/fa\u00e7ade", "/metrics", "/api/v1/metrics",
         "/healthz?full", "/ready", "/metrics2", "/health/records",
         "/deadbeefdeadbeef-is-a-name"]
AGENTS = ["probe/1", "Mozilla/5.0 (X11)", "Prometheus/2.51.0",
          "kube-probe/1.29", "curl/8"]


def nginx(log, r):
    return {"time_iso8601": log.stamp(), "remote_addr": "127.0.0.1",
            "request": "%(method)s %(path)s HTTP/1.1" % r,
            "status": str(r["status"]), "body_bytes_sent": str(r["size"]),
            "request_time": "%.3f" % (r["us"] / 1e6), "server_name": "s",
            "http_user_agent": r["agent"], "upstream_response_time": "",
            "request_id": log.hex(32)}


def caddy(log, r):
    record = {"level": "info", "ts": log.us / 1e6,
              "logger": "http.log.access", "msg": "handled request",
              "request": {"remote_ip": "127.0.0.1", "proto": "HTTP/1.1",
                          "method": r["method"], "host": "h",
                          "uri": r["path"],
                          "headers": {"User-Agent": [r["agent"]]}},
              "user_id": "", "duration": r["us"] / 1e6, "size": r["size"],
              "status": r["status"], "resp_headers": {}}
    if r["status"] >= 500:
        log.put(dict(record, level="error", logger="http.log.error",
                     msg="boom", err_id=log.hex(9)))
    return record


def traefik(log, r):
    return {"ClientHost": "192.0.2.7", "DownstreamContentSize": r["size"],
            "DownstreamStatus": r["status"], "Duration": r["us"] * 1000,
            "OriginStatus": r["status"], "RequestMethod": r["method"],
            "RequestPath": r["path"], "RouterName": "cart@docker",
            "StartUTC": log.stamp(), "level": "info", "msg": "",
            "request_User-Agent": r["agent"], "time": log.stamp()}


def envoy(log, r):
    return {"authority": "shop:8000", "bytes_received": 0,
            "bytes_sent": r["size"], "duration": r["us"] // 1000,
            "method": r["method"], "path": r["path"],
            "protocol": "HTTP/1.1", "response_code": r["status"],
            "response_flags": "-", "route_name": "default",
            "start_time": log.stamp(), "upstream_host": "-",
            "user_agent": r["agent"]}


def ecs(log, r):
    flat = log.chance(0.5)
    at = {"@timestamp": log.stamp(), "log.level": "info", "message": "done",
          "ecs.version": "8.10.0"}
    if flat:
        return dict(at, **{
            "http.request.method": r["method"], "url.path": r["path"],
            "http.response.status_code": r["status"],
            "http.response.body.bytes": r["size"],
            "event.duration": r["us"] * 1000,
            "user_agent.original": r["agent"]})
    return dict(at, url={"path": r["path"]}, event={
        "duration": r["us"] * 1000}, user_agent={"original": r["agent"]},
        http={"request": {"method": r["method"]}, "response": {
            "status_code": r["status"], "body": {"bytes": r["size"]}}})


def google(log, r):
    return {"severity": "INFO", "timestamp": log.stamp(), "message": "m",
            "httpRequest": {"requestMethod": r["method"],
                            "requestUrl": "https://x.example" + r["path"],
                            "status": r["status"], "userAgent": r["agent"],
                            "responseSize": str(r["size"]),
                            "latency": "%.6fs" % (r["us"] / 1e6)}}


def pino(log, r):
    return {"level": 30, "time": log.us // 1000, "pid": 1, "hostname": "h",
            "req": {"id": 1, "method": r["method"], "url": r["path"],
                    "headers": {"user-agent": r["agent"]}},
            "res": {"statusCode": r["status"],
                    "headers": {"content-length": str(r["size"])}},
            "responseTime": r["us"] // 1000, "msg": "request completed"}


def structlog(log, r):
    return {"method": r["method"], "path": r["path"],
            "status_code": r["status"], "duration_ms": r["us"] / 1000,
            "event": "api.request.completed", "logger": "app.api",
            "level": "info", "timestamp": log.stamp()}


def other(log, r):
    """No request, however much it looks like one."""
    return dict({"event": "x", "level": "info", "timestamp": log.stamp()},
                **log.pick([{"status": "completed", "method": "fast"},
                            {"status": 200}, {"method": "GET", "path": "/"},
                            {"method": "GET", "status_code": "unknown"}]))


def write(log):
    for i in range(int(log.args[0]) if log.args else 700):
        log.tick()
        path = log.pick(PATHS).replace("{uuid}", log.uuid())
        r = {"path": path.replace("{hex}", "0" + log.hex(15)),
             "method": log.pick(["GET", "GET", "POST", "PROPFIND"]),
             "status": log.pick([101, 200, 200, 204, 302, 404, 503]),
             "size": log.pick([0, 7, 100, 5000, 10 ** 7 + 1]),
             "us": log.pick([0, 900, 5000, 73000, 12345000]),
             "agent": log.pick(AGENTS)}
        form = log.pick([nginx, caddy, traefik, envoy, ecs, google, pino,
                         structlog, other])
        log.put(form(log, r), ensure_ascii=False)
