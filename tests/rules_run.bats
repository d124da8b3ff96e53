#!/usr/bin/env bats
# What rules make of events: expressions, windows and computes against models,
# and what --explain says of a sample. How rules are read is rules.bats's.

load helper

setup()
{
	at_tmp
}

@test "--explain names a misspelt event and a misspelt field" {
	printf '%s\n' '{"event":"task.finished","status":"ok"}' \
	    '{"event":"task.finished","status":"failed"}' >events
	run -0 mlog-agg --explain -e 'counter a by staus
 where event == "task.finishd"' events
	assert_output '-e:1: counter a: none of 2 events
    2: not event == "task.finishd"
        it is never "task.finishd"; the nearest is "task.finished", 2 times
        it is "task.finished" 2 times
    no event has "staus"; the nearest name is "status" (of 2)'
	run -0 mlog-agg --explain -e 'counter a where msg == "x"' events
	assert_line '    no event has "msg": in the event stream it is "event"'
	run -0 mlog-agg --explain -e 'counter a where event == "x"' - \
	    <<<'{"msg":"x"}'
	assert_line --partial 'is mlog-parse missing before mlog-agg?'
	run -0 mlog-agg --explain -e 'gauge a of x' - <<<'{"x":1e400}'
	assert_line '    1 skipped: the value is infinite'
	run -0 mlog-agg --explain -e 'counter a where x == "\u001b"' - \
	    <<<'{"x":"\u001b[31m"}'
	[[ $output != *$'\033'* ]]
	run -2 mlog-agg --explain -e 'counter a' nofile
}

@test "--explain shows the levels there are, and keys that are missing" {
	printf '%s\n' '{"severity":9,"event":"start","id":1}' \
	    '{"severity":13,"event":"end"}' '{"event":"end","id":1}' >events
	run -0 mlog-agg --explain -e 'counter a where level == "fatal"' \
	    -e 'counter b where "fatal" <= level and "strt" == event' \
	    -e 'gauge c of elapsed pair id from event == "start"
	    to event == "end"' events
	assert_output '-e:1: counter a: none of 3 events
    3: not level == "fatal"
        it is "info" once, "warn" once
-e 2:1: counter b: none of 3 events
    3: not "fatal" <= level
        it is "info" once, "warn" once
-e 3:1: gauge c: 3 of 3 events
    1: from
    2: not event == "start"
    2: to
    1 skipped: the value is missing'
	# An event that begins a pair is not tested for its end.
	run -0 mlog-agg --explain -e 'gauge c of elapsed pair default(id, 0)
	    from event == "start" to severity > 0' events
	assert_output '-e:1: gauge c: 2 of 3 events
    1: from
    2: not event == "start"
    1: to
    1: not severity > 0'
	run -0 mlog-agg --explain -e 'counter b where "strt" == event' events
	assert_line '        it is never "strt"; the nearest is "start", once'
}

@test "expressions run" {
	local rules='counter n by class = map(code, /^2/ = "2xx", else "other"),
 route = replace(path, /[0-9]+/, ":id")
 where level >= "warn" and not (path starts "/health")
gauge last of default(ms, 0) / 1000'

	printf '%s\n' \
	    '{"severity":17,"code":200,"path":"/a/1","ms":"1500"}' \
	    '{"severity":17,"code":"503","path":"/a/2","ms":"-"}' \
	    '{"severity":17,"code":204,"path":"/health/1"}' \
	    '{"severity":9,"code":204,"path":"/a/3","ms":2500}' >events
	run -0 mlog-agg -e "$rules" --no-own events
	assert_line --partial \
		'"labels":{"class":"2xx","route":"/a/:id"},"value":1'
	assert_line --partial \
		'"labels":{"class":"other","route":"/a/:id"},"value":1'
	assert_line --partial '"name":"last","labels":{},"value":2.5'
}

@test "random expressions are what a model of the page says" {
	local seed seeds='1 2 3 4'

	[ -z "${LONG:-}" ] || seeds=$(seq 100)
	for seed in $seeds; do
		python3 "$root/tests/oracle/exprs.py" "$seed" 150 60 \
			rules.json log | sort >want
		[ "$(wc -l <want)" -gt 1000 ]
		mlog-agg --no-own -r rules.json log |
			jq -r 'select(.name and .labels.id) | "\(.name) " +
			    "\(.labels.id) \(.labels.v // "" | tojson)"' |
			sort | diff want -
	done
}

@test "windows are those of Python's calendar, and late events too" {
	local n=40

	[ -z "${LONG:-}" ] || n=2000
	run -0 python3 "$root/tests/oracle/windows.py" 1 "$n"
	refute_output
}

@test "computes are what a model of the page says" {
	local n=80

	[ -z "${LONG:-}" ] || n=3000
	run -0 python3 "$root/tests/oracle/computes.py" 1 "$n"
	refute_output
}

@test "a computed label is written as people write numbers" {
	printf '{"n":%s}\n' 666667 1e-5 -0.00004 1e-6 4e15 1e17 2 >log
	run jq -r 'select(.name) | .labels.x' <(mlog-agg --no-own \
	    -e 'counter c by x = n * 1.5' log)
	assert_output - <<-'END'
	-0.00006000000000000001
	0.000015000000000000002
	1.5e+17
	1.5e-06
	1000000.5
	3
	6000000000000000
	END
	# So it can be asked for in the way it was written.
	mlog-agg --no-own -e 'counter c where lower(n * 1.5) == "1000000.5"
label x = n * 1.5 only "1000000.5" else "other"
counter d by x' log >snap
	run jq -rc 'select(.name) | [.name, .labels.x, .value]' snap
	assert_output - <<-'END'
	["c",null,1]
	["d","1000000.5",1]
	["d","other",6]
	END
	# In the snapshot too; an exposition has its own spelling.
	echo '{"n":666667}' | mlog-agg --no-own -e 'gauge g of n * 1.5' >snap
	run grep -c '"value":1000000.5,' snap
	assert_output 1
	run mlog-prom snap
	assert_line 'g 1.0000005e+06'
}

@test "as many fields as rules may read, and what each event has besides" {
	# 128 rules of 32 labels each: 4096 fields.
	seq 0 4095 | awk '{ s = s (NR % 32 == 1 ? "" : ",") "f" $1 }
		NR % 32 == 0 { print "counter c" NR " by " s; s = "" }' >r.rules
	echo 'counter n where level == "error"' >>r.rules
	echo '{"ts":"2026-11-21T09:00:00Z","level":"ERROR","msg":"m","f4095":1}' |
		mlog-parse -r r.rules >events
	run jq -c '[.time, .level, .event, .f4095]' events
	assert_output '["2026-11-21T09:00:00Z","error","m",1]'
	run -0 mlog-agg --no-own -r r.rules events
	assert_line --index 0 --partial '"time":"2026-11-21T09:00:00Z"'
	assert_line --regexp '"name":"n","labels":\{\},"value":1,'
	assert_line --regexp '"name":"c4096","labels":\{"f4095":"1"\},"value":1,'
	run -2 mlog-agg --check -r r.rules -e 'counter m by one_more'
	assert_line --index 0 \
		'mlog-agg: -e:1:14: the rules read more than 4096 fields'
}

@test "labels that come again, and are alike but for a byte, count apart" {
	local seeds=2 seed

	[ -z "${LONG:-}" ] || seeds=50
	for seed in $(seq $seeds); do
		run -0 python3 "$root/tests/oracle/labels.py" "$seed" 20000
		refute_output
	done
}
