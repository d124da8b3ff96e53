#!/usr/bin/env bats
# What mlog-otlp makes of snapshots and events, read by decoders that are not
# ours. How it travels is in otlp.bats.

load helper
load receiver/receiver

setup() {
	unset "${!OTEL_@}" "${!MLOG_@}" http_proxy https_proxy ALL_PROXY
	at_tmp
	now=2026-11-21T09:30:00Z
}

teardown() {
	receiver_stop
}

otlp() {
	mlog-otlp -u "http://127.0.0.1:$port" --allow-private --now "$now" \
		--retry-for 0 "$@"
}

# logs, spans: what a dry run makes of the events on standard input.
logs() {
	mlog-otlp -n --now "$now" --signal logs "$@" |
		jq -c '.resourceLogs[].scopeLogs[].logRecords[]'
}

spans() {
	mlog-otlp -n --now "$now" --signal traces "$@" |
		jq -c '.resourceSpans[].scopeSpans[].spans[]'
}

# nano TIME: nanoseconds since 1970 of an RFC 3339 time.
nano() {
	date -u -d "$1" +%s%N
}

# attribute NAME: its value in each record on standard input.
attribute() {
	jq -c --arg k "$1" '.attributes[]? | select(.key == $k).value'
}

@test "the examples of the protocol survive in JSON and in protobuf" {
	local dir=$SUITES/otlp-examples/examples name signal
	suites otlp-examples/examples
	for name in metrics:metrics logs:logs events:logs trace:traces; do
		signal=${name#*:} name=${name%:*}
		signals encode "$signal" <"$dir/$name.json" >"$name.pb"
		"$BUILD/unit/test_otlp_batch" json "$signal" <"$name.pb" >"$name.json"
		signals encode "$signal" <"$name.json" | cmp - "$name.pb"
		"$BUILD/unit/test_otlp_batch" repack "$signal" <"$name.pb" |
			signals json "$signal" >"$name.packed"
		signals json "$signal" <"$name.pb" | cmp - "$name.packed"
		"$BUILD/unit/test_otlp_batch" cut "$signal" 0 1000 <"$name.pb" |
			cmp - "$name.pb"
	done
	[ "$(ls ./*.packed | wc -l)" = 4 ]
}

@test "the log record of the protocol's example, from an event" {
	local dir=$SUITES/otlp-examples/examples
	suites otlp-examples/examples
	cat >event <<'END'
{"time":"2018-12-13T14:51:00.300Z","level":"info","severity":10,"level_text":"Information","event":"Example log record","trace_id":"5b8efff798038103d269b633813fc60c","span_id":"eee19b7ec3c1b174","observed":"2018-12-13T14:51:00.300Z","string.attribute":"some string","boolean.attribute":true,"int.attribute":10,"double.attribute":637.704,"array.attribute":["many","values"],"map.attribute":{"some.map.key":"some value"}}
END
	mlog-otlp -n event | signals plain |
		jq '.resourceLogs[0].scopeLogs[0].logRecords' >ours
	signals plain <"$dir/logs.json" |
		jq '.resourceLogs[0].scopeLogs[0].logRecords' >theirs
	diff theirs ours
}

@test "logs arrive: a log to the collector" {
	receiver_start
	echo '2026-11-21 09:24:11,123 no JSON' >app.log
	cat >>app.log <<'END'
{"timestamp":"2026-11-21T09:24:11.5Z","level":"WARNING","msg":"slow query","ms":1234,"ok":false,"tags":["a","b"],"user":{"id":9007199254740993}}
{"timestamp":"2026-11-21T09:24:12Z","level":"error","msg":"task.failed","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"00f067aa0ba902b7"}
END
	mlog-parse app.log 2>/dev/null | otlp -v 2>err
	run received_jq '.[0].request'
	assert_output "POST /v1/logs HTTP/1.1"
	received_items logs >items
	run cat items
	assert_line --index 0 --partial '"body":{"stringValue":"slow query"}'
	run jq -r '[.timeUnixNano, .observedTimeUnixNano, .severityNumber,
		.severityText, .eventName, .traceId, .spanId] | @csv' items
	assert_output "\"$(nano 2026-11-21T09:24:11.5Z)\",\"$(nano $now)\",13,\"WARNING\",,,
\"$(nano 2026-11-21T09:24:12Z)\",\"$(nano $now)\",17,\"error\",\"task.failed\",\"4bf92f3577b34da6a3ce929d0e0e4736\",\"00f067aa0ba902b7\""
	run attribute user <items
	assert_output '{"kvlistValue":{"values":[{"key":"id","value":{"intValue":"9007199254740993"}}]}}'
	run cat err
	assert_output --partial "items 2,"
}

@test "values keep their types, and every digit" {
	cat >event <<'END'
{"event":"x","int":1,"neg":-9223372036854775808,"max":9223372036854775807,"over":9223372036854775808,"huge":1e400,"real":0.10,"exp":1e3,"zero":-0,"null":null,"yes":true,"no":false,"text":"","list":[1,[2.5],{}],"map":{"a":{"b":[null]}}}
END
	run bash -c 'mlog-otlp -n event | jq -c ".resourceLogs[0].scopeLogs[0].logRecords[0].attributes[] | [.key, .value]"'
	assert_output '["int",{"intValue":"1"}]
["neg",{"intValue":"-9223372036854775808"}]
["max",{"intValue":"9223372036854775807"}]
["over",{"stringValue":"9223372036854775808"}]
["huge",{"stringValue":"1e400"}]
["real",{"doubleValue":0.1}]
["exp",{"doubleValue":1000}]
["zero",{"doubleValue":-0}]
["null",{}]
["yes",{"boolValue":true}]
["no",{"boolValue":false}]
["text",{"stringValue":""}]
["list",{"arrayValue":{"values":[{"intValue":"1"},{"arrayValue":{"values":[{"doubleValue":2.5}]}},{"kvlistValue":{}}]}}]
["map",{"kvlistValue":{"values":[{"key":"a","value":{"kvlistValue":{"values":[{"key":"b","value":{"arrayValue":{"values":[{}]}}}]}}}]}}]'
}

@test "what has no field of its own stays an attribute" {
	cat >event <<'END'
{"time":"soon","level":"loud","severity":99,"event":{"a":1},"logger":"x","trace_id":"zz","span_id":"00f067aa0ba902b7","trace_flags":"1"}
END
	logs event >out
	run jq -c '[.timeUnixNano, .severityNumber, .severityText, .traceId,
		.spanId, .body]' out
	assert_output '[null,null,"loud",null,null,{"kvlistValue":{"values":[{"key":"a","value":{"intValue":"1"}}]}}]'
	run jq -c '[.attributes[].key] | sort' out
	assert_output '["logger","severity","time","trace_flags","trace_id"]'
}

