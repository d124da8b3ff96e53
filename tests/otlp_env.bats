#!/usr/bin/env bats
# Every variable of the environment: the signal's own before the generic one,
# an option before both, empty is unset, a bad value is told and ignored.

load helper
load otlp

setup() {
	at_otlp
	echo '{"time":"2026-11-21T09:24:12Z","event":"a","task_id":"t"}' >ev
	mlog-agg --no-own -e 'counter n' ev >snap
}

# push SIGNAL ARGUMENT...: one request of that signal.
push() {
	local input=ev
	[ "$1" != metrics ] || input=snap
	mlog-otlp --allow-private --retry-for 0 --signal "$1" "${@:2}" "$input"
}

# last FILTER: of the last request, its fields in lower case as .h.
last() {
	tail -n 1 "$got/requests.jsonl" | jq -r \
		".h = (.headers | map({(.[0] | ascii_downcase): .[1]}) | add) | $1"
}

# try SIGNAL ARGUMENT...: the same, as patiently as the environment says.
try() {
	local input=ev
	[ "$1" != metrics ] || input=snap
	mlog-otlp --allow-private --signal "$1" "${@:2}" "$input"
}

signals='metrics logs traces'
g=OTEL_EXPORTER_OTLP

@test "PROTOCOL, COMPRESSION, HEADERS: signal, generic, option, empty, bad" {
	receiver_start
	export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$port
	local s u row name generic own of bad option want
	for s in $signals; do
		u=${s^^}
		while IFS='|' read -r name generic own of bad option want; do
			row="$s $name"
			env "${g}_$name=$generic" bash -c "$(declare -f push); push $s"
			[ "$(last "$of")" = "${want%%,*}" ] || fail "$row generic: $(last "$of")"
			env "${g}_$name=$generic" "${g}_${u}_$name=$own" \
				bash -c "$(declare -f push); push $s"
			[ "$(last "$of")" = "$(cut -d, -f2 <<<"$want")" ] ||
				fail "$row own: $(last "$of")"
			env "${g}_$name=$generic" "${g}_${u}_$name=" \
				bash -c "$(declare -f push); push $s"
			[ "$(last "$of")" = "${want%%,*}" ] || fail "$row empty"
			env "${g}_${u}_$name=$bad" \
				bash -c "$(declare -f push); push $s" 2>err
			grep -q "${g}_${u}_$name" err || fail "$row: bad is not told"
			[ "$(last "$of")" = "$(cut -d, -f3 <<<"$want")" ] ||
				fail "$row bad: $(last "$of")"
			env "${g}_${u}_$name=$own" bash -c \
				"$(declare -f push); push $s $option"
			[ "$(last "$of")" = "$(cut -d, -f4 <<<"$want")" ] ||
				fail "$row option: $(last "$of")"
		done <<'END'
PROTOCOL|http/json|HTTP/Protobuf|.h["content-type"]|carrier pigeon|-p http/json|application/json,application/x-protobuf,application/x-protobuf,application/json
COMPRESSION|none|gzip|.h["content-encoding"]|zstd|--compress none|null,gzip,gzip,null
END
	done
	printf 'A: file\n' >headers
	chmod 600 headers
	for s in $signals; do
		u=${s^^}
		export OTEL_EXPORTER_OTLP_HEADERS='a=Basic%20x==,b=2'
		push "$s"
		[ "$(last '.h.a + "," + .h.b')" = "Basic x==,2" ]
		export "${g}_${u}_HEADERS=a=own"
		push "$s"
		[ "$(last '.h.a + (.h.b // "")')" = own ]
		export "${g}_${u}_HEADERS=a=own,bad name=1,c=3"
		push "$s" 2>err
		grep -q "${g}_${u}_HEADERS" err
		[ "$(last '.h.a + .h.c')" = own3 ]
		push "$s" -H headers
		[ "$(last '.h.a + (.h.c // "")')" = file ]
		unset "${g}_${u}_HEADERS"
	done
}

@test "ENDPOINT: a base, or a whole URL for a signal" {
	receiver_start
	local s u here=http://127.0.0.1:$port
	for s in $signals; do
		u=${s^^}
		env ${g}_ENDPOINT="$here/base" bash -c "$(declare -f push); push $s"
		[ "$(last .request)" = "POST /base/v1/$s HTTP/1.1" ]
		env ${g}_ENDPOINT=http://127.0.0.1:1 ${g}_"${u}"_ENDPOINT="$here/own" \
			bash -c "$(declare -f push); push $s"
		[ "$(last .request)" = "POST /own HTTP/1.1" ]
		env ${g}_"${u}"_ENDPOINT="$here" bash -c "$(declare -f push); push $s"
		[ "$(last .request)" = "POST / HTTP/1.1" ]
		env ${g}_"${u}"_ENDPOINT="$here/own" \
			bash -c "$(declare -f push); push $s -u $here/o/"
		[ "$(last .request)" = "POST /o/v1/$s HTTP/1.1" ]
		run env ${g}_"${u}"_ENDPOINT=ftp://h \
			bash -c "$(declare -f push); push $s"
		assert_failure 2
		assert_output --partial "${g}_${u}_ENDPOINT"
	done
}

