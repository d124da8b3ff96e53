#!/usr/bin/env bats
# mlog-otlp against a receiver that decodes with definitions of its own.

load helper
load otlp

setup() {
	at_otlp
	small_snapshot
}

small_snapshot() {
	seal small.snap <<'END'
{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:30:00Z","resource":{"service.name":"synthorg"}}
{"family":"_hidden","type":"gauge","kind":"gauge","rule":"0000000000000001","unit":"","help":""}
{"name":"_hidden","labels":{},"value":9,"time":"2026-11-21T09:29:00Z"}
{"family":"budget.used","type":"gauge","kind":"gauge","rule":"0000000000000002","unit":"usd","help":"Money"}
{"name":"budget.used","labels":{},"value":-1.5,"time":"2026-11-21T09:29:00Z"}
{"family":"task_seconds","type":"histogram","kind":"histogram","rule":"0000000000000003","unit":"seconds","help":"Time of a task","bounds":[0.1,1,10]}
{"name":"task_seconds","labels":{"outcome":"no"},"count":2,"sum":-0.5,"min":-1,"max":0.5,"bounds":[0.1,1,10],"counts":[1,1,0,0],"start":"2026-11-21T09:00:00Z","time":"2026-11-21T09:29:00Z"}
{"name":"task_seconds","labels":{"outcome":"yes"},"count":6,"sum":26.05,"min":0.05,"max":20,"bounds":[0.1,1,10],"counts":[1,2,2,1],"start":"2026-11-21T09:00:00Z","time":"2026-11-21T09:29:00Z"}
{"family":"tasks_total","type":"counter","kind":"counter","rule":"0000000000000004","unit":"","help":"Tasks by \"status\""}
{"name":"tasks_total","labels":{"agent":"é \"x\"","status":"done"},"value":42,"start":"2026-11-21T08:59:59.999999999Z","time":"2026-11-21T09:29:00Z"}
{"name":"tasks_total","labels":{"status":"failed"},"value":9007199254740991,"start":"2026-11-21T09:00:00Z","time":"2026-11-21T09:29:00Z"}
END
}

@test "what arrives is what the snapshot says" {
	receiver_start
	run --separate-stderr otlp small.snap
	assert_success
	[ -z "$output$stderr" ]
	run received_points
	assert_output 'budget_used -1.5
task_seconds_bucket{le="+Inf",outcome="no"} 2.0
task_seconds_bucket{le="+Inf",outcome="yes"} 6.0
task_seconds_bucket{le="0.1",outcome="no"} 1.0
task_seconds_bucket{le="0.1",outcome="yes"} 1.0
task_seconds_bucket{le="1.0",outcome="no"} 2.0
task_seconds_bucket{le="1.0",outcome="yes"} 3.0
task_seconds_bucket{le="10.0",outcome="no"} 2.0
task_seconds_bucket{le="10.0",outcome="yes"} 5.0
task_seconds_count{outcome="no"} 2.0
task_seconds_count{outcome="yes"} 6.0
task_seconds_sum{outcome="yes"} 26.05
tasks_total{agent="é \"x\"",status="done"} 42.0
tasks_total{status="failed"} 9007199254740991.0'
}

@test "from a log to the collector: the numbers are those of mlog-prom" {
	receiver_start
	for i in 1 2 3 4 5 6 7; do
		echo "{\"time\":\"2026-11-21T09:30:0${i}Z\",\"event\":\"task\",\"who\":\"a$((i % 3))\",\"s\":$i.25}"
	done | mlog-parse | mlog-agg \
		-e 'counter tasks_total by who where event == "task"' \
		-e 'gauge last_s last of s by who where has s' \
		-e 'histogram s_seconds of s buckets 1, 2.5, 5 where has s' \
		>app.snap
	otlp app.snap
	mlog-prom app.snap |
		/usr/bin/python3 "$root/tests/receiver/normalise.py" >want
	received_points >points
	[ "$(wc -l <want)" -gt 10 ]
	run diff want points
	assert_success
}

@test "kinds, times, units, help, scope" {
	receiver_start
	otlp small.snap
	received_jq '.[0].data[0].scopes[0] | .name,
		(.metrics[] | [.name, .kind, .unit, .description,
		.temporality, .monotonic, (.points | length)] | @json)' >kinds
	run cat kinds
	assert_line --index 0 mlog
	assert_line '["budget.used","gauge","usd","Money",null,null,1]'
	assert_line '["task_seconds","histogram","seconds","Time of a task",2,null,2]'
	assert_line '["tasks_total","sum","","Tasks by \"status\"",2,true,2]'
	refute_line --partial _hidden
	# Nanoseconds do not fit jq's doubles: read as text.
	run grep -c '"time": 1795253400000000000' "$got/requests.jsonl"
	assert_success
	run grep -c '"start": 1795251599999999999' "$got/requests.jsonl"
	assert_success
	# A gauge has no start.
	run received_jq '.[0].data[0].scopes[0].metrics[0].points[0].start'
	assert_output 0
	run received_jq '[.[0].data[0].scopes[0].metrics[1].points[] |
		[.min, .max, has("sum")]] | @json'
	assert_output '[[-1,0.5,false],[0.05,20,true]]'
}

