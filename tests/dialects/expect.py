#!/usr/bin/env python3
"""usage: expect.py DIALECT <in >out

Says what events a sample should become, by the rules of mlog-event(5) and a
description of each logger that was written by hand. It detects nothing and
shares nothing with mlog-parse: it drafts the `out` files, which are then
read by a person, and make.sh runs it after a sample was made anew.
"""
import datetime
import json
import re
import sys

CANON = ("time level severity level_text event logger trace_id span_id "
         "trace_flags").split()
NAMES = {}
for _n, _words in {
        1: "trace finest silly", 5: "debug fine verbose http debug1 debug2 "
        "debug3 debug4 debug5 d1 d2 d3 d4 d5",
        9: "info information informational success log i",
        10: "notice", 13: "warn warning w", 17: "error err severe e",
        18: "critical crit", 19: "alert dpanic",
        21: "fatal emergency emerg panic f"}.items():
    NAMES.update(dict.fromkeys(_words.split(), _n))
TENS = {10: 1, 20: 5, 30: 9, 40: 13, 50: 17, 60: 21}
PYTHON = {10: 5, 20: 9, 30: 13, 40: 17, 50: 18}
SYSLOG = dict(enumerate([21, 19, 18, 17, 13, 10, 9, 5]))
MONOLOG = {100: 5, 200: 9, 250: 10, 300: 13, 400: 17, 500: 18, 550: 19,
           600: 21}
CLEF = dict(enumerate([1, 5, 9, 13, 17, 21]))
TRACE = "trace_id traceId trace.id traceID otelTraceID traceparent".split()
SPAN = "span_id spanId span.id spanID otelSpanID traceparent".split()
LOGGERS = "logger logger_name name component module target source service"
ZONES = {"UTC": 0, "GMT": 0, "CET": 3600, "CEST": 7200, "EST": -18000}


def row(time="", level="", event="", logger="", trace=None, span=None,
        flags="trace_flags traceparent", scale=None, **more):
    return dict(time=time.split(), level=level.split(), event=event.split(),
                logger=logger.split(),
                trace=TRACE if trace is None else trace.split(),
                span=SPAN if span is None else span.split(),
                flags=flags.split(), scale=scale or {}, **more)


def by_status(name):
    def severity(get):
        n = int(text(get(name)))
        return 17 if n >= 500 else 13 if n >= 400 else 9
    return severity


def k8s_severity(get):
    if get("err") is not None:
        return 17
    v = get("v")
    return None if v is None else 9 if v == "0" else 5