@test "of two members with one name the last one stays, nested ones too" {
	echo '{"event":"x","a":1,"b":2,"\u0061":3,"o":{"k":1,"k":2,"l":3,"k":4},"b":5}' >event
	run bash -c 'mlog-otlp -n event | jq -c ".resourceLogs[0].scopeLogs[0].logRecords[0].attributes"'
	assert_output '[{"key":"a","value":{"intValue":"3"}},{"key":"o","value":{"kvlistValue":{"values":[{"key":"l","value":{"intValue":"3"}},{"key":"k","value":{"intValue":"4"}}]}}},{"key":"b","value":{"intValue":"5"}}]'
	# Many of them, three times over.
	python3 - >event <<'END'
import json
print("{" + ",".join('"k%d":%d' % (i % 500, i) for i in range(1500)) + "}")
END
	logs event | jq -r '.attributes[] | .key + " " + .value.intValue' >out
	seq 1000 1499 | awk '{ print "k" $1 - 1000, $1 }' | diff - out
}

@test "keys and texts of all lengths arrive whole" {
	python3 - >event <<'END'
import json
for n in [1, 3, 62, 63, 64, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129,
          130, 255, 16000, 16370, 16380, 16383, 16384, 16385, 70000]:
    print(json.dumps({"event": "e" * n, "k" * n: "v" * n, "u": "\u00e9" * n,
                      "q": "\"" * n, "o": {"k" * n: {"x": "y" * n}},
                      "k" * n + "2": 1}, ensure_ascii=False))
END
	receiver_start
	otlp event
	received_items logs >items
	python3 - <<'END'
import json
for event, item in zip(open("event"), open("items")):
    event, item = json.loads(event), json.loads(item)
    def plain(v):
        (kind, w), = v.items()
        if kind == "kvlistValue":
            return {p["key"]: plain(p["value"]) for p in w["values"]}
        return int(w) if kind == "intValue" else w
    got = plain({"kvlistValue": {"values": item["attributes"]}})
    got["event"] = plain(item["body"])
    assert got == event, event["event"][:9]
END
	[ "$(wc -l <items)" = 24 ]
}

