#!/usr/bin/env bats
# mlog-agg --logs: the bytes of the pipe, in one process and in several.

load helper

setup()
{
	at_tmp
	rules=$root/tests/logs/every.rules
	fold=$root/tests/bench/fold.rules
	how=()
}

# as_piped RULES LOG...: --logs gives what the pipe gives, words included;
# with the options for reading that are in the array `how`.
as_piped()
{
	local r=$1 j

	shift
	mlog-parse "${how[@]}" "$@" 2>said | mlog-agg -q -r "$r" >want
	sed -i 's/^mlog-parse:/mlog-agg:/' said
	for j in 1 2 3 7; do
		mlog-agg --logs -j "$j" -r "$r" "${how[@]}" "$@" >got 2>err ||
			fail "-j $j ${how[*]} on $*"
		cmp want got || fail "-j $j ${how[*]} differs on $*"
		diff said err || fail "-j $j ${how[*]} says other things of $*"
	done
}

# told LOG RULES: why -j 3 is one process, or nothing.
told()
{
	mlog-agg -v --logs -j 3 -r "$2" "${how[@]}" "$1" 2>&1 >/dev/null |
		sed -n 's/^mlog-agg: read by one process: //p'
}

@test "every dialect's samples count as they do through the pipe" {
	local d n=0

	for d in "$root"/tests/dialects/*/in; do
		as_piped "$rules" "$d"
		n=$((n + 1))
	done
	[ "$n" -gt 40 ]
	as_piped "$rules" "$root"/tests/dialects/*/in
}

@test "it would show if a member were read wrongly" {
	printf '%s\n' '{"level":"info","event":"a","trace_id":"x"}' >log
	mlog-agg --logs -r "$rules" log >want
	sed 's/"a"/"b"/' log >other
	mlog-agg --logs -r "$rules" other >got
	run cmp -s want got
	assert_failure
}

@test "large logs, whole, damaged and of a program" {
	gen-bench -c -b 8M >clean.log
	gen-bench -b 4M | awk 'NR % 1000 == 7 { print "{\"a\":"; next }
	    { print }' >damaged.log
	gen-synthorg -n 3000 >synthorg.log
	as_piped "$fold" clean.log damaged.log
	assert_equal "$(told clean.log "$fold")" ""
	as_piped logs damaged.log synthorg.log clean.log
	as_piped synthorg synthorg.log
	as_piped "$rules" synthorg.log
}

@test "packed logs are one piece each, and may stand beside others" {
	gen-bench -c -b 2M >a.log
	gzip -k a.log
	gen-bench -b 1M >b.log
	as_piped "$fold" a.log.gz b.log
	as_piped "$fold" b.log a.log.gz b.log
	assert_equal "$(told a.log.gz "$fold")" "there is one part"
}