@test "TIMEOUT: in milliseconds" {
	receiver_start --answers slow=1
	export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$port
	local s u
	for s in $signals; do
		u=${s^^}
		export ${g}_TIMEOUT=200
		run push "$s"
		assert_failure 75
		env "${g}_${u}_TIMEOUT=0" bash -c "$(declare -f push); push $s"
		run env "${g}_${u}_TIMEOUT=100" \
			bash -c "$(declare -f push); push $s --timeout 5s"
		assert_success
		run env "${g}_${u}_TIMEOUT=1s" bash -c "$(declare -f push); push $s"
		assert_success
		assert_output --partial "${g}_${u}_TIMEOUT"
	done
}

@test "CERTIFICATE, CLIENT_CERTIFICATE, CLIENT_KEY: files, of a signal or all" {
	openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out cert \
		-days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
		2>/dev/null
	receiver_start --tls cert key
	export OTEL_EXPORTER_OTLP_ENDPOINT=https://127.0.0.1:$port
	local s u
	for s in $signals; do
		u=${s^^}
		run push "$s"
		assert_failure 2
		env ${g}_CERTIFICATE=cert bash -c "$(declare -f push); push $s"
		run env ${g}_CERTIFICATE=cert "${g}_${u}_CERTIFICATE=nowhere" \
			bash -c "$(declare -f push); push $s"
		assert_failure 2
		env "${g}_${u}_CERTIFICATE=nowhere" \
			bash -c "$(declare -f push); push $s --cacert cert"
		run env ${g}_CERTIFICATE=cert "${g}_${u}_CLIENT_CERTIFICATE=nowhere" \
			${g}_CLIENT_KEY=key bash -c "$(declare -f push); push $s"
		assert_failure 2
	done
}

@test "OTEL_SDK_DISABLED, OTEL_*_EXPORTER: nothing is sent, all is read" {
	receiver_start
	export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$port
	local s
	for s in $signals; do
		OTEL_SDK_DISABLED=TRUE push "$s"
		env "OTEL_${s^^}_EXPORTER=none" bash -c "$(declare -f push); push $s"
	done
	[ ! -s "$got/requests.jsonl" ]
	OTEL_SDK_DISABLED=yes push logs,traces 2>err
	[ "$(grep -c OTEL_SDK_DISABLED err)" = 1 ]
	[ "$(received)" = 2 ]
	seq 100000 | sed 's/.*/{"event":"&"}/' >many
	set -o pipefail
	cat many | OTEL_SDK_DISABLED=true mlog-otlp
	cat many | OTEL_LOGS_EXPORTER=none mlog-otlp --signal logs
	[ "$(received)" = 2 ]
}

@test "the resource: rules, OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES" {
	echo 'resource service.name = "rules"' >r
	name() {
		mlog-otlp -n --signal "$@" ev | jq -r '(.resourceLogs //
			.resourceSpans)[].resource.attributes[] |
			.key + "=" + .value.stringValue'
	}
	local s
	for s in logs traces; do
		[ "$(name $s)" = service.name=unknown_service:mlog ]
		export OTEL_RESOURCE_ATTRIBUTES=service.name=attrs,k=a%2Cb
		[ "$(name $s | sort | paste -sd ' ')" = "k=a,b service.name=attrs" ]
		export OTEL_SERVICE_NAME=env
		[ "$(name $s | sort | paste -sd ' ')" = "k=a,b service.name=env" ]
		[ "$(name $s -r r | sort | paste -sd ' ')" = "k=a,b service.name=rules" ]
		export OTEL_RESOURCE_ATTRIBUTES=k=%zz,l=1
		[ "$(name $s 2>err)" = service.name=env ]
		grep -q OTEL_RESOURCE_ATTRIBUTES err
		unset OTEL_RESOURCE_ATTRIBUTES OTEL_SERVICE_NAME
	done
}

