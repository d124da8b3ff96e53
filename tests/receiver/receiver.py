"""A collector for the tests: takes OTLP by HTTP on 127.0.0.1.

receiver.py DIR [--answers LIST] [--tls CERT KEY] [--port N]

DIR gets: port (the port, once it listens), connections (a line for
each), requests.jsonl (a line for each request, decoded), NNN.body (its bytes,
unpacked). collector_pb2.py is
imported from PYTHONPATH. LIST says what to answer, one item a request, the
last one again for all that follow:

  200              an empty body          503:Retry-After=2   a status, fields
  jsonpartial=N    the same in JSON
  partial=N        N points rejected      warn                a warning, none
  status=C=TEXT    google.rpc.Status in protobuf, HTTP status C
  text=C=TEXT      plain text             json=C=TEXT         a Status in JSON
  garbage          200, bytes that are no protobuf
  nothttp          not HTTP at all        reset               RST, no answer
  close            closed, no answer      half                half a head
  poison=TEXT      400 where the body has TEXT in it, else 200
  head-reset       RST before the body    body-reset          RST in its middle
  slow=S           S seconds, then 200    bomb                gzip, 64 MiB of 0
  huge             200, 8 MiB             limit=N             413 over N points
"""
import gzip
import json
import os
import socket
import ssl
import struct
import sys
import threading
import time
from email.utils import formatdate

import collector_pb2 as pb
import signals


def attributes(pairs):
    return {p.key: p.value.string_value for p in pairs}


def number(v):
    return v if v == v and abs(v) != float("inf") else repr(v)


def point(p, kind):
    d = {"start": p.start_time_unix_nano, "time": p.time_unix_nano,
         "attributes": attributes(p.attributes)}
    if kind == "histogram":
        d["count"] = p.count
        d["counts"] = list(p.bucket_counts)
        d["bounds"] = list(p.explicit_bounds)
        for name in ("sum", "min", "max"):
            if p.HasField(name):
                d[name] = number(getattr(p, name))
    elif kind in ("exponential_histogram", "summary"):
        d["count"] = p.count
        d["value"] = number(p.sum)
    elif p.WhichOneof("value") == "as_double":
        d["value"] = number(p.as_double)
    else:
        d["int"] = p.as_int
    return d


def metric(m):
    kind = m.WhichOneof("data")
    data = getattr(m, kind)
    d = {"name": m.name, "unit": m.unit, "description": m.description,
         "kind": kind, "points": [point(p, kind) for p in data.data_points]}
    if kind not in ("gauge", "summary"):
        d["temporality"] = data.aggregation_temporality
    if kind == "sum":
        d["monotonic"] = data.is_monotonic
    return d


def decode(body):
    r = pb.ExportMetricsServiceRequest.FromString(body)
    if r.SerializeToString(deterministic=True) == b"" and body:
        raise ValueError("only unknown fields")
    return [{"resource": attributes(rm.resource.attributes),
             "scopes": [{"name": sm.scope.name, "version": sm.scope.version,
                         "metrics": [metric(m) for m in sm.metrics]}
                        for sm in rm.scope_metrics]}
            for rm in r.resource_metrics]


def signal_of(line):
    """By the path; what is elsewhere is taken for metrics."""
    path = line.split(" ")[1].split("?")[0]
    last = path.rsplit("/", 1)[-1]
    return last if last in ("logs", "traces") else "metrics"


def count(decoded):
    return sum(len(m["points"]) for rm in decoded for s in rm["scopes"]
               for m in s["metrics"])


class Lost(Exception):
    """The client went away."""


class Early(Exception):
    """The answer comes before the body's end."""


