import logging
import sys

from pythonjsonlogger.jsonlogger import JsonFormatter


def logger(name, form, **more):
    log = logging.getLogger(name)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter(form, **more))
    log.addHandler(handler)
    log.setLevel(1)
    log.propagate = False
    return log


logging.addLevelName(25, "AUDIT")
full = "%(asctime)s %(levelname)s %(name)s %(message)s"
log = logger("shop.cart", full)
log.debug("cache %s", "ключ")
log.info("sold", extra={"cost": 0.10, "tokens": 2 ** 63, "tags": ["a", None]})
log.warning("slow ☕")
try:
    {}["tea"]
except KeyError:
    log.exception("cannot find %r", "tea")
log.critical("giving up", stack_info=False)
log.log(25, "between two levels")
log.info({"message": "a dict", "event": "login", "ok": True})
log.info("traced", extra={
    "otelTraceID": "4bf92f3577b34da6a3ce929d0e0e4736",
    "otelSpanID": "00f067aa0ba902b7", "otelServiceName": "shop"})
log.info("not traced", extra={
    "otelTraceID": "0", "otelSpanID": "0", "otelServiceName": "shop"})
logger("shop.utc", "%(levelno)s %(levelname)s %(message)s",
       timestamp=True).error("own time")
logger("shop.bare", "%(levelname)s %(message)s").info("no time")
logger("shop.number", "%(asctime)s %(levelno)s %(message)s").warning("number")
