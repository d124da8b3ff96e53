#!/usr/bin/env bats
# mlog-agg --state: counting on, exactly once, with a writer of marked streams
# that is none of ours (tests/state/marked.py).

load helper
load state

setup()
{
	at_tmp
	rules=$root/tests/state/numbered.rules
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
	[ "$kib" -lt "$(bound 65536)" ] || fail "$kib KiB"
	once step=100000
	same
}

@test "a changed rule starts anew, the others go on, the removed one goes" {
	lines 1 10 >log
	printf '%s\n' 'counter lines' 'counter total of n' 'gauge g of n' >r
	rules=r
	once
	sleep 0.01
	lines 11 15 >>log
	printf '%s\n' 'counter lines help "other words"' \
	    'counter total of n where n > 0' 'counter more' >r
	once
	run jq -c 'select(.name) | [.name, .value, .start]' state
	assert_output '["lines",15,"2026-11-21T09:00:00.999999999Z"]
["more",5,"2026-11-21T09:00:10.999999999Z"]
["total",65,"2026-11-21T09:00:10.999999999Z"]'
}

@test "limits hold for all runs together, and folds are counted on" {
	local now='--now 2026-11-21T12:00:00Z'
	lines 1 40 >log
	echo 'counter c by n limit 7' >r
	once_own() { marked state log step=9 | mlog-agg -r r -s state $now; }
	once_own
	mv state whole
	rm state.*
	for n in 3 8 20 40; do
		lines 1 "$n" >log
		once_own
	done
	run diff <(grep '"c"' whole) <(grep '"c"' state)
	assert_output ''
	run jq -c 'select(.name == "mlog_series_folded_total" or
	    .name == "mlog_events_total" or .name == "mlog_lines_total" or
	    .name == "mlog_rule_matches_total").value' state
	assert_output '40
40
40
33'
	run jq -r 'select(.name == "c" and .labels.n == "__other__").value' \
	    state
	assert_output 33
}

@test "the own metrics tell of lines, rejected ones and lost inputs" {
	local p='{"input":"a","dev":1,"ino":2,"offset":0,"size":0'
	p+=',"open":true,"head":"0000000000000000","tail":"0000000000000000"}'
	own() { jq -c 'select(.name == "mlog_lines_total" or
	    .name == "mlog_rejected_lines_total" or
	    .name == "mlog_inputs_lost_total") | [.value, .labels.reason]' \
	    state; }
	printf '%s\n' \
	    '{"@mlog":"begin","version":1,"generation":0,"state":""}' \
	    "{\"@mlog\":\"pos\",\"inputs\":[$p,${p/:2/:3}],\"lines\":7,
	    \"rejected\":{\"not_json\":2}}" '{"@mlog":"end"}' |
	    tr -d '\n\t ' | sed 's/}{"@/}\n{"@/g; s/$/\n/' >in
	mlog-agg -e 'counter n' -s state in
	run own
	assert_output '[0,null]
[7,null]
[2,"not_json"]'
	assert_equal "$(grep -c '"@mlog":"input"' state)" 2
	{
		printf '{"@mlog":"begin","version":1,"generation":%d,' \
		    "$(generation)"
		printf '"state":"%s"}\n' "$(jq -r .xxh64 state | tail -n 1)"
		printf '{"@mlog":"pos","inputs":[{"input":"a","dev":1,'
		printf '"ino":2,"gone":true,"lost":true},{"input":"a",'
		printf '"dev":1,"ino":3,"gone":true}],"lines":3,"rejected":'
		printf '{"too_long":1,"not_json":1}}\n{"@mlog":"end"}\n'
	} >in
	mlog-agg -e 'counter n' -s state in
	run own
	assert_output '[1,null]
[10,null]
[3,"not_json"]
[1,"too_long"]'
	assert_equal "$(grep -c '"@mlog":"input"' state)" 0
	# It is still one for streams with marks.
	run -2 mlog-agg -e 'counter n' -s state <<<'{"event":"e"}'
}

@test "a newer state is refused and stays, a damaged one does not" {
	lines 1 10 >log
	once
	once
	sed -e '$d' -e '1s/"version":1/"version":2/' state | seal newer
	cp newer state
	marked state log >in
	run -2 agg in
	assert_output --partial "newer than this program's 1"
	cmp state newer
	[ -z "$(ls state.bad.* 2>/dev/null)" ]
	# A damaged digit is damage.
	sed -e '1s/"version":1/"version":3/' state.prev >state
	once
	same
	assert_equal "$(ls state.bad.* | wc -l)" 1
}

@test "a damaged state: .prev serves, is kept, and so is the damaged one" {
	lines 1 10 >log
	once step=100
	lines 11 20 >>log
	once step=100
	lines 21 30 >>log
	printf x >>state
	cp state damaged
	cp state.prev prev
	run -0 once step=100
	assert_output --partial 'state.prev serves'
	same
	cmp state.prev prev
	cmp state.bad.* damaged
	# The predecessor of a whole state is kept again.
	cp state whole
	once step=100
	cmp state.prev whole
	: >state
	: >state.prev
	run -2 --separate-stderr agg </dev/null
	[[ $stderr == *state:*state.prev:* ]]
	[ ! -s state ]
	rm state.prev
	run -2 agg </dev/null
	assert_output --partial 'there is no state.prev'
	mkdir folder
	run -2 mlog-agg -e 'counter n' -s folder </dev/null
	run -2 mlog-agg -e 'counter n' -s no/such </dev/null
	run -2 mlog-agg -e 'counter n' -s '' </dev/null
}

