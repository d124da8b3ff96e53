# mlog-agg --merge and --diff: the algebra of snapshots.

load helper

setup()
{
	at_tmp
	rules=$root/tests/merge/all.rules
}

# The seed is another one each time; what failed is said, and kept.
at_random()
{
	local script=$1 times=$2 seed=${SEED:-$((RANDOM * 32768 + RANDOM))}

	run /usr/bin/python3 -B "$root/tests/merge/$script.py" "$times" \
	    "$seed" "$rules"
	[ ! -f events ] || cp events "$BUILD/merge-$script.events"
}

@test "the parts of a log, merged in any association, are the whole" {
	local times=50
	[ -z "${LONG:-}" ] || times=1000
	at_random split "$times"
	assert_success
	assert_output "$times rounds"
}

@test "all kinds have something to merge" {
	/usr/bin/python3 -B - "$root/tests/merge" >events <<'END'
import random, sys
sys.path.insert(0, sys.argv[1])
from events import stream
sys.stdout.writelines(stream(random.Random(5), 3000))
END
	mlog-agg -q -r "$rules" events >snap
	jq -r 'select(.kind) | .kind' snap | sort -u >kinds
	printf '%s\n' compute counter distinct frequency gauge histogram \
	    states summary updown | diff - kinds
	for member in window hashes ranks first key statement; do
		grep -q '"@mlog":"part",.*"'$member'":' snap ||
		    fail "no part has $member"
	done
	# What is shown has counted something.
	mlog-prom snap >prom
	for name in $(sed -n '/^\(label\|resource\|param\)/d
	    s/^[a-z]* \([a-z][a-z_]*\) .*/\1/p' "$rules"); do
		grep "^${name}[_a-z]*[{ ]" prom | grep -vq ' 0$' ||
		    fail "$name has no value"
	done
}

@test "it would show if a part were missing" {
	mkdir bin
	# A merge that forgets its last operand.
	cat >bin/mlog-agg <<END
#!/bin/sh
[ "\$2" != --merge ] || set -- "\$1" "\$2" "\$3"
exec $BUILD/mlog-agg "\$@"
END
	chmod +x bin/mlog-agg
	PATH=$PWD/bin:$PATH at_random split 20
	assert_failure
	rm -f "$BUILD/merge-split.events"
	assert_output --partial 'differs'
}

# events FROM TO: their lines, with numbers that do not add up exactly.
events()
{
	seq "$1" "$2" | awk '{
		printf "{\"time\":\"2026-03-15T10:%02d:%02dZ\"", $1 / 60, $1 % 60
		printf ",\"status\":\"%s\"", $1 % 3 ? "ok" : "failed"
		printf ",\"agent\":\"a%d\",\"cost\":%.3f", $1 % 4, $1 / 7
		printf ",\"depth\":%d,\"lag\":%.2f}\n", $1 % 11, $1 / 40 }'
}

@test "the old snapshot and the difference are the new one, at random" {
	local times=20
	[ -z "${LONG:-}" ] || times=500
	at_random step "$times"
	assert_success
	assert_output "$times rounds"
	# Of two equal events that wait one has met its other half.
	SEED=889632189 at_random step 1
	assert_success
}

@test "the old snapshot and the difference are the new one" {
	events 1 100 | mlog-agg -r "$rules" -o old.snap
	events 1 300 | mlog-agg -r "$rules" -o new.snap
	mlog-agg --diff old.snap new.snap -o delta.snap
	mlog-agg --merge old.snap delta.snap -o again.snap
	# Gauges that add up are the second's.
	local sums='"budget"\|"balance"\|"hour_sum"\|"@mlog":"end"'
	grep -v "$sums" again.snap >again
	grep -v "$sums" new.snap | diff - again
	# Counters and histograms of the delta are those of the rest.
	events 101 300 | mlog-agg -r "$rules" |
	    jq -c 'select(.name == ("tasks_total", "cost_total", "lag",
	    "mlog_events_total")) | [.name, .labels, .value, .rest, .count,
	    .sum, .counts]' >want
	jq -c 'select(.name == ("tasks_total", "cost_total", "lag",
	    "mlog_events_total")) | [.name, .labels, .value, .rest, .count,
	    .sum, .counts]' delta.snap | diff want -
	[ "$(wc -l <want)" -eq 12 ]
}

