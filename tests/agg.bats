#!/usr/bin/env bats
# mlog-agg as a user runs it: rules that are wrong, outputs, limits, sums, and
# that its numbers are jq's.

load helper

now=2026-11-21T12:00:00Z

setup()
{
	at_tmp
}

# agg ARG...: with the clock and without the own metrics.
agg()
{
	mlog-agg --now "$now" --no-own "$@"
}

# series FILE NAME: labels and value of its series, a line each.
series()
{
	jq -c --arg n "$2" 'select(.name == $n) | [.labels, .value]' "$1"
}

# events N: some events of two kinds, each with numbers.
events()
{
	awk -v n="$1" 'BEGIN {
		srand(7)
		for (i = 0; i < n; i++)
			printf "{\"time\":\"2026-11-21T09:%02d:%02dZ\"," \
			    "\"level\":\"info\",\"severity\":9," \
			    "\"event\":\"%s\"," \
			    "\"agent\":\"a%d\",\"cost\":%.6f,\"ms\":%d}\n",
			    i / 60 % 60, i % 60, i % 3 ? "llm" : "tool",
			    int(rand() * 40), rand() / 100, int(rand() * 5000)
	}'
}

@test "--check shows every error with a caret, exit 2" {
	cat >bad.rules <<-'RULES'
	counter
	counter ok_total by status
	counter n of lowr(x)
	histogram h of x buckets 2, 1
	gauge g
	RULES
	run --separate-stderr mlog-agg --check -r bad.rules
	assert_equal "$status" 2
	assert_output ''
	for place in 1: 3: 4: 5:; do
		[[ $stderr == *"bad.rules:$place"* ]] ||
		    fail "nothing about line $place in $stderr"
	done
	[[ $stderr != *bad.rules:2:* ]]
	[[ $stderr == *lower* ]]
	[ "$(grep -c '^ *\^' <<<"$stderr")" -eq 4 ]
}

@test "--check of good rules is silent and reads no input" {
	echo 'counter n' >ok.rules
	timeout 5 mlog-agg --check -r ok.rules </dev/zero >out 2>&1
	[ ! -s out ]
}

@test "rules that are not there are exit 2" {
	run -2 mlog-agg -r nosuch.rules /dev/null
	assert_output --partial 'nosuch.rules'
}

@test "an input that is not there is exit 2 and gives no snapshot" {
	events 5 >in
	run --separate-stderr mlog-agg -e 'counter n' -o snap nosuch in
	assert_equal "$status" 2
	assert_output ''
	[ ! -e snap ]
	[[ $stderr == *nosuch* ]]
}

@test "the numbers equal jq's" {
	events 5000 >in
	cat >app.rules <<-'RULES'
	counter events_total by event
	counter calls_total by agent where event == "llm"
	gauge   slowest_ms max of ms by event
	gauge   fastest_ms min of ms by event
	gauge   ms_all sum of ms by agent
	histogram ms of ms by event buckets 10, 100, 1000
	RULES
	agg -r app.rules in >snap
	jq -s -c 'group_by(.event)[] | [{event: .[0].event}, length]' in >want
	series snap events_total | cmp want -
	jq -s -c '[.[] | select(.event == "llm")] | group_by(.agent)[] |
	    [{agent: .[0].agent}, length]' in >want
	series snap calls_total | cmp want -
	jq -s -c 'group_by(.event)[] | [{event: .[0].event},
	    (map(.ms) | max)]' in >want
	series snap slowest_ms | cmp want -
	jq -s -c 'group_by(.event)[] | [{event: .[0].event},
	    (map(.ms) | min)]' in >want
	series snap fastest_ms | cmp want -
	jq -s -c 'group_by(.agent)[] | [{agent: .[0].agent},
	    (map(.ms) | add)]' in >want
	series snap ms_all | cmp want -
	jq -s -c 'group_by(.event)[] | map(.ms) | [length, add, min, max,
	    (map(select(. <= 10)) | length),
	    (map(select(. > 10 and . <= 100)) | length),
	    (map(select(. > 100 and . <= 1000)) | length),
	    (map(select(. > 1000)) | length)]' in >want
	jq -c 'select(.name == "ms") | [.count, .sum, .min, .max] + .counts' \
	    snap | cmp want -
}

