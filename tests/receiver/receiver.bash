# Starting and ending the test receiver. Everything is in $BATS_TEST_TMPDIR.

# receiver_pb: makes the definitions ready for python, in $pb.
receiver_pb() {
	pb=$BATS_FILE_TMPDIR/pb
	mkdir -p "$pb"
	if [ ! -e "$pb/signals_pb2.py" ]; then
		protoc -I "$root/tests/receiver" --python_out="$pb" \
			collector.proto signals.proto
	fi
	export PYTHONPATH=$pb PYTHONDONTWRITEBYTECODE=1
}

# signals ARGUMENT...: tests/receiver/signals.py.
signals() {
	receiver_pb
	/usr/bin/python3 "$root/tests/receiver/signals.py" "$@"
}

# receiver_start [ARGUMENT...]: arguments as in receiver.py. Sets $got (its
# folder) and $port.
receiver_start() {
	got=$BATS_TEST_TMPDIR/receiver
	mkdir -p "$got"
	receiver_pb
	/usr/bin/python3 "$root/tests/receiver/receiver.py" "$got" \
		"$@" >"$got/log" 2>&1 3>&- &
	receiver_pid=$!
	for _ in $(seq 100); do
		[ -e "$got/port" ] && break
		sleep 0.05
	done
	[ -e "$got/port" ] || { cat "$got/log" >&2; return 1; }
	port=$(cat "$got/port")
}

# To be called by teardown.
receiver_stop() {
	if [ -n "${receiver_pid:-}" ]; then
		kill "$receiver_pid" 2>/dev/null || true
		wait "$receiver_pid" 2>/dev/null || true
		receiver_pid=
	fi
}

# How many requests came.
received() {
	wc -l <"$got/requests.jsonl" | tr -d ' '
}

# jq over all of them, as one array.
received_jq() {
	jq -s -r "$1" "$got/requests.jsonl"
}

# received_items SIGNAL: log records or spans, one a line of JSON.
received_items() {
	jq -c "select(.$1) | .items[]" "$got/requests.jsonl"
}

# The points as `name{labels} value` lines.
received_points() {
	/usr/bin/python3 "$root/tests/receiver/flatten.py" \
		"$got/requests.jsonl"
}

# h2_start [ARGUMENT...]: the same with h2.js, HTTP/2 by node; grpc_start with
# calls.py, gRPC by grpcio. Both start with an empty folder.
h2_start() {
	fresh node "$root/tests/receiver/h2.js" "$@"
}

grpc_start() {
	receiver_pb
	fresh /usr/bin/python3 "$root/tests/receiver/calls.py" "$@"
}

# fresh PROGRAM SCRIPT [ARGUMENT...]
fresh() {
	local program=$1 script=$2
	shift 2
	got=$BATS_TEST_TMPDIR/receiver
	rm -rf "$got"
	mkdir -p "$got"
	"$program" "$script" "$got" "$@" >"$got/log" 2>&1 3>&- &
	receiver_pid=$!
	wait_for 10 test -e "$got/port" || { cat "$got/log" >&2; return 1; }
	port=$(cat "$got/port")
}

# points N FILE: a snapshot of N counters of one family.
points() {
	{
		echo '{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:30:00Z","resource":{}}'
		echo '{"family":"n_total","type":"counter","kind":"counter","rule":"0000000000000005","unit":"","help":""}'
		seq -w "$1" | sed 's/.*/{"name":"n_total","labels":{"i":"&"},"value":1&,"start":"2026-11-21T09:00:00Z","time":"2026-11-21T09:29:00Z"}/'
	} | seal "$2"
}