@test "members with odd names, white space and escapes" {
	cat >log <<'END'
{"event":"a","event":"b","event_":"c","level":"info","error":{"type":"x"}}
{"level":{"a":1},"event":[1, 2],"time":{"x":1},"logger":7,"error":{ "type" : "y" }}
{"ti\u006de":"2026-03-15T10:00:00Z","\u0065vent":"\u0061","error.type":"z","error":{"type":"w"}}
{"error":{"type":"p"},"error":2,"tags":["t", "u"],"context":{"a" : [ 1 ]}}
{"error":3,"error":{"type":"q"},"error.type":"r","tags":[],"method":"G\u0045T","bytes":1e400}
{"timestamp":"1","timestamp":"2026-03-15T10:00:01Z","ts":5,"message":"m","msg":"n","bytes":1e3}
{"@mlog":"begin","event":"mark","severity":17,"level_text":"E\"R"}
{"level":"WARNING","message":"w\\w","trace_id":"0af7651916cd43dd8448eb211c80319c"}
{"level":30,"time":1773568800000,"msg":"pino"}{"level":50,"time":1773568800001,"msg":"two"}
[{"level":"info","event":"in an array","time":"2026-03-15T10:00:02Z"},{"event":"2"}]
prefixed {"level":"info","event":"text before"}
{"log":"{\"level\":\"error\",\"event\":\"inner\"}\n","stream":"stderr","time":"2026-03-15T10:00:03Z"}
{"bytes":NaN,"event":"nan","method":"GET"}
{"level":"error","event":"one whole"}{"event":"and a broken
{}
END
	printf '{"event":"a\377b","method":"G\377","bytes":1}\n' >>log
	as_piped "$rules" log
	for i in $(seq 200); do cat log; done >many
	as_piped "$rules" many
}

@test "a cut within a joined record is noticed" {
	for i in $(seq 300); do
		echo "2026-03-15T10:00:00.$((i + 100))Z stdout P {\"event\":\"$i\","
		for k in 1 2 3 4 5 6 7 8 9; do
			echo "2026-03-15T10:00:00.$((i + 100))Z stdout P \"k$k\":1,"
		done
		echo "2026-03-15T10:00:00.$((i + 100))Z stdout F \"z\":1}"
	done >log
	as_piped "$fold" log
	run told log "$fold"
	assert_output 'a joined record lies across two parts'
}

@test "what goes by the whole log is left to one process" {
	gen-bench -c -b 1M >log
	echo 'gauge g of bytes by event expire 1h' >a.rules
	as_piped "$PWD/a.rules" log
	run told log a.rules
	assert_output 'g: `expire` goes by the whole log'
	echo 'counter n by request_id limit 100' >b.rules
	as_piped "$PWD/b.rules" log
	run told log b.rules
	assert_output 'a limit was reached, or an event came late'
	# More than the limit, but only in all parts together.
	seq 5000 |
	    sed 's/.*/{"time":"2026-03-15T10:00:00Z","k":"&"}/' >log
	echo 'counter n by k limit 3000' >c.rules
	as_piped "$PWD/c.rules" log
	run told log c.rules
	assert_output 'n: the limit of series may be reached'
}

@test "an absolute counter of pairs is left to one process" {
	# Every fourth event ends a pair at once; of the rest, the ends in the
	# second half have their starts in the first.
	seq 4000 | awk '{ t = 36000 + $1
		old = $1 % 4 == 2
		printf "{\"time\":\"2026-03-15T%02d:%02d:%02dZ\",\"k\":%d," \
		    "\"event\":\"%s\"}\n", t / 3600, t / 60 % 60, t % 60,
		    $1 % 2 ? $1 : old ? $1 - 2001 : $1 - 1,
		    $1 % 2 ? "start" : old && $1 < 2000 ? "x" : "end" }' >log
	echo 'counter a absolute of elapsed pair k from event == "start"
		to event == "end"' >a.rules
	as_piped "$PWD/a.rules" log
	run told log a.rules
	assert_output 'a: `absolute` goes by the whole log'
	sed -i 's/ absolute//' a.rules
	as_piped "$PWD/a.rules" log
	assert_equal "$(told log a.rules)" ""
}

@test "events without a time, and out of order" {
	seq 3000 | awk '{
		if ($1 % 5)
			printf "{\"n\":%d}\n", $1
		else
			printf "{\"time\":\"2026-03-15T10:%02d:%02dZ\",\"n\":%d}\n",
			    $1 / 60, $1 % 60, $1 }' >log
	echo 'gauge g of n by n' >g.rules
	as_piped "$PWD/g.rules" log
	seq 3000 | awk '{ k = ($1 * 7) % 3000
		printf "{\"time\":\"2026-03-15T%02d:%02d:00Z\",\"n\":%d}\n",
		    10 + k / 600, k % 60, $1 }' >log
	echo 'counter w window 1h' >w.rules
	as_piped "$PWD/w.rules" log
	run told log w.rules
	assert_output --regexp 'order of their times|came late'
}

# in_parts RULES: how the pipe and -j 3 count `log` at a fixed time, which has
# to be the same; by one process where that must be.
in_parts()
{
	local now=2026-03-15T12:00:00Z

	mlog-parse -q log | mlog-agg -q --now $now -r "$1" >want
	mlog-agg --logs -j 3 -v --now $now -r "$1" log >got 2>err
	cmp want got
	sed -n 's/^mlog-agg: read by one process: //p' err
}

@test "what no event says the time of counts in parts, or in one" {
	seq 600 | awk '{
		printf "{\"call\":%d,\"k\":%d,\"n\":%d", $1 % 7, $1 % 9, $1 % 100
		if ($1 < 300)
			printf ",\"a\":\"a%d\"", $1 % 4
		else
			printf ",\"b\":\"b%d\"", $1 % 3
		printf ",\"event\":\"%s\"}\n", $1 % 2 ? "up" : "down" }' >log
	echo 'states s key k by a, b' >s.rules
	run -0 in_parts s.rules
	assert_output ''
	[ "$(grep -c '"a":"a[0-3]","b":"b[0-2]"' got)" -gt 9 ]
	# It came to 0 again, but something was added.
	echo 'updown u up where event == "up" down where event == "down"' \
	    >u.rules
	run -0 in_parts u.rules
	assert_output ''
	grep -q '"u","labels":{},"value":0,"time":' got
	echo 'gauge g of n pair call from event == "up" to event == "down"' \
	    >g.rules
	run -0 in_parts g.rules
	assert_output 'there are pairs of events without a time'
	echo '{"n":1,"time":"2026-03-15T10:00:00Z"}' >>log
	echo 'gauge g sum of n by k' >g.rules
	run -0 in_parts g.rules
	assert_output 'only some events have a time'
}

