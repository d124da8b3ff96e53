"""usage: logs.py LOG EXPOSITION: what the pack `logs` must count."""
import re
import sys

import count

LEVELS = {
    "warning": "warn", "critical": "error", "10": "trace", "20": "debug",
    "30": "info", "40": "warn", "50": "error", "60": "fatal",
}
m = count.Metrics()


def classes(text, pattern, which):
    found = re.findall(pattern, text, re.M) if isinstance(text, str) else []
    return found[which].split(".")[-1] if found else None


def kind(r):
    err = r.get("err") or {}
    named = count.first(r, "error.type", "error_type")
    if isinstance(r.get("exception"), list):
        return r["exception"][0]["exc_type"]
    if isinstance(r.get("exc_info"), list):
        return r["exc_info"][0][len("<class '"):-2].split(".")[-1]
    if "record" in r:
        return r["record"]["exception"]["type"]
    if "context" in r:
        return r["context"]["exception"]["class"]
    for k in ("stack", "Exception", "stack_trace"):
        if k in r:      # its first line begins with the class
            return r[k].split(":")[0].split(".")[-1]
    if named is None and isinstance(err, dict):
        named = err.get("type")
    text = r.get("error") if isinstance(r.get("error"), str) else ""
    say = count.first(r, "event", "message", "msg")
    return (named or classes(r.get("exception") or r.get("exc_info"),
                             r"^([A-Za-z_][\w.]*)(?::|$)", -1)
            or classes(text, r"\b([A-Z]\w*(?:Error|Exception))\b", 0)
            or classes(say, r"\b([A-Z]\w*(?:Error|Exception))\b", 0)
            or "unknown")


for r in count.records(sys.argv[1]):
    level = str(count.first(r, "level", "log.level", "severity"))
    level = LEVELS.get(level.lower(), level.lower())
    logger = count.first(r, "logger", "log.logger", "name") or ""
    m.add("log_lines_total", level=level, logger=logger)
    if level in ("error", "fatal"):
        m.add("log_errors_total", logger=logger, kind=kind(r))
sys.exit(m.compare(sys.argv[2]))
