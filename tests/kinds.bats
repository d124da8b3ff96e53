#!/usr/bin/env bats
# Every kind of metric, as a user writes the rule, and that a run in parts
# with a state says what one run says.

load helper

setup()
{
	at_tmp
}

# agg ARG...: the series of a snapshot, a line each: name, labels, value.
agg()
{
	mlog-agg --no-own "$@" >snap || return
	shown
}

shown()
{
	jq -rc 'select(.name) | "\(.name) \(.labels) \(.value)"' snap
}

# skips RULE...: what was skipped, with reasons, for events on stdin.
skips()
{
	mlog-agg --name p -e "$@" | jq -rc 'select(.name ==
	    "mlog_rule_skipped_total") | "\(.labels.reason) \(.value)"'
}

# ev TIME MEMBERS...: events of November 21st, one an argument pair.
ev()
{
	while [ $# -gt 0 ]; do
		printf '{"time":"2026-11-21T%sZ",%s}\n' "$1" "$2"
		shift 2
	done
}

@test "an absolute counter follows the log's, resets included" {
	ev 09:00:00 '"n":5' 09:00:01 '"n":7' 09:00:02 '"n":7' \
	    09:00:03 '"n":2' 09:00:01 '"n":1' 09:00:04 '"n":3' >log
	run agg -e 'counter c absolute of n' log
	assert_output 'c {} 10'
	run skips 'counter c absolute of n' log
	assert_output 'late 1'
}

@test "a frequency counts each value" {
	ev 09:00:00 '"r":"x"' 09:00:01 '"r":"y"' 09:00:02 '"r":"x"' \
	    09:00:03 '"r":2' 09:00:04 '"q":1' >log
	run agg -e 'frequency f of r' log
	assert_output - <<-'END'
	f {"bucket":"2"} 1
	f {"bucket":"x"} 2
	f {"bucket":"y"} 1
	END
	run skips 'frequency f of r' log
	assert_output 'missing 1'
}

@test "an updown goes up and down, by one or by a value" {
	ev 09:00:00 '"event":"open","k":3' 09:00:01 '"event":"open","k":4' \
	    09:00:02 '"event":"close","k":2' 09:00:03 '"event":"x"' >log
	run agg -e 'updown a up where event == "open" down where event == "close"' \
	    -e 'updown b of k up where event == "open" down where event == "close"' \
	    -e 'updown c down where event == "close"' log
	assert_output - <<-'END'
	a {} 1
	b {} 5
	c {} -1
	END
}

@test "a gauge goes by the time of events, not by their place" {
	ev 09:00:05 '"v":5' 09:00:09 '"v":1' 09:00:07 '"v":8' >log
	run agg -e 'gauge a of v' -e 'gauge b min of v' -e 'gauge c max of v' \
	    -e 'gauge d sum of v' log
	assert_output - <<-'END'
	a {} 1
	b {} 1
	c {} 8
	d {} 14
	END
}

@test "a distinct counts values once, in text" {
	ev 09:00:00 '"u":"a"' 09:00:01 '"u":"b"' 09:00:02 '"u":"a"' \
	    09:00:03 '"u":1' 09:00:04 '"u":null' >log
	run agg -e 'distinct d of u' log
	assert_output 'd {} 3'
}

@test "a summary's quantiles are values it has seen, nearly" {
	seq 1000 | awk '{ printf "{\"v\":%d}\n", $1 }' >log
	mlog-agg --no-own -e 'summary s of v quantiles 0, 0.5, 0.99, 1' log |
	    jq -c 'select(.name) | .quantiles' >got
	python3 - got <<-'PY'
	import json, sys
	got = json.load(open(sys.argv[1]))
	want = {0: 1, 0.5: 500, 0.99: 990, 1: 1000}
	assert [q for q, _ in got] == sorted(want), got
	for q, v in got:
	    assert abs(v - want[q]) <= 0.01 * want[q], (q, v)
	PY
}

@test "an exponential histogram has the layout of OTLP" {
	ev 09:00:00 '"v":1' 09:00:01 '"v":2' 09:00:02 '"v":4' \
	    09:00:03 '"v":0' 09:00:04 '"v":-3' >log
	mlog-agg --no-own -e 'histogram h of v exponential error 50%' log |
	    jq -c 'select(.name) | del(.name, .labels, .start, .time)' >got
	run cat got
	assert_output '{"count":5,"sum":4,"min":-3,"max":4,"scale":0,"zero_count":1,"zero_threshold":0,"positive":{"offset":-1,"counts":[1,1,1]},"negative":{"offset":1,"counts":[1]}}'
}

@test "pairs match like brackets, with the fields of both" {
	ev 09:00:00 '"event":"s","id":"a","tool":"one"' \
	    09:00:01 '"event":"s","id":"a","tool":"two"' \
	    09:00:02 '"event":"s","id":"b","tool":"three","ok":"no"' \
	    09:00:04 '"event":"e","id":"a"' 09:00:09 '"event":"e","id":"a"' \
	    09:00:09.5 '"event":"e","id":"b","ok":"yes"' \
	    09:00:10 '"event":"e","id":"b"' 09:00:11 '"event":"e"' >log
	cat >r <<-'END'
	gauge g sum of elapsed by tool, ok
	      pair id from event == "s" to event == "e"
	END
	run agg -r r log
	assert_output - <<-'END'
	g {"ok":"yes","tool":"three"} 7.5
	g {"tool":"one"} 9
	g {"tool":"two"} 3
	END
	run skips "$(cat r)" log
	assert_output 'missing 1'
}

@test "pairs are those of stacks, over a random history" {
	python3 - log >want <<-'PY'
	import collections, random, sys
	r, open_, count = random.Random(9), collections.defaultdict(list), {}
	total = collections.Counter()
	with open(sys.argv[1], "w") as f:
	    for i in range(30000):
	        key, e, tool = r.randrange(50), r.choice("see"), r.choice("xyz")
	        f.write('{"time":"2026-11-21T%02d:%02d:%02dZ","e":"%s",'
	            '"id":"%d"%s}\n' % (i // 3600, i // 60 % 60, i % 60, e, key,
	            ',"tool":"%s"' % tool if e == "s" else ""))
	        if e == "s":
	            open_[key].append((i, tool))
	        elif open_[key]:
	            start, tool = open_[key].pop()
	            total[tool] += i - start
	for tool in sorted(total):
	    print('g {"tool":"%s"} %d' % (tool, total[tool]))
	PY
	run agg -e 'gauge g sum of elapsed by tool
	    pair id from e == "s" to e == "e"' log
	assert_output "$(cat want)"
	[ "$(wc -l <want)" -eq 3 ]
}

@test "a pair that takes too long is none, and its start is counted" {
	ev 09:00:00 '"e":"s","id":1' 09:02:00 '"e":"e","id":1' \
	    09:03:00 '"e":"s","id":2' 09:03:59 '"e":"e","id":2' \
	    09:04:00 '"e":"s","id":3' 09:06:00 '"e":"x"' >log
	cat >r <<-'END'
	counter c pair id from e == "s" to e == "e" timeout 1m
	END
	run agg -r r log
	assert_output 'c {} 1'
	run skips "$(cat r)" log
	assert_output 'timeout 2'
}

@test "states keep what an event does not say, and null clears it" {
	ev 09:00:00 '"id":1,"to":"a","who":"x"' 09:00:01 '"id":2,"who":"y"' \
	    09:00:02 '"id":1,"to":"b"' 09:00:03 '"id":2,"who":null' \
	    09:00:04 '"id":3,"to":"a"' 09:00:01 '"id":3,"to":"late"' \
	    09:00:05 '"to":"b"' >log
	run agg -e 'states s key id by status = to initially "new", who' log
	assert_output - <<-'END'
	s {"status":"a"} 1
	s {"status":"b","who":"x"} 1
	s {"status":"new"} 1
	END
}

@test "until keeps the tally, or takes the entity out, now or later" {
	ev 09:00:00 '"id":1,"to":"a"' 09:00:00 '"id":2,"to":"a"' \
	    09:10:00 '"id":1,"to":"end"' 09:20:00 '"id":3,"to":"a"' >log
	run agg -e 'states s key id by to until to == "end" keep' log
	assert_output - <<-'END'
	s {"to":"a"} 2
	s {"to":"end"} 1
	END
	grep -c '"@mlog":"part"' snap >n
	assert_equal "$(cat n)" 2
	run agg -e 'states s key id by to until to == "end" drop after 11m' log
	assert_output - <<-'END'
	s {"to":"a"} 2
	s {"to":"end"} 1
	END
	run agg -e 'states s key id by to until to == "end" drop after 10m' log
	assert_output 's {"to":"a"} 2'
}

@test "of too many entities the one idle longest goes" {
	ev 09:00:00 '"id":1,"to":"a"' 09:00:01 '"id":2,"to":"b"' \
	    09:00:02 '"id":1' 09:00:03 '"id":3,"to":"c"' >log
	run agg -e 'states s key id by to limit 2' log
	assert_output - <<-'END'
	s {"to":"a"} 1
	s {"to":"c"} 1
	END
	run skips 'states s key id by to limit 2' log
	assert_output 'evicted 1'
}

# states_agree LINES SEED
states_agree()
{
	python3 "$root/tests/oracle/states.py" "$1" "$2" log | sort >want
	cat >r <<-'END'
	states things key id by status = to initially "new", trust
	       until status in ("done", "lost") keep
	END
	mlog-agg --no-own -r r log | sed -n \
	    's/^{"name.*"labels":\(.*\),"value":\([0-9]*\).*/\1 \2/p' |
	    sort >got
	[ -s want ]
	diff want got
}

@test "states count as a plain model does, over a random history" {
	for seed in 1 2 3; do
		states_agree 20000 $seed
	done
	states_agree 1000000 4
}

@test "a window begins anew, and what comes late is counted so" {
	cat >log <<-'END'
	{"time":"2026-03-28T22:59:59Z","v":1}
	{"time":"2026-03-28T23:00:00Z","v":2}
	{"time":"2026-03-29T21:59:59Z","v":4}
	{"time":"2026-03-28T22:00:00Z","v":8}
	END
	run agg -e 'counter d of v window day tz "Europe/Berlin"' log
	assert_output 'd {} 6'
	grep -q '^{"family":"d","type":"gauge"' snap
	run jq -c 'select(.window) | .window' snap
	assert_output '{"start":"2026-03-28T23:00:00Z","end":"2026-03-29T22:00:00Z"}'
	run skips 'counter d of v window day tz "Europe/Berlin"' log
	assert_output 'late 1'
	# The clock ends it too.
	run agg --now 2026-03-29T22:00:00Z \
	    -e 'counter d of v window day tz "Europe/Berlin"' log
	assert_output 'd {} 0'
}

@test "windows of a month from the 31st" {
	cat >log <<-'END'
	{"time":"2026-01-30T23:59:59Z","v":1}
	{"time":"2026-01-31T00:00:00Z","v":2}
	{"time":"2026-02-27T23:59:59Z","v":4}
	END
	run agg -e 'counter m of v window month from 31' log
	assert_output 'm {} 6'
	echo '{"time":"2026-02-28T00:00:00Z","v":8}' >>log
	run agg -e 'counter m of v window month from 31' log
	assert_output 'm {} 8'
}

@test "days are those of Python's time zones" {
	python3 - >days <<-'PY'
	import datetime as d, random, zoneinfo
	r, utc, made = random.Random(3), d.timezone.utc, 0
	zones = ["Europe/Berlin", "America/New_York", "America/Sao_Paulo",
	    "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca",
	    "America/St_Johns", "Pacific/Apia", "Asia/Tehran", "Europe/Dublin"]
	while made < 100:
	    zone = zoneinfo.ZoneInfo(r.choice(zones))
	    t = d.datetime.fromtimestamp(r.randrange(4 * 10**9), utc)
	    day = t.astimezone(zone).date()
	    ends = [d.datetime.combine(day + d.timedelta(n), d.time(),
	        zone).astimezone(utc) for n in (0, 1)]
	    # Where clocks skip midnight there is nothing to compare with.
	    if any(e.astimezone(zone).time() != d.time() for e in ends):
	        continue
	    made += 1
	    print(zone.key, *(x.strftime("%Y-%m-%dT%H:%M:%SZ")
	        for x in [t] + ends))
	PY
	while read -r zone time start end; do
		echo "{\"time\":\"$time\"}" | mlog-agg --no-own --now "$time" \
		    -e "counter c window day tz \"$zone\"" >snap
		grep -qF "\"window\":{\"start\":\"$start\",\"end\":\"$end\"}" \
		    snap || fail "$zone $time: $(grep window snap), not $start"
	done <days
	[ "$(wc -l <days)" -eq 100 ]
}

@test "what expires is gone, and makes room" {
	ev 09:00:00 '"q":"a","v":1' 09:30:00 '"q":"b","v":2' >log
	run agg -e 'gauge g of v by q expire 20m' log
	assert_output 'g {"q":"b"} 2'
	run agg -e 'gauge g of v by q expire 30m' log
	assert_output - <<-'END'
	g {"q":"a"} 1
	g {"q":"b"} 2
	END
	# The limit holds only those that are left.
	run agg -e 'gauge g of v by q expire 20m limit 1' log
	assert_output 'g {"q":"b"} 2'
}

@test "exemplars are the latest of each bucket" {
	ev 09:00:00 '"v":1,"trace_id":"a"' 09:00:01 '"v":2,"trace_id":"b"' \
	    09:00:02 '"v":9,"trace_id":"c"' 09:00:00.5 '"v":2,"trace_id":"d"' \
	    09:00:03 '"v":2' >log
	mlog-agg --no-own -e 'histogram h of v buckets 5 exemplar trace_id' log |
	    jq -c 'select(.name) | .exemplars' >got
	run cat got
	assert_output '[{"labels":{"trace_id":"b"},"value":2,"time":"2026-11-21T09:00:01Z"},{"labels":{"trace_id":"c"},"value":9,"time":"2026-11-21T09:00:02Z"}]'
}

@test "compute matches labels, sums the others away, and knows no answer" {
	ev 09:00:00 '"a":"x","m":"1","v":4' 09:00:01 '"a":"x","m":"2","v":6' \
	    09:00:02 '"a":"y","m":"1","v":5' 09:00:03 '"a":"z","w":7' >log
	cat >r <<-'END'
	counter _v of v by a, m
	gauge   _w sum of w by a
	param   limit by a { "x" = 20, default = 50 }
	param   zero = 0
	compute share by a = 100 * _v / limit[a]
	compute total = _v
	compute both by a = _v + default(_w, 0)
	compute most by a = max(_v, 8)
	compute nothing = _v / zero
	compute helped = default(_v / zero, -1)
	END
	run agg -r r log
	assert_output - <<-'END'
	_v {"a":"x","m":"1"} 4
	_v {"a":"x","m":"2"} 6
	_v {"a":"y","m":"1"} 5
	_w {"a":"z"} 7
	both {"a":"x"} 10
	both {"a":"y"} 5
	helped {} -1
	most {"a":"x"} 10
	most {"a":"y"} 8
	share {"a":"x"} 50
	share {"a":"y"} 10
	total {} 15
	END
}

@test "--fail-on tells by its exit code that a limit is reached" {
	ev 09:00:00 '"v":80' >log
	cat >r <<-'END'
	gauge   v of v
	compute c = v warn 80 crit 90
	END
	run --separate-stderr mlog-agg --no-own -r r --fail-on warn log
	assert_equal "$status" 1
	assert_equal "$stderr" 'mlog-agg: 1 series is at warn'
	[ -n "$output" ]
	run mlog-agg --no-own -r r --fail-on crit log
	assert_success
	# With the lower limit for crit it is the low values that are bad.
	for row in '25 0 0' '20 1 0' '11 1 0' '10 1 1' '-5 1 1'; do
		read -r value warn crit <<<"$row"
		run mlog-agg -e "compute c = $value warn 20 crit 10" \
		    --fail-on warn log
		assert_equal "$value $status" "$value $warn"
		run mlog-agg -e "compute c = $value warn 20 crit 10" \
		    --fail-on crit log
		assert_equal "$value $status" "$value $crit"
	done
	run agg -r r log
	assert_output - <<-'END'
	c {} 80
	c_limit {"level":"crit"} 90
	c_limit {"level":"warn"} 80
	v {} 80
	END
}

@test "what waits, and what no entity is in, does not pile up" {
	seq 150000 | awk '{ printf "{\"e\":\"s\",\"id\":%d}\n", $1 }' >log
	run skips 'counter c pair id from e == "s" to e == "t"' log
	assert_output 'evicted 50000'
	# One entity in a new state with each event.
	timed usage "mlog-agg --no-own -e 'states s key e by id' log >snap"
	run shown
	assert_output 's {"id":"150000"} 1'
	read -r _ _ kib <usage
	case ${BUILD##*/} in
	san*) ;;
	*) [ "$kib" -lt 8192 ] ;;
	esac
}

