"""header_bytes.py URL SNAPSHOT REQUESTS: every byte in the name and in the
value of a header of a file. Prints what is wrong; the last line is how many
were accepted and refused."""
import json
import os
import subprocess
import sys

url, snapshot, requests = sys.argv[1:]
TOKEN = (b"!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
         b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
accepted = refused = 0


def last_headers():
    with open(requests, encoding="utf-8") as f:
        lines = f.readlines()
    return len(lines), dict(map(tuple, json.loads(lines[-1])["headers"])) \
        if lines else {}


def push(line):
    with open("h", "wb") as f:
        f.write(line)
    os.chmod("h", 0o600)
    return subprocess.run(
        ["mlog-otlp", "-u", url, "--allow-private", "--retry-for", "0",
         "-H", "h", snapshot], stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, check=False)


def check(byte, where, line, name, value):
    global accepted, refused
    before, _ = last_headers() if os.path.exists(requests) else (0, {})
    r = push(line)
    after, headers = last_headers()
    if name is None:
        refused += 1
        if r.returncode != 2 or after != before:
            print("%s %02x: taken" % (where, byte))
        if b"s3cret" in r.stdout:
            print("%s %02x: the value is shown" % (where, byte))
    else:
        accepted += 1
        if r.returncode != 0 or headers.get(name) != value:
            print("%s %02x: exit %d, %r" % (where, byte, r.returncode,
                                            headers.get(name)))


for b in range(256):
    c = bytes([b])
    good = c in (b"\t", b" ") or (b > 0x20 and b != 0x7f)
    check(b, "value", b"X-V: s3c" + c + b"ret\n", "X-V" if good else None,
          (b"s3c" + c + b"ret").decode("latin-1"))
    if b == ord(":"):
        check(b, "name", b"X-:N: s3cret\n", "X-", "N: s3cret")
    elif c in [bytes([t]) for t in TOKEN]:
        check(b, "name", b"X-" + c + b"N: s3cret\n",
              ("X-" + chr(b) + "N"), "s3cret")
    else:
        check(b, "name", b"X-" + c + b"N: s3cret\n", None, None)
print("accepted %d, refused %d" % (accepted, refused))
