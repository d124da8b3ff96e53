"""Records of several loggers in one stream, as a host's collector has them."""
TRACE = ('Traceback (most recent call last):\n  File "/app/a.py", line 7, '
         'in run\n    go()\nValueError: no\n\nDuring handling of the above '
         'exception, another exception occurred:\n\nTraceback (most recent '
         'call last):\n  File "/app/a.py", line 9, in run\n    raise\n'
         'shop.errors.CartError: cart "7" is gone')


def write(log):
    for i in range(400):
        log.tick()
        level = log.pick(["debug", "info", "info", "warning", "error",
                          "critical"])
        record = {"event": log.pick(["cart.read", "cart.failed",
                                     "TimeoutError while reading",
                                     "Zo\u00eb \"quoted\""]),
                  "logger": log.pick(["shop.cart", "shop.\u5206"]),
                  "level": level, "timestamp": log.stamp()}
        if level in ("error", "critical"):
            record.update(log.pick([
                {}, {"exception": TRACE}, {"error_type": "CartGone"},
                {"error": "KeyError: 'id'"}, {"error": "refused"},
                {"err": {"type": "TypeError", "message": "x is not a y"}},
                {"error.type": "java.lang.IllegalStateException"},
                {"exception": [{"exc_type": "LookupError", "frames": []}]},
                {"exc_info": TRACE}, {"exc_info": True},
                {"exc_info": ["<class 'app.GoneError'>", "GoneError()", "<"]},
                {"stack": "RangeError: x\n    at y:1"},
                {"Exception": "System.IO.IOException: full\n   at A.B()"},
                {"stack_trace": "java.io.EOFException: end\n\tat a.B.c(B:1)"
                 "\nCaused by: java.lang.Error: x"},
                {"record": {"exception": {"type": "OSError"}}},
                {"context": {"exception": {"class": "App\\Foo"}}}]))
        if log.chance(0.02):
            print("[shop:1] ", end="")
        log.put(record, ensure_ascii=log.chance(0.5))
        if log.chance(0.02):
            print("Traceback (most recent call last):")