@test "rules that ask for a name count as those that ask for nothing" {
	ev 09:00:00 '"event":"a","n":1,"id":1' 09:00:01 '"event":"b","n":2' \
	    09:00:02 '"event":"a","n":3' 09:00:03 '"event":5,"n":4' \
	    09:00:04 '"n":5' 09:00:05 '"event":"\u0061","n":6,"id":1' \
	    09:00:06 '"event":"c","n":7,"id":1' 09:00:07 '"event":null' \
	    09:00:08 '"event":"5","n":8' 09:00:09 '"event":"-","n":9' >log
	cat >r <<-'END'
	gauge   g sum of n where event == "a"
	counter c by event where event in ("a", "c") and n > 1
	counter d by event where event == "b" or event == "c"
	counter e by event where event == "b" or n == 4
	counter f where event == "5"
	counter h where "a" == event and event == "a"
	counter k where event != "a"
	updown  u up where event == "a" down where event == "c"
	gauge   p sum of elapsed pair id from event == "a" to event == "c"
	END
	sed 's/where \(.*\) down where \(.*\)/where not not (\1) down where not not (\2)/
	    t
	    s/where \(.*\)/where not not (\1)/
	    s/from \(.*\) to \(.*\)/from not not (\1) to not not (\2)/' \
	    r >slow
	[ "$(grep -c 'not not' slow)" -eq 9 ]
	agg -r slow log >want
	run agg -r r log
	assert_output "$(cat want)"
	assert_line 'g {} 10'
	assert_line 'f {} 2'
	assert_line 'u {} 2'
	assert_line 'p {} 1'
}