@test "what began anew, or is new, is taken whole" {
	events 1 100 | mlog-agg --no-own -e 'counter n' -e 'gauge d of depth' \
	    -o old.snap
	events 1 40 | mlog-agg --no-own -e 'counter n' -e 'gauge d of depth' \
	    -e 'counter m by agent' -o new.snap
	mlog-agg --diff old.snap new.snap -o delta.snap
	diff new.snap delta.snap
}

@test "the empty snapshot changes nothing, alone nothing either" {
	events 1 50 | mlog-agg -r "$rules" -o a.snap
	echo '{"@mlog":"snapshot","version":1,"time":"2030-01-01T00:00:00Z","resource":{}}' |
	    seal empty.snap
	for operands in a.snap 'a.snap empty.snap' 'empty.snap a.snap' \
	    'empty.snap a.snap empty.snap'; do
		mlog-agg --merge $operands | diff a.snap -
	done
	mlog-agg --merge <a.snap | diff a.snap -
	mlog-agg -r "$rules" --now 2030-01-01T00:00:00Z </dev/null >none.snap
	mlog-agg --merge none.snap a.snap none.snap | diff a.snap -
}

@test "resources keep what all say, the generation goes" {
	for n in 1 2; do
		printf '%s\n' \
		    '{"@mlog":"snapshot","version":1,"time":"2026-03-15T10:00:0'$n'Z","generation":'$n',"resource":{"host":"h'$n'","service.name":"app"}}' \
		    '{"family":"n_total","type":"counter","kind":"counter","rule":"01","unit":"","help":""}' \
		    '{"name":"n_total","labels":{},"value":'$n',"start":"2026-03-15T09:00:00Z","time":"2026-03-15T09:30:00Z"}' |
		    seal $n.snap
	done
	run mlog-agg --merge 2.snap 1.snap
	assert_line --index 0 '{"@mlog":"snapshot","version":1,"time":"2026-03-15T10:00:02Z","resource":{"service.name":"app"}}'
	assert_line --index 2 '{"name":"n_total","labels":{},"value":3,"start":"2026-03-15T09:00:00Z","time":"2026-03-15T09:30:00Z"}'
}

@test "exemplars: the latest of each bucket" {
	for n in 1 2; do
		printf '%s\n' \
		    '# TYPE lag histogram' \
		    'lag_bucket{le="1.0"} 1 # {id="a'$n'"} 0.5 '$n \
		    'lag_bucket{le="2.0"} 2 # {id="b'$n'"} 1.5 '$((9 - n)) \
		    'lag_bucket{le="+Inf"} 2' 'lag_count 2' 'lag_sum 2' \
		    '# TYPE n counter' 'n_total 1 # {id="c'$n'"} 1' '# EOF' \
		    >$n.om
	done
	mlog-agg --merge 1.om 2.om | mlog-prom -f openmetrics >out
	cat >want <<'END'
# TYPE lag histogram
lag_bucket{le="1.0"} 2 # {id="a2"} 0.5 2.0
lag_bucket{le="2.0"} 4 # {id="b1"} 1.5 8.0
lag_bucket{le="+Inf"} 4
lag_sum 4
lag_count 4
# TYPE n counter
n_total 2 # {id="c2"} 1
# EOF
END
	diff -u want out
}

# with TEXT...: a snapshot of these lines in x.snap.
with()
{
	{
		echo '{"@mlog":"snapshot","version":1,"time":"2026-03-15T10:00:00Z","resource":{}}'
		printf '%s\n' "$@"
	} | seal x.snap
}

