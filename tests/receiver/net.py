"""A network of its own for a test: every address of IPv4 and IPv6 is this
host, so that what is sent to any of them arrives and is counted.

net.py up         loopback up, and all addresses made local
net.py sent       packets that left so far
net.py listen F   takes connections to any address at the ports 80, 443,
                  4318; answers 503, or 307 to 10.0.0.1 while there is a
                  file F.redirect. A line in F.seen for each, and what came
                  in F.heads
net.py dns F A B  a resolver on 127.0.0.1: the first question for an address
                  gets A, each later one B; a line in F for each

To be run within `unshare -Urn`.
"""
import fcntl
import os
import socket
import struct
import sys
import threading

RTM_NEWROUTE = 24
FLAGS = 1 | 4 | 0x400 | 0x100   # request, ack, create, replace
LOCAL_TABLE, PROTO_STATIC, SCOPE_HOST, TYPE_LOCAL = 255, 4, 254, 2
RTA_OIF = 4
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1


def up():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    req = struct.pack("16sh14x", b"lo", 0)
    flags = struct.unpack("16sh14x", fcntl.ioctl(s, SIOCGIFFLAGS, req))[1]
    fcntl.ioctl(s, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo",
                                             flags | IFF_UP))
    index = socket.if_nametoindex("lo")
    netlink = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
    for family in (socket.AF_INET, socket.AF_INET6):
        body = struct.pack("BBBBBBBBI", family, 0, 0, 0, LOCAL_TABLE,
                           PROTO_STATIC, SCOPE_HOST, TYPE_LOCAL, 0)
        body += struct.pack("HHi", 8, RTA_OIF, index)
        netlink.send(struct.pack("IHHII", 16 + len(body), RTM_NEWROUTE,
                                 FLAGS, 1, 0) + body)
        error = struct.unpack("i", netlink.recv(4096)[16:20])[0]
        if error:
            sys.exit("net.py: route: %d" % error)


def sent():
    with open("/proc/net/dev", encoding="ascii") as f:
        print(sum(int(line.split(":")[1].split()[9]) for line in f
                  if ":" in line))


def answer(s, log):
    while True:
        c, _ = s.accept()
        with open(log + ".seen", "a", encoding="ascii") as f:
            f.write(c.getsockname()[0].replace("::ffff:", "") + "\n")
        c.settimeout(2)
        try:
            with open(log + ".heads", "ab") as f:
                f.write(c.recv(65536))
            status = b"503 Busy"
            if os.path.exists(log + ".redirect"):
                status = b"307 There\r\nLocation: http://10.0.0.1:4318/"
            c.sendall(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n"
                      b"Connection: close\r\n\r\n")
        except OSError:
            pass
        c.close()


def listen(name):
    for port in (80, 443, 4318):
        s = socket.create_server(("::", port), family=socket.AF_INET6,
                                 dualstack_ipv6=True)
        threading.Thread(target=answer, args=(s, name)).start()
    open(name, "w", encoding="ascii").close()


def dns(log, first, later):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 53))
    open(log + ".up", "w", encoding="ascii").close()
    asked = 0
    while True:
        q, peer = s.recvfrom(4096)
        end = q.index(b"\0", 12) + 5
        kind = struct.unpack("!H", q[end - 4:end - 2])[0]
        head = q[:2] + b"\x84\x00\x00\x01"
        if kind != 1:
            s.sendto(head + b"\0\0\0\0\0\0" + q[12:end], peer)
            continue
        address = first if asked == 0 else later
        asked += 1
        with open(log, "a", encoding="ascii") as f:
            f.write(address + "\n")
        s.sendto(head + b"\0\1\0\0\0\0" + q[12:end] +
                 b"\xc0\x0c\0\1\0\1\0\0\0\0\0\4" +
                 socket.inet_aton(address), peer)


{"up": up, "sent": sent, "listen": listen, "dns": dns}[sys.argv[1]](
    *sys.argv[2:])