# What a run leaves, without what tells one from several: a start is frozen by
# the first commit, and lines may be older than those before them.
plain()
{
	sed -e '/^{"@mlog":"\(snapshot\|end\)"/d' \
	    -e 's/,"start":"[^"]*"\(,"time":"[^"]*"}\)$/\1/' "$1"
}

@test "a run in parts with a state is one run, for every kind" {
	python3 - >log <<-'PY'
	import random
	r = random.Random(5)
	for i in range(6000):
	    t = 1795253051 + i * 20 + r.randrange(-60, 60)
	    print('{"time":"%s","event":"%s","id":"k%d","v":%.3f,"u":"u%d",'
	          '"a":"a%d","n":%d}' % (
	        __import__("datetime").datetime.fromtimestamp(t,
	            __import__("datetime").timezone.utc).strftime(
	            "%Y-%m-%dT%H:%M:%SZ"), r.choice(["s", "e", "x"]),
	        r.randrange(40), r.lognormvariate(0, 3), r.randrange(3000),
	        r.randrange(5), i % 700))
	PY
	cat >r <<-'END'
	counter   c of v by a
	counter   abs absolute of n by a
	counter   ex of v exemplar id, a
	frequency f of event
	gauge     g of v by a
	gauge     gs sum of v by a
	updown    ud of v by a up where event == "s" down where event == "e"
	histogram h of v by a buckets 0.1, 1, 10 exemplar id
	histogram x of v by a exponential
	summary   s of v by a quantiles 0.5, 0.99
	distinct  d of u by a
	distinct  all of u
	states    st key id by status = event initially "n", a
	          until status == "x" drop after 1h
	histogram p of elapsed by a buckets 60, 600
	          pair id from event == "s" to event == "e" exemplar id
	counter   wd of v by a window day
	distinct  wu of u window 6h
	compute   k by a = wd / gs
	END
	mlog-agg --no-own --now 2026-11-22T20:30:00Z -r r log >one
	for n in 1 1000 1001 3500; do
		rm -f st st.*
		head -n "$n" log | mlog-agg --no-own \
		    --now 2026-11-22T20:30:00Z -r r -s st
		tail -n "+$((n + 1))" log | mlog-agg --no-own \
		    --now 2026-11-22T20:30:00Z -r r -s st -o two
		diff <(plain one) <(plain two)
	done
}

