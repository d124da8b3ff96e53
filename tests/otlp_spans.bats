#!/usr/bin/env bats
# Spans by rules: which events make them, what they are, and what stays open.

load helper
load otlp

# at SECOND NAME MEMBERS: an event.
at() {
	printf '{"time":"2026-11-21T09:00:%02dZ","event":"%s"%s}\n' \
		"$1" "$2" "${3:+,$3}"
}

task='span task key task_id parent request_id
  from event == "task.started" to event == "task.finished"'

@test "a pair is a span: ids, times, attributes, events in between" {
	{
		echo "$task"' failed where status == "failed"
	    attributes agent_id, cost, twice = cost * 2, who = upper(agent_id)'
		echo 'resource service.name = "shop"'
	} >r
	{
		at 1 task.started '"request_id":"r1","task_id":"t1","agent_id":"a1"'
		at 2 llm.call '"task_id":"t1","say":"\"hi\"","n":[1,{"x":null}]'
		at 3 llm.call '"task_id":"t2"'
		at 4 task.finished '"task_id":"t1","status":"failed","cost":0.25'
	} >ev
	spans -r r ev >out
	[ "$(wc -l <out)" = 1 ]
	run jq -r '.name, .kind, .status.code, .status.message,
		(.endTimeUnixNano | tonumber) - (.startTimeUnixNano |
		tonumber)' out
	assert_output 'task
1
2
task.finished
3000000000'
	run jq -c '[.attributes[] | [.key, .value[]]]' out
	assert_output '[["request_id","r1"],["task_id","t1"],["agent_id","a1"],["cost",0.25],["twice",0.5],["who","A1"]]'
	run jq -c '.events[] | .name, [.attributes[] | .key]' out
	assert_output '"llm.call"
["task_id","say","n"]'
	run jq -r '.events[0].attributes[1].value.stringValue' out
	assert_output '"hi"'
	run bash -c 'mlog-otlp -n --signal traces -r r ev | jq -c ".resourceSpans[0].resource.attributes"'
	assert_output '[{"key":"service.name","value":{"stringValue":"shop"}}]'
	# The logs of the task are in its span, and so is its parent.
	mlog-otlp -n --signal logs ev |
		jq -c '.resourceLogs[].scopeLogs[].logRecords[0] | .traceId, .spanId' >log
	jq -c '.traceId, .spanId' out >span
	echo '{"event":"x","request_id":"r1"}' | mlog-otlp -n --signal logs |
		jq -c '.resourceLogs[].scopeLogs[].logRecords[0] | .traceId, .spanId' >parent
	jq -c '.traceId, .parentSpanId' out | diff parent -
	# The agent was named last, so it is the innermost.
	[ "$(head -n 1 log)" = "$(head -n 1 span)" ]
	mlog-otlp -n --signal logs --trace-from request_id,task_id ev |
		jq -c '.resourceLogs[].scopeLogs[].logRecords[0] | .traceId, .spanId' |
		diff - span
}

@test "an event with its duration is a span; parents meet" {
	cat >r <<'END'
span request key request_id where event == "done" duration ms / 1000
span step key step_id parent request_id where event == "step" duration took
span call parent step_id where event == "call" duration took
END
	{
		at 3 call '"step_id":"s1","took":0.5'
		at 4 step '"step_id":"s1","request_id":"q","took":1.5'
		at 5 done '"request_id":"q","ms":4000'
		at 6 call '"step_id":"s1","took":0'
		at 7 call '"step_id":"s1","took":-1'
		at 8 call '"step_id":"s1","took":"x"'
	} >ev
	run --separate-stderr spans -v -r r ev
	assert_success
	[[ "$stderr" == *"could not be used 2"* ]]
	printf '%s\n' "$output" >out
	run jq -r '[.name, (.endTimeUnixNano | tonumber) / 1e9 % 60,
		(.startTimeUnixNano | tonumber) / 1e8 % 600 / 10] | @csv' out
	assert_output '"call",3,2.5
"step",4,2.5
"request",5,1
"call",6,6'
	id() { jq -r "select(.name == \"$1\") | .$2 // \"\"" out; }
	[ "$(id step parentSpanId)" = "$(id request spanId)" ]
	[ "$(id call parentSpanId | tail -n 1)" = "$(id step spanId)" ]
	[ -z "$(id request parentSpanId)" ]
	[ "$(id call spanId | sort -u | wc -l)" = 2 ]
	# Seen before its step was: the trace is not known yet.
	[ "$(jq -r .traceId out | sort -u | wc -l)" = 2 ]
	[ "$(id call traceId | tail -n 1)" = "$(id request traceId)" ]
}

@test "times before 1970, and durations of a century" {
	echo 'span s where event == "x" duration d' >r
	cat >ev <<'END'
{"time":"1677-09-21T00:12:44Z","event":"x","d":3155760000}
{"time":"1970-01-01T00:00:05Z","event":"x","d":6}
{"time":"2026-11-21T09:00:00Z","event":"x","d":3155760001}
{"time":"2026-11-21T09:00:00Z","event":"x","d":1e400}
END
	run --separate-stderr spans -v -r r ev
	[[ "$stderr" == *"could not be used 2"* ]]
	run jq -c '[.startTimeUnixNano, .endTimeUnixNano]' <<<"$output"
	assert_output '[null,null]
[null,"5000000000"]'
}

