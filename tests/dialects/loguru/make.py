import sys

from loguru import logger

logger.remove()
logger.add(sys.stdout, serialize=True, level=0, backtrace=False,
           diagnose=False)
logger.trace("entering")
logger.debug("cache {}", "ключ")
logger.info("sold {n} of {what}", n=2, what="tea ☕")
logger.success("paid")
logger.warning("slow")
try:
    [][3]
except IndexError:
    logger.exception("cannot find")
logger.bind(request_id="req-1", cost=0.10, tags=["a", None]).error("bound")
logger.critical("giving up")
logger.patch(lambda r: r["extra"].update(
    trace_id="4bf92f3577b34da6a3ce929d0e0e4736",
    span_id="00f067aa0ba902b7")).info("traced")