@test "exponential histograms meet at the coarser scale" {
	local f='{"family":"e","type":"exponential_histogram","kind":"exponential_histogram","rule":"01","unit":"","help":""}'
	with "$f" '{"name":"e","labels":{},"count":4,"sum":10,"min":1.5,"max":4,"scale":1,"zero_count":1,"zero_threshold":0,"positive":{"offset":1,"counts":[1,0,2]},"negative":{"offset":0,"counts":[]}}'
	mv x.snap a.snap
	with "$f" '{"name":"e","labels":{},"count":3,"sum":-0.1,"min":-3,"max":16,"scale":0,"zero_count":0,"zero_threshold":0,"positive":{"offset":3,"counts":[2]},"negative":{"offset":1,"counts":[1]}}'
	mlog-agg --merge a.snap x.snap >out
	run sed -n 3p out
	assert_output '{"name":"e","labels":{},"count":7,"sum":9.9,"rest":[-3.608224830031759e-16],"min":-3,"max":16,"scale":0,"zero_count":1,"zero_threshold":0,"positive":{"offset":0,"counts":[1,2,0,2]},"negative":{"offset":1,"counts":[1]}}'
	mlog-agg --diff a.snap out | sed -n 3p >delta
	run jq -c '[.count, .scale, .positive, .negative]' delta
	assert_output '[3,0,{"offset":3,"counts":[2]},{"offset":1,"counts":[1]}]'
}

@test "summaries: quantiles from the sketch, else not known" {
	local f='{"family":"s","type":"summary","kind":"summary","rule":"01","unit":"","help":""}'
	local sketch='"scale":3,"zero_count":0,"zero_threshold":0,"positive":{"offset":OFF,"counts":[4]},"negative":{"offset":0,"counts":[]},"quantiles":[[0.5,Q]]'
	with "$f" '{"name":"s","labels":{"x":"1"},"count":4,"sum":8,"min":2,"max":2,'"$(echo "$sketch" | sed 's/OFF/7/;s/Q/2/')}" \
	    '{"name":"s","labels":{"x":"2"},"count":4,"sum":8,"min":"NaN","max":"NaN","quantiles":[[0.5,2]]}'
	mv x.snap a.snap
	with "$f" '{"name":"s","labels":{"x":"1"},"count":4,"sum":32,"min":8,"max":8,'"$(echo "$sketch" | sed 's/OFF/23/;s/Q/8/')}" \
	    '{"name":"s","labels":{"x":"2"},"count":1,"sum":8,"min":"NaN","max":"NaN","quantiles":[[0.5,8]]}'
	mlog-agg --merge a.snap x.snap >out
	run jq -r 'select(.name) | "\(.count) \(.quantiles[0][1])"' out
	assert_line --index 1 '5 NaN'
	# The fourth of eight values: 2, within a bucket's width.
	run jq -e 'select(.labels.x == "1") | .quantiles[0][1] |
	    . >= 1.8 and . <= 2' out
	assert_output 'true'
}

# refuses OPERANDS MESSAGE
refuses()
{
	run --separate-stderr mlog-agg --merge $1
	[ "$status" -eq 2 ] && [ -z "$output" ] && [ "$stderr" = "$2" ] ||
	    fail "$1: $status $stderr"
	run --separate-stderr mlog-agg --diff $1
	[ "$status" -eq 2 ] && [ -z "$output" ] && [ "$stderr" = "$2" ] ||
	    fail "--diff $1: $status $stderr"
}

@test "contradicting, damaged, newer, foreign operands are refused" {
	local c='{"family":"a","type":"counter","kind":"counter","rule":"01","unit":"s","help":""}'
	with "$c"
	mv x.snap a.snap
	with "${c/counter/gauge}"
	refuses 'a.snap x.snap' 'mlog-agg: x.snap contradicts a.snap: a is a counter there and a gauge here'
	with "${c/01/02}"
	refuses 'a.snap x.snap' 'mlog-agg: x.snap contradicts a.snap: the rules of a differ'
	with "${c/\"s\"/\"ms\"}"
	refuses 'a.snap x.snap' 'mlog-agg: x.snap contradicts a.snap: the unit of a is "s" there and "ms" here'
	with "${c/\"kind\":\"counter\"/\"kind\":\"later\"}"
	refuses 'x.snap x.snap' 'mlog-agg: x.snap: a is a later, which this version cannot merge'
	sed 's/counter/gauge/' a.snap >x.snap
	refuses 'a.snap x.snap' "mlog-agg: x.snap:3: the snapshot is damaged: its checksum is $(head -n 2 x.snap | xxh64sum | cut -c 1-16), its end says $(tail -n 1 a.snap | jq -r .xxh64)"
	head -n 2 a.snap >x.snap
	refuses 'a.snap x.snap' 'mlog-agg: x.snap:2: the snapshot breaks off: its end is missing'
	sed '$d; s/"version":1/"version":2/' a.snap | seal x.snap
	refuses 'a.snap x.snap' "mlog-agg: x.snap:1: a snapshot of version 2, newer than this program's 1"
	echo '{"time":"2026-03-15T10:00:00Z","event":"x"}' >x.snap
	refuses 'a.snap x.snap' 'mlog-agg: x.snap:1: this is no snapshot'
	refuses 'a.snap missing' 'mlog-agg: missing: No such file or directory'
}

