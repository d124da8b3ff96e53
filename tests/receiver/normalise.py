"""Prometheus text on stdin in the spelling of flatten.py, sorted.

Comments and target_info are dropped; numbers and `le` are spelt as Python
does, and labels sorted.
"""
import re
import sys

LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)",?')


def normal(line):
    m = re.match(r"([^{ ]+)(?:\{(.*)\})? (\S+)$", line)
    name, inside, value = m.groups()
    labels = dict(LABEL.findall(inside or ""))
    if "le" in labels and labels["le"] != "+Inf":
        labels["le"] = repr(float(labels["le"]))
    inside = ",".join('%s="%s"' % kv for kv in sorted(labels.items()))
    return "%s%s %s" % (name, "{" + inside + "}" if inside else "",
                        repr(float(value)))


rows = [normal(line.rstrip("\n")) for line in sys.stdin
        if line.strip() and not line.startswith("#")]
print("\n".join(sorted(r for r in rows if not r.startswith("target_info"))))
