# mlog-prom --serve under xinetd with the sample's own limits, beside clients
# that are slow on purpose: a scrape from another address has its answer at
# once. LONG=1 keeps them at it for a minute each.

load helper
load serve

setup()
{
	at_tmp
	seconds=6
	[ -z "${LONG:-}" ] || seconds=60
	awk 'BEGIN {
		print "{\"@mlog\":\"snapshot\",\"version\":1,\"time\":\"2026-11-21T09:24:11Z\",\"resource\":{}}"
		print "{\"family\":\"big\",\"type\":\"gauge\",\"kind\":\"gauge\",\"rule\":\"0000000000000001\",\"unit\":\"\",\"help\":\"\"}"
		for (i = 10000; i < 15000; i++)
			printf "{\"name\":\"big\",\"labels\":{\"instance\":\"%d\",\"more\":\"text, so that a buffer fills\"},\"value\":1}\n", i
	}' | seal big.snap
	port=$(free_port)
	# The sample, but for names of this machine and the second address.
	sed "s/= 9464/= $port/; s/= nobody/= $(id -un)/
		s|= /usr/local/bin/|= $BUILD/|
		s|--max-age 5m /var/lib/mlog/app.snap|$PWD/big.snap|
		s|only_from.*|only_from = 127.0.0.0/8|
		s|SYSLOG daemon info|FILE $PWD/xinetd.log|" \
		"$root/man/examples/mlog-prom.xinetd" >xinetd.conf
	# ASan takes more memory than any limit, and time.
	most=100
	case $BUILD in
	*/san*)
		sed -i /rlimit_as/d xinetd.conf
		most=500
		;;
	esac
	fetch_xinetd
	later tool xinetd -dontfork -f "$PWD/xinetd.conf" -pidfile "$PWD/pid" \
		2>super.log
	listens
}

teardown()
{
	stop_all
}

# scraped_beside IDLE: enough scrapes, none failed, the 99th percentile under
# 100 ms. Another load of the machine gets two more chances to be over.
scraped_beside()
{
	local n failed p99 held try

	for try in 1 2 3; do
		python3 "$root/tests/slow.py" $port $seconds $1 >scrapes
		read -r n failed p99 held <scrapes
		echo "# $n scrapes, $failed failed, p99 $p99 ms, $held idle" >&3
		[ "$failed" -eq 0 ] && [ "$n" -ge $((seconds * 5)) ] || return
		[ "$held" -ge "$1" ] || return
		awk -v p="$p99" -v m=$most 'BEGIN { exit !(p < m) }' && return
	done
	return 1
}

# slow OPTION...: slowhttptest with 500 connections.
slow()
{
	fetch_tools slowhttptest
	later tool slowhttptest -c 500 -r 200 -l $((seconds + 2)) \
		-u http://127.0.0.1:$port/metrics "$@" >slow.log 2>&1
}

# What it says at its end: all were connected once, none stayed for long.
slow_ended()
{
	wait_for $((seconds * 3 + 20)) grep -q 'Test ended' slow.log
	grep -q 'Exit status' slow.log
	run ! grep -q 'Cannot establish' slow.log
}

# Some responder is at work.
processes()
{
	grep -qsa "$PWD/[b]ig.snap" /proc/[0-9]*/cmdline
}

@test "slow heads beside a scrape" {
	slow -H -i 1
	scraped_beside 0
	slow_ended
}

@test "slow reads beside a scrape" {
	slow -X -w 1 -y 2 -n 3 -z 16
	# They are there: their answers do not fit into what they take.
	wait_for 5 processes
	sleep 2
	processes
	scraped_beside 0
	slow_ended
}

@test "500 idle connections beside a scrape" {
	scraped_beside 500
	grep -q per_source_limit xinetd.log
}

@test "a slow head and a slow reader are gone by their deadlines" {
	python3 - $port <<'END'
import socket, sys, time

def connect():
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    s.connect(("127.0.0.1", int(sys.argv[1])))
    s.settimeout(30)
    return s

head = connect()
head.sendall(b"GET /met")
t = time.monotonic()
assert head.recv(12) == b"HTTP/1.1 408"
assert 4.5 < time.monotonic() - t < 7
reader = connect()
reader.sendall(b"GET /metrics HTTP/1.0\r\n"
    b"X-Prometheus-Scrape-Timeout-Seconds: 2\r\n\r\n")
# The process has gone when nothing takes what we send any more.
t = time.monotonic()
try:
    while time.monotonic() - t < 20:
        time.sleep(.25)
        reader.send(b"x")
    sys.exit("still there after 20 s")
except ConnectionError:
    t = time.monotonic() - t
assert 1.5 < t < 6, t
END
}
