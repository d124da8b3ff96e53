#!/usr/bin/env bats
# Which signal goes where, and how the events of one go together: batches, what
# is too large, when they leave, and how much memory that takes.

load helper
load otlp

now=2026-11-21T09:30:00Z

@test "the input tells the signal, and --signal chooses" {
	receiver_start
	echo '{"time":"2026-11-21T09:24:12Z","event":"a","task_id":"t"}' >events
	otlp events
	otlp --signal traces events
	otlp --signal logs,traces events
	otlp --signal metrics,logs events
	otlp --signal logs </dev/null
	run received_jq '[.[].request | split(" ")[1]] | join(" ")'
	assert_output "/v1/logs /v1/traces /v1/logs /v1/traces /v1/logs"
	run otlp --signal metrics events
	assert_failure 2
	assert_output --partial "mlog-agg makes"
	run otlp --signal lugs events
	assert_failure 2
}

@test "each signal has its own endpoint in the environment" {
	receiver_start
	echo '{"time":"2026-11-21T09:24:12Z","event":"a","task_id":"t"}' >events
	export MLOG_OTLP_ALLOW_PRIVATE=true
	OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=http://127.0.0.1:$port/l/logs \
		OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$port \
		mlog-otlp --signal logs,traces events
	run received_jq '[.[].request | split(" ")[1]] | sort | join(" ")'
	assert_output "/l/logs /v1/traces"
}

@test "batches of logs by count and by bytes; one too large is left out" {
	receiver_start
	seq 1000 | sed 's/.*/{"event":"number &","n":&}/' >events
	otlp --batch 300 events
	run received_jq '[.[].items | length] | @json'
	assert_output '[300,300,300,100]'
	receiver_stop
	rm -r "$got"
	receiver_start
	otlp --max-bytes 4K --batch 1000 events
	run received_jq '[.[].unpacked] | (max <= 4096), (.[:-1] | min > 3900)'
	assert_output "true
true"
	received_items logs | attribute n | jq -r .intValue | diff - <(seq 1000)
	receiver_stop
	rm -r "$got"
	receiver_start
	{
		echo '{"event":"small"}'
		printf '{"event":"%5000s"}\n' x
		echo '{"event":"other"}'
	} >events
	run otlp -v --max-bytes 2K events
	assert_failure 1
	assert_output --partial "a log record is left out"
	assert_output --partial "left out 1"
	run bash -c 'jq -r ".items[].body.stringValue" "'"$got"'/requests.jsonl"'
	assert_output "small
other"
}

@test "an event of 5 MiB is kept in rejected/; over 6 MiB it is passed over" {
	receiver_start
	python3 - >events <<'END'
print('{"event":"first"}')
print('{"event":"big","x":"%s"}' % ("y" * (5 << 20)))
print('{"event":"deep","x":[%s[]]}' % ("[]," * 2000000))
print('{"event":"bigger","x":"%s"}' % ("y" * (6 << 20)))
print('{"event":"last"}')
END
	code=0
	"$BUILD/timed" used "mlog-otlp -u http://127.0.0.1:$port \
		--allow-private --spool sp events || echo code \$? >code" 2>err
	[ "$(cat code)" = "code 1" ]
	run received_jq '[.[].items[].body.stringValue] | @json'
	assert_output '["first","last"]'
	[ "$(ls sp/rejected/*.otlp | wc -l)" = 2 ]
	grep -q 'events:4: too long' err
	cat used
	[ "$(awk '{ print $NF }' used)" -lt "$(bound 65536)" ]
}

@test "413 halves batches of logs and of spans" {
	receiver_start --answers limit=100
	seq 512 | sed 's/.*/{"time":"2026-11-21T09:24:12Z","event":"e","task_id":"t&"}/' >events
	run otlp -v --signal logs,traces events
	assert_success
	assert_output --partial "batches 16, items 1024,"
}

@test "what is in hand goes out after --flush while the input pauses" {
	receiver_start
	mkfifo pipe
	otlp --flush 300ms <pipe &
	pid=$!
	exec 9>pipe
	echo '{"event":"first"}' >&9
	wait_for 5 grep -q first "$got/requests.jsonl"
	echo '{"event":"second"}' >&9
	wait_for 5 grep -q second "$got/requests.jsonl"
	exec 9>&-
	wait "$pid"
	[ "$(received)" = 2 ]
}

@test "memory stays small whatever the input" {
	seq 200000 | sed 's/.*/{"time":"2026-11-21T09:00:10Z","event":"e","request_id":"r&","task_id":"t&","agent_id":"a&","duration_ms":1}/' >events
	printf '{"event":"%900000s"}\n' x >>events
	mkdir sink
	/usr/bin/python3 "$root/tests/receiver/sink.py" sink 3>&- &
	receiver_pid=$!
	wait_for 5 test -s sink/port
	"$BUILD/timed" used "mlog-otlp -u http://127.0.0.1:$(cat sink/port) \
		--allow-private --signal logs,traces --compress none events"
	# And what a state keeps of the traces, twice.
	for _ in 1 2; do
		"$BUILD/timed" used "mlog-otlp -u http://127.0.0.1:$(cat sink/port) \
			--allow-private -s st --signal logs,traces --compress none events"
	done
	cat used
	[ "$(awk '{ print $NF }' used | sort -n | tail -n 1)" -lt \
		"$(bound 65536)" ]
}
