"""A gRPC collector for the tests, by grpcio.

calls.py DIR [--answers LIST] [--tls CERT KEY [CA]]

A file DIR/answers that is new, "ANYTHING:LIST", comes before --answers.
DIR gets port, requests.jsonl (a line a call: path, metadata, bytes) and
NNN.body, the message. With CA a client must show a certificate. LIST is as
in receiver.py, with these items:

  0             an empty answer          N[=TEXT]       status N
  retry=N=S     status N, RetryInfo of S seconds
  partial=N     N items rejected         slow=S         after S seconds
  limit=N       RESOURCE_EXHAUSTED over N bytes, as servers say it
  nogzip        UNIMPLEMENTED, as where a call is compressed
"""
import json
import os
import sys
import threading
import time
from concurrent import futures

import grpc
from google.protobuf import any_pb2, duration_pb2

import collector_pb2 as pb

PATHS = {"/opentelemetry.proto.collector.%s.v1.%sService/Export" % names
         for names in (("metrics", "Metrics"), ("logs", "Logs"),
                       ("trace", "Trace"))}
CODES = {code.value[0]: code for code in grpc.StatusCode}


def message(field, data):
    """A field of bytes, of less than 128 of them, as protobuf has it."""
    return bytes([field << 3 | 2, len(data)]) + data


def retry_info(code, seconds):
    wait = duration_pb2.Duration(seconds=seconds).SerializeToString()
    info = any_pb2.Any(type_url="type.googleapis.com/google.rpc.RetryInfo",
                       value=message(1, wait))
    return bytes([1 << 3, code]) + message(2, b"wait") + \
        message(3, info.SerializeToString())


def partial(n):
    answer = pb.ExportMetricsServiceResponse()
    answer.partial_success.rejected_data_points = n
    answer.partial_success.error_message = "bad points"
    return answer.SerializeToString()


class Answers:
    """What to answer next."""

    def __init__(self, folder, items):
        self.path, self.items = folder + "/answers", items
        self.told, self.at = "", 0

    def next(self):
        now = ""
        if os.path.exists(self.path):
            with open(self.path, encoding="utf-8") as f:
                now = f.read().strip()
        if now != self.told:
            self.told, self.at = now, 0
            self.items = now.split(":", 1)[1].split(",")
        self.at += 1
        return self.items[min(self.at, len(self.items)) - 1]


class Collector(grpc.GenericRpcHandler):
    def __init__(self, folder, answers):
        self.folder, self.answers = folder, answers
        self.seen, self.turn = 0, threading.Lock()

    def service(self, details):
        if details.method not in PATHS:
            return None
        return grpc.unary_unary_rpc_method_handler(
            lambda body, context: self.call(details.method, body, context))

    def record(self, path, body, context):
        fields = {}
        for name, value in context.invocation_metadata():
            fields.setdefault(name, []).append(str(value))
        with open("%s/%03d.body" % (self.folder, self.seen), "wb") as f:
            f.write(body)
        self.seen += 1
        left = context.time_remaining()
        with open(self.folder + "/requests.jsonl", "a",
                  encoding="utf-8") as f:
            f.write(json.dumps({
                "at": time.time(), "path": path, "metadata": fields,
                "bytes": len(body),
                "deadline": left is not None and left < 1e6}) + "\n")

    def call(self, path, body, context):
        with self.turn:
            item = self.answers.next()
            self.record(path, body, context)
        kind, *more = item.split("=")
        if kind == "partial":
            return partial(int(more[0]))
        if kind == "slow":
            time.sleep(float(more[0]))
        elif kind == "limit" and len(body) > int(more[0]):
            context.abort(CODES[8], "Received message larger than max "
                          "(%d vs %s)" % (len(body), more[0]))
        elif kind == "nogzip":
            context.abort(CODES[12], "no decompressor for gzip")
        elif kind == "retry":
            code, seconds = int(more[0]), int(more[1])
            context.set_trailing_metadata((
                ("grpc-status-details-bin", retry_info(code, seconds)),))
            context.abort(CODES[code], "wait")
        elif kind not in ("0", "limit"):
            context.abort(CODES[int(kind)], more[0] if more else "so it is")
        return b""


def credentials(paths):
    data = []
    for path in paths:
        with open(path, "rb") as f:
            data.append(f.read())
    cert, key, ca = data + [None] * (3 - len(data))
    return grpc.ssl_server_credentials([(key, cert)], ca, ca is not None)


def main():
    folder, args = sys.argv[1], sys.argv[2:]
    items, tls = ["0"], None
    while args:
        option = args.pop(0)
        if option == "--answers":
            items = args.pop(0).split(",")
        elif option == "--tls":
            tls, args = args[:3], args[3:]
        else:
            sys.exit("unknown option " + option)
    server = grpc.server(futures.ThreadPoolExecutor(4), options=[
        ("grpc.max_receive_message_length", -1)])
    server.add_generic_rpc_handlers(
        (Collector(folder, Answers(folder, items)),))
    if tls:
        port = server.add_secure_port("127.0.0.1:0", credentials(tls))
    else:
        port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with open(folder + "/port.new", "w", encoding="ascii") as f:
        f.write("%d\n" % port)
    os.rename(folder + "/port.new", folder + "/port")
    server.wait_for_termination()


main()
