#!/bin/sh
# usage: BUILD=build/release sh tests/bench/otlp.sh
#
# mlog-otlp to a collector that reads and answers 200, by HTTP/protobuf
# without compression: log events of gen-bench, against jq writing the same
# records as OTLP/JSON (of a part of them: it is slow) and curl posting it;
# a snapshot of many series; and one of a thousand, as cron would push it.
# Processor time is compared, the sender's own
# with what it waits for in the kernel, so that other work on the machine does
# not count. Ends with 1 when logs are not 30 times as fast, when the series
# take a second, the thousand 50 ms, or when any takes 64 MiB.
#
# OTLP_EVENTS	default 1000000
# OTLP_SERIES	default 100000
# BENCH_RUNS	default 3; the best counts
# BENCH_DIR	where the files go; default $BUILD/bench
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
BUILD=${BUILD:-build/release}
BUILD=$(CDPATH='' cd -- "$BUILD" && pwd)
dir=${BENCH_DIR:-$BUILD/bench}
events=${OTLP_EVENTS:-1000000}
series=${OTLP_SERIES:-100000}
runs=${BENCH_RUNS:-3}
PATH=$BUILD:$PATH
export PATH LC_ALL=C
unset MLOG_OTLP_ALLOW_PRIVATE
mkdir -p "$dir/sink"
cd "$dir"

rm -f sink/port
/usr/bin/python3 "$here/../receiver/sink.py" sink &
pid=$!
trap 'kill "$pid" 2>/dev/null; rm -rf sink' EXIT
trap 'exit 2' HUP INT TERM
while [ ! -e sink/port ]; do sleep 0.05; done
url=http://127.0.0.1:$(cat sink/port)

# A record is about 500 bytes.
gen-bench -c -b $((events * 600)) | mlog-parse | head -n "$events" >otlp.events
[ "$(wc -l <otlp.events)" -eq "$events" ]
part=$((events / 20))
head -n "$part" otlp.events >otlp.part

# snapshot N FILE
snapshot()
{
	awk -v n="$1" 'BEGIN {
	print "{\"@mlog\":\"snapshot\",\"version\":1," \
	    "\"time\":\"2026-11-21T09:24:11Z\",\"resource\":{}}"
	print "{\"family\":\"requests_total\",\"type\":\"counter\"," \
	    "\"kind\":\"counter\",\"rule\":\"0000000000000001\"," \
	    "\"unit\":\"\",\"help\":\"Requests by path and status\"}"
	for (i = 1000000; i < 1000000 + n; i++)
		printf "{\"name\":\"requests_total\",\"labels\":" \
		    "{\"method\":\"GET\",\"path\":\"/api/v1/item/%d\"," \
		    "\"status\":\"200\"},\"value\":%d}\n", i, i
	}' >otlp.body
	printf '{"@mlog":"end","lines":%d,"xxh64":"%s"}\n' \
	    "$(wc -l <otlp.body)" "$(xxh64sum <otlp.body | cut -d ' ' -f 1)" |
	    cat otlp.body - >"$2"
}
snapshot "$series" otlp.snap
snapshot 1000 otlp.cron

# best NAME COMMAND: wall and processor time (microseconds), peak (KiB).
best()
{
	rm -f "otlp.$1.times"
	for _ in $(seq "$runs"); do
		timed "otlp.$1.times" "$2"
	done
	sort -n -k 2 "otlp.$1.times" | head -n 1
}

send="mlog-otlp -u $url --allow-private --compress none"
logs=$(best logs "$send otlp.events")
metrics=$(best metrics "$send otlp.snap")
cron=$(best cron "$send --spool otlp.spool otlp.cron")
runs=1
rival=$(best jq "jq -n -c --arg now 1795253051000000000 \
	-f '$here/otlp.jq' otlp.part | while IFS= read -r line; do
	printf '%s' \"\$line\" | curl -s -o /dev/null -H \
	'Content-Type: application/json' --data-binary @- $url/v1/logs ||
	exit 1; done")

rm -rf otlp.spool
echo "$logs $rival $metrics $cron" | awk -v n="$events" -v part="$part" \
    -v series="$series" '{
	ours = $2 / n
	theirs = $5 / part
	printf "logs     %d in %.2f s, %.2f s of processor time, %.1f MiB\n",
	    n, $1 / 1e6, $2 / 1e6, $3 / 1024
	printf "jq, curl %d in %.2f s, %.2f s of processor time\n",
	    part, $4 / 1e6, $5 / 1e6
	printf "an event %.2f us, with jq and curl %.1f us: %.0f times\n",
	    ours, theirs, theirs / ours
	printf "metrics  %d series in %.2f s, %.2f s of processor time, " \
	    "%.1f MiB\n", series, $7 / 1e6, $8 / 1e6, $9 / 1024
	printf "cron     1000 series, %.1f ms of processor time\n", $11 / 1e3
	if (theirs < 30 * ours || $8 > 1e6 || $3 > 65536 || $9 > 65536 ||
	    $11 > 50000)
		exit 1
}'
