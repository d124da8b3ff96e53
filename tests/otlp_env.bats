#!/usr/bin/env bats
# Every variable of the environment: the signal's own before the generic one,
# an option before both, empty is unset, a bad value is told and ignored.

load helper
load receiver/receiver

setup() {
	unset "${!OTEL_@}" "${!MLOG_@}" http_proxy https_proxy ALL_PROXY
	at_tmp
	echo '{"time":"2026-11-21T09:24:12Z","event":"a","task_id":"t"}' >ev
	mlog-agg --no-own -e 'counter n' ev >snap
}

teardown() {
	receiver_stop
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
	OTEL_SDK_DISABLED=yes push logs 2>err
	grep -q OTEL_SDK_DISABLED err
	[ "$(received)" = 1 ]
	seq 100000 | sed 's/.*/{"event":"&"}/' >many
	set -o pipefail
	cat many | OTEL_SDK_DISABLED=true mlog-otlp
	cat many | OTEL_LOGS_EXPORTER=none mlog-otlp --signal logs
	[ "$(received)" = 1 ]
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
