#!/usr/bin/env bats
# What cannot be sent now: kept, sent later, refused, dropped. What becomes of
# it when something breaks is in otlp_spool_faults.bats.

load helper
load spool

@test "away: 75, it waits and the message says so; then the oldest first" {
	for i in 1 2 3; do
		one "$i" "2026-11-21T09:0$i:00Z" "$i.snap"
		run otlp "$i.snap"
		assert_failure 75
	done
	assert_output --partial "3 batches of metrics wait in spool"
	[ "$(waiting)" = 3 ]
	collector
	one 4 2026-11-21T09:04:00Z 4.snap
	run patient -v 4.snap
	assert_success
	assert_output --partial "batches 4,"
	run values
	assert_output "1
2
3
4"
	[ "$(waiting)" = 0 ]
}

@test "an empty input drains the spool" {
	run otlp five.snap
	assert_failure 75
	run otlp </dev/null
	assert_failure 75
	collector
	run patient </dev/null
	assert_success
	[ "$(received)" = 1 ]
	run otlp </dev/null
	assert_success
	[ "$(received)" = 1 ]
}

@test "nobody else may read it, and a file says what it is" {
	umask 0
	run otlp five.snap
	assert_failure 75
	run find spool -type d ! -perm 700 -o -type f ! -perm 600
	assert_output ''
	run head -n 1 spool/*.otlp
	assert_output --regexp '^mlog-spool 1 metrics [0-9]+ [0-9]+ [0-9a-f]{16}$'
	bytes=$(head -n 1 spool/*.otlp | cut -d ' ' -f 5)
	tail -c "$bytes" spool/*.otlp | protoc -I "$root/tests/receiver" \
		--decode=opentelemetry.proto.ExportMetricsServiceRequest \
		collector.proto >decoded
	grep -q n_total decoded
}

@test "by another transport than it was made for" {
	run otlp five.snap
	assert_failure 75
	grpc_start
	run patient -p grpc </dev/null
	assert_success
	[ "$(received)" = 1 ]
	protoc -I "$root/tests/receiver" collector.proto \
		--decode=opentelemetry.proto.ExportMetricsServiceRequest \
		<"$got/000.body" | grep -q n_total
}

@test "refused: in rejected/ with the words, until --requeue" {
	collector --answers 'text=400=no such tenant,200'
	run otlp five.snap
	assert_failure 1
	[ "$(waiting)" = 0 ]
	[ "$(find spool/rejected -name '*.otlp' | wc -l)" = 1 ]
	run cat spool/rejected/*.txt
	assert_output "HTTP 400: no such tenant"
	# Never by itself.
	run otlp </dev/null
	assert_success
	[ "$(received)" = 1 ]
	run mlog-otlp --spool spool --requeue
	assert_success
	assert_output --partial "1 wait again"
	[ -z "$(ls spool/rejected)" ]
	run otlp </dev/null
	assert_success
	[ "$(values | wc -l)" = 10 ]
}

@test "one in a hundred is poison: the rest arrives" {
	for i in $(seq 200); do
		name=$i
		[ $((i % 100)) != 42 ] || name=poison$i
		echo "{\"name\":\"n_total\",\"labels\":{\"i\":\"$name\"},\"value\":$i}"
	done >series
	{
		echo '{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:30:00Z","resource":{}}'
		echo '{"family":"n_total","type":"counter","kind":"counter","rule":"0000000000000005","unit":"","help":""}'
		LC_ALL=C sort series
	} | seal poison.snap
	# They wait first, a batch each.
	run otlp --batch 1 poison.snap
	assert_failure 75
	collector --answers poison=poison
	run patient -q </dev/null
	assert_failure 1
	[ "$(find spool/rejected -name '*.otlp' | wc -l)" = 2 ]
	[ "$(waiting)" = 0 ]
	values | sort -u >all
	[ "$(grep -c . all)" = 200 ]
	# The two are among the requests, as refused ones.
	grep -l poison spool/rejected/*.otlp | wc -l >n
	[ "$(cat n)" = 2 ]
}

@test "what is too large for the collector is halved out of the spool" {
	points 64 many.snap
	run otlp many.snap
	assert_failure 75
	collector --answers limit=10
	run patient -v </dev/null
	assert_success
	[ "$(waiting)" = 0 ]
	[ "$(received_jq '.[] | select(([.data[]?.scopes[].metrics[].points |
		length] | add) <= 10) | .data[].scopes[].metrics[] |
		select(.name == "n_total").points[].value' |
		sort -u | wc -l)" = 64 ]
}

@test "a Retry-After is kept from run to run" {
	collector --answers 503:Retry-After=3600,200
	run otlp five.snap
	assert_failure 75
	run otlp five.snap
	assert_failure 75
	assert_output --partial "not to be tried before"
	[ "$(received)" = 1 ]
	run mlog-otlp --spool spool --spool-status
	assert_line --regexp '^waiting +2 files'
	assert_output --partial "not again before"
	faked '+61m' otlp </dev/null
	[ "$(received)" = 3 ]
	[ "$(waiting)" = 0 ]
}

@test "the backoff goes on from run to run, and a short one is waited for" {
	otlp five.snap 2>/dev/null || true
	run cut -d ' ' -f 3 spool/retry
	assert_line --index 0 1
	sleep 1.5
	otlp </dev/null 2>/dev/null || true
	run cut -d ' ' -f 3 spool/retry
	assert_line --index 0 2
	collector
	run mlog-otlp -u "http://127.0.0.1:$port" --allow-private \
		--retry-for 5s --spool spool </dev/null
	assert_success
	run cat spool/retry
	assert_line --index 0 "metrics 0 0"
}

@test "an address that is not allowed: exit 2, and kept" {
	run mlog-otlp -u "http://127.0.0.1:$port" --spool spool five.snap
	assert_failure 2
	assert_output --partial "--allow-private"
	assert_output --partial "1 batch of metrics waits in spool"
	collector
	run otlp </dev/null
	assert_success
	[ "$(received)" = 1 ]
}

@test "limits: the oldest are dropped, counted, and told" {
	points 20 many.snap
	for _ in 1 2 3 4 5 6; do
		run otlp --spool-max 8K many.snap
		assert_failure
	done
	assert_output --partial "dropped the oldest"
	[ "$(cat spool/*.otlp | wc -c)" -le 8192 ]
	[ "$(waiting)" -ge 2 ]
	run mlog-otlp --spool spool --spool-status
	assert_output --regexp 'dropped_batches [1-9]'
	run mlog-otlp --spool spool --spool-max 1 five.snap
	assert_failure 2
}

@test "by age: what is older than 30 days is dropped" {
	faked '-31d' otlp five.snap || true
	[ "$(waiting)" = 1 ]
	run otlp five.snap
	assert_failure 75
	[ "$(waiting)" = 1 ]
	run mlog-otlp --spool spool --spool-status
	assert_output --partial "dropped_batches 1"
}

@test "mlog's own counts go along with the next metrics" {
	collector --answers 400,200
	otlp five.snap 2>/dev/null || true
	run otlp five.snap
	assert_success
	received_jq '.[1].data[] | .resource["service.name"] as $s |
		.scopes[].metrics[] | select(.name | startswith("mlog_otlp")) |
		"\($s) \(.name) \(.points[0].int) \(.kind) \(.monotonic)"' >own
	run cat own
	[ "${#lines[@]}" = 9 ]
	assert_line "unknown_service:mlog mlog_otlp_batches_total 0 sum true"
	assert_line "unknown_service:mlog mlog_otlp_rejected_items_total 14 sum true"
	# Not without a spool.
	run mlog-otlp -u "http://127.0.0.1:$port" --allow-private five.snap
	run received_jq '.[2].data | length'
	assert_output 1
}

@test "logs and traces wait too, and go along with another signal" {
	for i in 1 2 3; do
		echo "{\"time\":\"2026-11-21T09:30:0${i}Z\",\"event\":\"e$i\",\"request_id\":\"r$i\",\"duration_ms\":5}"
	done | mlog-parse >events
	run otlp --signal logs,traces events
	assert_failure 75
	[ "$(find spool -name '*.logs.otlp' | wc -l)" = 1 ]
	[ "$(find spool -name '*.traces.otlp' | wc -l)" = 1 ]
	collector
	run patient five.snap
	assert_success
	[ "$(waiting)" = 0 ]
	run received_jq '[.[].request | split(" ")[1]] | sort | join(" ")'
	assert_output "/v1/logs /v1/metrics /v1/traces"
	run received_jq '[.[].items | length] | add'
	assert_output 6
}

@test "what waits of a signal without an endpoint is no reason to fail" {
	echo '{"time":"2026-11-21T09:30:00Z","event":"e"}' | mlog-parse >events
	otlp events 2>/dev/null || true
	collector
	OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://127.0.0.1:$port/m \
		run mlog-otlp --allow-private --spool spool five.snap
	assert_success
	assert_output --partial "logs wait in spool"
	[ "$(waiting)" = 1 ]
}

@test "--spool-status and --requeue ask for a spool, --splay waits" {
	run mlog-otlp --spool-status
	assert_failure 2
	run mlog-otlp --requeue
	assert_failure 2
	run mlog-otlp --spool five.snap five.snap --spool-status
	assert_failure 2
	assert_output --partial "not a folder"
	collector
	run otlp --splay 300ms five.snap
	assert_success
	# Nobody waits to send nothing.
	SECONDS=0
	run mlog-otlp --splay 300s --if-configured five.snap
	assert_success
	[ "$SECONDS" -le 2 ]
}