@test "what is too deep for decoders goes as text" {
	python3 - >event <<'END'
print('{"event":"x","deep":' + '[' * 900 + ']' * 900 + ',"o":' +
      '{"k":' * 200 + '1' + '}' * 200 + '}')
END
	receiver_start
	otlp event
	run received_jq '.[0].error'
	assert_output null
	run received_jq '[.[0].items[] | .. | .stringValue? // empty |
		length] | @json'
	assert_output "[1,$((2 * (900 - 24))),$((6 * (200 - 24) + 1))]"
}

@test "lines that are no events are told and passed over" {
	printf '%s\n' '{"event":"a"}' 'not JSON' '{"event":"b"' '[1]' '' \
		'{"@mlog":"pos","inputs":[]}' '{"event":"c"}' >events
	run --separate-stderr mlog-otlp -n events
	assert_success
	run jq -c '[.resourceLogs[].scopeLogs[].logRecords[].body.stringValue]' \
		<<<"$output"
	assert_output '["a","c"]'
	[ "$(grep -c 'passed over' <<<"$stderr")" = 3 ]
	[[ "$stderr" == *"events:3:"* ]]
}

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
	case $BUILD in
	*san*)	;;
	*)	[ "$(awk '{ print $NF }' used)" -lt 65536 ] ;;
	esac
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
	wait_for 5 python3 - <<'END'
import fcntl, os, sys
fd = os.open("st.lock", os.O_RDWR)
try:
    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
except OSError:
    sys.exit(0)
sys.exit(1)
END
	run otlp -s st second
	assert_failure 75
	exec 9>&-
	wait "$pid"
}

# point VALUE COUNT... : a snapshot with a counter and both histograms.
point() {
	seal "$1" <<END
{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:$2:00Z","resource":{}}
{"family":"n_total","type":"counter","kind":"counter","rule":"0000000000000001","unit":"","help":""}
{"name":"n_total","labels":{"a":"1"},"value":$3,"start":"2026-11-21T09:00:00Z","time":"2026-11-21T09:$2:00Z"}
{"name":"n_total","labels":{"a":"2"},"value":$4,"start":"$5","time":"2026-11-21T09:$2:00Z"}
{"family":"queue","type":"gauge","kind":"gauge","rule":"0000000000000004","unit":"","help":""}
{"name":"queue","labels":{},"value":$3,"time":"2026-11-21T09:$2:00Z"}
{"family":"s","type":"histogram","kind":"histogram","rule":"0000000000000002","unit":"","help":"","bounds":[1]}
{"name":"s","labels":{},"count":$6,"sum":$7,"min":0.5,"max":2,"bounds":[1],"counts":[$8,$9],"start":"2026-11-21T09:00:00Z","time":"2026-11-21T09:$2:00Z"}
{"family":"x","type":"exponential_histogram","kind":"histogram","rule":"0000000000000003","unit":"","help":""}
{"name":"x","labels":{},"count":${10},"sum":3,"min":0,"max":8,"scale":${11},"zero_count":1,"zero_threshold":0,"positive":{"offset":${12},"counts":${13}},"negative":{"offset":0,"counts":[]},"start":"2026-11-21T09:00:00Z","time":"2026-11-21T09:$2:00Z"}
END
}

@test "delta: what came since the last run, resets whole" {
	point 1.snap 10 5 7 2026-11-21T09:00:00Z 3 4.5 2 1 4 1 -3 '[1,0,2]'
	point 2.snap 20 8 3 2026-11-21T09:15:00Z 5 6.25 3 2 6 0 -2 '[1,3,1]'
	run mlog-otlp -n --temporality delta 1.snap
	assert_failure 2
	assert_output --partial "needs --state"
	receiver_start
	otlp --temporality delta -s st 1.snap
	cmp st <(mlog-otlp -n 1.snap >/dev/null; cat st)
	otlp --temporality delta -s st 2.snap
	otlp --temporality delta -s st 2.snap
	run received_jq '.[] | [.data[0].scopes[0].metrics[] |
		select(.kind == "sum") | .temporality, .points[].value] | @json'
	assert_output '[1,5,7]
[1,3,3]
[1,0,0]'
	run received_jq '.[] | [.data[0].scopes[0].metrics[] |
		select(.kind == "histogram").points[] | .count, .sum, .counts,
		has("min")] | @json'
	assert_output '[3,4.5,[2,1],true]