@test "the request: path, type, gzip, agent, no Expect" {
	receiver_start
	otlp small.snap
	run received_jq '.[0].request'
	assert_output "POST /v1/metrics HTTP/1.1"
	received_jq '.[0].headers[] | join(": ")' >headers
	run cat headers
	assert_line "Content-Type: application/x-protobuf"
	assert_line "Content-Encoding: gzip"
	assert_line --regexp '^User-Agent: mlog/[0-9.]+ OTel-OTLP-Exporter-'
	refute_line --partial Expect
	receiver_stop
	rm -r "$got"
	receiver_start
	otlp --compress none small.snap
	run received_jq '.[0] | .bytes == .unpacked, ([.headers[][0]] |
		index("Content-Encoding"))'
	assert_output "true
null"
}

@test "protoc decodes the body by the receiver's definitions" {
	receiver_start
	otlp small.snap
	protoc --decode=opentelemetry.proto.ExportMetricsServiceRequest \
		-I "$root/tests/receiver" collector.proto \
		<"$got/000.body" >decoded
	run cat decoded
	assert_line --partial 'name: "tasks_total"'
	assert_line --partial 'as_double: 42'
	# A number that the definitions do not know would stand here bare.
	refute_line --regexp '^ *[0-9]+[:{ ]'
}

@test "a stream of snapshots is pushed one by one, stdin too" {
	receiver_start
	cat small.snap small.snap >two
	run otlp -v <two
	assert_success
	assert_output --partial "batches 2, items 10,"
	run received
	assert_output 2
	run otlp nothing/there
	assert_failure 2
}

@test "a stream's first snapshot goes out before the second comes" {
	receiver_start
	{ cat small.snap; wait_for 5 test -s "$got/requests.jsonl" &&
		touch went; cat small.snap; } | otlp
	[ -e went ]
	run received
	assert_output 2
}

@test "damage: what came whole before it is pushed, then exit 2" {
	receiver_start
	{ cat small.snap; head -n 4 small.snap; } >damaged
	run otlp damaged
	assert_failure 2
	run received
	assert_output 1
	sed 's/"value":42/"value":43/' small.snap >damaged
	run otlp damaged
	assert_failure 2
	run received
	assert_output 1
}

