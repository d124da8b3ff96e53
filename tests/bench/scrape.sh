#!/bin/sh
# usage: sh tests/bench/scrape.sh
# A scrape of 1,000 series from mlog-prom --serve under openbsd-inetd, in
# turns with an inetd service that runs cat on the finished text: medians, and
# how often the one takes the time of the other. Fails above three times.
#
# BUILD         folder of the build, default build/release
# BENCH_RUNS    scrapes of each, default 300
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
BUILD=${BUILD:-$here/../../build/release}
BUILD=$(CDPATH='' cd -- "$BUILD" && pwd)
tools=$here/../../build/tools/root
runs=${BENCH_RUNS:-300}

sh "$here/../tools.sh" openbsd-inetd libbsd0 libmd0 libwrap0 libnsl2 \
    libevent-2.1-7 libtirpc3
dir=$(mktemp -d)
pid=
trap 'test -z "$pid" || kill "$pid"; rm -rf "$dir"' EXIT
trap 'exit 2' HUP INT TERM
cd "$dir"

awk 'BEGIN {
	print "{\"@mlog\":\"snapshot\",\"version\":1," \
	    "\"time\":\"2026-11-21T09:24:11Z\",\"resource\":{}}"
	print "{\"family\":\"requests_total\",\"type\":\"counter\"," \
	    "\"kind\":\"counter\",\"rule\":\"0000000000000001\"," \
	    "\"unit\":\"\",\"help\":\"Requests by path and status\"}"
	for (i = 1000; i < 2000; i++)
		printf "{\"name\":\"requests_total\",\"labels\":" \
		    "{\"method\":\"GET\",\"path\":\"/api/v1/item/%d\"," \
		    "\"status\":\"200\"},\"value\":%d}\n", i, i * i
}' >body
printf '{"@mlog":"end","lines":%d,"xxh64":"%s"}\n' "$(wc -l <body)" \
    "$(xxh64sum <body | cut -d ' ' -f 1)" | cat body - >app.snap
"$BUILD/mlog-prom" app.snap >app.prom

ports=$(python3 -c 'import socket
s = [socket.socket() for _ in "12"]
for x in s:
    x.bind(("127.0.0.1", 0))
print(*[x.getsockname()[1] for x in s])')
cat >inetd.conf <<END
127.0.0.1:${ports% *} stream tcp nowait.1000000 $(id -un) $BUILD/mlog-prom mlog-prom --serve $dir/app.snap
127.0.0.1:${ports#* } stream tcp nowait.1000000 $(id -un) $(command -v cat) cat $dir/app.prom
END
libs=$(find "$tools" -name 'lib*.so*' -printf '%h\n' | sort -u | paste -sd :)
LD_LIBRARY_PATH=$libs "$tools/usr/sbin/inetd" -i inetd.conf &
pid=$!

# shellcheck disable=SC2086
python3 - "$runs" app.prom $ports <<'END'
import socket
import statistics
import sys
import time

runs = int(sys.argv[1])
text = open(sys.argv[2], "rb").read()
ports = {"mlog-prom": int(sys.argv[3]), "cat": int(sys.argv[4])}
request = {"mlog-prom": b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", "cat": b""}


def fetch(name):
    with socket.create_connection(("127.0.0.1", ports[name]), 10) as s:
        if request[name]:
            s.sendall(request[name])
        got = []
        while part := s.recv(1 << 20):
            got.append(part)
    return b"".join(got)


for name in ports:
    for _ in range(50):
        try:
            if fetch(name).endswith(text):
                break
        except ConnectionRefusedError:
            time.sleep(0.1)
    else:
        sys.exit("bench: %s does not answer with the text" % name)
times = {name: [] for name in ports}
for _ in range(runs):
    for name in ports:
        start = time.perf_counter()
        fetch(name)
        times[name].append(time.perf_counter() - start)
middle = {name: statistics.median(t) for name, t in times.items()}
for name, t in middle.items():
    print("%-10s %6.2f ms a scrape of 1,000 series (%d bytes)"
        % (name, 1000 * t, len(text)))
ratio = middle["mlog-prom"] / middle["cat"]
print("mlog-prom takes %.2f times the time of cat (at most 3)" % ratio)
sys.exit(ratio > 3)
END