def down(n, table):
    return table.get(n) or table.get(n // 10 * 10) if n >= 10 else None


ZAP = row("ts", "level", "msg", "logger")
ROWS = {
    "otlp": row("timeUnixNano observedTimeUnixNano",
                "severityText severityNumber", "body.stringValue eventName",
                "", "traceId", "spanId", flags="flags",
                number="severityNumber", scale={n: n for n in range(1, 25)},
                batch="resourceLogs scopeLogs logRecords".split()),
    "gcp-export": row("timestamp", "severity",
                      "jsonPayload.message textPayload "
                      "protoPayload.methodName", "logName",
                      "trace", "spanId", "traceSampled"),
    "gcp": row("time timestamp timestampSeconds", "severity", "message",
               LOGGERS,
               "logging.googleapis.com/trace", "logging.googleapis.com/spanId",
               "logging.googleapis.com/trace_sampled",
               scale={n: MONOLOG.get(n, 0) for n in MONOLOG}),
    "ecs": row("@timestamp", "log.level", "message", "log.logger"),
    "logback": row("@timestamp", "level", "message", "logger_name"),
    "log4j2-logstash": row("@timestamp", "level", "message", "logger_name",
                           "mdc.traceId", "mdc.spanId"),
    "log4j2": row("instant", "level", "message", "loggerName",
                  "contextMap.traceId", "contextMap.spanId"),
    "gelf": row("timestamp", "level", "short_message", "_logger",
                "_trace_id", "_span_id", scale=SYSLOG),
    "clef": row("@t", "@l", "@m @mt", "SourceContext", "@tr", "@sp",
                scale=CLEF, names={"verbose": 1}, default=9),
    "serilog": row("Timestamp", "Level", "MessageTemplate",
                   "Properties.SourceContext", "TraceId", "SpanId",
                   names={"verbose": 1}),
    "dotnet": row("Timestamp", "LogLevel", "Message", "Category",
                  "Scopes.0.TraceId", "Scopes.0.SpanId"),
    "bunyan": row("time", "level", "msg", "name component", scale=TENS),
    "pino": row("time", "level", "msg", "name module", scale=TENS),
    "winston": row("timestamp", "level", "message", "service label"),
    "winston-logstash": row("@timestamp", "@fields.level", "@message", "",
                            "", ""),
    "k8s": row("ts", "", "msg", "logger", severity=k8s_severity),
    "caddy": ZAP,
    "zap": ZAP,
    "zap-dev": row("T", "L", "M", "N"),
    "zerolog": row("time", "level", "message", LOGGERS),
    "logrus": row("time", "level", "msg", LOGGERS),
    "slog": row("time", "level", "msg", LOGGERS),
    "structlog": row("timestamp ts time", "level level_number", "event",
                     "logger", scale=PYTHON),
    "python-json-logger": row("asctime timestamp", "levelname levelno",
                              "message", "name", scale=PYTHON),
    "loguru": row("record.time.timestamp", "record.level.name",
                  "record.message", "record.name", "record.extra.trace_id",
                  "record.extra.span_id"),
    "rust-tracing": row("timestamp", "level", "fields.message message",
                        "target", "trace_id fields.trace_id",
                        "span_id fields.span_id"),
    "lambda": row("timestamp", "level", "message", "logger service",
                  "xRayTraceId xray_trace_id traceId", ""),
    "lambda-platform": row("time", "", "type", "", "", "",
                           severity=lambda get: 9),
    "monolog": row("datetime", "level", "message", "channel", scale=MONOLOG),
    "postgres": row("timestamp", "error_severity", "message", "backend_type",
                    "", ""),
    "mongodb": row("t.$date", "s", "msg", "c", "", ""),
    "traefik-access": row("StartUTC", "", "", "RouterName ServiceName",
                          "trace_id TraceId", "span_id SpanId",
                          constant="http.request",
                          severity=by_status("DownstreamStatus")),
    "envoy": row("start_time", "", "", "route_name authority", "", "",
                 constant="http.request",
                 severity=by_status("response_code")),
    "nginx": row("time_iso8601 time_local msec", "", "", "server_name",
                 constant="http.request", severity=by_status("status")),
    "suricata": row("timestamp", "alert.severity", "event_type", "", "", "",
                    scale={1: 17, 2: 13, 3: 9}),
    "k8s-audit": row("requestReceivedTimestamp", "", "verb", "", "", ""),
    "generic": row(
        "timestamp @timestamp time ts t datetime date asctime eventTime "
        "timeStamp",
        "level severity lvl levelname log.level loglevel priority s",
        "event msg message body text log", LOGGERS),
    "docker": row("time", "", "", "", "", "", inner="log"),
    "journald": row("_SOURCE_REALTIME_TIMESTAMP __REALTIME_TIMESTAMP",
                    "PRIORITY", "", "SYSLOG_IDENTIFIER _SYSTEMD_UNIT _COMM",
                    "", "", inner="MESSAGE", scale=SYSLOG),
    "cri": row("time", "", "", "", "", "", inner="text"),
}

# ---- JSON that keeps the bytes of values

STRING = r'"(?:[^"\\]|\\.)*"'
TOKEN = re.compile(r"\s*(%s|[-+.\w]+|[\[\]{},:])" % STRING)


def members(raw):
    """The members of an object, or the elements of an array, as raw text."""
    out, key, val, depth = [], None, [], 0
    for m in TOKEN.finditer(raw):
        t = m.group(1)
        if t in "]}" and depth == 1:
            break
        if depth == 1 and t == "," or depth == 1 and t == ":":
            if t == ":":
                key, val = json.loads(val[0]), []
                continue
            out.append((key, "".join(val)))
            key, val = None, []
            continue
        depth += (t in "[{") - (t in "]}")
        if depth > 1 or t not in "[{" or val:
            val.append({"NaN": "null", "Infinity": "null",
                        "-Infinity": "null"}.get(t, t))
    if val:
        out.append((key, "".join(val)))
    return out


def find(items, path):
    """(raw, index of the member that is consumed with it or None)"""
    for i in reversed(range(len(items))):
        if items[i][0] == path:
            return items[i][1], i
    for i in reversed(range(len(items))):
        name = items[i][0]
        if not path.startswith(name + "."):
            continue
        raw, rest = items[i][1], path[len(name) + 1:]
        for part in [rest] if rest == "$date" else rest.split("."):
            if raw is None:
                break
            if raw.startswith("["):
                got = [v for _, v in members(raw)]
                raw = got[int(part)] if int(part) < len(got) else None
            elif raw.startswith("{"):
                raw = dict(members(raw)).get(part)
            else:
                raw = None
        if raw is not None:
            return raw, None
    return None, None


def text(raw):
    """A string's value, a number's digits, or None."""
    if raw and raw[0] == '"':
        return json.loads(raw)
    return raw if raw and (raw[0] == "-" or raw[0].isdigit()) else None


# ---- what becomes what

FORM = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T _](\d\d):(\d\d)(?::(\d\d))?"
                  r"(?:[.,](\d+))?\s*(Z|[A-Z]{3,4}|[-+]\d\d(?::?\d\d)?)?$")
