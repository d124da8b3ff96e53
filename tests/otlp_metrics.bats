#!/usr/bin/env bats
# What mlog-otlp makes of snapshots beyond their numbers: deltas and exemplars.

load helper
load otlp

now=2026-11-21T09:30:00Z

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
