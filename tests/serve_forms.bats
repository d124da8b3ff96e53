# mlog-prom --serve: the form that the request asks for, of the snapshots and
# the series that it may see.

load helper
load serve

setup()
{
	at_tmp
	make_snap
	seal orgs.snap <<'END'
{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:24:12Z","resource":{"service.name":"api"}}
{"family":"cost_usd_total","type":"counter","kind":"counter","rule":"0000000000000004","unit":"","help":"Cost"}
{"name":"cost_usd_total","labels":{"org":"acme"},"value":1.5}
{"name":"cost_usd_total","labels":{"org":"acme.example"},"value":2.5}
{"name":"cost_usd_total","labels":{"org":"umbrella"},"value":4}
{"family":"queue_depth","type":"gauge","kind":"gauge","rule":"0000000000000005","unit":"","help":"Depth"}
{"name":"queue_depth","labels":{},"value":3}
END
}

teardown()
{
	stop_all
}

# of SNAPSHOT... OPTION...: what a GET with the fields in $fields brings.
of()
{
	printf "GET /metrics HTTP/1.1\r\nHost: x\r\n${fields:-}\r\n" |
		mlog-prom --serve --now $now "$@" >answer
	split
}

# answers TYPE [OPTION...]: 200, that type, and the body as the options have
# it on stdout; unpacked by another where it is packed.
answers()
{
	local type=$1

	shift
	of app.snap
	[ "$(status)" = 200 ]
	[ "$(sed -n 's/^Content-Type: //p' head)" = "$type" ] ||
		fail "$(cat head)"
	sed -n 's/^Content-Length: //p' head >length
	python3 - <<'END'
answer = open("answer", "rb").read()
body = answer.partition(b"\r\n\r\n")[2]
assert int(open("length").read()) == len(body)
open("body", "wb").write(body)
END
	if grep -qx 'Content-Encoding: gzip' head; then
		gzip -dc <body >plain
	else
		cp body plain
	fi
	mlog-prom "$@" app.snap | cmp - plain
}

@test "the real Accept headers of scrapers" {
	# Prometheus 2.42 and 2.53
	fields='Accept: application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1\r\nAccept-Encoding: gzip\r\nUser-Agent: Prometheus/2.42.0\r\n'
	answers 'application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores' -f openmetrics
	grep -qx 'Content-Encoding: gzip' head
	grep -qx 'Vary: Accept, Accept-Encoding' head
	# Prometheus 3.5, its list in two fields
	fields='Accept: application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6\r\naccept: application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2\r\n'
	answers 'application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8' -f openmetrics --names utf-8
	run ! grep -q '^Content-Encoding' head
	# Prometheus with native histograms
	fields='Accept: application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,text/plain;version=0.0.4;q=0.3\r\nAccept-Encoding: gzip\r\n'
	answers 'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; escaping=underscores' -f protobuf
	# VictoriaMetrics
	fields='Accept: text/plain;version=0.0.4;q=1,*/*;q=0.1\r\nAccept-Encoding: gzip\r\n'
	answers 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores'
	# curl, and nobody in particular
	fields='Accept: */*\r\n'
	answers 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores'
	fields='Accept-Encoding: identity\r\n'
	answers 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores'
}

@test "several snapshots: what is there is shown, and what is not is told" {
	of app.snap orgs.snap missing.snap 2>err
	[ "$(status)" = 200 ]
	grep -qx 'tasks_finished_total{agent="a \\"b\\" \\\\c",status="completed"} 42' body
	grep -qx 'cost_usd_total{org="umbrella"} 4' body
	grep -qx 'mlog_snapshot_up{file="missing.snap"} 0' body
	grep -qx 'mlog_snapshot_up{file="app.snap"} 1' body
	grep -q missing.snap err
	of missing.snap gone.snap 2>err
	[ "$(status)" = 503 ]
	[ "$(wc -l <body)" -eq 1 ]
	run ! grep -q snap$ body
	grep -q missing.snap err
	grep -q gone.snap err
	run -2 mlog-prom --serve app.snap - </dev/null
	assert_output --partial 'stdin is the request'
}

@test "--where: the series it holds for, and no others" {
	of orgs.snap --where 'org == "acme"'
	[ "$(grep -v '^#' body)" = 'cost_usd_total{org="acme"} 1.5' ]
	run -2 mlog-prom --serve --where 'org ==' orgs.snap </dev/null
	assert_output --partial -- '--where'
}

@test "tenants: each token shows its own series, whatever is asked" {
	digest() { printf %s "$1" | sha256sum | cut -d ' ' -f 1; }
	(
		umask 077
		cat >tokens <<END
all		$(digest all-token)
acme		$(digest acme-token)	org == "acme"
acme-old	$(digest acme-old)	org == "acme"
family		$(digest family-token)	org ~ /^acme/ and name == "cost_usd_total"
nobody		$(digest nobody-token)	org == "nobody"
END
	)
	seen()
	{
		fields="Authorization: Bearer $1\r\n${2-}"
		of orgs.snap --auth tokens
		[ "$(status)" = 200 ]
		grep -v '^#' body || :
	}
	run seen all-token
	assert_output 'target_info{service_name="api"} 1
cost_usd_total{org="acme"} 1.5
cost_usd_total{org="acme.example"} 2.5
cost_usd_total{org="umbrella"} 4
queue_depth 3'
	for token in acme-token acme-old; do
		run seen $token
		assert_output 'cost_usd_total{org="acme"} 1.5'
	done
	run seen family-token
	assert_output 'cost_usd_total{org="acme"} 1.5
cost_usd_total{org="acme.example"} 2.5'
	run seen nobody-token
	assert_output ''
	run seen acme-token 'Accept: application/openmetrics-text\r\n'
	assert_output 'cost_usd_total{org="acme"} 1.5'
	for form in 'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited' \
	    text/plain; do
		run seen acme-token "Accept: $form\r\nAccept: x/y\r\n"
		run ! grep -aq umbrella answer
	done
	# --where and the token's condition both have to hold.
	fields='Authorization: Bearer acme-token\r\n'
	of orgs.snap --auth tokens --where 'name == "queue_depth"'
	[ "$(status)" = 200 ]
	run ! grep -v '^#' body
	# All the same, whoever it is not for gets nothing at all.
	fields='Authorization: Bearer acme\r\n'
	of orgs.snap --auth tokens
	[ "$(status)" = 401 ]
}

@test "a tenant's condition that is none is named by its line" {
	printf 'a %064d\nb %064d org == \n' 1 2 >tokens
	chmod 600 tokens
	printf 'GET /metrics HTTP/1.0\r\n\r\n' >request
	run -2 --separate-stderr mlog-prom --serve --auth tokens orgs.snap \
		<request
	[ -z "$output" ]
	[[ $stderr == 'mlog-prom: tokens:2: '* ]] || fail "$stderr"
}
