# What the tests of the responder share: `load serve` behind `load helper`.

# make_snap: app.snap, and app.prom, the text of it.
make_snap()
{
	now=2026-11-21T09:24:20Z
	seal app.snap <<'END'
{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:24:11Z","resource":{}}
{"family":"lag_seconds","type":"histogram","kind":"histogram","rule":"0000000000000001","unit":"","help":"Lag","bounds":[0.1,1,2.5]}
{"name":"lag_seconds","labels":{},"count":7,"sum":12.25,"min":0.1,"max":9,"bounds":[0.1,1,2.5],"counts":[1,2,3,1]}
{"family":"tasks_finished_total","type":"counter","kind":"counter","rule":"0000000000000003","unit":"","help":"Tasks by status"}
{"name":"tasks_finished_total","labels":{"agent":"a \"b\" \\c","status":"completed"},"value":42}
END
	mlog-prom app.snap >app.prom
}

# ask REQUEST [OPTION...]: printf's REQUEST on a pipe; the answer is in file
# answer, its head (without CR) in head, its body in body.
ask()
{
	local request=$1

	shift
	printf "$request" | mlog-prom --serve --now $now "$@" app.snap >answer
	split
}

split()
{
	sed '/^\r$/q' answer | tr -d '\r' >head
	sed '1,/^\r$/d' answer >body
}

status()
{
	sed -n '1s/^HTTP\/1.1 \([0-9][0-9][0-9]\) .*/\1/p' head
}

# refused STATUS REQUEST [OPTION...]: that status, a length that is right,
# nothing of the request in the answer, exit 0.
refused()
{
	local want=$1

	shift
	ask "$@"
	[ "$(status)" = "$want" ] || fail "$1: $(status), not $want"
	[ "$(sed -n 's/^Content-Length: //p' head)" = "$(wc -c <body)" ]
	grep -qx 'Connection: close' head
	! grep -q metrics answer
	! grep -q NAUGHTY answer
}

# The super-servers, and the libraries they need.
fetch_inetd()
{
	fetch_tools openbsd-inetd libbsd0 libmd0 libwrap0 libnsl2 \
		libevent-2.1-7 libtirpc3
}

fetch_systemd()
{
	fetch_tools systemd libsystemd-shared libcryptsetup12 libkmod2 \
		libseccomp2 libapparmor1 libargon2-1 libjson-c5 libfdisk1 \
		libdevmapper1.02.1 libip4tc2 libp11-kit0
}

start_inetd()
{
	fetch_inetd
	port=$(free_port)
	for arg in "$@"; do
		echo "127.0.0.1:$port stream tcp nowait $(id -un)" \
			"$(command -v mlog-prom) mlog-prom $arg"
	done >inetd.conf
	later tool inetd -i inetd.conf
	wait_for 5 bash -c ": </dev/tcp/127.0.0.1/$port"
}

# Waits until $port is listened on.
listens()
{
	wait_for 5 bash -c ": </dev/tcp/127.0.0.1/$port" ||
		fail "nothing listens: $(cat ./*.log)"
}

# fetch_xinetd: and the libraries it needs.
fetch_xinetd()
{
	fetch_tools xinetd libtirpc3 libwrap0 libnsl2 libselinux1
}

# start_xinetd ARG...: of mlog-prom, on $port; more settings from stdin.
start_xinetd()
{
	fetch_xinetd
	cat >xinetd.conf <<END
service mlog-prom
{
	type		= UNLISTED
	bind		= 127.0.0.1
	port		= $port
	socket_type	= stream
	protocol	= tcp
	wait		= no
	user		= $(id -un)
	server		= $(command -v mlog-prom)
	server_args	= $*
	log_type	= FILE $PWD/xinetd.log
	log_on_failure	= HOST
	disable		= no
$(cat)
}
END
	later tool xinetd -dontfork -f "$PWD/xinetd.conf" -pidfile "$PWD/pid" \
		2>super.log
	listens
}

# client PORT SCRIPT: python with a connected socket s; what it leaves in
# `answer` is the answer.
client()
{
	python3 - "$1" "$2" >answer <<'END'
import socket, sys, time
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 20)
def rest():
    got = b""
    while data := s.recv(65536):
        got += data
    return got
exec(sys.argv[2])
sys.stdout.buffer.write(answer)
END
	split
}

# start_prometheus [SETTING]: one that scrapes $port, its own address is in
# $web.
start_prometheus()
{
	web=$(free_port)
	cat >prometheus.yml <<END
global: { scrape_interval: 1s, scrape_timeout: 1s }
scrape_configs:
  - job_name: mlog
    static_configs: [ { targets: [ "127.0.0.1:$port" ] } ]
    ${1-}
END
	later tool prometheus --config.file=prometheus.yml \
		--storage.tsdb.path="$PWD/data" --log.level=warn \
		--web.listen-address="127.0.0.1:$web" 2>prometheus.log
}

# query PROMQL: the value of its one result.
query()
{
	local answer

	answer=$(curl -sf --get --data-urlencode "query=$1" \
		"http://127.0.0.1:$web/api/v1/query") || return
	jq -er '.data.result | if length == 1 then .[0].value[1]
		else error("\(length) results") end' <<<"$answer"
}