@test "statements of one metric have labels of their own" {
	cat >rules <<-'END'
	label   verdict only "allow", "deny" else "other"
	counter c by verdict, tool where event == "gate"
	counter c by agent where event == "run"
	counter c where event == "idle"
	counter z by verdict
	counter z by kind = "run" where event == "run"
	frequency f of tool where event == "gate"
	frequency f of agent by kind = "agent" where event == "run"
	END
	ev 09:00:00 '"event":"gate","verdict":"allow","tool":"t1"' \
	    09:00:01 '"event":"run","agent":"a1","verdict":"new"' \
	    09:00:02 '"event":"idle"' >log
	run agg -r rules log
	assert_output - <<-'END'
	c {} 1
	c {"agent":"a1"} 1
	c {"tool":"t1","verdict":"allow"} 1
	c {"tool":"t1","verdict":"deny"} 0
	f {"bucket":"a1","kind":"agent"} 1
	f {"bucket":"t1"} 1
	z {"kind":"run"} 1
	z {"verdict":"allow"} 1
	z {"verdict":"deny"} 0
	z {"verdict":"other"} 2
	END
	run mlog-prom snap
	assert_line 'c_total 1'
	assert_line 'c_total{agent="a1"} 1'
	# The tree as data is the same tree, and a state goes on with it.
	mlog-agg --print json -r rules >rules.json
	mlog-agg --no-own -r rules.json log | diff snap -
	mlog-agg --no-own --now 2026-11-21T09:01:00Z -r rules log >whole
	head -n 1 log | mlog-agg -s state --no-own --now 2026-11-21T09:01:00Z \
	    -r rules
	tail -n 2 log | mlog-agg -s state --no-own --now 2026-11-21T09:01:00Z \
	    -r rules.json -o parts
	diff <(jq -rc 'select(.name) | [.name, .labels, .value]' whole) \
	    <(jq -rc 'select(.name) | [.name, .labels, .value]' parts)
}

