"""Hosts for URLs that all lead where mlog-otlp may not go, one a line: every
way to write an IPv4 address, alone and in IPv6 ones, and the special ranges of
IPv6."""
import ipaddress

PRIVATE = ["127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1",
           "169.254.169.254", "100.64.0.1", "0.0.0.0", "198.18.0.1",
           "192.0.2.1", "240.0.0.1"]
OTHERS = ["::1", "::", "0:0:0:0:0:0:0:1", "0000::0001", "fe80::1",
          "fe80::1%25lo", "febf::1", "fc00::1", "fd12:3456::1", "fec0::1",
          "ff02::1", "2001:db8::1", "3fff::1", "100::1", "64:ff9b:1::1",
          "2001:2::1", "4000::1"]


def of_v4(text):
    n = int(ipaddress.IPv4Address(text))
    a, b, c, d = n.to_bytes(4, "big")
    pair = "%x:%x" % (n >> 16, n & 0xffff)
    flipped = n ^ 0xffffffff
    yield text
    yield str(n)
    yield hex(n)
    yield hex(n).upper().replace("X", "x")
    yield "0%o" % n
    yield "0x%x.0x%x.0x%x.0x%x" % (a, b, c, d)
    yield "0%o.0%o.0%o.0%o" % (a, b, c, d)
    yield "%03d.0x%x.0%o.%d" % (0, 0, 0, 1) if a == 0 else \
        "0x%x.%d.0%o.%d" % (a, b, c, d)
    yield "%d.%d.%d" % (a, b, c << 8 | d)
    yield "%d.%d" % (a, n & 0xffffff)
    yield "".join("%%%02x" % ord(ch) for ch in text)
    yield "[::ffff:%s]" % text
    yield "[::ffff:%s]" % pair
    yield "[0:0:0:0:0:FFFF:%s]" % pair.upper()
    yield "[::ffff:0:%s]" % text
    yield "[64:ff9b::%s]" % text
    yield "[2002:%s::1]" % pair
    yield "[2001:0:%s::1]" % pair
    yield "[2001:0:808:808::%x:%x]" % (flipped >> 16, flipped & 0xffff)
    yield "[2606:4700::5efe:%s]" % text
    if n > 0xffff:
        yield "[::%s]" % text


seen = []
for v4 in PRIVATE:
    seen += [s for s in of_v4(v4) if s not in seen]
seen += ["[%s]" % s for s in OTHERS]
seen += ["localhost", "LOCALHOST", "127.0.0.1:80", "[::1]:4318"]
print("\n".join(seen))