@test "a family that is not what its statements make is refused" {
	at 1 x '"n":1' | mlog-agg --no-own -e 'distinct d of n' >a.snap
	for change in 's/"kind":"distinct"/"kind":"later"/' \
	    's/"kind":"distinct"/"kind":"distinct","mode":"min"/' \
	    's/"type":"gauge"/"type":"counter"/'; do
		sed "\$d; 2$change" a.snap | seal x.snap
		run -2 mlog-agg --merge x.snap x.snap
		assert_output 'mlog-agg: x.snap: d is not what its rule makes'
	done
}

@test "of many operands those are named that have the family" {
	local c='{"family":"a","type":"counter","kind":"counter","rule":"01","unit":"","help":""}'
	with "$c"
	mv x.snap a.snap
	with "${c/\"a\"/\"b\"}"
	mv x.snap b.snap
	with "${c/01/02}"
	for operands in 'b.snap a.snap b.snap x.snap' \
	    'b.snap b.snap a.snap x.snap' 'a.snap b.snap b.snap x.snap' \
	    'b.snap a.snap b.snap x.snap b.snap b.snap'; do
		run -2 mlog-agg --merge $operands
		assert_output 'mlog-agg: x.snap contradicts a.snap: the rules of a differ'
	done
	run -2 mlog-prom b.snap a.snap x.snap
	assert_output 'mlog-prom: x.snap contradicts a.snap: the rules of a differ'
}

@test "expositions are operands too" {
	events 1 50 | mlog-agg --no-own -r "$rules" -o a.snap
	printf '%s\n' '# TYPE jobs_total counter' 'jobs_total{x="1"} 3' >b.prom
	mlog-agg --merge a.snap b.prom b.prom |
	    mlog-prom | grep '^jobs\|^tasks' >out
	cat >want <<'END'
jobs_total{x="1"} 6
tasks_total{status="failed"} 16
tasks_total{status="late"} 0
tasks_total{status="ok"} 34
END
	diff want out
}

@test "the options go together, or are refused" {
	run mlog-agg --diff a.snap
	assert_failure 2
	assert_output 'mlog-agg: --diff wants two snapshots: OLD NEW'
	run mlog-agg --merge -e 'counter n' a.snap
	assert_failure 2
	assert_output 'mlog-agg: snapshots are merged without rules'
	run mlog-agg --merge --diff a.snap b.snap
	assert_failure 2
	assert_output 'mlog-agg: --merge or --diff, not both'
}

@test "a table has 80 columns, and no control characters" {
	events 1 300 | mlog-agg -r "$rules" -f table >out
	[ "$(wc -l <out)" -gt 60 ]
	run awk 'length > 80' out
	assert_output ''
	printf 'a{x="\033[31m \302\205"} 1\n' | mlog-agg --merge -f table |
	    tail -n 1 >out
	run cat out
	assert_output '  ?[31m ?  1'
}

