#!/usr/bin/env bats
# The benchmark's log, and that it compares what is comparable. No times are
# judged here.

load helper

setup()
{
	bench=$root/tests/bench
	keys=method,status,duration_ms,bytes,cost,model,request_id,user
	at_tmp
}

# figure NAME: a line of what gen-bench -v reported.
figure()
{
	sed -n "s/^$1 //p" said
}

# within LOW VALUE HIGH
within()
{
	awk -v l="$1" -v v="$2" -v h="$3" 'BEGIN { exit !(l <= v && v <= h) }'
}

@test "the log is the same for a seed, and another for another" {
	gen-bench -b 1M -s 7 >a
	gen-bench -b 1M -s 7 >b
	gen-bench -b 1M -s 8 >c
	cmp a b
	run ! cmp -s a c
	within 1048576 "$(wc -c <a)" 1060000
}

@test "the log has the lines it should, and says how many" {
	gen-bench -v -b 20M >log 2>said
	assert_equal "$(figure lines)" "$(wc -l <log)"
	assert_equal "$(figure bytes)" "$(wc -c <log)"
	within 400 "$(figure mean)" 500
	lines=$(figure lines)
	within "$((lines * 45 / 1000))" "$(figure others)" \
	    "$((lines * 55 / 1000))"
	within "$((lines / 2000))" "$(figure damaged)" "$((lines / 500))"
	python3 - log "$(figure damaged)" <<-'PY'
	import json, sys
	bad, orders, events = 0, set(), set()
	for line in open(sys.argv[1], "rb"):
	    try:
	        d = json.loads(line)
	    except ValueError:
	        bad += 1
	        continue
	    orders.add(tuple(d))
	    events.add(d.get("event"))
	assert bad == int(sys.argv[2]), bad
	assert len(orders) >= 30, orders
	assert {"http.request", "task.finished", "llm.call",
	    "order.failed"} <= events, events
	text = open(sys.argv[1], "rb").read().decode(errors="replace")
	for s in ('\\n', '\\t', '\\"', '\\\\', '\\u00', '\\ud83d\\ude80',
	    '\U0001f680', '": {"', '":{"', '"@timestamp"', '"msg"',
	    '"levelname"', '"caller"'):
	    assert s in text, s
	PY
}

@test "-c: no line is damaged" {
	gen-bench -c -v -b 5M >log 2>said
	assert_equal "$(figure damaged)" 0
	run jq -n '[inputs | type] | unique | tostring' log
	assert_output '"[\"object\"]"'
	mlog-parse --strict log >/dev/null
}

@test "mlog-parse and the program with jansson take the same of a log" {
	gen-bench -v -b 10M -s 3 >log 2>said
	rival-jansson log timestamp level event logger ${keys//,/ } >theirs
	mlog-parse -q -k "$keys" log >ours
	[ "$(wc -l <ours)" -eq $(($(figure lines) - $(figure damaged))) ]
	for of in ours theirs; do
		python3 "$bench/canon.py" ${keys//,/ } <$of >$of.same
	done
	cmp ours.same theirs.same
	# Three of the five other loggers have none of the eight, nobody else.
	others=$(figure others)
	within $((others / 2)) "$(grep -c '^{}$' ours.same)" \
	    $((others * 7 / 10))
}

# quick [VARIABLE=VALUE]...: the smallest benchmark.
quick()
{
	env BENCH_SIZE=2M BENCH_RUNS=1 BENCH_DIR="$PWD/logs" \
	    BENCH_ONLY='keep keep-scalar whole jansson*' "$@" sh "$bench/run.sh"
}

@test "the benchmark gives its tables" {
	run -0 quick
	assert_line --partial 'the same from keep keep-scalar whole jansson'
	assert_line --regexp "^keep +[0-9.]+ .*x"
	assert_line --regexp "^jansson .* 1\\.0x"
	assert_line --regexp '^to-jansson +15x +22x +[0-9.]+x +[0-9.]+x  (ok|MISSED)$'
	assert_line --regexp '^scalar-to-jansson +6x'
	assert_line --regexp '^whole-to-jansson +12x'
	assert_line --regexp '^peak-memory/MB +<= 8'
	refute_line --partial 'to-jq'
}

@test "the benchmark tells what an event takes to be folded" {
	run -0 quick BENCH_ONLY=fold
	assert_line --partial 'counted alike by fold'
	assert_line --regexp '^fold-event/ns +<= 60 +<= 30 +[0-9.]+ +\+[1-9][0-9]*  (ok|MISSED)$'
	echo 'counter x' >rules
	echo '{"event":"e"}' >events
	run -0 fold-cost rules events 3
	assert_output --regexp '^[0-9.]+ -?[0-9.]+$'
	echo '{"event"}' >>events
	run -2 fold-cost rules events 1
	run -2 fold-cost rules /dev/null 1
	run -2 fold-cost rules events 0
}

@test "the benchmark stops where the answers are not the same" {
	mkdir other
	ln -s "$BUILD"/* other
	rm other/rival-jansson
	cat >other/rival-jansson <<-SH
	#!/bin/sh
	'$BUILD/rival-jansson' "\$@" | sed '\$s/"status"/"state"/;9d'
	SH
	chmod +x other/rival-jansson
	run -1 quick BUILD="$PWD/other"
	assert_line --partial 'keep and jansson disagree'
	refute_line --partial 'MB/s'
}
