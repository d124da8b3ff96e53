#!/usr/bin/env python3
"""An HTTP proxy that connects, for the tests.

proxy.py DIR [STATUS...]

DIR gets proxy.port, and proxy.heads: what it was asked. The first requests
are answered by STATUS, which is no more than a head; all others are connected
to the port that they name, on 127.0.0.1, whatever their host is.
"""

import os
import select
import socket
import sys
import threading


def head_of(client):
    head = b""
    while b"\r\n\r\n" not in head:
        got = client.recv(4096)
        if not got:
            return None
        head += got
    return head


def tunnel(a, b):
    other = {a: b, b: a}
    while True:
        for end in select.select([a, b], [], [])[0]:
            got = end.recv(65536)
            if not got:
                return
            other[end].sendall(got)


def serve(client, folder, statuses):
    with client:
        head = head_of(client)
        if head is None:
            return
        with open(os.path.join(folder, "proxy.heads"), "ab") as out:
            out.write(head)
        if statuses:
            client.sendall(b"HTTP/1.1 %s No\r\nContent-Length: 0\r\n\r\n"
                           % statuses.pop(0).encode())
            return
        port = int(head.split()[1].rsplit(b":", 1)[1])
        with socket.create_connection(("127.0.0.1", port)) as server:
            client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            try:
                tunnel(client, server)
            except OSError:
                pass


def main():
    folder, statuses = sys.argv[1], sys.argv[2:]
    listener = socket.create_server(("127.0.0.1", 0))
    with open(os.path.join(folder, "new"), "w") as out:
        out.write(str(listener.getsockname()[1]))
    os.rename(os.path.join(folder, "new"), os.path.join(folder, "proxy.port"))
    while True:
        client = listener.accept()[0]
        threading.Thread(target=serve, args=(client, folder, statuses),
                         daemon=True).start()


main()
