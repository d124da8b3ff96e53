#!/usr/bin/env bats
# Where mlog-otlp sends to: URLs, and addresses that it does not talk to.

load helper
load otlp

@test "a redirect is not followed" {
	receiver_start --answers \
		"307:Location=http://127.0.0.1:1/stolen,301:Location=/again"
	for _ in 1 2; do
		run otlp small.snap
		assert_failure 1
		assert_output --partial "redirects are not followed"
	done
	[ "$(received)" = 2 ]
}

@test "no proxy is asked" {
	receiver_start
	proxy=$(free_port)
	for v in http_proxy https_proxy HTTP_PROXY ALL_PROXY all_proxy; do
		export "$v=http://127.0.0.1:$proxy"
	done
	run otlp small.snap
	assert_success
	[ "$(received)" = 1 ]
}

@test "without --allow-private nothing leaves, whatever the spelling" {
	receiver_start
	for host in 127.0.0.1 localhost 0177.0.0.1 0x7f.1 2130706433 127.1 \
		'[::1]' '[::ffff:127.0.0.1]' '[::ffff:7f00:1]' 0 0.0.0.0 \
		'[64:ff9b::7f00:1]' '[2002:7f00:1::]' 10.0.0.1 \
		169.254.169.254 '[fe80::1]' '[fd00::1]' 100.64.0.1; do
		run mlog-otlp -u "http://$host:$port" --retry-for 5s small.snap
		assert_failure 2
		assert_output --partial "--allow-private"
	done
	# Not even a connection was made.
	[ "$(received)" = 0 ]
	[ ! -e "$got/connections" ]
	run mlog-otlp -u http://239.1.2.3 --allow-private small.snap
	assert_failure 2
	refute_output --partial "--allow-private"
}

@test "MLOG_OTLP_ALLOW_PRIVATE=true allows, other values do not" {
	receiver_start
	MLOG_OTLP_ALLOW_PRIVATE=TRUE run mlog-otlp \
		-u "http://127.0.0.1:$port" small.snap
	assert_success
	MLOG_OTLP_ALLOW_PRIVATE=1 run mlog-otlp \
		-u "http://127.0.0.1:$port" small.snap
	assert_failure 2
	assert_output --partial "neither true nor false"
	[ "$(received)" = 1 ]
}

@test "endpoints: base, verbatim, precedence" {
	receiver_start
	export MLOG_OTLP_ALLOW_PRIVATE=true
	base=http://127.0.0.1:$port
	OTEL_EXPORTER_OTLP_ENDPOINT=$base mlog-otlp small.snap
	OTEL_EXPORTER_OTLP_ENDPOINT=$base/x/ mlog-otlp small.snap
	OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=$base mlog-otlp small.snap
	export OTEL_EXPORTER_OTLP_ENDPOINT=$base/generic
	OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=$base/m?k=v mlog-otlp small.snap
	OTEL_EXPORTER_OTLP_METRICS_ENDPOINT='' mlog-otlp small.snap
	OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=$base/m \
		mlog-otlp -u "$base/option" small.snap
	run received_jq '[.[].request | split(" ")[1]] | join(" ")'
	assert_output "/v1/metrics /x/v1/metrics / /m?k=v \
/generic/v1/metrics /option/v1/metrics"
}

@test "endpoints that are refused, without repeating them" {
	for u in ftp://h file:///etc/passwd h:4318 'http://u:secret@h' \
		'http://h/#secret' '' 'http://h:99999' 'gopher://h'; do
		run mlog-otlp -u "$u" small.snap
		assert_failure 2
		refute_output --partial secret
	done
	OTEL_EXPORTER_OTLP_ENDPOINT=http://u:secret@h run mlog-otlp small.snap
	assert_failure 2
	assert_output --partial "OTEL_EXPORTER_OTLP_ENDPOINT"
	refute_output --partial secret
}

@test "no endpoint is exit 2; --if-configured drains and is 0" {
	run mlog-otlp small.snap
	assert_failure 2
	assert_output --partial "no endpoint"
	points 20000 big.snap
	run bash -o pipefail -c 'cat big.snap | mlog-otlp --if-configured'
	assert_success
	OTEL_SDK_DISABLED=true run bash -o pipefail -c \
		'cat big.snap | mlog-otlp -u http://192.0.2.1'
	assert_success
	refute_output
}
