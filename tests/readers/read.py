"""An exposition as JSON lines, by readers that are not ours.

read.py text|openmetrics|protobuf FILE
read.py native FILE        the native histograms of a protobuf exposition
read.py exemplars FILE     the exemplars of a protobuf or OpenMetrics one

Each line is [name, labels, value], sorted, bounds and quantiles as numbers,
so that the lines of all forms of one snapshot are equal. exposition_pb2 is to
be found on the path.
"""
import json
import sys


def number(text):
    return repr(float(text))


def sample(name, labels, value):
    labels = {k: number(v) if k in ("le", "quantile") else v
              for k, v in labels.items()}
    return json.dumps([name, labels, number(value)], sort_keys=True)


def text_families(path, form):
    from prometheus_client import openmetrics, parser
    import prometheus_client.openmetrics.parser
    with open(path, encoding="utf-8", newline="\n") as f:
        if form == "openmetrics":
            read = openmetrics.parser.text_fd_to_metric_families
        else:
            read = parser.text_fd_to_metric_families
        yield from read(f)


def text(path, form):
    for family in text_families(path, form):
        for s in family.samples:
            if form == "text" or s.name != family.name + "_created":
                yield sample(s.name, s.labels, s.value)


def messages(path):
    import exposition_pb2
    with open(path, "rb") as f:
        data = f.read()
    at = 0
    while at < len(data):
        size = shift = 0
        while True:
            byte = data[at]
            at += 1
            size |= (byte & 0x7f) << shift
            shift += 7
            if byte < 0x80:
                break
        family = exposition_pb2.Family()
        if family.ParseFromString(data[at:at + size]) != size:
            raise ValueError("a message of another length")
        at += size
        yield family


def labels_of(metric):
    labels = {}
    for pair in metric.label:
        if pair.name in labels:
            raise ValueError("label %r twice" % pair.name)
        labels[pair.name] = pair.value
    return labels


def histogram(name, labels, h):
    for b in h.bucket:
        yield sample(name + "_bucket", {**labels, "le": b.bound}, b.count)
    yield sample(name + "_sum", labels, h.sum)
    yield sample(name + "_count", labels, h.count)


def summary(name, labels, s):
    for r in s.rank:
        yield sample(name, {**labels, "quantile": r.quantile}, r.value)
    yield sample(name + "_sum", labels, s.sum)
    yield sample(name + "_count", labels, s.count)


def protobuf(path):
    fields = ["counter", "gauge", "summary", "untyped", "histogram"]
    for family in messages(path):
        for m in family.metric:
            have = [f for f in fields if m.HasField(f)]
            if have != [fields[family.type]]:
                raise ValueError("%s: %s" % (family.name, have))
            labels = labels_of(m)
            if m.HasField("histogram"):
                yield from histogram(family.name, labels, m.histogram)
            elif m.HasField("summary"):
                yield from summary(family.name, labels, m.summary)
            else:
                yield sample(family.name, labels,
                             getattr(m, have[0]).value)


def side(spans, deltas):
    """Buckets by Prometheus's index, the empty ones left out."""
    buckets = {}
    at = count = used = 0
    for span in spans:
        at += span.offset
        for _ in range(span.length):
            count += deltas[used]
            used += 1
            if count < 0:
                raise ValueError("a count below 0")
            if count:
                buckets[str(at)] = count
            at += 1
    if used != len(deltas):
        raise ValueError("deltas without a span")
    return buckets


def native(path):
    for family in messages(path):
        for m in family.metric:
            h = m.histogram
            if not (h.zero_threshold or h.zero_count or h.positive_span or
                    h.negative_span):
                continue
            yield json.dumps([family.name, labels_of(m), {
                "schema": h.schema, "count": h.count, "sum": number(h.sum),
                "zero_threshold": number(h.zero_threshold),
                "zero_count": h.zero_count,
                "positive": side(h.positive_span, h.positive_delta),
                "negative": side(h.negative_span, h.negative_delta),
            }], sort_keys=True)


def example(name, bound, labels, value, time):
    return json.dumps([name, bound, labels, number(value), number(time)],
                      sort_keys=True)


def exemplars_of_messages(path):
    for family in messages(path):
        for m in family.metric:
            found = [("", m.counter.exemplar)] if m.counter.HasField(
                "exemplar") else []
            found += [(number(b.bound), b.exemplar)
                      for b in m.histogram.bucket if b.HasField("exemplar")]
            for bound, e in found:
                yield example(family.name, bound, labels_of(e), e.value,
                              e.timestamp.seconds + e.timestamp.nanos / 1e9)


def exemplars_of_text(path):
    for family in text_families(path, "openmetrics"):
        for s in family.samples:
            if s.exemplar:
                name, bound = s.name, ""
                if "le" in s.labels:
                    name, bound = s.name[:-7], number(s.labels["le"])
                yield example(name, bound, s.exemplar.labels,
                              s.exemplar.value, s.exemplar.timestamp)


def exemplars(path):
    with open(path, "rb") as f:
        f.seek(-6, 2)
        end = f.read()
    if end == b"# EOF\n":
        return exemplars_of_text(path)
    return exemplars_of_messages(path)


def main():
    form, path = sys.argv[1:]
    readers = {"protobuf": protobuf, "native": native,
               "exemplars": exemplars}
    if form in readers:
        lines = readers[form](path)
    else:
        lines = text(path, form)
    print("\n".join(sorted(lines)))


main()