@test "what ends before its parents do is in their trace" {
	cat >r <<'END'
span request key request_id from event == "rb" to event == "re"
span step key step_id parent request_id from event == "sb" to event == "se"
span call key call_id parent step_id from event == "cb" to event == "ce"
END
	{
		at 1 rb '"request_id":"q"'
		at 2 sb '"request_id":"q","step_id":"s"'
		at 3 cb '"step_id":"s","call_id":"c"'
		at 4 ce '"call_id":"c"'
		at 5 se '"step_id":"s"'
		at 6 re '"request_id":"q"'
	} >ev
	# The names of the correlation ids need not be told.
	for from in '' request_id; do
		spans --trace-from "$from" -r r ev >out
		[ "$(jq -r .traceId out | sort -u | wc -l)" = 1 ]
		run jq -s -r '(map({(.spanId): .name}) | add) as $n |
			.[] | .name + " in " + ($n[.parentSpanId // ""] // "")' out
		assert_output "call in step
step in request
request in "
	done
}

@test "trace context of the event's own; ids that are spans" {
	t=4bf92f3577b34da6a3ce929d0e0e4736
	{
		at 1 begin "\"trace_id\":\"$t\",\"span_id\":\"00f067aa0ba902b7\",\"trace_flags\":\"01\",\"k\":1"
		at 2 end '"k":1'
		at 3 whole "\"trace_id\":\"$t\",\"span_id\":\"00f067aa0ba902b8\",\"parent_span_id\":\"00f067aa0ba902b7\",\"s\":1"
		at 4 lone '"s":2'
		at 5 lone '"s":2'
	} >ev
	cat >r <<'END'
span pair key k from event == "begin" to event == "end"
span whole key span_id parent parent_span_id where event == "whole" duration s
span lone where event == "lone" duration s
END
	spans -r r ev >out
	run jq -r '[.name, .traceId, .parentSpanId, .flags] | @csv' out
	assert_line --index 0 "\"pair\",\"$t\",\"00f067aa0ba902b7\",1"
	assert_line --index 1 "\"whole\",\"$t\",\"00f067aa0ba902b7\","
	[ "$(jq -r 'select(.name == "whole").spanId' out)" = 00f067aa0ba902b8 ]
	# Without any ids each event is a trace.
	[ "$(jq -r 'select(.name == "lone").traceId' out | sort -u | wc -l)" = 2 ]
}

@test "the same ids in every run; a key that comes again has others" {
	echo "$task" >r
	for i in 1 3 5; do
		at $i task.started '"request_id":"r","task_id":"t"'
		at $((i + 1)) task.finished '"task_id":"t"'
	done >ev
	spans -r r ev >one
	spans -r r ev | cmp one
	[ "$(jq -r .spanId one | sort -u | wc -l)" = 3 ]
	[ "$(jq -r .parentSpanId one | sort -u | wc -l)" = 1 ]
	# In three runs with a state they are told apart too.
	for i in 1 3 5; do
		head -n "$((i + 1))" ev | tail -n 2 >part
		mlog-otlp -n --signal traces -r r -s st part >/dev/null
		receiver_start
		mlog-otlp -u "http://127.0.0.1:$port" --allow-private \
			--signal traces -r r -s st part
		received_items traces >>three
		receiver_stop
		rm -r "$got"
	done
	jq -c .spanId one | diff - <(jq -c .spanId three)
}

@test "brackets: an end takes the latest start; ends alone are nothing" {
	echo 'span s key k from event == "a" to event == "b"' >r
	{
		at 1 b '"k":"x"'
		at 2 a '"k":"x"'
		at 3 a '"k":"x"'
		at 4 b '"k":"x"'
		at 6 b '"k":"x"'
		at 7 b '"k":"x"'
	} >ev
	run --separate-stderr spans -v -r r ev
	[[ "$stderr" == *"could not be used 2"* ]]
	run jq -r '((.endTimeUnixNano | tonumber) -
		(.startTimeUnixNano | tonumber)) / 1e9' <<<"$output"
	assert_output "1
4"
}

@test "severity says what failed where the rule does not; where asks the pair" {
	echo 'span s key k from event == "a" to event == "b" where level != "debug" and u == 1' >r
	for k in 1 2 3 4; do at "$k" a "\"k\":$k,\"u\":1"; done >ev
	{
		at 11 b '"k":1,"severity":17,"level":"error"'
		at 12 b '"k":2,"severity":9,"level":"info"'
		at 13 b '"k":3,"severity":5,"level":"debug"'
		at 14 b '"k":4,"u":2'
	} >>ev
	run bash -c "$(declare -f spans); spans -r r ev | jq -c '.status.code'"
	assert_output "2
null"
}

@test "open spans are kept between runs, and given up after a time" {
	echo "$task"' attributes n' >r
	at 1 task.started '"request_id":"r","task_id":"t\"1","n":12345678901234567890' >1
	{
		at 2 step '"task_id":"t\"1","x":"\u00fc"'
		at 3 task.started '"task_id":"late"'
	} >2
	at 4 task.finished '"task_id":"t\"1"' >3
	spans -r r <(cat 1 2 3) >whole
	receiver_start
	otlp() {
		mlog-otlp -v -u "http://127.0.0.1:$port" --allow-private \
			--signal traces -r r -s st "$@" 2>&1
	}
	run otlp 1
	assert_output --partial "open 1,"
	run otlp 2
	assert_output --partial "open 2,"
	cp st st.two
	run otlp 3
	assert_output --partial "open 1,"
	received_items traces >came
	[ "$(wc -l <came)" = 1 ]
	plain() { jq -c '[.traceId, .spanId, .parentSpanId, .name,
		.startTimeUnixNano, .endTimeUnixNano, .attributes,
		.events]' "$1"; }
	diff <(plain whole) <(plain came)
	# By the clock that --now gives, or by later events.
	run otlp --now 2026-11-21T10:00:01Z /dev/null
	assert_output --partial "open 1, not ended in time 0"
	run otlp --now 2026-11-21T10:00:04Z /dev/null
	assert_output --partial "open 0, not ended in time 1"
	mv st.two st
	echo '{"time":"2026-11-21T09:00:09Z","event":"x"}' >4
	run otlp --span-timeout 7s --spool sp 4
	assert_output --partial "open 1, not ended in time 1"
	run mlog-otlp --spool sp --spool-status
	assert_output --partial "lost_spans 1"
	# A rule's own timeout comes first.
	echo "$task timeout 2s" >r
	run otlp --span-timeout 7s /dev/null
	assert_output --partial "open 1, not ended in time 0"
	echo '{"time":"2026-11-21T09:00:30Z","event":"x"}' >5
	run otlp --span-timeout 7h 5
	assert_output --partial "open 0, not ended in time 1"
}

@test "without a state what is open at the end is given up, and told" {
	echo "$task" >r
	at 1 task.started '"task_id":"t"' >ev
	run --separate-stderr spans -v -r r ev
	assert_success
	assert_output ''
	[[ "$stderr" == *"spans: open 0, not ended in time 0, given up 1,"* ]]
}

@test "events in between: 128 a span, the others counted; large ones by name" {
	echo "$task" >r
	{
		at 1 task.started '"task_id":"t"'
		for _ in $(seq 200); do at 2 e '"task_id":"t"'; done
		at 3 task.finished '"task_id":"t"'
		at 4 task.started '"task_id":"u"'
		at 5 big "\"task_id\":\"u\",\"x\":\"$(printf '%20000s' x)\""
		at 6 task.finished '"task_id":"u"'
	} >ev
	spans -r r ev >out
	run jq -c '[(.events | length), .droppedEventsCount,
		(.events[0].attributes | length)]' out
	assert_output "[128,72,1]
[1,null,0]"
}