@test "positions are united, and what only one has passes" {
	for n in 1 2; do
		printf '%s\n' \
		    '{"@mlog":"snapshot","version":1,"time":"2026-03-15T10:00:0'$n'Z","generation":4,"resource":{}}' \
		    '{"@mlog":"input","input":"a.log","dev":1,"ino":2,"offset":'$n'00,"size":900,"mtime":"2026-03-15T10:00:00Z","open":true,"head":"0000000000000001","tail":"000000000000000'$n'"}' \
		    '{"@mlog":"input","input":"b'$n'.log","dev":1,"ino":1'$n',"offset":5,"size":5,"mtime":"2026-03-15T10:00:00Z","open":true,"head":"0000000000000001","tail":"0000000000000001"}' |
		    seal $n.snap
	done
	mlog-agg --merge 2.snap 1.snap >out
	run jq -r 'select(."@mlog" == "input") | "\(.input) \(.offset)"' out
	assert_output 'a.log 200
b1.log 5
b2.log 5'
	events 1 20 | mlog-agg --no-own -e 'states s key agent by status' \
	    -o s.snap
	grep -q '"@mlog":"part"' s.snap
	events 1 20 | mlog-agg --no-own -e 'counter n' -o n.snap
	mlog-agg --merge n.snap s.snap >out
	[ "$(grep -c '"@mlog":"part"' out)" = \
	    "$(grep -c '"@mlog":"part"' s.snap)" ]
}

# at S EVENT MEMBERS: an event S seconds after ten o'clock.
at()
{
	printf '{"time":"2026-03-15T10:00:%02dZ","event":"%s"%s}\n' "$1" "$2" \
	    "${3:+,$3}"
}

@test "pairs nest across the cuts" {
	rule='histogram d of elapsed by tool, how
	      pair call from event == "start" to event == "end"
	      buckets 1, 2, 4, 8 exemplar trace'
	{ at 0 end '"call":1'; at 1 start '"call":1,"tool":"outer"'
	  at 2 start '"call":1,"tool":"inner"'; } >1
	{ at 3 end '"call":1,"how":"ok","trace":"t3"'
	  at 4 start '"call":1,"tool":"again"'
	  at 5 start '"call":2,"tool":"other"'; } >2
	{ at 6 end '"call":1,"how":"ok","tool":"mine"'
	  at 7 end '"call":1,"how":"late"'; at 8 end '"call":1'; } >3
	for n in 1 2 3; do
		mlog-agg --name p -e "$rule" $n >$n.snap
	done
	cat 1 2 3 | mlog-agg --name p -e "$rule" >whole
	mlog-agg --merge 1.snap 2.snap 3.snap | diff whole -
	mlog-agg --merge 2.snap 3.snap >23.snap
	mlog-agg --merge 1.snap 23.snap | diff whole -
	run jq -r 'select(.name == "d") | "\(.labels) \(.sum)"' whole
	assert_output '{"how":"late","tool":"outer"} 6
{"how":"ok","tool":"inner"} 1
{"how":"ok","tool":"mine"} 2'
	run jq -r 'select(.waits) | "\(.waits) \(.key) \(.time)"' whole
	assert_output 'end 1 2026-03-15T10:00:00Z
start 2 2026-03-15T10:00:05Z
end 1 2026-03-15T10:00:08Z'
	# What met only in merging is counted as a match.
	run jq -r 'select(.name == "mlog_rule_matches_total") | .value' whole
	assert_output 3
}

@test "mlog-prom groups its operands as --merge does" {
	rule='counter n pair call from event == "start" to event == "end"'
	# Of two pipelines, of which one has what only merging counts.
	at 1 start '"call":1' | mlog-agg --name q -e "$rule" >1.snap
	at 2 end '"call":1' | mlog-agg --name q -e "$rule" >2.snap
	at 3 start '"call":2' | mlog-agg --name p -e "$rule" >3.snap
	mlog-agg --merge 1.snap 2.snap 3.snap | mlog-prom >want
	mlog-prom 1.snap 2.snap 3.snap | grep -v mlog_snapshot_up |
	    diff want -
	grep -q '^mlog_rule_matches_total{.*} 1$' want
}

@test "an end that is behind the cut and before its start is negative" {
	rule='counter n pair call from event == "start" to event == "end"'
	at 5 start '"call":1' | mlog-agg --name p -e "$rule" >1.snap
	at 3 end '"call":1' | mlog-agg --name p -e "$rule" >2.snap
	mlog-agg --merge 1.snap 2.snap >out
	run jq -r 'select(.labels.reason) | "\(.labels) \(.value)"' out
	assert_output '{"pipeline":"p","reason":"negative","rule":"n"} 1'
}