[2,1.75,[1,1],false]
[0,0,[0,0],false]'
	# A start is the time before; of a reset its own.
	ten=$(nano 2026-11-21T09:10:00Z) quarter=$(nano 2026-11-21T09:15:00Z)
	run bash -c "sed -n 2p '$got/requests.jsonl' | grep -o '\"start\": [0-9]*' | sort | uniq -c | sort -n | awk '{ print \$1, \$3 }'"
	assert_output --partial "1 0"
	assert_output --partial "1 $quarter"
	assert_output --partial "3 $ten"
	# The buckets of scale 1, -3 to -1, are -2, -1 and -1 of scale 0.
	protoc --decode=opentelemetry.proto.ExportMetricsServiceRequest \
		-I "$root/tests/receiver" collector.proto <"$got/001.body" |
		sed -n '/exponential_histogram {/,$p' >decoded
	run bash -c "grep -A 4 'positive {' decoded | tr -s ' \n' ' '"
	assert_output " positive { offset: -2 bucket_counts: 0 \
bucket_counts: 1 bucket_counts: 1 "
}

@test "exemplars: trace context is found, the rest is attributes" {
	seal ex.snap <<'END'
{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:24:11Z","resource":{}}
{"family":"n_total","type":"counter","kind":"counter","rule":"0000000000000003","unit":"","help":""}
{"name":"n_total","labels":{},"value":2,"exemplars":[{"labels":{"span_id":"00f067aa0ba902b7","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","who":"x"},"value":0.25,"time":"2026-11-21T09:24:10.5Z"},{"labels":{"trace_id":"short"},"value":1}],"start":"2026-11-21T09:00:00Z","time":"2026-11-21T09:24:10.5Z"}
END
	run bash -c 'mlog-otlp -n ex.snap | jq -c "[.. | .exemplars? // empty]"'
	assert_output '[[{"timeUnixNano":"1795253050500000000","asDouble":0.25,"spanId":"00f067aa0ba902b7","traceId":"4bf92f3577b34da6a3ce929d0e0e4736","filteredAttributes":[{"key":"who","value":{"stringValue":"x"}}]}]]'
}

@test "protoc decodes logs and spans by the receiver's definitions" {
	receiver_start
	echo '{"time":"2026-11-21T09:00:10Z","event":"a.b","level":"warn","severity":13,"request_id":"r","duration_ms":5,"o":{"l":[1]}}' >event
	otlp --signal logs,traces --compress none event
	run protoc --decode=opentelemetry.proto.ExportLogsServiceRequest \
		-I "$root/tests/receiver" signals.proto <"$got/000.body"
	assert_success
	assert_output --partial 'event_name: "a.b"'
	refute_output --regexp '(^|
) *[0-9]+[:{ ]'
	run protoc --decode=opentelemetry.proto.ExportTraceServiceRequest \
		-I "$root/tests/receiver" signals.proto <"$got/001.body"
	assert_success
	assert_output --partial 'name: "a.b"'
	refute_output --regexp '(^|
) *[0-9]+[:{ ]'
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
	# Peak memory in KiB; a sanitizer takes more.
	cat used
	case $BUILD in
	*san*)	;;
	*)	[ "$(awk '{ print $NF }' used | sort -n | tail -n 1)" -lt 65536 ] ;;
	esac
}
