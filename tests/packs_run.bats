#!/usr/bin/env bats
# What takes the place of an endpoint of the application's own: the lines of
# the README for cron, inetd and the push, as they stand there but for folders,
# port and user; and each pack behind mlog-parse -r.

load helper
load serve
load receiver/receiver

packs=$BATS_TEST_DIRNAME/packs
export PYTHONDONTWRITEBYTECODE=1

setup()
{
	unset "${!OTEL_@}" "${!MLOG_@}" http_proxy https_proxy ALL_PROXY
	at_tmp
}

teardown()
{
	receiver_stop
	stop_all
}

# line PACK WORDS: the one line of the README for it that has the words, for
# this test's folders.
line()
{
	grep "^    .*/$1\.snap" "$root/README.md" | grep -F "$2" >line
	assert_equal "$(wc -l <line)" 1
	sed "s,/var/lib/mlog,$PWD/lib,g; s,/data/logs,$PWD/logs,
		s,/var/log,$PWD/logs,; s/^    //" line
}

# cron LINE: what cron does with it, in an environment like cron's. What it
# says would be a mail.
cron()
{
	env -i HOME="$PWD" LOGNAME=x SHELL=/bin/sh PATH="$PATH" \
		MLOG_OTLP_ALLOW_PRIVATE=true \
		${endpoint:+OTEL_EXPORTER_OTLP_ENDPOINT="$endpoint"} \
		/bin/sh -c "${1#'* * * * * '}" >mail 2>&1 || {
			local code=$?
			cat mail
			return "$code"
		}
	run cat mail
	refute_output
}

# inetd LINE [OPTION]: serves on $web by it.
inetd()
{
	fetch_inetd
	web=$(free_port)
	sed -e "s,127.0.0.1:[0-9]*,127.0.0.1:$web,; s,nobody,$(id -un)," \
	    -e "s,/usr/local/bin/mlog-prom,$(command -v mlog-prom)," \
	    -e "s,--serve,& ${2-}," <<<"$1" >inetd.conf
	later tool inetd -i inetd.conf
	wait_for 5 bash -c ": </dev/tcp/127.0.0.1/$web"
}

# scraped: the status of a scrape; the body is in `body`.
scraped()
{
	curl -s -o body -w '%{http_code}' "http://127.0.0.1:$web/metrics"
}

# What is counted is what the script counts; lines of mlog's own left out.
counts()
{
	grep -v '^mlog_' body >own.prom
	run python3 "$packs/$pack.py" all own.prom "$@"
	assert_success
}

# pushed N: the receiver has got N requests, and in the last what was scraped.
pushed()
{
	assert_equal "$(received)" "$1"
	tail -n 1 "$got/requests.jsonl" >last
	python3 "$root/tests/receiver/flatten.py" last | sort >points
	python3 "$root/tests/receiver/normalise.py" <body | diff - points
}

# all_day PACK LOG [NAME=VALUE...]: two minutes of such a machine.
all_day()
{
	pack=$1
	local log=logs/$2 count push serve n
	shift 2

	mkdir lib logs
	count=$(line "$pack" 'mlog-parse')
	push=$(line "$pack" 'mlog-otlp')
	serve=$(line "$pack" 'stream tcp')
	sample
	n=$(($(wc -l <all) / 2))
	receiver_start
	inetd "$serve"
	endpoint=http://127.0.0.1:$port

	assert_equal "$(scraped)" 503
	cron "$push"
	[ ! -s "$got/requests.jsonl" ]

	head -n "$n" all >"$log"
	cron "$count"
	mv all whole
	cp "$log" all
	assert_equal "$(scraped)" 200
	counts "$@" now="$(date -u +%FT%TZ)"
	cron "$push"
	pushed 1

	mv "$log" "$log.1"
	tail -n "+$((n + 1))" whole >"$log"
	mv whole all
	cron "$count"
	cksum lib/* >before
	assert_equal "$(scraped)" 200
	counts "$@" now="$(date -u +%FT%TZ)"
	cp body first
	cron "$push"
	pushed 2
	for n in 1 2 3; do
		assert_equal "$(scraped)" 200
		cmp first body
	done
	cksum lib/* | diff before -

	endpoint=
	cron "$push"
	assert_equal "$(received)" 2
	stop_all
	inetd "$serve" --disabled
	assert_equal "$(scraped)" 404
	stop_all
	export MLOG_PROM_ENABLED=false
	inetd "$serve"
	assert_equal "$(scraped)" 404
}

# sample: the log of $pack, in `all`.
sample()
{
	{
		[ "$pack" != synthorg ] || gen-synthorg -n 600
		python3 "$packs/gen.py" "$pack"
	} >all
}

@test "synthorg: the lines of the README, on a log that is rotated" {
	all_day synthorg debug.log monthly=500 reset=15
}

@test "ogx: the lines of the README, on a log that is rotated" {
	all_day ogx ogx.json
}

@test "executor: the lines of the README, on a log that is rotated" {
	all_day executor executor.log
}

@test "a pack behind mlog-parse -r counts what it counts of whole events" {
	for pack in synthorg ogx executor http genai logs; do
		sample
		mlog-parse -q all >whole
		mlog-parse -q -r "$pack" all >few
		run ! cmp -s whole few
		for events in whole few; do
			mlog-agg -r "$pack" --now 2026-04-01T00:00:00Z $events \
			    >$events.snap
		done
		cmp whole.snap few.snap
	done
}