@test "sums are those of fsum, whatever the order" {
	events 10000 >in
	agg -e 'counter cost_total of cost' in >want
	python3 - in >fsum <<-'PY'
	import json, math, sys
	print(repr(math.fsum(json.loads(line)["cost"]
	    for line in open(sys.argv[1]))))
	PY
	run jq -r 'select(.name == "cost_total") | .value' want
	python3 -c 'import sys; assert float(sys.argv[1]) == float(
	    sys.argv[2]), sys.argv' "$output" "$(cat fsum)"
	for seed in 1 2 3 4 5; do
		shuf --random-source=<(yes "$seed") in |
			agg -e 'counter cost_total of cost' >got
		cmp want got
	done
}

@test "any order of the lines gives the same bytes, of all kinds" {
	events 4000 >in
	cat >app.rules <<-'RULES'
	counter   c of cost by agent
	histogram h of cost by event buckets 0.001, 0.005
	gauge     s sum of cost by agent
	gauge     m max of cost
	RULES
	mlog-agg --now "$now" -r app.rules in >want
	for seed in 1 2 3; do
		shuf --random-source=<(yes "$seed") in |
			mlog-agg --now "$now" -r app.rules >got
		cmp want got
	done
	mlog-agg --now "$now" -r app.rules <in | cmp want -
}

@test "values chosen to leave many small terms add up exactly" {
	python3 - >in <<-'PY'
	import math
	for e in range(-1000, 900, 3):
	    for v in (math.ldexp(1, e + 54),
	        -(math.ldexp(1, e + 54) - math.ldexp(1, e + 2))):
	        print('{"event":"e","v":%r}' % v)
	PY
	agg -e 'gauge g sum of v' in >snap
	python3 - in snap <<-'PY'
	import fractions, json, sys
	want = sum(fractions.Fraction(json.loads(l)["v"])
	    for l in open(sys.argv[1]))
	for l in open(sys.argv[2]):
	    s = json.loads(l)
	    if s.get("name") == "g":
	        got = sum(map(fractions.Fraction, [s["value"]] + s["rest"]))
	        assert got == want, (got, want)
	        break
	else:
	    raise SystemExit("no series")
	PY
}

@test "a sum that overflows stays infinite and is counted once" {
	for v in 1.7e308 1.7e308 -1.7e308 5; do
		echo "{\"event\":\"e\",\"v\":$v}"
	done >in
	mlog-agg --now "$now" -e 'gauge g sum of v' in >snap
	run series snap g
	assert_output '[{},"+Inf"]'
	run jq -c 'select(.name == "mlog_sum_overflows_total") | .value' snap
	assert_output 1
}

@test "what cannot be used is skipped with its reason" {
	cat >in <<-'EOF2'
	{"event":"e","v":1}
	{"event":"e","v":"2.5"}
	{"event":"e"}
	{"event":"e","v":null}
	{"event":"e","v":"-"}
	{"event":"e","v":"**REDACTED**"}
	{"event":"e","v":"many"}
	{"event":"e","v":[1]}
	{"event":"e","v":1e999}
	{"event":"e","v":-3}
	EOF2
	mlog-agg --now "$now" --name p -e 'counter c of v' in >snap
	run series snap c
	assert_output '[{},3.5]'
	jq -r 'select(.name == "mlog_rule_skipped_total") |
	    "\(.labels.rule) \(.labels.pipeline) \(.labels.reason) \(.value)"' \
	    snap >got
	sort >want <<-'EOF2'
	c p infinite 1
	c p missing 3
	c p negative 1
	c p not_a_number 2
	c p redacted 1
	EOF2
	cmp want got
	run jq -r 'select(.name == "mlog_rule_matches_total") | .value' snap
	assert_output 10
}

@test "limits fold, drop and fail; totals of the family stay exact" {
	events 3000 >in
	agg -e 'counter n by agent' in >all
	agg -e 'counter n by agent limit 7' in >fold
	[ "$(series fold n | wc -l)" -eq 8 ]
	series fold n | grep -q __other__
	for f in all fold; do
		jq -s 'map(select(.name == "n").value) | add' $f
	done | uniq | wc -l | grep -qx 1
	mlog-agg --now "$now" -e 'counter n by agent limit 7' in >own
	folded=$(jq 'select(.name == "mlog_series_folded_total").value' own)
	other=$(jq 'select(.name == "n" and .labels.agent == "__other__")
	    .value' own)
	[ "$folded" -eq "$other" ]
	mlog-agg --now "$now" -e 'counter n by agent limit 7 drop' in >drop
	[ "$(series drop n | wc -l)" -eq 7 ]
	[ "$(jq -s 'map(select(.name == "n" or
	    .name == "mlog_rule_skipped_total").value) | add' drop)" -eq 3000 ]
	run --separate-stderr agg -e 'counter n by agent limit 7 fail' -o x in
	assert_equal "$status" 2
	[[ $stderr == *"limit 7 fail"* ]]
	[ ! -e x ]
}

