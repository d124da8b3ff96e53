#!/usr/bin/env bats
# The headers of mlog-otlp: where they come from, what they cannot do, and who
# does not see them. Each byte in them is otlp_guard.bats'.

load helper
load otlp

@test "headers from a file and from the environment" {
	receiver_start
	printf '# comment\r\nAuthorization: Basic dTpw==\r\n\nX-Empty:\n' >h
	chmod 600 h
	otlp -H h small.snap
	OTEL_EXPORTER_OTLP_HEADERS='api-key=a%20b=,x = spaced out ' \
		otlp small.snap
	OTEL_EXPORTER_OTLP_HEADERS=g=1 OTEL_EXPORTER_OTLP_METRICS_HEADERS=m=2 \
		otlp small.snap
	OTEL_EXPORTER_OTLP_HEADERS=api-key=no otlp -H h small.snap
	received_jq '.[] | [.headers[] | join(": ")] | @json' >all
	run sed -n 1p all
	assert_output --partial '"Authorization: Basic dTpw=="'
	assert_output --partial '"X-Empty: "'
	run sed -n 2p all
	assert_output --partial '"api-key: a b="'
	assert_output --partial '"x: spaced out"'
	run sed -n 3p all
	assert_output --partial '"m: 2"'
	refute_output --partial '"g: 1"'
	run sed -n 4p all
	refute_output --partial api-key
}

@test "a headers file that others may read is refused" {
	echo 'Authorization: s3cret' >h
	for mode in 644 640 620 601; do
		chmod "$mode" h
		run mlog-otlp -u https://192.0.2.1 -H h small.snap
		assert_failure 2
		assert_output --partial "chmod 600"
		refute_output --partial s3cret
	done
}

@test "headers cannot be split or take over the request" {
	receiver_start
	OTEL_EXPORTER_OTLP_HEADERS='a=x%0d%0aEvil: yes,b=x%0aEvil: yes,c=x%00y,d=x%7f,e f=1,Host=evil,content-length=0,Transfer-Encoding=chunked,connection=close,f=%zz,g,good=1' \
		run otlp small.snap
	assert_success
	[ "$(grep -c 'OTEL_EXPORTER_OTLP_HEADERS:' <<<"$output")" = 11 ]
	refute_output --partial Evil:
	run received_jq '.[0].headers | map(.[0]) | sort | join(" ")'
	assert_output "Accept Accept-Encoding Content-Encoding Content-Length \
Content-Type Host User-Agent good"
	for line in 'Host: evil' 'a b: c' ': c' 'no colon' \
		$'x: a\rEvil: yes' $'x: \x01' 'Content-Type: text/plain'; do
		printf 'good: 1\n%s\n' "$line" >h
		chmod 600 h
		run otlp -H h small.snap
		assert_failure 2
		assert_output --partial "h:2: "
	done
	[ "$(received)" = 1 ]
}

@test "secrets over plain http to another host are warned about" {
	echo 'Authorization: s3cret' >h
	chmod 600 h
	run mlog-otlp -u http://192.0.2.1 -H h small.snap
	assert_failure 2
	assert_output --partial "plain text"
	refute_output --partial s3cret
	receiver_start
	run otlp -H h small.snap
	assert_success
	refute_output
	run mlog-otlp -u https://192.0.2.1 -H h small.snap
	refute_output --partial "plain text"
}

@test "secrets are in no message, argument or dry run" {
	receiver_start --answers slow=1,401,503
	echo 'Authorization: s3cret' >h
	chmod 600 h
	export OTEL_EXPORTER_OTLP_METRICS_HEADERS='x=t0psecret'
	mlog-otlp -u "http://127.0.0.1:$port" --allow-private -v -H h \
		small.snap >out 2>&1 &
	pid=$!
	wait_for 5 test -s "$got/requests.jsonl"
	tr '\0' '\n' <"/proc/$pid/cmdline" >argv
	wait "$pid" || true
	otlp -v -H h small.snap >>out 2>&1 || true
	otlp -v -H h small.snap >>out 2>&1 || true
	otlp -v small.snap >>out 2>&1 || true
	otlp -v -n -H h small.snap >>out 2>&1 || true
	[ -s argv ]
	grep -q s3cret "$got/requests.jsonl"
	run grep -E 's3cret|t0psecret' argv out
	assert_failure 1
}
