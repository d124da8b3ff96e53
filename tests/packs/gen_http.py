"""usage: gen.py http [LINES]

Access logs of four servers and requests as a dozen loggers have them, in one
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


def express_winston(log, r):
    return {"level": "info", "message": "HTTP " + r["method"], "meta": {
        "req": {"url": r["path"], "method": r["method"],
                "headers": {"host": "h", "user-agent": r["agent"]}},
        "res": {"statusCode": r["status"]}, "responseTime": r["us"] // 1000},
        "timestamp": log.stamp()}


def serilog(log, r):
    return {"@t": log.stamp(), "@mt": "HTTP {RequestMethod} {RequestPath} "
            "responded {StatusCode} in {Elapsed:0.0000} ms",
            "RequestMethod": r["method"], "RequestPath": r["path"],
            "StatusCode": r["status"], "Elapsed": r["us"] / 1000}


def echo(log, r):
    return {"time": log.stamp(), "id": "", "remote_ip": "::1", "host": "h",
            "method": r["method"], "uri": r["path"],
            "user_agent": r["agent"], "status": r["status"], "error": "",
            "latency": r["us"] * 1000, "latency_human": "%dus" % r["us"],
            "bytes_in": 0, "bytes_out": r["size"]}


def django(log, r):
    return {"request": "%(method)s %(path)s" % r, "code": r["status"],
            "event": "request_finished", "user_agent": r["agent"],
            "timestamp": log.stamp(), "level": "info",
            "logger": "django_structlog.middlewares.request"}


def logback(log, r):
    return {"@timestamp": log.stamp(), "@version": "1", "message": "m",
            "method": r["method"], "protocol": "HTTP/1.1",
            "status_code": r["status"], "requested_uri": r["path"],
            "requested_url": "%(method)s %(path)s HTTP/1.1" % r,
            "content_length": r["size"], "elapsed_time": r["us"] // 1000}


def gateway(log, r):
    return {"requestId": log.uuid(), "ip": "192.0.2.1",
            "requestTime": log.stamp(), "httpMethod": r["method"],
            "resourcePath": r["path"], "status": str(r["status"]),
            "responseLength": str(r["size"]), "protocol": "HTTP/1.1",
            "responseLatency": str(r["us"] // 1000)}


def suricata(log, r):
    return {"timestamp": log.stamp(), "event_type": "http", "http": {
        "hostname": "h", "url": r["path"], "http_user_agent": r["agent"],
        "http_method": r["method"], "protocol": "HTTP/1.1",
        "status": r["status"], "length": r["size"]}}


def unknown_unit(log, r):
    """Whether that duration is one of ms or ns only its writer knows."""
    return {"http": {"method": r["method"], "url": "http://h" + r["path"],
                     "status_code": r["status"], "useragent": r["agent"]},
            "duration": r["us"], "event": "done", "level": "info",
            "timestamp": log.stamp()}


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
                         structlog, express_winston, serilog, echo, django,
                         logback, gateway, suricata, unknown_unit, other])
        log.put(form(log, r), ensure_ascii=False)