def read_request(f, early=""):
    first = f.readline(65536)
    if not first:
        raise Lost
    line = first.decode("latin-1").rstrip("\r\n")
    headers = []
    while True:
        h = f.readline(65536).decode("latin-1").rstrip("\r\n")
        if not h:
            break
        name, _, value = h.partition(":")
        headers.append([name, value.strip()])
    low = {n.lower(): v for n, v in headers}
    length = int(low.get("content-length", "0"))
    if early:
        f.read(0 if early == "head-reset" else length // 2)
        raise Early(line)
    body = f.read(length)
    return line, headers, low, body


def http(status, body=b"", fields=()):
    head = ["HTTP/1.1 %d Any" % status, "Date: " + formatdate(usegmt=True),
            "Content-Length: %d" % len(body)]
    return ("\r\n".join(head + list(fields)) + "\r\n\r\n").encode() + body


PROTOBUF = "Content-Type: application/x-protobuf"


def partial(rejected, message):
    r = pb.ExportMetricsServiceResponse()
    r.partial_success.rejected_data_points = rejected
    r.partial_success.error_message = message
    return http(200, r.SerializeToString(), [PROTOBUF])


def plain(kind, arg, points):
    """Answers that are bytes."""
    if kind == "partial":
        return partial(int(arg), "bad points")
    if kind == "warn":
        return partial(0, "old client")
    if kind == "jsonpartial":
        return http(200, json.dumps({"partialSuccess": {
            "rejectedDataPoints": arg, "errorMessage": "bad"}}).encode(),
            ["Content-Type: application/json"])
    if kind in ("status", "text", "json"):
        code, _, text = arg.partition("=")
        text = text.encode().decode("unicode_escape")
        if kind == "text":
            return http(int(code), text.encode(), ["Content-Type: text/plain"])
        if kind == "json":
            body = json.dumps({"code": 3, "message": text}).encode()
            return http(int(code), body, ["Content-Type: application/json"])
        body = pb.Status(code=3, message=text).SerializeToString()
        return http(int(code), body, [PROTOBUF])
    if kind == "garbage":
        return http(200, b"\xff\xfe\xfd\x00garbage", [PROTOBUF])
    if kind == "nothttp":
        return b"220 mail.example ESMTP\r\n"
    if kind == "half":
        return b"HTTP/1.1 200 O"
    if kind == "bomb":
        return http(200, gzip.compress(bytes(64 << 20)),
                    [PROTOBUF, "Content-Encoding: gzip"])
    if kind == "huge":
        return http(200, bytes(8 << 20), [PROTOBUF])
    if kind == "limit":
        return http(413 if points > int(arg) else 200)
    status, *fields = kind.split(":", 1)
    return http(int(status), b"", [f.replace("=", ": ", 1) for f in fields])


def answer(sock, item, points, body=b""):
    """False when the connection is over."""
    kind, _, arg = item.partition("=")
    if kind == "poison":
        sock.sendall(http(400 if arg.encode() in body else 200))
        return True
    if ":" in kind or kind.isdigit():
        kind, arg = item, ""
    if kind == "reset":
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                        struct.pack("ii", 1, 0))
        return False
    if kind == "close":
        return False
    if kind == "slow":
        time.sleep(float(arg))
        kind = "200"
    sock.sendall(plain(kind, arg, points))
    return kind not in ("half", "nothttp")


class Receiver:
    def __init__(self, folder, answers):
        self.folder = folder
        self.answers = answers
        self.seen = 0
        self.lock = threading.Lock()
        self.log = open(folder + "/requests.jsonl", "w", encoding="utf-8")

    def record(self, line, headers, low, body):
        entry = {"at": time.time(), "request": line, "headers": headers,
                 "bytes": len(body)}
        try:
            if low.get("content-encoding") == "gzip":
                body = gzip.decompress(body)
            entry["unpacked"] = len(body)
            signal = signal_of(line)
            if low.get("content-type") == "application/json":
                entry["json"] = json.loads(body)
            elif signal == "metrics":
                entry["data"] = decode(body)
            else:
                data = signals.decode(signal, body)
                entry[signal] = data
                entry["items"] = signals.items(signal, data)
        except Exception as e:  # any damage is for the test to see
            entry["error"] = repr(e)
        with open("%s/%03d.body" % (self.folder, self.seen), "wb") as f:
            f.write(body)
        self.log.write(json.dumps(entry) + "\n")
        self.log.flush()
        return len(entry.get("items", [])) + count(entry.get("data", [])), \
            body

    def peek(self):
        return self.answers[min(self.seen, len(self.answers) - 1)]

    def next_answer(self):
        item = self.peek()
        self.seen += 1
        return item

    def serve(self, sock):
        f = sock.makefile("rb")
        try:
            while True:
                early = self.peek()
                request = read_request(
                    f, early if early.endswith("-reset") else "")
                with self.lock:
                    points, body = self.record(*request)
                    item = self.next_answer()
                if not answer(sock, item, points, body):
                    break
        except Early as e:
            self.next_answer()
            self.log.write(json.dumps({"at": time.time(),
                                       "request": str(e)}) + "\n")
            self.log.flush()
            answer(sock, "reset", 0)
        except (Lost, OSError, ssl.SSLError):
            pass
        f.close()
        sock.close()


def main():
    args = sys.argv[1:]
    folder = args.pop(0)
    answers, context, port = ["200"], None, 0
    while args:
        option = args.pop(0)
        if option == "--answers":
            answers = args.pop(0).split(",")
        elif option == "--port":
            port = int(args.pop(0))
        elif option == "--tls":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(args.pop(0), args.pop(0))
        else:
            sys.exit("receiver.py: unknown option " + option)
    server = socket.create_server(("127.0.0.1", port), backlog=128)
    receiver = Receiver(folder, answers)
    with open(folder + "/port.new", "w", encoding="ascii") as f:
        f.write("%d\n" % server.getsockname()[1])
    os.rename(folder + "/port.new", folder + "/port")
    while True:
        sock, peer = server.accept()
        with open(folder + "/connections", "a", encoding="ascii") as f:
            f.write("%s %d\n" % peer)
        try:
            if context:
                sock = context.wrap_socket(sock, server_side=True)
        except (OSError, ssl.SSLError):
            continue
        # Each signal has a connection of its own.
        threading.Thread(target=receiver.serve, args=(sock,),
                         daemon=True).start()


main()
