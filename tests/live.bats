#!/usr/bin/env bats
# mlog-agg --every: snapshots while the log is quiet, signals, other rules.

load helper

setup()
{
	at_tmp
	mkfifo in
}

teardown()
{
	exec 9>&-
	stop_all
}

# stay ARG...: mlog-agg on the pipe `in`, which is 9; its pid is $agg.
stay()
{
	mlog-agg --no-own --every 200ms "$@" <in >out 2>err 3>&- &
	agg=$!
	echo "$agg" >>pids
	exec 9>in
}

# holds FILE TEXT...: it is whole, and has each of these.
holds()
{
	local file=$1 text

	shift
	mlog-agg --merge "$file" >/dev/null || return
	for text; do
		grep -q -e "$text" "$file" || return
	done
}

lacks()
{
	! grep -q -e "$2" "$1"
}

now()
{
	date -u +%Y-%m-%dT%H:%M:%SZ
}

@test "the file is replaced in silence, whole each time, and gauges expire" {
	stay -o live.snap -e 'counter n_total by event' \
	    -e 'gauge g of v expire 3s'
	echo "{\"time\":\"$(now)\",\"event\":\"a\",\"v\":7}" >&9
	wait_for 10 holds live.snap '"event":"a"},"value":1' '"g".*"value":7'
	wait_for 10 lacks live.snap '"name":"g"'
	holds live.snap '"event":"a"},"value":1'
	cp live.snap before
	wait_for 10 sh -c '! cmp -s before live.snap'
	[ ! -s out ]
}

@test "a window ends in silence" {
	stay -o live.snap -e 'counter n window 2s'
	echo "{\"time\":\"$(now)\"}" >&9
	wait_for 10 holds live.snap '"value":1'
	wait_for 10 holds live.snap '"value":0'
}

@test "a log that is tailed: what pauses is not held back" {
	echo '{"event":"a"}' >log
	mkfifo events
	tail -n +1 -F log 2>/dev/null >in 3>&- &
	echo $! >>pids
	mlog-parse <in >events 3>&- &
	echo $! >>pids
	later mlog-agg --every 200ms -o live.snap -e 'counter n' events
	wait_for 10 holds live.snap '"name":"n".*"value":1'
	echo '{"event":"b"}' >>log
	wait_for 10 holds live.snap '"name":"n".*"value":2'
	mv log log.1
	echo '{"event":"c"}' >log
	wait_for 10 holds live.snap '"name":"n".*"value":3'
}

@test "standard output is a stream of snapshots, the last of them whole" {
	(
		echo '{"event":"a"}'
		sleep 1
		echo '{"event":"a"}'
	) | mlog-parse | mlog-agg --every 200ms -e 'counter n' >stream
	n=$(grep -c '^{"@mlog":"end"' stream)
	[ "$n" -ge 3 ] || fail "$n snapshots"
	run -0 mlog-prom stream
	assert_line 'n_total 2'
	run -0 mlog-otlp -n stream
	assert_equal "${#lines[@]}" "$n"
	[ "$(grep '"name":"n"' stream | head -n 1 | jq .value)" = 1 ]
}

@test "SIGTERM and SIGINT end it with a last whole snapshot" {
	local s

	for s in TERM INT; do
		rm -f pids
		# Not in the background, where SIGINT is ignored.
		python3 -c 'import signal, os, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execvp("mlog-agg", sys.argv[1:])' mlog-agg --no-own --every 1h \
		    -e 'counter n' -o $s.snap <in 2>err 3>&- &
		agg=$!
		exec 9>in
		printf '{"event":"a"}\n{"event":"b"}\n' >&9
		sleep 0.5
		kill -$s "$agg"
		wait "$agg"
		exec 9>&-
		holds $s.snap '"value":2'
	done
}

@test "SIGHUP reads the rules again: what has changed begins anew" {
	printf 'counter a_total\ncounter b_total\nupdown o up where has x\n' >r.rules
	stay -o live.snap -r r.rules
	echo "{\"time\":\"$(now)\"}" >&9
	wait_for 10 holds live.snap '"a_total".*"value":1' '"b_total".*"value":1'
	grep '"name":"a_total"' live.snap >a1
	start=$(grep '"name":"b_total"' live.snap | jq -r .start)
	printf 'counter a_total\ncounter b_total by event\n' >r.rules
	kill -HUP "$agg"
	wait_for 10 lacks live.snap '"family":"o"'
	grep '"name":"a_total"' live.snap | diff a1 -
	lacks live.snap '"name":"b_total"'
	sleep 1.1
	echo "{\"time\":\"$(now)\",\"event\":\"x\"}" >&9
	wait_for 10 holds live.snap '"a_total".*"value":2' \
	    '"b_total","labels":{"event":"x"},"value":1'
	[ "$(grep '"name":"b_total"' live.snap | jq -r .start)" != "$start" ]
	# What is wrong now changes nothing.
	echo 'countr c' >r.rules
	kill -HUP "$agg"
	wait_for 10 grep -q 'the rules stay as they were' err
	grep -q 'r.rules:1:1: unknown statement "countr"' err
	# Nor does what is being written just now.
	: >r.rules
	kill -HUP "$agg"
	wait_for 10 grep -q 'there are no rules any more' err
	echo '{"event":"x"}' >&9
	wait_for 10 holds live.snap '"a_total".*"value":3'
	exec 9>&-
	wait "$agg"
}

@test "with a state each interval is a commit, and nothing is lost" {
	stay -s s.snap -o out.snap -e 'counter n'
	echo '{"event":"a"}' >&9
	wait_for 10 holds out.snap '"value":1'
	cmp s.snap out.snap || { sleep 0.05; holds s.snap '"value":1'; }
	wait_for 10 holds s.snap '"generation":[3-9]'
	kill -KILL "$agg"
	wait "$agg" || true
	exec 9>&-
	echo '{"event":"b"}' | mlog-agg --no-own -s s.snap -e 'counter n'
	holds s.snap '"value":2'
}

@test "with marks only what lies before the last one is committed" {
	echo '{"event":"a"}' >app.log
	mlog-parse --resume s.snap --follow app.log >in 3>&- &
	parse=$!
	echo "$parse" >>pids
	later mlog-agg --no-own --every 200ms -s s.snap -e 'counter n' in
	wait_for 10 holds s.snap '"value":1' '"offset":14'
	echo '{"event":"b"}' >>app.log
	wait_for 10 holds s.snap '"value":2' '"offset":28'
	kill "$parse"
	wait "$parse" || true
	sleep 0.5
	mlog-parse --resume s.snap app.log |
	    mlog-agg --no-own -s s.snap -e 'counter n'
	holds s.snap '"value":2'
}

@test "the reader goes, the disk is full, the option is wrong" {
	run bash -c "(echo '{}'; sleep 3) | mlog-agg --every 100ms |
	    head -n 1 >/dev/null; echo \${PIPESTATUS[1]}"
	assert_output 141
	run -2 bash -c "(echo '{}'; sleep 1) | mlog-agg --every 100ms >/dev/full"
	assert_output --partial 'No space left on device'
	# A file may be writable later.
	stay -o none/live.snap -e 'counter n'
	echo '{}' >&9
	wait_for 10 grep -q 'No such file' err
	mkdir none
	wait_for 10 holds none/live.snap '"value":1'
	run -2 mlog-agg --every 0s
	run -2 mlog-agg --every soon
	run -2 mlog-agg --every 1s --merge x
	run -2 mlog-agg --every 1s --logs x
}
