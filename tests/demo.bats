#!/usr/bin/env bats
# The whole way from a SynthOrg log to Prometheus text, against an oracle
# that computes the same metrics with jq from the raw lines.

load helper

setup_file()
{
	gen-synthorg -n 12000 >"$BATS_FILE_TMPDIR/app.log"
	export log=$BATS_FILE_TMPDIR/app.log
}

setup()
{
	rules=$root/tests/demo/demo.rules
	oracle=$root/tests/oracle
	at_tmp
}

metrics()
{
	mlog-parse -q "$1" | mlog-agg -r "$rules" | mlog-prom
}

@test "the generator writes the same bytes everywhere" {
	run cksum <"$log"
	assert_output "$(cat "$root/tests/demo/cksum.txt")"
	gen-synthorg -n 12000 -s 2 >other.log
	run ! cmp -s "$log" other.log
}

@test "the sample log holds every trap" {
	local trap
	while read -r trap; do
		LC_ALL=C grep -q -e "$trap" "$log" || fail "no line has: $trap"
	done <"$root/tests/demo/traps.txt"
	run grep -c '^$' "$log"
	refute_output 0
}

@test "the metrics equal the oracle's" {
	metrics "$log" >got
	run sh "$oracle/oracle.sh" -c "$log" got
	assert_success
	assert_line --regexp '^[4-9][0-9][0-9] samples'
}

@test "the metrics equal the oracle's for other seeds" {
	local seed
	for seed in 2 3 4; do
		gen-synthorg -n 4000 -s "$seed" -t 2024-02-28T23:59:00Z >log
		metrics log >got
		run sh "$oracle/oracle.sh" -c log got
		assert_success
	done
}

@test "the oracle notices a wrong count and a missing series" {
	sh "$oracle/oracle.sh" "$log" >right
	sed 's/^\(synthorg_task_runs_total{outcome="failed"}\) /\1 1/' right \
	    >wrong
	run sh "$oracle/oracle.sh" -c "$log" wrong
	assert_failure
	assert_line --partial 'wanted'
	sed '/^synthorg_cost_total/d' right >wrong
	run sh "$oracle/oracle.sh" -c "$log" wrong
	assert_failure
	assert_line --partial 'missing: synthorg_cost_total'
}

@test "only the members that the rules read give the same snapshot" {
	mlog-parse -q "$log" | mlog-agg -r "$rules" >whole
	mlog-parse -q -r "$rules" "$log" | mlog-agg -r "$rules" >few
	cmp whole few
}

@test "the lines refused are those that jq cannot read" {
	mlog-parse -q -x refused "$log" >events
	jq -R -r -L "$oracle" 'include "record"; . as $line
	    | select(test("[^ ]") and ([record] == [])) | $line' "$log" >want
	[ -s want ]
	cmp want refused
	run grep -c '' events
	assert_output "$(($(grep -c . "$log") - $(grep -c '' want)))"
}

@test "parsing events once more changes nothing" {
	mlog-parse -q "$log" >once
	mlog-parse once >twice
	cmp once twice
}

@test "promtool accepts the metrics but for the known words" {
	fetch_tools prometheus
	metrics "$log" >got
	run tool promtool check metrics <got
	assert_equal "$status" 3
	assert_output "$(cat "$root/tests/demo/promtool.txt")"

	# Under names of Prometheus's liking it has nothing to say.
	sed 's/cost_total sum of/cost_usd sum of/' \
		"$root/tests/demo/demo.rules" >plain.rules
	mlog-parse -q "$log" | mlog-agg -r plain.rules | mlog-prom >plain
	run tool promtool check metrics <plain
	assert_success
	refute_output
}

@test "the demo runs to its end" {
	local start=$SECONDS
	run sh "$root/tests/demo/demo.sh"
	assert_success
	assert_line --partial '"event":"'
	assert_line --regexp '^synthorg_cost_total [0-9.]+$'
	assert_line --partial 'HTTP/1.1 200 OK'
	assert_line --partial '"resourceMetrics"'
	[ $((SECONDS - start)) -lt 10 ]
}
