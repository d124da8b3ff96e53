"""What an exposition means, by a reader that is not ours, as sorted lines.

mean.py text|openmetrics FILE

Of each series the samples of its latest point in time, without timestamps;
labels that are empty are none.
"""
import json
import sys

from prometheus_client import openmetrics, parser
import prometheus_client.openmetrics.parser


def number(text):
    return repr(float(text))


def main():
    form, path = sys.argv[1:]
    read = parser.text_fd_to_metric_families
    if form == "openmetrics":
        read = openmetrics.parser.text_fd_to_metric_families
    latest = {}
    lines = set()
    with open(path, encoding="utf-8", newline="\n") as f:
        for family in read(f):
            if family.samples:
                kind = {"untyped": "unknown"}.get(family.type, family.type)
                lines.add(json.dumps(["family", family.name, kind,
                                      family.documentation]))
            for s in family.samples:
                labels = {k: number(v) if k in ("le", "quantile") else v
                          for k, v in s.labels.items() if v}
                key = json.dumps([s.name, labels], sort_keys=True)
                time = float(s.timestamp or 0)
                if key not in latest or time > latest[key][0]:
                    latest[key] = (time, number(s.value))
    lines.update(k + " " + v for k, (_, v) in latest.items())
    print("\n".join(sorted(lines)))


main()