@test "entities keep the later of each label" {
	rule='states s key k by a, b initially "none"'
	{ at 1 x '"k":1,"a":"old","b":"one"'; at 4 x '"k":1,"b":"four"'
	  at 2 x '"k":2,"a":"here"'; } | mlog-agg -e "$rule" >1.snap
	{ at 3 x '"k":1,"b":"three"'; at 4 x '"k":1,"a":"new"'
	  at 4 x '"k":3,"b":null'; } | mlog-agg -e "$rule" >2.snap
	mlog-agg --merge 1.snap 2.snap >out
	run jq -r 'select(.name == "s") | "\(.labels) \(.value)"' out
	assert_output '{} 1
{"a":"here","b":"none"} 1
{"a":"new","b":"four"} 1'
	run jq -r 'select(.key) | .key' out
	assert_output '2
1
3'
}

@test "what was counted without times is subtracted too" {
	rule=$'counter n by k\nhistogram h of v buckets 1'
	seq 3 | sed 's/.*/{"k":"a","v":&}/' |
	    mlog-agg --name p -e "$rule" >old
	seq 5 | sed 's/.*/{"k":"a","v":&}/' |
	    mlog-agg --name p -e "$rule" >new
	mlog-agg --diff old new >delta
	run jq -c 'select(.name == "n" or .name == "h" or
	    .name == "mlog_events_total") | .value // .counts' delta
	assert_output '[0,2]
2
2'
	mlog-agg --merge old delta >again
	jq -c 'select(.name) | [.name, .labels, .value, .counts]' new >want
	jq -c 'select(.name) | [.name, .labels, .value, .counts]' again |
	    diff want -
	# With nothing new, nothing.
	mlog-agg --diff new new >delta
	run jq -c 'select(.name == "n") | .value' delta
	assert_output 0
}

@test "of entities without times the operand to the right has the last word" {
	rule='states s key k by a, b'
	printf '%s\n' '{"k":1,"a":"x","b":"old"}' '{"k":2,"a":"y"}' |
	    mlog-agg --no-own -e "$rule" >1.snap
	printf '%s\n' '{"k":1,"b":"new"}' '{"k":2,"a":null}' |
	    mlog-agg --no-own -e "$rule" >2.snap
	run jq -c 'select(.key == "1") | .times' 2.snap
	assert_output '{"b":null}'
	mlog-agg --merge 1.snap 2.snap >out
	run jq -r 'select(.name == "s") | "\(.labels) \(.value)"' out
	assert_output '{} 1
{"a":"x","b":"new"} 1'
	# A time, however old, is later than none.
	echo '{"time":"1980-01-01T00:00:00Z","k":1,"a":"timed"}' |
	    mlog-agg --no-own -e "$rule" >3.snap
	mlog-agg --merge 3.snap 1.snap >out
	run jq -c 'select(.key == "1") | .labels' out
	assert_output '{"a":"timed","b":"old"}'
}

@test "over the limit the entity idle longest goes, counted" {
	rule='states s key k limit 2'
	{ at 1 x '"k":1'; at 2 x '"k":2'; } |
	    mlog-agg --name p -e "$rule" >1.snap
	{ at 3 x '"k":3'; at 4 x '"k":1'; } |
	    mlog-agg --name p -e "$rule" >2.snap
	mlog-agg --merge 1.snap 2.snap >out
	run jq -r 'select(.name == "s" or .labels.reason) | .value' out
	assert_output '2
2'
	run jq -r 'select(.key) | .key' out
	assert_output '3
1'
}

@test "readings go on where the part before left off" {
	for n in 1:5 2:8 3:8 4:2; do
		at ${n%:*} x "\"r\":${n#*:}" |
		    mlog-agg --no-own -e 'counter c absolute of r' \
		    >${n%:*}.snap
	done
	mlog-agg --merge 1.snap 2.snap 3.snap 4.snap >out
	run jq -r 'select(.name == "c") | .value' out
	assert_output 10
	run grep -o '"first":.*"last":{"value":[0-9]*' out
	assert_output '"first":{"value":5,"time":"2026-03-15T10:00:01Z"},"last":{"value":2'
	# The increase, whatever the first reading was.
	mlog-agg --merge 1.snap 2.snap >old
	mlog-agg --diff 1.snap old >delta
	run jq -r 'select(.name == "c") | .value' delta
	assert_output 3
	mlog-agg --merge 1.snap delta | diff old -
}