@test "events ahead of the clock do not open a window in one part only" {
	seq 600 | awk '{
		printf "{\"time\":\"2026-03-15T11:59:%02dZ\",\"n\":%d}\n",
		    $1 / 10, $1
		if ($1 % 100 == 0)
			printf "{\"time\":\"2026-03-15T12:30:00Z\",\"n\":1}\n"
		}' >log
	echo 'counter w window day' >w.rules
	echo 'counter w absolute of n' >a.rules
	run -0 in_parts a.rules
	run -0 in_parts w.rules
	assert_output 'there are events ahead of the clock'
}

@test "a log that cannot be cut, or read" {
	gen-bench -c -b 300K >log
	mlog-agg --logs -r "$fold" log >want
	mlog-agg --logs -j 4 -v -r "$fold" <log >got 2>err
	cmp want got
	grep -q 'standard input is read in one piece' err
	mkfifo pipe
	cat log >pipe &
	mlog-agg --logs -j 4 -v -r "$fold" pipe >got 2>err
	cmp want got
	grep -q 'pipe is no regular file' err
	run -2 mlog-agg --logs -j 4 -r "$fold" log none
	assert_output 'mlog-agg: none: No such file or directory'
	: >empty
	run -0 mlog-agg --logs -j 4 --no-own -r "$fold" empty
	assert_line --index 0 --partial '"@mlog":"snapshot"'
	run -2 sh -c "mlog-agg --logs -j 4 -r '$fold' log >/dev/full"
	assert_output --partial 'No space left on device'
	printf '{\0"\0a\0' >utf16
	cat log >>utf16
	run -2 mlog-agg --logs -j 2 utf16
	assert_output --partial 'UTF-16'
}

@test "one line is never cut, however long" {
	{
		printf '{"event":"long","x":"'
		head -c 3000000 /dev/zero | tr '\0' x
		printf '"}\n{"time":"2026-03-15T10:00:00Z","duration_ms":5}\n'
		head -c 900000 /dev/zero | tr '\0' ' '
		printf '{"event":"c","level":"info"}\n{"event":"no newline"}'
	} >log
	as_piped "$fold" log
}

@test "--dialect and --map are mlog-parse's -f and --map" {
	printf '{"lvl":"E","when":"2026-03-15T10:00:00Z","what":"x"}\n' >log
	mlog-parse --map level=lvl,time=when,event=what log |
	    mlog-agg -r "$fold" >want
	mlog-agg --logs --map level=lvl,time=when,event=what -r "$fold" log >got
	cmp want got
	printf '{"level":30,"time":1773568800000,"msg":"m"}\n' >log
	mlog-parse -f bunyan log | mlog-agg -r "$fold" >want
	mlog-agg --logs --dialect bunyan -r "$fold" log >got
	cmp want got
	run -2 mlog-agg --logs --dialect bunion log
	assert_output --partial 'no dialect is called "bunion"'
	run -2 mlog-agg -j 2 log
	assert_output --partial 'for --logs'
}

@test "what keeps positions, or stays, is told to be a pipe" {
	echo '{"event":"a"}' >log
	run -2 mlog-agg --logs --state s log
	assert_output --partial 'mlog-parse --resume STATE LOG... | mlog-agg -s'
	run -2 mlog-agg --logs --every 5s log
	assert_output --partial 'mlog-parse --follow LOG... | mlog-agg --every'
	[ ! -e s ]
}

# A log with something for each option: lines that are refused, long ones,
# some that are repaired, and records over several lines.
mixed()
{
	gen-bench -b 200K | awk '
	NR % 97 == 3 { print "{\"event\":\"open\"," }
	NR % 89 == 5 { print "no object" }
	NR % 83 == 7 { print "{\"event\":\"nan\",\"bytes\":NaN}" }
	NR % 79 == 9 { printf "{\n  \"event\": \"tall\",\n  \"bytes\": %d\n}\n",
	    NR }
	NR % 71 == 2 { printf "{\"event\":\"long\",\"x\":\"%2000d\"}\n", 1 }
	{ print }'
	printf '[\n{"event":"el"},\n{"event":"el2","bytes":4}\n]\n{"cut":'
}