@test "a label value that is too long is folded" {
	long=$(head -c 1025 /dev/zero | tr '\0' x)
	echo "{\"event\":\"e\",\"k\":\"$long\"}" >in
	echo "{\"event\":\"e\",\"k\":\"${long:1}\"}" >>in
	agg -e 'counter n by k' in >snap
	run jq -r 'select(.name == "n") | .labels.k | length' snap
	assert_output '9
1024'
}

@test "a million label values in bounded memory, none uncounted" {
	awk 'BEGIN { for (i = 0; i < 1000000; i++)
		printf "{\"event\":\"e\",\"k\":\"value-%d\"}\n", i }' |
	    timed usage "mlog-agg --now $now --no-own -e 'counter n by k' >snap"
	[ "$(jq -s 'map(select(.name == "n").value) | add' snap)" -eq 1000000 ]
	[ "$(series snap n | wc -l)" -eq 2001 ]
	read -r _ _ kib <usage
	[ "$kib" -lt "$(bound 65536)" ]
}

@test "the values of only exist at 0, else appears when it occurs" {
	cat >app.rules <<-'RULES'
	label   verdict only "allow", "deny" else "other"
	counter decisions_total by verdict
	counter by_agent_total by agent, verdict
	RULES
	agg -r app.rules /dev/null >snap
	run series snap decisions_total
	assert_output '[{"verdict":"allow"},0]
[{"verdict":"deny"},0]'
	run series snap by_agent_total
	assert_output ''
	echo '{"event":"e","agent":"a","verdict":"perhaps"}' |
		agg -r app.rules >snap
	run series snap decisions_total
	assert_output '[{"verdict":"allow"},0]
[{"verdict":"deny"},0]
[{"verdict":"other"},1]'
	run series snap by_agent_total
	assert_output '[{"agent":"a","verdict":"allow"},0]
[{"agent":"a","verdict":"deny"},0]
[{"agent":"a","verdict":"other"},1]'
}

@test "-o replaces the file whole, readable to all, and leaves nothing else" {
	echo old >snap
	ln snap kept
	events 10 >in
	(umask 077 && agg -e 'counter n' -o snap in) >out
	[ ! -s out ]
	assert_equal "$(cat kept)" old
	assert_equal "$(stat -c %a snap)" 644
	agg -e 'counter n' in | cmp - snap
	assert_equal "$(ls -A)" "$(printf '%s\n' in kept out snap)"
	run -2 agg -e 'counter n' -o nosuch/snap in
	chmod 600 snap
	agg -e 'counter n' -o snap in
	assert_equal "$(stat -c %a snap)" 644
}

@test "an output that cannot be written is exit 2" {
	events 10 >in
	run --separate-stderr mlog-agg -e 'counter n' -o /dev/full in
	assert_equal "$status" 2
	[[ $stderr == *"No space left"* ]]
	run -2 bash -c "mlog-agg -e 'counter n' in >/dev/full"
	agg -e 'counter n' -o /dev/null in
	[ -c /dev/null ]
	agg -e 'counter n' -o - in | grep -q '"name":"n"'
}

@test "a reader that has gone ends it silently" {
	events 3000 >in
	bash -c "mlog-agg -e 'counter n by cost limit 100000' in 2>err |
	    true; echo \${PIPESTATUS[0]} >code"
	grep -qx '0\|141' code
	[ ! -s err ]
}

@test "the own metrics have the pipeline's name, or are left out" {
	events 30 >in
	echo 'counter n' >my.rules
	mlog-agg --now "$now" -r my.rules in >snap
	run jq -r 'select(.name == "mlog_events_total") |
	    "\(.labels.pipeline) \(.value)"' snap
	assert_output 'my 30'
	mlog-agg --now "$now" --name other -r my.rules in >snap
	run jq -r 'select(.name == "mlog_events_total").labels.pipeline' snap
	assert_output other
	mlog-agg --now "$now" -e 'counter n' in >snap
	run jq -r 'select(.name == "mlog_events_total").labels.pipeline' snap
	assert_output mlog
	agg -r my.rules in >snap
	run grep -c mlog_ snap
	assert_output 0
}

