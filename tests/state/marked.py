"""usage: marked.py STATE LOG [option=value]...

Events with marks, as mlog-parse --resume would write them for one log that
only grows, on standard output. It knows STATE by mlog-snapshot(5) alone.

	step=N,M... lines between two marks (default 100), the last one again
	most=N      stop behind that many lines, without a mark or an end
	upto=N      take the log for one of so many lines
	end=no      leave the end mark out
	inputs=N    name N more inputs in each mark, which do not grow
	pause=S     sleep so many seconds behind each mark
	generation=N, state=SUM   claim another state than the one there is
"""
import json
import os
import sys
import time


def xxh64(data):
    """XXH64 with seed 0, by its specification."""
    p1, p2, p3, p4, p5 = (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F,
                          0x165667B19E3779F9, 0x85EBCA77C2B2AE63,
                          0x27D4EB2F165667C5)
    mask = (1 << 64) - 1

    def rotl(x, r):
        return (x << r | x >> (64 - r)) & mask

    def mix(acc, lane):
        return rotl((acc + lane * p2) & mask, 31) * p1 & mask

    n, i = len(data), 0
    if n >= 32:
        acc = [(p1 + p2) & mask, p2, 0, -p1 & mask]
        while i + 32 <= n:
            for k in range(4):
                lane = int.from_bytes(data[i:i + 8], "little")
                acc[k] = mix(acc[k], lane)
                i += 8
        h = sum(rotl(a, r) for a, r in zip(acc, (1, 7, 12, 18))) & mask
        for a in acc:
            h = ((h ^ mix(0, a)) * p1 + p4) & mask
    else:
        h = p5
    h = (h + n) & mask
    while i + 8 <= n:
        h = (rotl(h ^ mix(0, int.from_bytes(data[i:i + 8], "little")), 27)
             * p1 + p4) & mask
        i += 8
    if i + 4 <= n:
        h = (rotl(h ^ int.from_bytes(data[i:i + 4], "little") * p1 & mask,
                  23) * p2 + p3) & mask
        i += 4
    while i < n:
        h = rotl(h ^ data[i] * p5 & mask, 11) * p1 & mask
        i += 1
    h = (h ^ h >> 33) * p2 & mask
    h = (h ^ h >> 29) * p3 & mask
    return h ^ h >> 32


def whole(path):
    """The lines of a state, or None when it is damaged."""
    with open(path, "rb") as f:
        data = f.read()
    try:
        body = data[:data.rindex(b"\n", 0, -1) + 1]
        end = json.loads(data[len(body):])
        lines = [json.loads(x) for x in body.splitlines()]
        good = (data.endswith(b"\n") and end["@mlog"] == "end" and
                end["lines"] == len(lines) and
                end["xxh64"] == "%016x" % xxh64(body) and
                lines[0]["@mlog"] == "snapshot")
    except (ValueError, KeyError, IndexError, TypeError):
        return None
    return lines + [end] if good else None


def load(path):
    if not os.path.exists(path):
        return None
    lines = whole(path)
    if lines is None:
        lines = whole(path + ".prev")
    return lines


def mark(kind, **more):
    line = json.dumps({"@mlog": kind, **more}, separators=(",", ":"))
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.flush()


def position(name, ino, offset, data=b""):
    return {"input": name, "dev": 1, "ino": ino, "offset": offset,
            "size": offset, "mtime": "2026-11-21T09:24:11Z", "open": True,
            "head": "%016x" % xxh64(data[:1024][:offset]),
            "tail": "%016x" % xxh64(data[max(0, offset - 256):offset])}


def main():
    state, log = sys.argv[1:3]
    opt = dict(a.split("=", 1) for a in sys.argv[3:])
    steps = [int(x) for x in opt.get("step", "100").split(",")]
    most = int(opt.get("most", -1))
    lines = load(state)
    ino = os.stat(log).st_ino
    offset, generation, checksum = 0, 0, ""
    if lines:
        generation = lines[0].get("generation", 0)
        checksum = lines[-1]["xxh64"]
        for x in lines:
            if x.get("@mlog") == "input" and x["ino"] == ino:
                offset = x["offset"]
    mark("begin", version=1,
         generation=int(opt.get("generation", generation)),
         state=opt.get("state", checksum))
    with open(log, "rb") as f:
        data = b"".join(f.readlines()[:int(opt.get("upto", 10**9))])
    others = [position("other-%d" % i, 10**6 + i, 0)
              for i in range(int(opt.get("inputs", 0)))]
    out = 0
    while offset < len(data):
        n, step = 0, steps.pop(0) if len(steps) > 1 else steps[0]
        while n < step and offset < len(data):
            if out == most:
                sys.stdout.flush()
                return
            end = data.index(b"\n", offset) + 1
            sys.stdout.buffer.write(data[offset:end])
            offset = end
            n += 1
            out += 1
        mark("pos", inputs=[position(log, ino, offset, data)] + others,
             lines=n, rejected={})
        others = []
        time.sleep(float(opt.get("pause", 0)))
    if opt.get("end") != "no":
        mark("end")


main()