@test "open spans take no more than their room" {
	echo 'span s key k from event == "a" to event == "b" attributes x' >r
	python3 - >ev <<'END'
pad = "p" * 900
for i in range(200000):
    print('{"time":"2026-11-21T09:00:01Z","event":"a","k":%d,"x":"%s"}'
          % (i, pad))
for i in range(190000, 200000):
    print('{"time":"2026-11-21T09:00:02Z","event":"b","k":%d}' % i)
END
	receiver_start
	"$BUILD/timed" used "mlog-otlp -q -u http://127.0.0.1:$port \
		--allow-private --signal traces -r r -s st ev"
	[ "$(received_items traces | wc -l)" = 10000 ]
	cat used
	case $BUILD in
	*san*)	;;
	*)	[ "$(awk '{ print $NF }' used)" -lt 65536 ] ;;
	esac
}

@test "rules without spans leave events to be spans; wrong ones are exit 2" {
	at 1 x '"task_id":"t"' >ev
	echo 'counter n' >r
	[ "$(spans -r r ev | wc -l)" = 1 ]
	echo 'span s key k' >r
	run mlog-otlp -n -r r ev
	assert_failure 2
	assert_output --partial 'from'
	# mlog-agg checks them, and counts without them.
	echo "$task" >r
	mlog-agg --check -r r
	mlog-agg --no-own -r r ev >snap
	[ "$(wc -l <snap)" = 2 ]
}

@test "protoc decodes spans with their events" {
	echo "$task" >r
	{
		at 1 task.started '"task_id":"t"'
		at 2 between '"task_id":"t","o":{"l":[1]}'
		at 3 task.finished '"task_id":"t"'
	} >ev
	receiver_start
	mlog-otlp -u "http://127.0.0.1:$port" --allow-private --compress none \
		--signal traces -r r ev
	run protoc --decode=opentelemetry.proto.ExportTraceServiceRequest \
		-I "$root/tests/receiver" signals.proto <"$got/000.body"
	assert_success
	assert_output --partial 'name: "between"'
	refute_output --regexp '(^|
) *[0-9]+[:{ ]'
}
