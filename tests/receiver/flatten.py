"""Received points as `name{labels} value` lines, sorted.

flatten.py requests.jsonl

Histograms become cumulative _bucket, _sum and _count lines, so that the lines
can be compared with Prometheus text. Names are mapped to its alphabet.
"""
import json
import re
import sys


def name_of(name):
    name = re.sub(r"[^a-zA-Z0-9_:]", "_", name)
    return "_" + name if name[:1].isdigit() else name


def label_name(name):
    name = re.sub(r"[^a-zA-Z0-9_]", "_", name)
    return "_" + name if name[:1].isdigit() else name


def quoted(text):
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + text.replace("\n", "\\n") + '"'


def sample(name, labels, value):
    inside = ",".join(label_name(k) + "=" + quoted(v)
                      for k, v in sorted(labels.items()))
    return "%s%s %s" % (name, "{" + inside + "}" if inside else "",
                        repr(float(value)))


def bound(v):
    return "+Inf" if v is None else repr(float(v))


def histogram(name, p):
    running = 0
    for le, n in zip(p["bounds"] + [None], p["counts"]):
        running += n
        yield sample(name + "_bucket", {**p["attributes"], "le": bound(le)},
                     running)
    yield sample(name + "_count", p["attributes"], p["count"])
    if "sum" in p:
        yield sample(name + "_sum", p["attributes"], p["sum"])


def lines(request):
    for rm in request["data"]:
        for scope in rm["scopes"]:
            for m in scope["metrics"]:
                name = name_of(m["name"])
                for p in m["points"]:
                    if m["kind"] == "histogram":
                        yield from histogram(name, p)
                    else:
                        yield sample(name, p["attributes"], p["value"])


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        requests = [json.loads(line) for line in f]
    out = [line for r in requests for line in lines(r)]
    print("\n".join(sorted(out)))


main()
