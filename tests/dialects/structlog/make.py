import logging
import sys

import structlog
from structlog import processors as p


def logger(*chain):
    return structlog.wrap_logger(
        structlog.PrintLogger(sys.stdout),
        wrapper_class=structlog.stdlib.BoundLogger,
        processors=[*chain, p.JSONRenderer()])


iso = p.TimeStamper(fmt="iso")
log = logger(p.add_log_level, iso, p.format_exc_info, p.UnicodeDecoder())
log.debug("cache.read", key="ключ", hit=False)
log.info("task.finished", logger="core", cost=0.10, tokens=2 ** 63)
log.warning("slow ☕", ms=1250.5, parts=[1, None, {"a": "b"}])
try:
    1 / 0
except ZeroDivisionError:
    log.exception("task.failed", task_id="t-1")
log.critical("giving up", level_=3)
log.bind(trace_id="4bf92f3577b34da6a3ce929d0e0e4736",
         span_id="00f067aa0ba902b7", request_id="req-1").info("traced")
log.info("nothing here", time="noon", limit=float("inf"))
logger(p.TimeStamper(), structlog.stdlib.add_log_level_number).error("float")
logger(p.add_log_level, p.TimeStamper(fmt="iso", utc=False, key="ts")).info(
    "naive")
logger(p.add_log_level, iso, p.ExceptionRenderer(
    p.ExceptionDictTransformer(show_locals=False)
    if hasattr(p, "ExceptionDictTransformer") else
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False))).error(
        "as a list", exc_info=ValueError("no number"))
logger(p.add_log_level).info("no time")