@test "a snapshot without points sends nothing" {
	receiver_start
	seal empty.snap <<'END'
{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:30:00Z","resource":{}}
END
	run otlp -v empty.snap
	assert_success
	assert_output --partial "batches 0, items 0"
	run otlp </dev/null
	[ "$(received)" = 0 ]
}

@test "batches by count" {
	receiver_start
	points 1000 many.snap
	run otlp -v --batch 300 many.snap
	assert_success
	assert_output --partial "batches 4, items 1000,"
	run received_jq '[.[].data[0].scopes[0].metrics[0].points | length] |
		@json'
	assert_output '[300,300,300,100]'
	[ "$(received_points | sort -u | wc -l)" = 1000 ]
}

@test "batches by bytes" {
	receiver_start
	points 1000 many.snap
	run otlp --max-bytes 4K many.snap
	assert_success
	run received_jq '[.[].unpacked] | (max <= 4096), (length > 5),
		(.[:-1] | min > 3900)'
	assert_output "true
true
true"
	[ "$(received_points | sort -u | wc -l)" = 1000 ]
}

@test "one point that is too large is left out and counted" {
	receiver_start
	long=$(printf '%2000s' | tr ' ' x)
	sed '$d' small.snap | sed "s/\"done\"/\"$long\"/" | seal large.snap
	run otlp -v --max-bytes 1K large.snap
	assert_failure 1
	assert_output --partial "a point of tasks_total is left out"
	assert_output --partial "left out 1"
	[ "$(received_points | grep -c '^tasks_total')" = 1 ]
}

@test "413 halves the batch, down to one item" {
	receiver_start --answers limit=100
	points 512 many.snap
	run otlp -v many.snap
	assert_success
	assert_output --partial "batches 8, items 512,"
	receiver_stop
	rm -r "$got"
	receiver_start --answers 413
	run otlp -v --batch 2 many.snap
	assert_failure 1
	assert_output --partial "refused 1 data point: HTTP 413"
	assert_output --partial "items 0,"
	assert_output --partial "rejected 512"
}

@test "429, 502, 503, 504, reset and half answers are tried again" {
	for a in 429 502 503 504 reset close half; do
		receiver_start --answers "$a,200"
		run otlp -v --retry-for 5s small.snap
		assert_success
		assert_output --partial "retries 1, rejected 0"
		[ "$(received)" = 2 ]
		receiver_stop
		rm -r "$got"
	done
}

@test "Retry-After is waited for, in both forms" {
	receiver_start --answers 503:Retry-After=2,200
	run otlp --retry-for 10s small.snap
	assert_success
	run received_jq '.[1].at - .[0].at >= 2'
	assert_output true
	receiver_stop
	rm -r "$got"
	later_date=$(date -u -d '+4 seconds' '+%a %d %b %Y %T GMT')
	receiver_start --answers "429:Retry-After=$later_date,200"
	run otlp --retry-for 10s small.snap
	assert_success
	run received_jq '.[1].at - .[0].at >= 2'
	assert_output true
}

@test "a Retry-After beyond --retry-for ends the run at once: 75" {
	receiver_start --answers 503:Retry-After=3600
	SECONDS=0
	run otlp --retry-for 5s small.snap
	assert_failure 75
	[ "$SECONDS" -lt 3 ]
	[ "$(received)" = 1 ]
}

@test "exit 75 when the collector is away" {
	port=$(free_port)
	run otlp small.snap
	assert_failure 75
	assert_output --partial "http://127.0.0.1:$port/v1/metrics: not sent"
	receiver_start --answers 503
	points 1000 many.snap
	SECONDS=0
	run otlp --retry-for 2s many.snap
	assert_failure 75
	# The second batch is not tried.
	run received_jq '[.[].data[0].scopes[0].metrics[0].points[0].value] |
		unique | length'
	assert_output 1
	[ "$SECONDS" -le 4 ]
}

@test "a slow answer is given up after --timeout" {
	receiver_start --answers slow=5
	SECONDS=0
	run otlp --timeout 300ms small.snap
	assert_failure 75
	[ "$SECONDS" -lt 3 ]
	assert_output --partial "timed out"
}

@test "other refusals: exit 1, the server's words, no second try" {
	for a in 400 401 404 408 500; do
		receiver_start --answers "$a"
		run otlp --retry-for 5s small.snap
		assert_failure 1
		assert_output --partial "refused 5 data points: HTTP $a"
		[ "$(received)" = 1 ]
		receiver_stop
		rm -r "$got"
	done
}

@test "error bodies are read, and cleaned" {
	receiver_start --answers 'status=400=bad\x1b[31m points\nhere,text=400=plain words,json=403=not you'
	run otlp small.snap
	assert_failure 1
	assert_output --partial 'HTTP 400: bad [31m points here'
	run otlp small.snap
	assert_output --partial 'HTTP 400: plain words'
	run otlp small.snap
	assert_output --partial 'HTTP 403: not you'
}

@test "one refused batch does not stop the next" {
	receiver_start --answers 400,200
	points 20 many.snap
	run otlp -v --batch 10 many.snap
	assert_failure 1
	assert_output --partial "batches 1, items 10,"
	assert_output --partial "rejected 10"
}

@test "partial success is counted, told, and never tried again" {
	receiver_start --answers partial=2,warn,partial=0
	run otlp -v --retry-for 5s small.snap
	assert_failure 1
	assert_output --partial "rejected 2 of 5 data points: bad points"
	assert_output --partial "items 3,"
	[ "$(received)" = 1 ]
	run otlp small.snap
	assert_success
	assert_output --partial "old client"
	[ "$(received)" = 2 ]
}

@test "any 2xx is success, whatever its body" {
	receiver_start --answers 200,201,202,204,garbage,bomb,huge
	for _ in 1 2 3 4 5 6 7; do
		run otlp small.snap
		assert_success
	done
	[ "$(received)" = 7 ]
}

@test "what is no HTTP is a wrong port: exit 2" {
	receiver_start --answers nothttp
	run otlp small.snap
	assert_failure 2
	assert_output --partial "OTLP/HTTP port"
}

@test "a signal that the input does not have" {
	run mlog-otlp --signal logs -u http://h small.snap
	assert_failure 2
	assert_output --partial "a snapshot, of which --signal asks no metrics"
}

@test "a protocol of the signal's own comes before the generic one" {
	receiver_start
	OTEL_EXPORTER_OTLP_PROTOCOL=grpc \
		OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=HTTP/protobuf \
		run otlp small.snap
	assert_success
}

@test "timeout and compression from the environment, options beat them" {
	receiver_start --answers 200,200,slow=5
	OTEL_EXPORTER_OTLP_COMPRESSION=none otlp small.snap
	OTEL_EXPORTER_OTLP_COMPRESSION=none otlp --compress gzip small.snap
	run received_jq '[.[] | .bytes == .unpacked] | @json'
	assert_output '[true,false]'
	SECONDS=0
	OTEL_EXPORTER_OTLP_TIMEOUT=9000 \
		OTEL_EXPORTER_OTLP_METRICS_TIMEOUT=200 run otlp small.snap
	assert_failure 75
	[ "$SECONDS" -lt 3 ]
	receiver_stop
	rm -r "$got"
	receiver_start
	OTEL_EXPORTER_OTLP_TIMEOUT=soon OTEL_EXPORTER_OTLP_COMPRESSION=zip \
		run otlp small.snap
	assert_success
	assert_output --partial OTEL_EXPORTER_OTLP_TIMEOUT
	assert_output --partial OTEL_EXPORTER_OTLP_COMPRESSION
}

@test "resource: the snapshot's, OTEL_SERVICE_NAME, the attributes" {
	receiver_start
	export OTEL_SERVICE_NAME=from-name
	export OTEL_RESOURCE_ATTRIBUTES='service.name=from-list,a%2Cb=c%3Dd, k = v '
	otlp small.snap
	points 1 one.snap
	otlp one.snap
	unset OTEL_SERVICE_NAME
	otlp one.snap
	OTEL_RESOURCE_ATTRIBUTES='x=1,broken' run otlp one.snap
	assert_success
	assert_output --partial OTEL_RESOURCE_ATTRIBUTES
	run received_jq '[.[].data[0].resource] | map(tojson) | .[]'
	assert_line --index 0 '{"a,b":"c=d","k":"v","service.name":"synthorg"}'
	assert_line --index 1 '{"a,b":"c=d","k":"v","service.name":"from-name"}'
	assert_line --index 2 '{"a,b":"c=d","k":"v","service.name":"from-list"}'
	assert_line --index 3 '{"service.name":"unknown_service:mlog"}'
}

@test "dry run: OTLP/JSON that jq reads; nothing is sent" {
	receiver_start
	run --separate-stderr otlp -n small.snap
	assert_success
	[ "${#lines[@]}" = 1 ]
	echo "$output" >dry
	run jq -c '.resourceMetrics[0].resource' dry
	assert_output '{"attributes":[{"key":"service.name","value":{"stringValue":"synthorg"}}]}'
	run jq -c '.resourceMetrics[0].scopeMetrics[0].metrics[] |
		select(.name == "task_seconds").histogram' dry
	assert_output '{"dataPoints":[{"startTimeUnixNano":"1795251600000000000","timeUnixNano":"1795253400000000000","count":"2","bucketCounts":["1","1","0","0"],"explicitBounds":[0.1,1,10],"attributes":[{"key":"outcome","value":{"stringValue":"no"}}],"min":-1,"max":0.5},{"startTimeUnixNano":"1795251600000000000","timeUnixNano":"1795253400000000000","count":"6","sum":26.05,"bucketCounts":["1","2","2","1"],"explicitBounds":[0.1,1,10],"attributes":[{"key":"outcome","value":{"stringValue":"yes"}}],"min":0.05,"max":20}],"aggregationTemporality":2}'
	run jq -c '.resourceMetrics[0].scopeMetrics[0].metrics[] |
		select(.name == "tasks_total").sum | .isMonotonic,
		.aggregationTemporality, .dataPoints[1].asDouble' dry
	assert_output "true
2
9007199254740991"
	[ "$(received)" = 0 ]
	# It needs no endpoint, and batches as a push does.
	points 30 many.snap
	run mlog-otlp -n --batch 10 many.snap
	assert_success
	[ "${#lines[@]}" = 3 ]
}

@test "dry run and push have the same points" {
	receiver_start
	otlp small.snap
	mlog-otlp -n small.snap >dry
	jq -r '[.. | objects | select(has("timeUnixNano"))] | length' dry >a
	received_jq '[.. | objects | select(has("time"))] | length' >b
	cmp a b
}

@test "numbers that JSON lacks, and text that protobuf refuses" {
	receiver_start
	seal odd.snap <<'END'
{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:30:00Z","resource":{}}
{"family":"g","type":"gauge","kind":"gauge","rule":"0000000000000006","unit":"","help":""}
{"name":"g","labels":{"k":"a\u0000b"},"value":"+Inf"}
{"name":"g","labels":{"k":"b"},"value":"NaN"}
{"name":"g","labels":{"k":"c"},"value":0}
{"name":"g","labels":{"k":"d"},"value":1e300}
{"name":"g","labels":{"k":"e"},"value":"-Inf"}
END
	run otlp odd.snap
	assert_success
	run received_jq '.[0].data[0].scopes[0].metrics[0].points[] |
		[.attributes.k, .value] | @json'
	assert_output '["a�b","inf"]
["b","nan"]
["c",0]
["d",1e+300]
["e","-inf"]'
	mlog-otlp -n odd.snap >dry
	run jq -c '[.. | .asDouble? // empty]' dry
	assert_output '["Infinity","NaN",0,1e+300,"-Infinity"]'
	# Each of them in as few digits as it needs.
	echo '{"a":0.1,"b":0.30000000000000004,"c":-1e-7,"d":12.5}' |
		mlog-otlp -n >dry
	run grep -o '"doubleValue":[^}]*' dry
	assert_output '"doubleValue":0.1
"doubleValue":0.30000000000000004
"doubleValue":-1e-7
"doubleValue":12.5'
}

@test "TLS: a certificate must be trusted" {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout key.pem -out cert.pem -days 2 -subj /CN=localhost \
		-addext subjectAltName=DNS:localhost 2>/dev/null
	receiver_start --tls cert.pem key.pem
	port_url=https://localhost:$port
	run mlog-otlp --allow-private -u "$port_url" small.snap
	assert_failure 2
	assert_output --partial certificate
	run mlog-otlp --allow-private -u "$port_url" --cacert cert.pem small.snap
	assert_success
	OTEL_EXPORTER_OTLP_CERTIFICATE=cert.pem run mlog-otlp \
		--allow-private -u "$port_url" small.snap
	assert_success
	# The name must be the certificate's.
	run mlog-otlp --allow-private -u "https://127.0.0.1:$port" \
		--cacert cert.pem small.snap
	assert_failure 2
	[ "$(received)" = 2 ]
}