CLF = re.compile(r"(\d\d)/(\w{3})/(\d{4}):(\d\d):(\d\d):(\d\d) ([-+]\d{4})$")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def offset(zone):
    if not zone or zone == "Z":
        return 0
    if zone in ZONES:
        return ZONES[zone]
    d = zone[1:].replace(":", "").ljust(4, "0")
    n = int(d[:2]) * 3600 + int(d[2:]) * 60
    return -n if zone[0] == "-" else n


def spell(ns):
    s, ns = divmod(ns, 10 ** 9)
    at = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=s)
    frac = "%09d" % ns
    while frac.endswith("000"):
        frac = frac[:-3]
    return at.strftime("%Y-%m-%dT%H:%M:%S") + ("." + frac if frac else "") \
        + "Z"


def stamp(raw):
    if raw.startswith("{"):
        o = dict(members(raw))
        s = o.get("seconds") or o.get("epochSecond")
        n = o.get("nanos") or o.get("nanoOfSecond") or "0"
        return s and spell(int(text(s)) * 10 ** 9 + int(n))
    s = text(raw)
    if s is None:
        return None
    m = re.match(r"(\d+)(?:\.(\d+))?$", s)
    if m:
        whole, frac = int(m.group(1)), m.group(2) or ""
        exp = 9 if whole < 1e11 else 6 if whole < 1e14 else \
            3 if whole < 1e17 else 0
        return spell(whole * 10 ** exp + int(frac.ljust(exp, "0")[:exp] or 0))
    m = CLF.match(s)
    if m:
        d, mon, y, hh, mm, ss, zone = m.groups()
        mon, frac = MONTHS.index(mon) + 1, ""
    else:
        m = FORM.match(s)
        if not m:
            return None
        y, mon, d, hh, mm, ss, frac, zone = m.groups()
    at = datetime.datetime(int(y), int(mon), int(d), int(hh), int(mm),
                           int(ss or 0))
    s = (at - datetime.datetime(1970, 1, 1)).days * 86400 \
        + int(hh) * 3600 + int(mm) * 60 + int(ss or 0) - offset(zone)
    return spell(s * 10 ** 9 + int((frac or "").ljust(9, "0")[:9] or 0))


def level_of(row, raw):
    s = text(raw)
    if s is None:
        return None
    name = s.strip().lower()
    sev = row.get("names", {}).get(name) or NAMES.get(name)
    m = re.match(r"(DEBUG|INFO|WARN|ERROR)([-+]\d+)$", s)
    if m:
        sev = NAMES[m.group(1).lower()] + int(m.group(2))
    if re.match(r"\d+$", s):
        n, table = int(s), row["scale"]
        sev = table.get(n)
        if sev is None and table in (TENS, PYTHON):
            sev = down(n, table)
    return sev, s