@test "the clock is the latest event's, or --now's" {
	events 30 >in
	mlog-agg --no-own -e 'counter n' in >snap
	run jq -r 'select(."@mlog" == "snapshot").time' snap
	assert_output 2026-11-21T09:00:29Z
	agg -e 'counter n' in >snap
	run jq -r 'select(."@mlog" == "snapshot").time' snap
	assert_output "$now"
	run jq -r 'select(.name == "n") | .start, .time' snap
	assert_output '2026-11-21T08:59:59.999999999Z
2026-11-21T09:00:29Z'
	run -2 mlog-agg --now noon -e 'counter n' in
}

@test "events in the future count, but do not move the clock" {
	cat >in <<-EOF2
	{"time":"2026-11-21T11:59:00Z","event":"e"}
	{"time":"2026-11-21T12:04:00Z","event":"e"}
	{"time":"2026-11-21T12:05:01Z","event":"e"}
	{"time":"2031-01-01T00:00:00Z","event":"e"}
	EOF2
	mlog-agg --now "$now" -e 'counter n' in >snap
	run series snap n
	assert_output '[{},4]'
	run jq -r 'select(.name == "mlog_future_events_total").value' snap
	assert_output 2
	run jq -r 'select(.name == "mlog_last_event_timestamp_seconds").value' \
	    snap
	assert_output "$(date -u -d 2026-11-21T12:04:00Z +%s)"
}

@test "the later event decides a gauge, not the later line" {
	cat >in <<-'EOF2'
	{"time":"2026-11-21T09:00:02Z","event":"e","v":2}
	{"time":"2026-11-21T09:00:01Z","event":"e","v":1}
	EOF2
	run series <(agg -e 'gauge g of v' in) g
	assert_output '[{},2]'
	echo '{"event":"e","v":3}' >>in
	run series <(agg -e 'gauge g of v' in) g
	assert_output '[{},3]'
}

@test "a snapshot where events are expected is refused" {
	agg -e 'counter n' /dev/null >snap
	run --separate-stderr agg -e 'counter n' snap
	assert_equal "$status" 2
	assert_output ''
	assert_equal "$stderr" \
	    "mlog-agg: snap: a snapshot, where events were expected"
}

@test "marks are passed over, what is no event is refused and counted" {
	cat >in <<-'EOF2'
	{"@mlog":"begin","version":1,"generation":17,"state":""}
	{"event":"e"}

	not an event
	[1]
	{"event":"e"}
	{"@mlog":"end"}
	EOF2
	run --separate-stderr agg -e 'counter n' in
	assert_success
	assert_line --partial '"name":"n","labels":{},"value":2'
	[[ ${stderr_lines[0]} == "mlog-agg: in:4:1: "* ]]
	assert_equal "${stderr_lines[2]}" "mlog-agg: 2 of 7 lines refused"
	run -1 agg -q --strict -e 'counter n' in
	refute_output --partial refused
}

@test "an unknown scanner is exit 2" {
	run --separate-stderr env MLOG_SCAN=nosuch mlog-agg -e 'counter n' \
	    /dev/null
	assert_equal "$status" 2
	[[ $stderr == *'no kernel "nosuch"'* ]]
}

@test "the same bytes each time, and sorted" {
	events 2000 >in
	echo 'counter n by agent' >app.rules
	echo 'counter b by event' >>app.rules
	agg -r app.rules in >a
	agg -r app.rules in >b
	cmp a b
	jq -r 'select(.family).family' a | LC_ALL=C sort -c
	jq -r 'select(.name == "n").labels.agent' a | LC_ALL=C sort -c
	tail -n 1 a | grep -q '^{"@mlog":"end","lines":'
	sed '$d' a >body
	assert_equal "$(tail -n 1 a | jq -r .xxh64)" \
	    "$(xxhsum -H1 <body | cut -d ' ' -f 1)"
	assert_equal "$(tail -n 1 a | jq -r .lines)" "$(wc -l <body)"
}

@test "a pattern that runs too long is a skip with its reason" {
	local a
	a=$(head -c 4000 /dev/zero | tr '\0' a)
	printf '{"event":"x","t":"%s!"}\n{"event":"x","t":"aa"}\n' "$a" >events
	run -0 mlog-agg -e 'counter yes where t ~ /^(a+)+$/
counter no where t !~ /^(a+)+$/' events
	assert_line --partial '"name":"yes","labels":{},"value":1,'
	# Nobody knows whether it matches: so it is not counted as one that
	# does not.
	assert_line --partial '"name":"no","labels":{},"value":0,'
	assert_line --partial '"reason":"limit","rule":"no"},"value":1,'
	assert_line --partial '"reason":"limit","rule":"yes"},"value":1,'
}