@test "the later window stays, and what is computed is computed anew" {
	cat >r <<'END'
counter _spent of x by a window 1h
param most by a { "p" = 10, default = 100 }
compute used by a = 100 * _spent / most[a]  warn 50 crit 90
compute most_used = used
END
	{ at 1 x '"x":2,"a":"p"'; at 2 x '"x":7,"a":"q"'; } |
	    mlog-agg --no-own -r r >1.snap
	at 3 x '"x":4,"a":"p"' | mlog-agg --no-own -r r >2.snap
	at 3 x '"x":1,"a":"p"' | sed s/T10/T11/ |
	    mlog-agg --no-own -r r -D 'most[p]=5' >3.snap
	mlog-agg --merge 1.snap 2.snap >out
	run jq -r 'select(.name) | "\(.name) \(.labels) \(.value)"' out
	assert_output '_spent {"a":"p"} 6
_spent {"a":"q"} 7
most_used {} 67
used {"a":"p"} 60
used {"a":"q"} 7
used_limit {"level":"crit"} 90
used_limit {"level":"warn"} 50'
	for operands in '1.snap 3.snap 2.snap' '3.snap 1.snap'; do
		mlog-agg --merge $operands >out
		run jq -r 'select(.name == "_spent") | "\(.labels) \(.value)"' \
		    out
		assert_output '{"a":"p"} 1'
	done
	# Of params the right operand's.
	for operands in '1.snap 3.snap:20' '3.snap 1.snap:10'; do
		mlog-agg --merge ${operands%:*} >out
		run jq -r 'select(.name == "used") | .value' out
		assert_output ${operands#*:}
	done
}

@test "windows of another application end in time" {
	at 1 x | mlog-agg --no-own -e 'counter a window 1h' >1.snap
	at 1 x | sed s/T10/T12/ | mlog-agg --no-own -e 'counter b' >2.snap
	mlog-agg --merge 1.snap 2.snap >out
	run jq -r 'select(.name == "a") | .value' out
	assert_output 0
	run jq -r 'select(.window) | .window.start' out
	assert_output '2026-03-15T12:00:00Z'
}

# tampered NAME FROM TO MESSAGE: s.snap with another text is refused.
tampered()
{
	sed '$d' s.snap | sed "s/$1/$2/" | seal t.snap
	! cmp -s s.snap t.snap || fail "$1 is not there"
	run mlog-agg --merge s.snap t.snap
	assert_failure 2
	assert_output "mlog-agg: $3"
}

@test "statements and parts that do not fit are refused" {
	at 1 start '"k":1' | mlog-agg --no-own -e 'states s key k by event
	    where event != "x"' >s.snap
	tampered '"!="' '"=="' 't.snap contradicts s.snap: the statements of s are others'
	tampered ',"statements":.*]}' '}' 't.snap: s lacks the statements that merging takes'
	tampered '"key":"1"' '"key":2' 't.snap: a part is not what its rule makes'
	tampered '"event":"start"},"times"' '"event":"x"},"times"' \
	    't.snap: a part is not what its rule makes'
	# Both say the same, but it is not what the hash is of.
	for text in '"key":["field","k"]' '"kind":"states"' ; do
		sed '$d' s.snap | sed 's/"!="/"=="/' | seal t.snap
		run mlog-agg --merge t.snap t.snap
		assert_failure 2
		assert_output 'mlog-agg: t.snap: the statements of s are not those of its rule'
	done
	# No file is read because a snapshot says so.
	echo 'counter n' >x.rules
	sed '$d' s.snap | sed 's/"statements":.*]}/"statements":[{"kind":"include","file":"x.rules"}]}/' |
	    seal t.snap
	run mlog-agg --merge t.snap
	assert_failure 2
	assert_output 'mlog-agg: t.snap: s: statements: files include each other more than 8 deep'
	sed '$d' s.snap | sed 's/"statements":.*]}/"statements":{}}/' |
	    seal t.snap
	run mlog-agg --merge t.snap
	assert_failure 2
	assert_output 'mlog-agg: t.snap:2: statements: an array was expected'
}

@test "the snapshots of two applications are shown side by side" {
	at 1 x '"k":1' | mlog-agg --name one -e 'states s key k' >1.snap
	at 1 x '"k":1' | mlog-agg --name two -e 'counter n' >2.snap
	mlog-agg --merge 1.snap 2.snap | mlog-prom >merged
	mlog-prom 1.snap 2.snap | grep -v mlog_snapshot_up | diff merged -
}

@test "an exposition is no state, and stays as it is" {
	echo 'a 1' >x.prom
	events 1 2 >events
	run mlog-agg -e 'counter n' -s x.prom events
	assert_failure 2
	run cat x.prom
	assert_output 'a 1'
}

@test "the order of statements is in the hash where it counts" {
	local n

	cat >a.rules <<-'END'
	label     verdict only "yes", "no"
	param     most = 7
	counter   c by verdict where event == "a"
	counter   c by tool where event == "b"
	histogram p of elapsed pair id from event == "a" to event == "b"
	histogram p of elapsed pair id from event == "c" to event == "d"
	distinct  d of min(id, most) by verdict
	END
	# The same in the reverse order.
	awk '{ l[NR] = $0 } END { while (NR) print l[NR--] }' a.rules >b.rules
	cat >log <<-'END'
	{"time":"2026-11-21T09:00:00Z","event":"a","id":1,"verdict":"yes"}
	{"time":"2026-11-21T09:00:01Z","event":"c","id":1,"verdict":"no"}
	{"time":"2026-11-21T09:00:02Z","event":"d","id":1}
	{"time":"2026-11-21T09:00:09Z","event":"b","id":1,"tool":"t"}
	END
	mlog-agg --no-own -r a.rules log >whole
	mlog-agg --no-own -r b.rules log >other
	diff <(jq -c 'del(.help, .xxh64)' whole) \
	    <(jq -c 'del(.help, .xxh64)' other)
	for n in 1 2 3; do
		head -n $n log | mlog-agg --no-own -r a.rules >a
		tail -n +$((n + 1)) log | mlog-agg --no-own -r b.rules >b
		mlog-agg --merge a b | jq -c 'select(.name)' |
		    diff <(jq -c 'select(.name)' whole) -
	done
	# An event that both take has the value of the later statement.
	printf '%s\n' 'gauge g of x where event == "a"' 'gauge g of y' >a.rules
	printf '%s\n' 'gauge g of y' 'gauge g of x where event == "a"' >b.rules
	echo '{"event":"a","x":1,"y":2}' >log
	mlog-agg --no-own -r a.rules log >a
	mlog-agg --no-own -r b.rules log >b
	assert_equal "$(jq -c 'select(.name).value' a)" 2
	assert_equal "$(jq -c 'select(.name).value' b)" 1
	run -2 mlog-agg --merge a b
	assert_output 'mlog-agg: b contradicts a: the rules of g differ'
}

@test "what a rule reads of params is in its statements" {
	echo '{"x":9,"u":"b"}' >log
	mlog-agg --no-own -e 'param most = 5
label size = if(x > most, "large", "small")
distinct d of if(x > most, "many", u)
distinct e of u by size
states s key if(x > most, u, "none") by size' log >snap
	mlog-agg --merge snap snap >both
	diff <(jq -c 'select(.name)' snap) <(jq -c 'select(.name)' both)
	run jq -r 'select(.name) | .name' both
	assert_output $'d\ne\ns'
}

@test "an end that is still to come crosses the cut" {
	local rule='states s key k by event until event == "done" drop after 1h'

	at 1 run '"k":1' | mlog-agg --no-own -e "$rule" >a.snap
	at 2 done '"k":1' | mlog-agg --no-own -e "$rule" >b.snap
	at 3 run '"k":2' | sed s/T10/T11/ | mlog-agg --no-own -e "$rule" >c.snap
	mlog-agg --merge a.snap b.snap >ab.snap
	run jq -c 'select(.name) | [.labels.event, .value]' ab.snap
	assert_output '["done",1]'
	mlog-agg --merge ab.snap c.snap >abc.snap
	run jq -c 'select(.name) | [.labels.event, .value]' abc.snap
	assert_output '["run",1]'
}
