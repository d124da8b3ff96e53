"""A collector that reads requests and answers 200, as fast as python can.

sink.py DIR: DIR/port gets the port of 127.0.0.1 it listens on.
"""
import os
import socket
import sys
import threading


def length(head):
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


def serve(sock):
    room = bytearray(1 << 20)
    have = b""
    while True:
        while b"\r\n\r\n" not in have:
            more = sock.recv(65536)
            if not more:
                return
            have += more
        head, _, rest = have.partition(b"\r\n\r\n")
        left = length(head) - len(rest)
        while left > 0:
            left -= sock.recv_into(room, min(left, len(room)))
        have = b""
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


def main():
    folder = sys.argv[1]
    server = socket.create_server(("127.0.0.1", 0))
    with open(folder + "/port.new", "w", encoding="ascii") as f:
        f.write("%d\n" % server.getsockname()[1])
    os.rename(folder + "/port.new", folder + "/port")
    while True:
        sock, _ = server.accept()
        threading.Thread(target=serve, args=(sock,), daemon=True).start()


main()
