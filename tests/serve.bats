# mlog-prom --serve: one request, one answer; on pipes, and behind a real
# super-server with a real Prometheus in front.

load helper
load serve

setup()
{
	at_tmp
	make_snap
}

teardown()
{
	stop_all
}

@test "GET: the metrics, the head that Prometheus wants" {
	ask 'GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n'
	diff -u app.prom body
	cat >want <<END
HTTP/1.1 200 OK
Date: Sat, 21 Nov 2026 09:24:20 GMT
Vary: Accept, Accept-Encoding
Content-Type: text/plain; version=0.0.4; charset=utf-8; escaping=underscores
Content-Length: $(wc -c <app.prom)
Connection: close

END
	diff -u want head
}

@test "HEAD: the same head, no body" {
	ask 'GET /metrics HTTP/1.0\r\n\r\n'
	cp head get
	ask 'HEAD /metrics HTTP/1.0\r\n\r\n'
	cmp get head
	[ ! -s body ]
	ask 'HEAD /nowhere HTTP/1.0\r\n\r\n'
	[ "$(status)" = 404 ]
	[ ! -s body ]
	ask "HEAD /$(printf '%09000d' 0) HTTP/1.0\r\n\r\n"
	[ "$(status)" = 414 ]
	[ ! -s body ]
}

@test "targets: query ignored, absolute form taken, paths exact" {
	for target in /metrics '/metrics?' '/metrics?name[]=x&y=%%20' \
	    http://localhost/metrics HTTPS://other:9/metrics?q; do
		ask "GET $target HTTP/1.1\r\nHost: x\r\n\r\n"
		[ "$(status)" = 200 ] || fail "$target"
	done
	for target in / /metric /metrics/ //metrics /Metrics /%%6detrics \
	    /x/../metrics '/?/metrics' http://metrics http://h/; do
		ask "GET $target HTTP/1.1\r\nHost: x\r\n\r\n"
		[ "$(status)" = 404 ] || fail "$target"
	done
	ask 'GET /a/b HTTP/1.0\r\n\r\n' --path /a/b
	cmp app.prom body
	ask 'GET /metrics HTTP/1.0\r\n\r\n' --path /a/b
	[ "$(status)" = 404 ]
}

@test "lines may end in LF, blank ones may come first, names in any case" {
	ask 'GET /metrics HTTP/1.1\nhOST: x\n\n'
	cmp app.prom body
	ask '\r\n\n\r\nGET /metrics HTTP/1.1\r\nHost:x \r\n\r\n'
	cmp app.prom body
}

@test "400: what is not HTTP" {
	for request in 'x\r\n\r\n' 'GET /x\r\n\r\n' 'GET  /x HTTP/1.1\r\n\r\n' \
	    'GET /x HTTP/1.1 \r\n\r\n' 'GET /x http/1.1\r\n\r\n' \
	    'GET /x HTTP/11\r\n\r\n' ' GET /x HTTP/1.0\r\n\r\n' \
	    'GET x HTTP/1.0\r\n\r\n' 'GET * HTTP/1.0\r\n\r\n' \
	    'GET /x#y HTTP/1.0\r\n\r\n' 'GET /\303\251 HTTP/1.0\r\n\r\n' \
	    'GET /\001 HTTP/1.0\r\n\r\n' 'GET /x HTTP/1.0\r\nHost' \
	    'GET /x HTTP/1.0\r\n' 'G\000T /x HTTP/1.0\r\n\r\n' \
	    'GET http:///x HTTP/1.0\r\n\r\n' 'GET ftp://h/x HTTP/1.0\r\n\r\n' \
	    'G(T /x HTTP/1.0\r\n\r\n'; do
		refused 400 "$request"
	done
}

