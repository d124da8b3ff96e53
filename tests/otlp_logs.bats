#!/usr/bin/env bats
# Events as log records: where each field goes and what values become, read by
# decoders that are not ours. How it travels is in otlp.bats.

load helper
load otlp

now=2026-11-21T09:30:00Z

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