@test "METRICS_TEMPORALITY_PREFERENCE: what it says, and what it cannot" {
	receiver_start
	local v=OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE row value want
	export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$port
	for row in cumulative:2 DELTA:1 lowmemory:1 :2; do
		value=${row%:*} want=${row#*:}
		rm -f st st.prev
		env $v="$value" bash -c "$(declare -f push); push metrics -s st"
		[ "$(last '.data[0].scopes[0].metrics[0].temporality')" = "$want" ] ||
			fail "$value"
	done
	rm -f st st.prev
	env $v=delta bash -c "$(declare -f push); push metrics -s st \
		--temporality cumulative"
	[ "$(last '.data[0].scopes[0].metrics[0].temporality')" = 2 ]
	env $v=delta bash -c "$(declare -f push); push metrics" 2>err
	grep -q "$v.*--state" err
	[ "$(last '.data[0].scopes[0].metrics[0].temporality')" = 2 ]
	env $v=sideways bash -c "$(declare -f push); push metrics" 2>err
	grep -q "$v: none of" err
	# It says nothing of events.
	env $v=delta bash -c "$(declare -f push); push logs" 2>err
	[ ! -s err ]
}

@test "OTEL_BLRP_*, OTEL_BSP_*: size and delay of batches" {
	receiver_start
	export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$port
	for _ in $(seq 30); do cat ev; done >more
	mv more ev
	sizes() {
		local n
		n=$(received)
		push "$@"
		tail -n "+$((n + 1))" "$got/requests.jsonl" |
			jq -s -r '[.[].items | length] | @json'
	}
	local p s
	for p in BLRP:logs BSP:traces; do
		s=${p#*:} p=OTEL_${p%:*}
		[ "$(sizes "$s")" = "[30]" ]
		export "${p}_MAX_EXPORT_BATCH_SIZE=20"
		[ "$(sizes "$s")" = "[20,10]" ]
		[ "$(sizes "$s" --batch 25)" = "[25,5]" ]
		export "${p}_MAX_EXPORT_BATCH_SIZE=0"
		[ "$(sizes "$s" 2>err)" = "[30]" ]
		grep -q "${p}_MAX_EXPORT_BATCH_SIZE" err
		unset "${p}_MAX_EXPORT_BATCH_SIZE"
		mkfifo pipe
		n=$(received)
		env "${p}_SCHEDULE_DELAY=100" mlog-otlp --allow-private \
			--signal "$s" pipe &
		pid=$!
		exec 9>pipe
		head -n 1 ev >&9
		wait_for 4 sh -c "[ \$(wc -l <'$got/requests.jsonl') -gt $n ]"
		exec 9>&-
		wait "$pid"
		rm pipe
	done
}

# limited SIGNAL VARIABLE=VALUE...: what the limits leave, as compact JSON.
limited() {
	local s=$1
	shift
	env "$@" mlog-otlp -n --signal "$s" wide 2>err | jq -c '
		def plain: to_entries[0] | if .key == "kvlistValue"
			then [.value.values[] | .key, (.value | plain)]
			elif .key == "arrayValue" then [.value.values[] | plain]
			else .value end;
		[.. | objects | select(has("traceId"))][0] |
		[(.attributes // [] | map([.key, (.value | plain)])[]),
		.droppedAttributesCount]'
}

@test "limits of attributes: none unless set, the model's own first" {
	echo '{"time":"2026-11-21T09:24:12Z","event":"n\u00e4me","task_id":"t\u00e4sk",
		"o":{"in":"\u20ac\u20ac\u20ac","l":["abc",12345]},"a":"gone",
		"big":123456789012345678901,"a":"\ud83d\ude00\ud83d\ude00\ud83d\ude00"}' |
		tr -d '\n' >wide
	local c=OTEL_ATTRIBUTE_COUNT_LIMIT v=OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT
	local s own other
	local all='[["task_id","täsk"],["o",["in","€€€","l",["abc","12345"]]],["big","123456789012345678901"],["a","😀😀😀"],null]'
	for s in logs traces; do
		own=OTEL_LOGRECORD_ATTRIBUTE other=OTEL_SPAN_ATTRIBUTE
		[ $s = logs ] || own=OTEL_SPAN_ATTRIBUTE other=OTEL_LOGRECORD_ATTRIBUTE
		run limited $s A=
		assert_output "$all"
		run limited $s $c=128 $v=4
		assert_output "$all"
		run limited $s $c=2
		assert_output '[["task_id","täsk"],["o",["in","€€€","l",["abc","12345"]]],2]'
		run limited $s $c=0 $v=0
		assert_output '[4]'
		run limited $s $c=0 ${own}_COUNT_LIMIT=3 ${other}_COUNT_LIMIT=1 $v=2
		assert_output '[["task_id","tä"],["o",["in","€€","l",["ab","12345"]]],["big","123456789012345678901"],1]'
		run limited $s ${own}_VALUE_LENGTH_LIMIT=1 $v=3 $c=
		assert_output '[["task_id","t"],["o",["in","€","l",["a","12345"]]],["big","123456789012345678901"],["a","😀"],null]'
		limited $s ${own}_COUNT_LIMIT=-1 $c=1 ${own}_VALUE_LENGTH_LIMIT=1k >out
		[ "$(cat out)" = '[["task_id","täsk"],3]' ]
		grep -q "${own}_COUNT_LIMIT: no whole number" err
		grep -q "${own}_VALUE_LENGTH_LIMIT: no whole number" err
		limited $s ${other}_COUNT_LIMIT=x ${other}_VALUE_LENGTH_LIMIT=1 >out
		[ "$(cat out)" = "$all" ]
		[ ! -s err ]
	done
	# The body is no attribute.
	run sh -c "$v=1 mlog-otlp -n wide | jq -r '.. | .body? // empty | .stringValue'"
	assert_output 'näme'
}

@test "limits of the events of a span, and of their attributes" {
	echo 'span s key k from event == "b" to event == "e"' >r
	for e in b 1 2 3 e; do
		echo "{\"time\":\"2026-11-21T09:24:12Z\",\"event\":\"$e\",\"k\":\"x\",\"u\":\"abc\",\"w\":1}"
	done >ev
	made() {
		env "$@" mlog-otlp -n --signal traces -r r ev | jq -c '
			.resourceSpans[0].scopeSpans[0].spans[0] |
			[.droppedEventsCount, (.events[]? | [.name,
			.droppedAttributesCount, (.attributes[]?.value |
			.stringValue // .intValue)])]'
	}
	run made A=
	assert_output '[null,["1",null,"x","abc","1"],["2",null,"x","abc","1"],["3",null,"x","abc","1"]]'
	run made OTEL_SPAN_EVENT_COUNT_LIMIT=1 OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT=2 \
		OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT=1
	assert_output '[2,["1",1,"x","a"]]'
	run made OTEL_SPAN_EVENT_COUNT_LIMIT=0
	assert_output '[3]'
	run made OTEL_ATTRIBUTE_COUNT_LIMIT=0 OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT=9
	assert_output '[null,["1",3],["2",3],["3",3]]'
}

@test "exporters that are not ours, histograms, files: told, and not followed" {
	local s row
	for s in $signals; do
		for row in console otlp/stdout prometheus none,console; do
			env "OTEL_${s^^}_EXPORTER=$row" \
				bash -c "$(declare -f try); try $s -n" >out 2>err
			[ -s out ]
			grep -q "OTEL_${s^^}_EXPORTER: " err || fail "$s $row"
		done
		for row in otlp OTLP 'console, otlp'; do
			env "OTEL_${s^^}_EXPORTER=$row" \
				bash -c "$(declare -f try); try $s -n" >out 2>err
			[ -s out ]
			[ ! -s err ] || fail "$s $row: $(cat err)"
		done
	done
	s=OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION
	env $s=base2_exponential_bucket_histogram mlog-otlp -n snap 2>err >out
	grep -q "$s: " err
	env $s=Explicit_Bucket_Histogram mlog-otlp -n snap 2>err >out
	[ ! -s err ]
	OTEL_CONFIG_FILE=sdk.yaml mlog-otlp -n snap 2>err >out
	grep -q "OTEL_CONFIG_FILE: " err
}

@test "OTEL_*_EXPORT_TIMEOUT: for how long it is tried" {
	receiver_start --answers \
		503,503,200,503,503,200,503,503,200
	export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$port
	local row s n=0
	for row in METRIC:metrics BLRP:logs BSP:traces; do
		s=${row#*:} row=OTEL_${row%:*}_EXPORT_TIMEOUT
		run env "$row=100" bash -c "$(declare -f try); try $s"
		assert_failure 75
		[ "$(received)" = $((n + 1)) ]
		# An option comes first, and so it is tried again.
		run env "$row=100" bash -c "$(declare -f try); try $s --retry-for 5s"
		assert_success
		[ "$(received)" = $((n += 3)) ]
		run env "$row=-5" bash -c "$(declare -f try); try $s -n"
		assert_success
		assert_output --partial "$row: no whole number"
	done
}

@test "OTEL_LOG_LEVEL: as -q and -v, which come first" {
	export OTEL_METRICS_EXPORTER=console
	OTEL_LOG_LEVEL=ERROR mlog-otlp -n snap 2>err >out
	[ ! -s err ]
	OTEL_LOG_LEVEL=info mlog-otlp -n snap 2>err >out
	[ "$(wc -l <err)" = 1 ]
	OTEL_LOG_LEVEL=debug mlog-otlp -n snap 2>err >out
	grep -q 'batches 1, items 1' err
	OTEL_LOG_LEVEL=debug mlog-otlp -q -n snap 2>err >out
	[ ! -s err ]
	OTEL_LOG_LEVEL=error mlog-otlp -v -n snap 2>err >out
	grep -q 'batches 1, items 1' err
	OTEL_LOG_LEVEL=loud mlog-otlp -n snap 2>err >out
	grep -q 'OTEL_LOG_LEVEL: ' err
}
