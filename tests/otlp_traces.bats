#!/usr/bin/env bats
# Trace context: the ids of events, and which is the parent of which. Spans by
# rules are in otlp_spans.bats.

load helper
load otlp

now=2026-11-21T09:30:00Z

@test "trace ids: UUID, hex, 16 digits, hashed; the same in every run" {
	cat >events <<'END'
{"event":"a","request_id":"c3f6c88b-7c3d-4e5d-84ae-300d64364810"}
{"event":"b","request_id":"4BF92F3577B34DA6A3CE929D0E0E4736"}
{"event":"c","request_id":"00f067aa0ba902b7"}
{"event":"d","request_id":"order 66"}
{"event":"e","request_id":66}
{"event":"f","request_id":""}
{"event":"g","request_id":"00000000000000000000000000000000"}
{"event":"h"}
END
	logs events | jq -r '.traceId // "none"' >ids
	run cat ids
	assert_line --index 0 c3f6c88b7c3d4e5d84ae300d64364810
	assert_line --index 1 4bf92f3577b34da6a3ce929d0e0e4736
	assert_line --index 2 000000000000000000f067aa0ba902b7
	assert_line --index 3 ff6b211f0a01671f7e876a1f6a61c4a7
	assert_line --index 5 none
	assert_line --index 7 none
	[ "$(sort -u ids | wc -l)" = 7 ]
	logs events | jq -r '.traceId // "none"' | cmp - ids
	run bash -c 'tac events | mlog-otlp -n | jq -r ".resourceLogs[].scopeLogs[].logRecords[] | .traceId // \"none\"" | tac | cmp - ids'
	assert_success
}

@test "request, task and agent: a trace, and each the parent of the next" {
	cat >events <<'END'
{"time":"2026-11-21T09:00:10Z","event":"agent done","request_id":"r1","task_id":"t1","agent_id":"a1","duration_ms":1500}
{"time":"2026-11-21T09:00:11Z","event":"task done","request_id":"r1","task_id":"t1","duration_seconds":4.25}
{"time":"2026-11-21T09:00:12Z","event":"request done","request_id":"r1","elapsed":"5s"}
{"time":"2026-11-21T09:00:13Z","event":"task again","task_id":"t1"}
{"time":"2026-11-21T09:00:14Z","event":"agent again","agent_id":"a1","level":"error","severity":17}
{"time":"2026-11-21T09:00:15Z","event":"another task","task_id":"t2"}
{"time":"2026-11-21T09:00:16Z","event":"no ids"}
END
	spans events >out
	# One trace but for t2.
	run jq -s '[.[].traceId] | (.[:5] | unique | length), (unique | length),
		length' out
	assert_output "1
2
6"
	run jq -s '.[0].parentSpanId == .[1].spanId,
		.[1].parentSpanId == .[2].spanId, (.[2] | has("parentSpanId")),
		.[3].parentSpanId == .[1].spanId, .[4].parentSpanId == .[0].spanId,
		([.[].spanId] | unique | length)' out
	assert_output "true
true
false
true
true
6"
	run jq -r '[.name, ((.endTimeUnixNano[5:] | tonumber) -
		(.startTimeUnixNano[5:] | tonumber)) / 1000000000 | tostring] |
		join(" ")' out
	assert_output "agent done 1.5
task done 4.25
request done 5
task again 0
agent again 0
another task 0"
	run jq -s -c '[.[4].status, .[3].status, .[0].kind]' out
	assert_output '[{"message":"agent again","code":2},null,1]'
	# Logs are in the same spans.
	logs events >records
	run jq -s --slurpfile s out '.[0].spanId == $s[0].spanId,
		.[1].spanId == $s[1].spanId, .[3].spanId == $s[1].spanId,
		.[4].traceId == $s[2].traceId, (.[6] | has("traceId"))' records
	assert_output "true
true
true
true
false"
}

@test "an event's own context comes first" {
	cat >events <<'END'
{"time":"2026-11-21T09:00:10Z","event":"own","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"00f067aa0ba902b7","parent_span_id":"00f067aa0ba902b8","trace_flags":"01","task_id":"t1","duration":2}
{"time":"2026-11-21T09:00:11Z","event":"within","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"00f067aa0ba902b7"}
{"time":"2026-11-21T09:00:12Z","event":"later","task_id":"t1"}
END
	spans events >out
	run jq -s -c '[.[0].spanId, .[0].parentSpanId, .[0].flags,
		.[1].parentSpanId, ([.[].traceId] | unique)]' out
	assert_output '["00f067aa0ba902b7","00f067aa0ba902b8",1,"00f067aa0ba902b7",["4bf92f3577b34da6a3ce929d0e0e4736"]]'
}

@test "--trace-from names other fields, nested ones, or none" {
	echo '{"event":"a","order":{"no":"o1"},"request_id":"r1"}' >event
	logs --trace-from order.no event >by_order
	logs --trace-from 'order.no, request_id' event >by_both
	logs --trace-from '' event >none
	run jq -s -c '.[0].traceId == .[1].traceId, .[0].spanId == .[1].spanId,
		(.[2] | has("traceId"))' by_order by_both none
	assert_output "true
false
false"
	run mlog-otlp -n --trace-from a,,b event
	assert_failure 2
	run mlog-otlp -n --trace-from a,b,c,d,e,f,g,h,i event
	assert_failure 2
}

# is_locked FILE: by whom does not matter. To try the lock would hold it.
is_locked()
{
	[ -e "$1" ] && grep -q ":$(stat -c %i "$1") " /proc/locks
}

@test "--state keeps what was seen of contexts" {
	receiver_start
	echo '{"time":"2026-11-21T09:00:10Z","event":"a","request_id":"r1","task_id":"t1","duration_ms":5}' >first
	echo '{"time":"2026-11-21T09:00:11Z","event":"b","task_id":"t1","duration_ms":5}' >second
	cat first second >both
	otlp --signal traces both
	otlp --signal traces -s st first
	otlp --signal traces -s st second
	jq -c '.items[]' "$got/requests.jsonl" >items
	[ "$(wc -l <items)" = 4 ]
	head -n 2 items | cmp - <(tail -n 2 items)
	# A dry run leaves it alone, damage is told, and a lock is kept.
	cp st st.old
	mlog-otlp -n -s st second >/dev/null
	cmp st st.old
	sed 's/"entries":"./"entries":"0/' st >st2
	if cmp -s st st2; then sed 's/"entries":"./"entries":"1/' st >st2; fi
	run otlp -s st2 second
	assert_failure 2
	assert_output --partial "damaged"
	mkfifo pipe
	otlp -s st <pipe &
	pid=$!
	exec 9>pipe
	wait_for 5 is_locked st.lock
	run otlp -s st second
	assert_failure 75
	exec 9>&-
	wait "$pid"
}