@test "400: fields that are wrong, one by one or together" {
	for field in 'A : b' ' a: b' ': b' 'nocolon' 'A: \001' 'A: b\rc' \
	    'A: \177' 'A\000: b' 'A: b\000' 'A: b\r\n c' 'Host: y' \
	    'Content-Length: x' 'Content-Length: -1' 'Content-Length: +1' \
	    'Content-Length: ' 'Content-Length: 1\r\nContent-Length: 2' \
	    'Content-Length: 99999999999999999999' \
	    'Content-Length: 1\r\nTransfer-Encoding: chunked'; do
		refused 400 "GET /x HTTP/1.1\r\nHost: x\r\n$field\r\n\r\n"
	done
	refused 400 'GET /x HTTP/1.1\r\n\r\n'
	refused 400 'GET /x HTTP/1.1\r\nHost: a b\r\n\r\n'
	refused 400 'GET /x HTTP/1.1\r\nHost: a/NAUGHTY\r\n\r\n'
	refused 400 'GET /x HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n'
	refused 400 'POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n'
}

@test "bodies are passed over, Expect is answered with the answer" {
	ask 'GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello'
	cmp app.prom body
	ask 'GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello'
	cmp app.prom body
	ask 'GET /metrics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'
	cmp app.prom body
}

@test "404, 405 and 501: what is not there, not allowed, not known" {
	refused 404 'GET /NAUGHTY HTTP/1.0\r\nUser-Agent: NAUGHTY\r\n\r\n'
	refused 404 'POST /NAUGHTY HTTP/1.0\r\n\r\n'
	for m in POST PUT DELETE OPTIONS TRACE PATCH; do
		refused 405 "$m /metrics HTTP/1.0\r\nX: NAUGHTY\r\n\r\n"
		grep -qx 'Allow: GET, HEAD' head
	done
	refused 405 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n'
	refused 405 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n'
	refused 501 'NAUGHTY /metrics HTTP/1.0\r\n\r\n'
	refused 501 'get /metrics HTTP/1.0\r\n\r\n'
	refused 501 'GET /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n'
}

@test "505: another major version" {
	refused 505 'GET /metrics HTTP/2.0\r\n\r\n'
	refused 505 'GET /metrics HTTP/0.9\r\n\r\n'
	refused 505 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
	ask 'GET /metrics HTTP/1.9\r\nHost: x\r\n\r\n'
	[ "$(status)" = 200 ]
}

@test "414: a request line over 8 KiB; the last that fits is read" {
	x=$(printf '%08177d' 0)
	ask "GET /$x HTTP/1.0\r\n\r\n"
	[ "$(status)" = 404 ]
	refused 414 "GET /0$x HTTP/1.0\r\n\r\n"
	refused 414 "GET /0$x$x$x"
}

@test "431: a field line over 8 KiB, a head over 16 KiB, over 64 lines" {
	refused 431 "GET /metrics HTTP/1.0\r\nA: $(printf '%08189d' 0)\r\n\r\n"
	ask "GET /metrics HTTP/1.0\r\nA: $(printf '%08188d' 0)\r\n\r\n"
	[ "$(status)" = 200 ]
	x=$(printf '%08000d' 0)
	refused 431 "GET /metrics HTTP/1.0\r\nA: $x\r\nB: $x\r\nC: $x\r\n\r\n"
	lines=$(for _ in $(seq 63); do printf 'A: b\\r\\n'; done)
	ask "GET /metrics HTTP/1.0\r\n$lines\r\n"
	[ "$(status)" = 200 ]
	refused 431 "GET /metrics HTTP/1.0\r\n${lines}A: b\r\n\r\n"
}

@test "a client that says nothing gets nothing, and that is no fault" {
	ask ''
	[ ! -s answer ]
	ask '\r\n'
	[ ! -s answer ]
}

drips_slowly()
{
	for c in G E T ' ' / m e t r i c s ' ' H T T P / 1 . 0; do
		printf '%s' "$c" 2>/dev/null || return 0
		sleep 0.4
	done
}

says_nothing()
{
	sleep 7
}

@test "408: one deadline for the whole head, however it drips" {
	for client in drips_slowly says_nothing; do
		$client | { time -p mlog-prom --serve app.snap >answer; } 2>time
		split
		[ "$(status)" = 408 ]
		run awk '/^real/ { exit !($2 >= 4.9 && $2 < 6.5) }' time
		assert_success
	done
}