@test "an entity has the labels of all statements" {
	cat >rules <<-'END'
	label   status only "created", "run", "done"
	states  s key id by status initially "created" where event == "to"
	        until status == "done" drop
	states  s key id by agent where event == "by"
	        until status == "done" drop
	END
	ev 09:00:00 '"event":"by","id":1,"agent":"a1"' \
	    09:00:01 '"event":"to","id":1,"status":"run"' \
	    09:00:02 '"event":"by","id":2,"agent":"a2"' \
	    09:00:03 '"event":"to","id":3,"status":"run"' \
	    09:00:04 '"event":"by","id":3,"agent":"a3","status":"done"' \
	    09:00:05 '"event":"by","id":4,"agent":"a4"' \
	    09:00:06 '"event":"to","id":4,"status":"done"' >log
	run agg -r rules log
	assert_output - <<-'END'
	s {"agent":"a1","status":"created"} 0
	s {"agent":"a1","status":"done"} 0
	s {"agent":"a1","status":"run"} 1
	s {"agent":"a2","status":"created"} 1
	s {"agent":"a2","status":"done"} 0
	s {"agent":"a2","status":"run"} 0
	s {"agent":"a3","status":"created"} 0
	s {"agent":"a3","status":"done"} 0
	s {"agent":"a3","status":"run"} 1
	END
}