@test "a link to a state stays one; leftovers of commits go" {
	mkdir far
	ln -s far/real state
	lines 1 10 >log
	: >far/real.tmp.123
	: >far/real.tmp.x
	once step=3
	same
	[ -L state ]
	assert_equal "$(cd far && ls -A)" "$(printf '%s\n' real real.lock \
	    real.prev real.tmp.x)"
}

@test "a network file system is told" {
	lines 1 10 >log
	marked state log >in
	for type in 0x6969 0xff534d42; do
		run --separate-stderr remote $type mlog-agg -e 'counter n' \
		    -s state in
		assert_success
		[[ $stderr == *"mlog-agg: state: on a network file system"* ]]
		rm state
	done
	run --separate-stderr remote 0xef53 mlog-agg -e 'counter n' -s state in
	assert_success
	[ -z "$stderr" ]
}

@test "-o shows what was committed" {
	lines 1 10 >log
	marked state log | agg -o out
	cmp out state
	marked state log end=no most=0 >in
	cp state before
	# The last mark of a stream that broke off may have been committed.
	lines 11 250 >>log
	run -75 bash -c "$(declare -f marked agg); root=$root rules=$rules
	    marked state log most=230 | agg -o out"
	cmp out state
	marked state log | agg -o - >out
	cmp out state
}

@test "a param's other value makes another rule, wherever it stands" {
	cat >r.rules <<-'END'
	param start = 15
	param factor = 2
	param least by agent { "b" = 1, "a" = 2 }
	counter _month of x window month from start
	histogram sizes of x exemplar k = x * factor buckets 10
	counter large_total where x > least[agent]
	counter all_total of x
	compute month = _month * factor
	END
	echo '{"time":"2026-11-16T00:00:00Z","agent":"a","x":4}' >first
	echo '{"time":"2026-11-17T00:00:00Z","agent":"a","x":4}' >second
	# counts DEFINITION...: those that go on have both events.
	counts()
	{
		rm -f st
		mlog-agg --no-own --now 2026-11-18T00:00:00Z -s st \
			-r r.rules first
		mlog-agg --no-own --now 2026-11-18T00:00:00Z -s st \
			-r "${r:-r.rules}" "$@" second
		jq -r 'select(.name) | "\(.name) \(.count // .value)"' st |
			paste -sd ' '
	}
	run -0 counts
	assert_output '_month 8 all_total 8 large_total 2 month 16 sizes 2'
	run -0 counts -D start=16
	assert_output '_month 4 all_total 8 large_total 2 month 8 sizes 2'
	run -0 counts -D factor=3
	assert_output '_month 8 all_total 8 large_total 2 month 24 sizes 1'
	run -0 counts -D 'least[c]=1'
	assert_output '_month 8 all_total 8 large_total 1 month 16 sizes 2'
	# The order of a table's rows means nothing.
	sed 's/"b" = 1, "a" = 2/"a" = 2, "b" = 1/' r.rules >turned.rules
	r=turned.rules run -0 counts
	assert_output '_month 8 all_total 8 large_total 2 month 16 sizes 2'
	echo 'counter w where x > least[agent] window day' >>r.rules
	sed 's/"b" = 1, "a" = 2/"a" = 2, "b" = 1/' r.rules >turned.rules
	mlog-agg --no-own -r r.rules first >a
	mlog-agg --no-own -r turned.rules first >b
	run -0 mlog-agg --merge a b
	assert_line --regexp '"name":"w","labels":\{\},"value":2,'
	# Nor does merging add up what is not of one rule.
	mlog-agg --no-own -r r.rules first >a
	mlog-agg --no-own -r r.rules -D start=1 second >b
	run -2 mlog-agg --merge a b
	assert_output 'mlog-agg: b contradicts a: the rules of _month differ'
}

@test "an event of the very time of a commit keeps its time" {
	local at=2026-11-21T10:00:00Z
	local rules='counter c by k
gauge g of v by k
updown u by k up where v > 0 expire 1h'

	echo "{\"time\":\"$at\",\"k\":\"a\",\"v\":2}" |
		mlog-agg --no-own -e "$rules" -s st --now $at
	printf '{"time":"2026-11-21T%s:00Z","k":"%s","v":%d}\n' \
	    10:30 b 1 09:30 a 1 11:30 b 1 |
		mlog-agg --no-own -e "$rules" -s st --now 2026-11-21T11:30:00Z
	run jq -r 'select(.name) | "\(.name) \(.labels.k) \(.value) \(.time)"' st
	assert_output - <<-END
	c a 2 $at
	c b 2 2026-11-21T11:30:00Z
	g a 2 $at
	g b 1 2026-11-21T11:30:00Z
	u b 2 2026-11-21T11:30:00Z
	END
}