@test "a client that does not read is left after its scrape timeout" {
	awk 'BEGIN {
		print "{\"@mlog\":\"snapshot\",\"version\":1,\"time\":\"2026-11-21T09:24:11Z\",\"generation\":0,\"resource\":{}}"
		print "{\"family\":\"big\",\"type\":\"gauge\",\"kind\":\"gauge\",\"rule\":\"0000000000000001\",\"unit\":\"\",\"help\":\"\"}"
		for (i = 10000; i < 60000; i++)
			printf "{\"name\":\"big\",\"labels\":{\"i\":\"%d\"},\"value\":1}\n", i
	}' | seal big.snap
	mkfifo p
	sleep 20 <p &
	sleeper=$!
	echo $sleeper >pids
	SECONDS=0
	printf 'GET /metrics HTTP/1.0\r\nX-Prometheus-Scrape-Timeout-Seconds: 1.5\r\n\r\n' |
		mlog-prom --serve -v big.snap >p 2>err
	[ "$SECONDS" -le 4 ]
	grep -q 'cut short' err
}

@test "503: missing, damaged, too old; the reason, and no path" {
	ask 'GET /metrics HTTP/1.0\r\n\r\n' --max-age 1m
	[ "$(status)" = 200 ]
	ask 'GET /metrics HTTP/1.0\r\n\r\n' --max-age 8s 2>err
	[ "$(status)" = 503 ]
	grep -q 'too old' body
	grep -q app.snap err
	mkdir d
	sed 's/"value":42/"value":43/' app.snap >d/changed.snap
	for s in missing changed; do
		printf 'GET /metrics HTTP/1.0\r\n\r\n' |
			mlog-prom --serve d/$s.snap >answer 2>err
		split
		[ "$(status)" = 503 ]
		[ "$(wc -l <body)" -eq 1 ]
		! grep -q "$s.snap\|d/" answer
		grep -q "$s.snap" err
		printf 'GET /metrics HTTP/1.0\r\n\r\n' |
			mlog-prom -q --serve d/$s.snap 2>&1 >/dev/null | cmp - /dev/null
	done
	refused 404 'GET /x HTTP/1.0\r\n\r\n' --max-age 8s
}

@test "404 to everything when disabled, by option or environment" {
	refused 404 'GET /metrics HTTP/1.0\r\n\r\n' --disabled
	refused 404 'POST /metrics HTTP/1.0\r\n\r\n' --disabled
	MLOG_PROM_ENABLED=False refused 404 'GET /metrics HTTP/1.0\r\n\r\n'
	MLOG_PROM_ENABLED=true ask 'GET /metrics HTTP/1.0\r\n\r\n'
	[ "$(status)" = 200 ]
	MLOG_PROM_ENABLED= ask 'GET /metrics HTTP/1.0\r\n\r\n'
	[ "$(status)" = 200 ]
	MLOG_PROM_ENABLED=no run -2 mlog-prom --serve app.snap </dev/null
	printf 'GET /metrics HTTP/1.0\r\n\r\n' |
		mlog-prom --serve --disabled missing.snap >answer 2>err
	[ ! -s err ]
}

@test "-v: one line a request, nothing of the request in it" {
	printf 'GET /NAUGHTY HTTP/1.0\r\n\r\n' |
		mlog-prom -v --serve app.snap 2>err >/dev/null
	run cat err
	assert_output --regexp '^mlog-prom: GET 404, [0-9]+ bytes$'
}

@test "a scrape changes nothing" {
	sum=$(ls -l --time-style=full-iso; cat app.snap | xxh64sum)
	for _ in 1 2 3; do
		printf 'GET /metrics HTTP/1.0\r\n\r\n' |
			mlog-prom --serve app.snap >/dev/null
	done
	[ "$(ls -l --time-style=full-iso; cat app.snap | xxh64sum)" = "$sum" ]
}

@test "a full disk behind stdout is exit 2, a gone client is exit 0" {
	printf 'GET /metrics HTTP/1.0\r\n\r\n' >request
	run -2 bash -c 'mlog-prom --serve app.snap <request 2>&1 >/dev/full'
	assert_output --partial "No space left"
	run bash -c '{ sleep 0.3; mlog-prom --serve app.snap; echo $? >code; } \
		<request 2>err | true; cat err code'
	assert_output 0
}

