#!/usr/bin/env bats
# mlog-agg --state: counting on, exactly once, with a writer of marked streams
# that is none of ours (tests/state/marked.py).

load helper

setup()
{
	at_tmp
	rules=$root/tests/state/numbered.rules
}

# lines FROM TO: events of these numbers.
lines()
{
	awk -v from="$1" -v to="$2" -f "$root/tests/state/lines.awk"
}

marked()
{
	python3 "$root/tests/state/marked.py" "$@"
}

agg()
{
	mlog-agg --no-own -r "$rules" -s state "$@"
}

totals()
{
	python3 "$root/tests/state/totals.py" "$@"
}

# same: the state counts what log holds.
same()
{
	assert_equal "$(totals state)" "$(totals -r <log)"
}

# once OPTION...: one run of the pair.
once()
{
	marked state log "$@" | agg
}

# bound KIB: a limit of memory; the sanitizers keep what is freed for a while.
bound()
{
	case ${BUILD##*/} in
	san*)	echo $(($1 + 524288)) ;;
	*)	echo "$1" ;;
	esac
}

generation()
{
	jq -r 'select(."@mlog" == "snapshot").generation' "${1:-state}"
}

@test "runs go on from each other, and leave nothing else behind" {
	lines 1 250 >log
	once step=1000
	same
	assert_equal "$(generation)" 1
	assert_equal "$(stat -c %a state)" 644
	lines 251 300 >>log
	run -0 once step=1000
	assert_output ''
	same
	assert_equal "$(generation)" 2
	assert_equal "$(generation state.prev)" 1
	chmod 640 state
	once step=1000
	same
	assert_equal "$(generation)" 3
	assert_equal "$(stat -c %a state)" 640
	assert_equal "$(ls -A)" "$(printf '%s\n' log state state.lock \
	    state.prev)"
	assert_equal "$(jq -r 'select(."@mlog" == "input") |
	    "\(.input) \(.offset)"' state)" "log $(stat -c %s log)"
}

@test "the state that one run makes is that of many" {
	lines 1 200 >log
	local now='--now 2026-11-21T12:00:00Z'
	marked state log | agg $now
	mv state whole
	rm state.*
	for n in 30 77 120 200; do
		lines 1 "$n" >log
		marked state log step=7 | agg $now
	done
	cut_head() { sed -e '1s/"generation":[0-9]*/G/' -e '$d' \
	    -e 's/"ino":[0-9]*//' "$1"; }
	diff <(cut_head whole) <(cut_head state)
}

@test "starts stay as they were, and types of all kinds go on" {
	echo '{"time":"2026-11-21T09:00:10Z","event":"e","k":"a","v":0.1}' >log
	rules=all.rules
	cat >all.rules <<-'RULES'
	counter c of v by k
	gauge g of v
	gauge m max of v
	histogram h of v buckets 1, 2
	RULES
	once
	cp state first
	echo '{"time":"2026-11-21T09:00:05Z","event":"e","k":"a","v":0.2}' \
	    >>log
	echo '{"time":"2026-11-21T09:00:20Z","event":"e","k":"b","v":1.5}' \
	    >>log
	once
	run jq -c 'select(.name == "c") | [.labels.k, .value, .start]' state
	assert_output '["a",0.30000000000000004,"2026-11-21T09:00:09.999999999Z"]
["b",1.5,"2026-11-21T09:00:19.999999999Z"]'
	run jq -c 'select(.name == "c" and .labels.k == "a").rest' state
	assert_output '[-2.7755575615628914e-17]'
	run jq -c 'select(.name == "h") | [.count, .min, .max, .counts,
	    .start]' state
	assert_output \
	    '[3,0.1,1.5,[2,1,0],"2026-11-21T09:00:09.999999999Z"]'
	run jq -c 'select(.name == "g" or .name == "m").value' state
	assert_output '1.5
1.5'
}

