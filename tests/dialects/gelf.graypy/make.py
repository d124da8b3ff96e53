import logging
import sys

from graypy.handler import BaseGELFHandler


class Out(BaseGELFHandler, logging.Handler):
    def emit(self, record):
        sys.stdout.write(self.makePickle(record).decode() + "\n")


log = logging.getLogger("shop.cart")
log.addHandler(Out(fqdn=False, localname="web-1", compress=False,
                   level_names=True, debugging_fields=False, facility="shop"))
log.setLevel(1)
log.propagate = False
log.debug("cache %s", "ключ")
log.info("sold tea ☕", extra={"cost": 0.10, "tokens": 2 ** 63})
log.warning("slow", extra={"trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"})
try:
    {}["tea"]
except KeyError:
    log.exception("cannot find")
log.critical("giving up")