# ---- sockets

@test "LISTEN_FDS: the connection on fd 3" {
	python3 - >answer <<'END'
import os, socket, subprocess
ours, theirs = socket.socketpair()
os.dup2(theirs.fileno(), 3)
p = subprocess.Popen(["sh", "-c",
    "LISTEN_FDS=1 LISTEN_PID=$$ exec mlog-prom --serve app.snap"],
    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[3])
theirs.close()
os.close(3)
ours.sendall(b"GET /metrics HTTP/1.0\r\n\r\n")
while data := ours.recv(4096):
    os.write(1, data)
ours.close()
assert p.wait() == 0
END
	split
	cmp app.prom body
}

@test "a socket that still listens is refused" {
	run python3 - <<'END'
import socket, subprocess, sys
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen()
p = subprocess.run(["mlog-prom", "--serve", "app.snap"], stdin=s,
    stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
assert b"listens" in p.stderr
sys.exit(p.returncode)
END
	[ "$status" -eq 2 ]
}

@test "inetd: half-closed clients, unread bodies and drips are answered" {
	start_inetd "--serve $PWD/app.snap"
	client $port 's.sendall(b"GET /metrics HTTP/1.0\r\n\r\n"); s.shutdown(1); answer = rest()'
	cmp app.prom body
	# Bytes left unread at close would make the kernel reset the link.
	client $port 's.sendall(b"POST /metrics HTTP/1.0\r\nContent-Length: 50000\r\n\r\n" + b"x" * 50000); time.sleep(.3); answer = rest()'
	[ "$(status)" = 405 ]
	client $port 's.sendall(b"GET /" + b"x" * 40000); time.sleep(.3); answer = rest()'
	[ "$(status)" = 414 ]
	client $port 'for c in b"GET /metrics HTTP/1.0\n\n": s.send(bytes([c])); time.sleep(.01)
answer = rest()'
	cmp app.prom body
	client $port 's.sendall(b"GET /met"); a = time.time(); answer = rest(); t = time.time() - a; assert 4.5 < t < 7, t'
	[ "$(status)" = 408 ]
}

@test "inetd: fd 2 is the socket, and no word of ours gets on it" {
	start_inetd "--serve -v $PWD/missing.snap"
	client $port 's.sendall(b"GET /metrics HTTP/1.0\r\n\r\n"); answer = rest()'
	[ "$(status)" = 503 ]
	[ "$(sed -n 's/^Content-Length: //p' head)" = "$(wc -c <body)" ]
	run ! grep -q mlog-prom answer
	stop_all
	start_inetd "--serve --sevre $PWD/app.snap"
	client $port 's.sendall(b"GET /metrics HTTP/1.0\r\n\r\n"); answer = b""
try: answer = rest()
except ConnectionResetError: pass'
	[ ! -s answer ]
}

@test "Prometheus scrapes it through inetd and has every value" {
	fetch_tools prometheus
	start_inetd "--serve $PWD/app.snap"
	start_prometheus
	wait_for 30 query 'up{job="mlog"} == 1' || fail "$(cat prometheus.log)"
	run query 'tasks_finished_total{agent="a \"b\" \\c",status="completed"}'
	assert_output 42
	run query 'lag_seconds_bucket{le="2.5"}'
	assert_output 6
	run query 'lag_seconds_bucket{le="+Inf"}'
	assert_output 7
	run query lag_seconds_sum
	assert_output 12.25
	run query lag_seconds_count
	assert_output 7
	run query 'count({job="mlog",__name__!~"up|scrape_.*"})'
	assert_output 7
	run query 'scrape_samples_scraped{job="mlog"}'
	assert_output 7
	curl -sf "http://127.0.0.1:$web/api/v1/targets" |
		jq -e '.data.activeTargets[0].lastError == ""'
	curl -sf "http://127.0.0.1:$web/api/v1/targets/metadata" |
		jq -e '[.data[] | select(.metric == "lag_seconds") |
			.type == "histogram" and .help == "Lag"] == [true]'
}