@test "a stream that breaks off counts up to its last mark, exit 75" {
	lines 1 250 >log
	run -75 --separate-stderr bash -c "$(declare -f marked agg);
	    root=$root rules=$rules; marked state log most=230 | agg"
	[[ $stderr == *"broke off"*"read again"* ]]
	assert_equal "$(totals state)" "$(lines 1 200 | totals -r)"
	run -75 agg </dev/null
	assert_output --partial 'ended before it began'
	run -75 agg < <(printf '{"@mlog":"begin"')
	assert_equal "$(totals state)" "$(lines 1 200 | totals -r)"
	once
	same
	# All marks and no end.
	lines 251 260 >>log
	run -75 once end=no
	same
	once
	same
}

@test "a state that moved on, or is in use, is exit 75 and untouched" {
	lines 1 100 >log
	once
	cp state before
	lines 101 200 >>log
	for claim in generation=0 generation=2 state= state=0123456789abcdef
	do
		run -75 --separate-stderr bash -c "$(declare -f marked agg);
		    root=$root rules=$rules
		    marked state log $claim | agg -o out"
		[[ $stderr == *"state moved on"* ]]
		cmp state before
		[ ! -e out ]
	done
	exec 8>state.lock
	flock 8
	run -75 once
	assert_output --partial 'in use'
	exec 8>&-
	cmp state before
	once
	same
}

@test "marks into a plain state and the reverse are refused" {
	lines 1 100 >log
	agg log
	agg log
	assert_equal "$(totals state)" \
	    "$(lines 1 100 | cat - log | totals -r)"
	cp state before
	run -2 once
	assert_output --partial 'counted without'
	run -2 agg log <(marked state log)
	cmp state before
	rm state
	once
	cp state before
	run -2 agg log
	assert_output --partial 'has no marks'
	lines 101 200 >>log
	run -2 agg < <(marked state log | grep -v @mlog)
	assert_output --partial 'has no marks'
	cmp state before
	# Nothing that is no longer there can be missed.
	run -75 agg </dev/null
	cmp state before
}

@test "streams that no mlog-parse writes are refused whole" {
	: >log
	once
	cp state before
	local begin
	begin=$(marked state log | head -n 1)
	local end='{"@mlog":"end"}' e='{"event":"e"}'
	local pos='{"@mlog":"pos","inputs":[],"lines":1,"rejected":{}}'
	refused()
	{
		printf '%s\n' "${@:2}" >in
		run -2 agg in
		assert_output --partial "$1"
		cmp state before
	}
	refused 'no beginning' "$pos" "$e" "$end"
	refused 'no beginning' "$e" "$pos" "$end"
	refused 'a second stream' "$begin" "$begin"
	refused 'behind the end' "$begin" "$e" "$pos" "$end" "$pos"
	refused 'behind the last mark' "$begin" "$e" "$pos" "$end" "$e"
	refused 'of version 2' "${begin/:1/:2}" "$end"
	refused '"lines" is wrong' "$begin" "${pos/:1/:-1}" "$end"
	refused 'in:2: ' "$begin" '{"@mlog":"pos"' "$end"
	refused 'a snapshot' '{"@mlog":"snapshot"}'
	printf '%s\n' "$begin" "$e" "$pos" '{"@mlog":"later","x":[]}' "$e" \
	    "$pos" "$end" >in
	agg in
	assert_equal "$(totals state | cut -d ' ' -f 1)" 2
}

@test "more than can be held back for a mark is taken back all the same" {
	lines 1 200000 >log
	[ "$(stat -c %s log)" -gt 40000000 ]
	touch empty
	marked state empty | agg
	run -75 bash -c "$(declare -f marked agg); root=$root; rules=$rules
	    marked state log step=100,1000000 most=199999 |
	    timed usage 'mlog-agg --no-own -r $rules -s state'"
	assert_equal "$(totals state)" "$(lines 1 100 | totals -r)"
	read -r _ _ kib <usage
	[ "$kib" -lt "$(bound 110000)" ] || fail "$kib KiB"
	once step=100000
	same
}