def range_of(sev):
    return "trace debug info warn error fatal".split()[(sev - 1) // 4]


XRAY = re.compile(r"1-([0-9a-f]{8})-([0-9a-f]{24})$")
PARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$")


def trace_of(raw, part):
    """(id, whether that was all there was in the source)"""
    if raw in ("true", "false"):
        return ("01" if raw == "true" else "00"), True
    s = (text(raw) or "").lower()
    if part == "trace_flags" and raw.isdigit():
        return "%02x" % (int(raw) & 255), True
    m = PARENT.match(s)
    if m and m.group(1).strip("0") and m.group(2).strip("0"):
        return m.group(("trace_id", "span_id",
                        "trace_flags").index(part) + 1), False
    m = XRAY.match(s)
    if m:
        return m.group(1) + m.group(2), False
    m = re.match(r"projects/[^/]+/traces/([0-9a-f]{32})$", s)
    if m:
        return m.group(1), False
    want = {"trace_id": 32, "span_id": 16, "trace_flags": 2}[part]
    if part == "trace_id" and re.match("[0-9a-f]{16}$", s):
        s = s.rjust(32, "0")
    if not re.match("[0-9a-f]{%d}$" % want, s):
        return None
    return None if want > 2 and not s.strip("0") else (s, True)


def quote(s):
    return json.dumps(s, ensure_ascii=False)


def take(row, items):
    """({part: raw}, indexes consumed)"""
    parts, gone = {}, set()

    def get(name):
        return find(items, name)[0]

    for path in row["time"]:
        raw, i = find(items, path)
        at = raw and stamp(raw)
        if at and raw.startswith("{"):
            i = None
        if at:
            if path == "timestampSeconds":
                nanos, j = find(items, "timestampNanos")
                at = spell(int(text(raw)) * 10 ** 9 + int(nanos or 0))
                gone |= {j} - {None}
            parts["time"] = quote(at)
            gone |= {i} - {None}
            break
    severity = row.get("severity")
    sev = severity(get) if severity else None
    spelt = None
    for path in row["level"]:
        raw, i = find(items, path)
        found = raw and level_of(row, raw)
        if found:
            sev, spelt = found
            gone |= {i} - {None}
            break
    if "number" in row:
        raw = get(row["number"])
        sev = int(raw) if raw else None
    if sev is None and spelt is None:
        sev = row.get("default")
    if sev:
        parts["level"] = quote(range_of(sev))
        parts["severity"] = str(sev)
    if spelt is not None and not (sev and spelt == range_of(sev)):
        parts["level_text"] = quote(spelt)
    if "constant" in row:
        parts["event"] = quote(row["constant"])
    for part in "event", "logger":
        for path in row[part]:
            raw, i = find(items, path)
            if raw and raw[0] == '"':
                parts[part] = raw
                gone |= {i} - {None}
                break
    for part, key in (("trace_id", "trace"), ("span_id", "span"),
                      ("trace_flags", "flags")):
        for path in row[key]:
            raw, i = find(items, path)
            found = raw and trace_of(raw, part)
            if found:
                parts[part] = quote(found[0])
                gone |= {i} - {None} if found[1] else set()
                break
    return parts, gone


def rest_of(items, gone, taken):
    out = []
    names = {n for n, _ in items} | set(taken)
    for i, (name, raw) in enumerate(items):
        if i in gone:
            continue
        if name in taken:
            while name in names:
                name += "_"
            names.add(name)
        out.append((name, raw))
    return out


def plain(row, items):
    parts, gone = take(row, items)
    return parts, rest_of(items, gone, CANON)


def inner_of(row, raw):
    """The text that is wrapped."""
    if raw.startswith("["):
        nums = [int(v) for _, v in members(raw)]
        return bytes(nums).decode("utf-8", "replace")
    return json.loads(raw)


def wrapped(row, items):
    parts, gone = take(row, items)
    raw, at = find(items, row["inner"])
    gone.add(at)
    body = inner_of(row, raw)
    body = body[:-1] if body.endswith("\n") else body
    try:
        if not body.lstrip().startswith("{"):
            raise ValueError
        json.loads(body)
        sub = members(body)
        name = "structlog" if any(n == "event" for n, _ in sub) else \
            "pino" if any(n == "pid" for n, _ in sub) else \
            "zap" if any(n == "ts" for n, _ in sub) else "generic"
        got, rest = plain(ROWS[name], sub)
    except ValueError:
        got, rest = {"event": quote(body)}, []
    head = dict(got)
    if "time" in got and "time" in parts:
        rest.insert(0, ("observed", parts["time"]))
    head.setdefault("time", parts.get("time"))
    if "level" not in got and "level_text" not in got:
        for part in "level", "severity", "level_text":
            head[part] = parts.get(part)
    else:
        gone -= {find(items, p)[1] for p in row["level"]}
    if "logger" not in got:
        head["logger"] = parts.get("logger")
    else:
        gone -= {find(items, p)[1] for p in row["logger"]}
    outer = rest_of(items, gone, CANON + [n for n, _ in rest])
    return {k: v for k, v in head.items() if v}, rest + outer


def unpacked(names, raw):
    """The records in a batch, each with what is around it, nearest first."""
    if not names:
        return [(raw, [])]
    items = members(raw)
    beside = [(n, v) for n, v in items if n != names[0]]
    return [(record, around + [beside])
            for _, element in members(find(items, names[0])[0] or "[]")
            for record, around in unpacked(names[1:], element)]


def of_batch(row, line):
    for record, around in unpacked(row["batch"], line):
        parts, rest = plain(row, members(record))
        scope = find(around[0], "scope.name")[0]
        if scope:
            parts["logger"] = scope
        for layer in around:
            rest += rest_of(layer, set(), CANON + [n for n, _ in rest])
        yield parts, rest


CRI_LINE = re.compile(r"(\S+) (stdout|stderr) F(?::(\S+))? (.*)$")


def events(dialect, line):
    if dialect == "cri":
        at, stream, tag, body = CRI_LINE.match(line).groups()
        items = [("time", quote(at)), ("text", quote(body)),
                 ("stream", quote(stream))]
        if tag:
            items.append(("tag", quote(tag)))
    else:
        items = members(line)
    row = ROWS[dialect]
    for parts, rest in of_batch(row, line) if "batch" in row else \
            [(wrapped if "inner" in row else plain)(row, items)]:
        out = [(n, parts[n]) for n in CANON if n in parts] + rest
        yield "{" + ",".join(quote(n) + ":" + v for n, v in out) + "}"


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ROWS:
        sys.exit(__doc__)
    sys.stdout.reconfigure(encoding="utf-8")
    for line in open(0, encoding="utf-8", newline="\n"):
        for event in events(sys.argv[1], line.rstrip("\n")):
            print(event)