@test "a window and a compute know the labels of all statements" {
	ev 09:00:00 '"event":"a","agent":"x"' 09:00:01 '"event":"b","tool":"t"' \
	    10:00:00 '"event":"b","tool":"t"' >log
	run agg -e 'label tool only "t", "u"
counter w by tool where event == "b" window 1h
counter w by agent where event == "a" window 1h
counter c by agent where event == "a"
counter c by tool where event == "b"
compute sum by tool = c
compute all = c' log
	assert_output - <<-'END'
	all {} 3
	c {"agent":"x"} 1
	c {"tool":"t"} 2
	c {"tool":"u"} 0
	sum {} 1
	sum {"tool":"t"} 2
	sum {"tool":"u"} 0
	w {"tool":"t"} 1
	w {"tool":"u"} 0
	END
}

# at MINUTE: a run with a state at nine, events on stdin; the series.
at()
{
	mlog-agg --no-own -r rules -s state -o snap \
	    --now "2026-11-21T09:$1:00Z" && shown
}

@test "what has no times expires by the clock" {
	cat >rules <<-'END'
	gauge  g of v by q expire 5m
	updown u up where v > 0 by q expire 5m
	states s key q by v expire 5m
	states d key q by v until v == 0 drop after 5m
	states n key q by v until v == 0 drop
	gauge  k of v by q
	END
	run at 00 < <(printf '{"q":"%s","v":%d}\n' a 1 b 0 c 3)
	assert_line 'g {"q":"b"} 0'
	assert_line 'd {"v":"0"} 1'
	refute_line --partial 'n {"v":"0"}'
	run at 04 <<<'{"q":"a","v":2}'
	assert_line 'g {"q":"c"} 3'
	run at 05 </dev/null
	assert_output - <<-'END'
	d {"v":"2"} 1
	d {"v":"3"} 1
	g {"q":"a"} 2
	g {"q":"b"} 0
	g {"q":"c"} 3
	k {"q":"a"} 2
	k {"q":"b"} 0
	k {"q":"c"} 3
	n {"v":"2"} 1
	n {"v":"3"} 1
	s {"v":"0"} 1
	s {"v":"2"} 1
	s {"v":"3"} 1
	u {"q":"a"} 2
	u {"q":"c"} 1
	END
	assert_equal "$(jq -r 'select(.name == "g") | .time' snap)" \
	    $'2026-11-21T09:04:00Z\n2026-11-21T09:00:00Z\n2026-11-21T09:00:00Z'
	run at 06 </dev/null
	refute_line --partial '{"q":"c"} 1'
	assert_line 'g {"q":"a"} 2'
	assert_line 'u {"q":"a"} 2'
	refute_line --partial 's {"v":"3"}'
	# A time that comes later is an event's, and the clock's none.
	run at 07 <<<'{"time":"2026-11-21T09:03:00Z","q":"a","v":7}'
	assert_line 'g {"q":"a"} 7'
	assert_line 'k {"q":"a"} 7'
	refute_line --partial 'g {"q":"b"}'
	run jq -r 'select(.name == "g") | .time' snap
	assert_output '2026-11-21T09:03:00Z'
}
