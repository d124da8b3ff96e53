#!/usr/bin/env bats
# How a run of mlog-otlp ends that does not come to its end: signals, damage,
# full disks, closed pipes.

load helper
load otlp

@test "SIGTERM ends the retries: 75, soon" {
	receiver_start --answers 503
	end_while_sending small.snap
	[ "$code" = 75 ]
	[ "$SECONDS" -le 1 ]
}

@test "SIGTERM while waiting for input ends in order: 0, totals told" {
	receiver_start
	mkfifo pipe
	mlog-otlp -u "http://127.0.0.1:$port" --allow-private -v <pipe \
		>out 2>&1 &
	pid=$!
	exec 9>pipe
	cat small.snap >&9
	wait_for 5 test -s "$got/requests.jsonl"
	sleep 0.2
	kill -TERM "$pid"
	code=0
	wait "$pid" || code=$?
	exec 9>&-
	[ "$code" = 0 ]
	run cat out
	assert_output --partial "batches 1, items 5,"
}

@test "a full disk under a dry run is exit 2, a closed pipe is silent" {
	run bash -c 'mlog-otlp -n small.snap >/dev/full'
	assert_failure 2
	points 20000 big.snap
	run bash -c 'set -o pipefail; mlog-otlp -n big.snap | head -c 1 >/dev/null'
	assert_failure 141
	refute_output
}

@test "SIGTERM before the end of the input: 75, and no line is blamed" {
	receiver_start
	seq 300000 | sed 's/.*/{"event":"a","n":&,"text":"some more of it"}/' >many
	local url=http://127.0.0.1:$port form code n
	for form in file pipe; do
		if [ $form = file ]; then
			mlog-otlp -v -u "$url" --allow-private many >out 2>&1 &
		else
			mlog-otlp -v -u "$url" --allow-private < <(cat many) \
				>out 2>&1 &
		fi
		pid=$!
		n=$(cat "$got/requests.jsonl" 2>/dev/null | wc -l)
		wait_for 5 sh -c "[ \$(wc -l <'$got/requests.jsonl') -gt $n ]"
		kill -TERM "$pid"
		code=0
		wait "$pid" || code=$?
		run cat out
		[ "$code" = 75 ]
		assert_output --partial "a signal came before its end"
		refute_output --partial "passed over"
		assert_output --partial "rejected 0"
	done
	# So does one that comes before the start.
	mlog-otlp --splay 300s -u "$url" --allow-private many >out 2>&1 &
	pid=$!
	sleep 0.3
	kill -TERM "$pid"
	code=0
	wait "$pid" || code=$?
	[ "$code" = 75 ]
}

@test "SIGTERM sends what is in hand" {
	receiver_start
	mkfifo pipe
	mlog-otlp -u "http://127.0.0.1:$port" --allow-private --flush 1h \
		<pipe &
	pid=$!
	exec 9>pipe
	echo '{"event":"in hand"}' >&9
	sleep 0.5
	[ "$(received)" = 0 ]
	kill -TERM "$pid"
	code=0
	wait "$pid" || code=$?
	exec 9>&-
	[ "$code" = 0 ]
	run received_jq '.[].items[].body.stringValue'
	assert_output "in hand"
}

@test "a fault of the input hides not what waits" {
	(cat small.snap; head -n 3 small.snap) >damaged
	run mlog-otlp -u http://127.0.0.1:1 --allow-private --retry-for 0 \
		--spool spool damaged
	assert_failure 2
	assert_output --partial "breaks off"
	assert_output --partial "1 batch of metrics waits in spool"
}