@test "mlog-parse's options for reading are --logs's" {
	mixed >log
	printf '%s\n' '{"lvl":"E","what":"x"}' '{"lvl":"E","what":' >>log
	for h in '--max-line 1K' '--multiline' '--invalid pass' \
	    '--invalid skip' '--multiline --invalid pass --max-line 1K' \
	    '--map level=lvl,event=what' '--multiline --max-line 600'; do
		how=($h)
		as_piped "$rules" log
		as_piped logs log "$root"/tests/dialects/*/in
	done
	how=(--invalid pass)
	assert_equal "$(told log logs)" ""
	how=(--multiline)
	assert_equal "$(told log logs)" 'a record over several lines could be cut'
}

@test "an option for reading makes a difference" {
	mixed >log
	mlog-agg -q --logs -r "$rules" log >plain
	for h in '--max-line 1K' '--multiline' '--invalid pass' \
	    '--map level=lvl,event=what'; do
		mlog-agg -q --logs -r "$rules" $h log >other
		run cmp -s plain other
		assert_failure
	done
}

@test "--rejects has what mlog-parse puts there" {
	mixed >log
	for h in '' '--strict' '--multiline' '--max-line 1K'; do
		mlog-parse -q $h -x want log >/dev/null || true
		[ -s want ]
		for j in 1 3; do
			run mlog-agg -q --logs -j $j $h -x got log
			cmp want got
		done
	done
	how=(-x got)
	assert_equal "$(told log logs)" 'refused lines go to their file in order'
	# Nothing is refused: it is emptied all the same.
	echo '{"event":"a"}' >good
	mlog-agg --logs -x got good >snap
	[ -s snap ] && [ -e got ] && [ ! -s got ]
	run -2 --separate-stderr mlog-agg -q --logs -x /dev/full log
	assert_output ''
	[[ $stderr == *'No space left on device'* ]]
	run -2 mlog-agg --logs -x none/bad log
	assert_output 'mlog-agg: none/bad: No such file or directory'
}

@test "--invalid fail ends the run at the first line that is refused" {
	mixed >log
	run -2 --separate-stderr mlog-parse -q --invalid fail log
	want=${stderr/#mlog-parse:/mlog-agg:}
	[ -n "$want" ]
	for j in 1 3; do
		run -2 --separate-stderr mlog-agg -q --logs -j $j \
		    --invalid fail log
		assert_output ''
		assert_equal "$stderr" "$want"
	done
}

@test "options for reading logs are for --logs" {
	echo '{"event":"a"}' >log
	for h in '--max-line 1K' '--multiline' '--invalid pass' '-x bad' \
	    '--map event=a' '--dialect pino'; do
		run -2 mlog-agg $h log
		assert_output --partial 'are for --logs'
	done
	[ ! -e bad ]
	run -2 mlog-agg --logs --max-line 2G log
	assert_output --partial 'is not a size from 1 to 1G'
	run -2 mlog-agg --logs --invalid pas log
	assert_output --partial 'did you mean "pass"?'
	run -2 mlog-agg --logs -j 3 --map nonsense log
	assert_equal "${#lines[@]}" 1
	assert_output --partial 'mlog-agg: --map: '
}

@test "exit 1 by --strict and --fail-on, with one process and several" {
	seq 2000 | sed 's/.*/{"event":"e","n":&}/' >log
	printf 'counter n_total\ncompute c = n_total warn 1500 crit 9999\n' \
	    >c.rules
	for j in 1 3; do
		run -0 mlog-agg --logs -j $j -r c.rules --fail-on crit log
		run -1 mlog-agg --logs -j $j -r c.rules --fail-on warn log
		assert_output --partial '1 series is at warn'
		run -0 mlog-agg --logs -j $j -r c.rules --strict log
	done
	echo '{"n":NaN}' >>log
	for j in 1 3; do
		run -1 mlog-agg --logs -j $j -r c.rules --strict log
		assert_output --partial ':2001:6: not_json'
	done
}

# children PID: the processes that it has started, those that have ended and
# wait to be asked for left out.
children()
{
	cat /proc/[0-9]*/stat 2>/dev/null |
	    awk -v p="$1" '$4 == p && $3 != "Z" { print $1 }'
}

# gone PID...: all have ended.
gone()
{
	local pid

	for pid; do
		cat "/proc/$pid/stat" 2>/dev/null |
		    awk '$3 != "Z" { exit 1 }' || return
	done
}

@test "workers end with the process that they count for" {
	local pid workers many i

	gen-bench -c -b 8M >log
	for i in $(seq 2000); do
		many="$many log"
	done
	mlog-agg --logs -j 3 -r "$rules" $many >got 3>&- &
	pid=$!
	wait_for 10 eval '[ "$(children $pid | wc -l)" -eq 3 ]'
	workers=$(children $pid)
	sleep 0.5
	run gone $workers
	assert_failure
	kill -KILL $pid
	wait_for 2 gone $workers || {
		kill -KILL $workers
		fail "they read on"
	}
	[ ! -s got ]
}

@test "a worker takes less than 16 MB" {
	local bound=16384

	# The sanitizers keep what is freed for a while.
	case ${BUILD##*/} in
	san*)	bound=540672 ;;
	esac
	gen-bench -c -b 40M >log
	for j in 1 2 4; do
		timed usage "mlog-agg --logs -j $j -r '$fold' log >/dev/null"
		read -r _ _ peak <usage
		[ "$peak" -lt $bound ] || fail "-j $j: $peak KiB"
	done
}
