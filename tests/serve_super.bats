# mlog-prom --serve under each super-server that the man page names, on
# 127.0.0.1: what they pass, where stderr goes, who the peer is.

load helper
load serve

setup()
{
	at_tmp
	make_snap
	serve="$(command -v mlog-prom) --serve -v $PWD/app.snap"
	port=$(free_port)
}

teardown()
{
	stop_all
}

# What has to work under each: a client that ends its half at once, one that
# waits, one that sends what nobody reads, and one that is refused.
check_super()
{
	listens
	client $port 's.sendall(b"GET /metrics HTTP/1.0\r\n\r\n"); s.shutdown(1); answer = rest()'
	cmp app.prom body
	client $port 's.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"); answer = rest()'
	cmp app.prom body
	client $port 's.sendall(b"PUT /metrics HTTP/1.0\r\n\r\n" + b"x" * 50000); time.sleep(.2); answer = rest()'
	[ "$(status)" = 405 ]
	client $port 's.sendall(b"\x16\x03\x01\x02\n\n"); answer = rest()'
	[ "$(status)" = 400 ]
	run ! grep -q mlog-prom answer
}

@test "openbsd-inetd" {
	start_inetd "--serve -v $PWD/app.snap"
	check_super
}

@test "xinetd" {
	start_xinetd --serve -v "$PWD/app.snap" <<<''
	check_super
}

@test "tcpserver" {
	fetch_tools ucspi-tcp
	later tool tcpserver -RHl0 127.0.0.1 $port $serve 2>super.log
	check_super
	grep -qE '^mlog-prom: 127\.0\.0\.1:[0-9]+ GET 200, [0-9]+ bytes$' \
		super.log
}

@test "socat: a socket pair, the socket itself, two pipes, a local socket" {
	for how in EXEC:"$serve" EXEC:"$serve",nofork EXEC:"$serve",pipes \
	    EXEC:"$serve",stderr; do
		later socat TCP-LISTEN:$port,bind=127.0.0.1,fork,reuseaddr \
			"$how" 2>super.log
		check_super
		stop_all
		port=$(free_port)
	done
	later socat UNIX-LISTEN:sock,fork EXEC:"$serve",nofork 2>super.log
	wait_for 5 test -S sock
	printf 'GET /metrics HTTP/1.0\r\n\r\n' |
		socat -t 5 - UNIX-CONNECT:sock >answer
	split
	cmp app.prom body
	wait_for 5 grep -q '^mlog-prom: unix GET 200' super.log
}

socket_activate()
{
	fetch_systemd
	later tool systemd-socket-activate -l 127.0.0.1:$port --accept "$@" \
		$serve 2>super.log
	check_super
	grep -qE '^mlog-prom: 127\.0\.0\.1:[0-9]+ GET 200' super.log
}

@test "systemd, Accept=yes: StandardInput=socket" {
	socket_activate --inetd
}

@test "systemd, Accept=yes: LISTEN_FDS" {
	socket_activate
}

@test "the peer: the connection tells, else the super-server's variables" {
	log()
	{
		printf 'GET /metrics HTTP/1.0\r\n\r\n' |
			env "$@" mlog-prom --serve -v app.snap 2>&1 >/dev/null
	}
	run log A=b
	assert_output --regexp '^mlog-prom: GET 200'
	run log REMOTE_ADDR=192.0.2.7 REMOTE_PORT=77 TCPREMOTEIP=192.0.2.8
	assert_output --regexp '^mlog-prom: 192\.0\.2\.7:77 GET'
	run log TCPREMOTEIP=2001:db8::1 TCPREMOTEPORT=9
	assert_output --regexp '^mlog-prom: \[2001:db8::1\]:9 GET'
	run log REMOTE_HOST=scraper.example
	assert_output --regexp '^mlog-prom: scraper.example GET'
	run log REMOTE_HOST=$'a\nb'
	assert_output --regexp '^mlog-prom: GET'
	run log REMOTE_HOST="$(printf '%065d' 0)"
	assert_output --regexp '^mlog-prom: GET'
	python3 - 2>err <<'END'
import socket, subprocess
for family, host in (socket.AF_INET6, "::1"), (socket.AF_INET6, "::"):
    s = socket.socket(family)
    s.bind((host, 0))
    s.listen()
    c = socket.create_connection(("::1" if host == "::1" else "127.0.0.1",
        s.getsockname()[1]))
    a, _ = s.accept()
    c.sendall(b"GET /metrics HTTP/1.0\r\n\r\n")
    c.shutdown(1)
    subprocess.run(["mlog-prom", "--serve", "-v", "app.snap"], stdin=a,
        stdout=a, check=True)
END
	grep -qE '^mlog-prom: \[::1\]:[0-9]+ GET 200' err
	grep -qE '^mlog-prom: 127\.0\.0\.1:[0-9]+ GET 200' err
}

@test "Prometheus scrapes it through xinetd" {
	fetch_tools prometheus
	start_xinetd --serve "$PWD/app.snap" <<<''
	start_prometheus
	wait_for 30 query 'up{job="mlog"} == 1' || fail "$(cat prometheus.log)"
	run query 'tasks_finished_total{agent="a \"b\" \\c",status="completed"}'
	assert_output 42
	run query 'lag_seconds_bucket{le="2.5"}'
	assert_output 6
	run query 'count({job="mlog",__name__!~"up|scrape_.*"})'
	assert_output 7
}
