# Entries in the journal's export format, for systemd-journal-remote.
import struct
import sys

out = sys.stdout.buffer
start = 1795253051469213


def field(name, value):
    if isinstance(value, str):
        value = value.encode()
    if b"\n" in value or not value.isascii():
        out.write(name.encode() + b"\n" + struct.pack("<Q", len(value)))
        out.write(value + b"\n")
    else:
        out.write(name.encode() + b"=" + value + b"\n")


def entry(n, **fields):
    at = start + n * 250000
    field("__CURSOR", "s=0f1d8a4c2b6e4f3da1b2c3d4e5f60718;i=%x;"
          "b=7f0e8a4c2b6e4f3da1b2c3d4e5f60718;m=%x;t=%x;x=%x"
          % (n, n * 250000 + 1, at, n))
    field("__REALTIME_TIMESTAMP", str(at))
    field("__MONOTONIC_TIMESTAMP", str(n * 250000 + 1))
    field("_BOOT_ID", "7f0e8a4c2b6e4f3da1b2c3d4e5f60718")
    for name, value in fields.items():
        for v in value if isinstance(value, list) else [value]:
            field(name, v)
    out.write(b"\n")


unit = {"_SYSTEMD_UNIT": "shop.service", "_PID": "4711", "_COMM": "shop",
        "SYSLOG_IDENTIFIER": "shop", "_HOSTNAME": "web-1"}
for n, text in enumerate(["on fire", "disk is full", "giving up",
                          "cannot reach\n  line two", "slow ☕", "noted",
                          "sold", "cache"]):
    entry(n, PRIORITY=str(n), MESSAGE=text, **unit)
entry(8, PRIORITY="6", MESSAGE='{"level":"warn","event":"stock.low",'
      '"timestamp":"2026-11-21T09:24:13.400Z","left":1,"_PID":"mine"}', **unit,
      _SOURCE_REALTIME_TIMESTAMP=str(start + 1999000))
entry(9, PRIORITY="4", MESSAGE='{"event":"no time, no level"}', **unit)
entry(10, MESSAGE="the kernel speaks", _TRANSPORT="kernel", _COMM="worker")
entry(11, PRIORITY="6", MESSAGE=b"broken \xff\xfe text", **unit)
entry(12, PRIORITY="3", MESSAGE="{not JSON", **unit,
      MESSAGE_ID="c7a787079b354eaaa9e77b371893cd27", ERRNO="111",
      CODE_FILE="cart.c", CODE_LINE="12", CODE_FUNC="main")
entry(13, PRIORITY="5", MESSAGE="two units", **{**unit,
      "OBJECT": ["first", "second"]})
