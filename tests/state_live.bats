#!/usr/bin/env bats
# mlog-agg --state while it runs: when it commits, how it ends, and many runs
# at once.

load helper
load state

setup()
{
	at_tmp
	rules=$root/tests/state/numbered.rules
}

teardown()
{
	stop_all
}

@test "marks are committed 30 s after the last commit, of any run" {
	lines 1 10 >log
	once step=100
	# A state that is old: at the first mark.
	touch -d '1 minute ago' state
	lines 11 20 >>log
	marked state log step=5 pause=2 | agg &
	wait_for 4 eval '[ "$(generation)" = 2 ]' || fail "no commit at a mark"
	assert_equal "$(totals state)" "$(lines 1 15 | totals -r)"
	wait
	same
	# A new one: not before the end.
	lines 21 30 >>log
	marked state log step=5 pause=1 | agg &
	sleep 1.5
	assert_equal "$(generation)" 3
	wait
	assert_equal "$(generation)" 4
	same
}

@test "a mark waits for 30 s after the commit before, no longer" {
	lines 1 30 >log
	once step=100
	lines 31 40 >>log
	marked state log step=5 pause=60 | agg &
	sleep 28
	assert_equal "$(generation)" 1
	wait_for 4 eval '[ "$(generation)" = 2 ]' ||
	    fail "no commit after 30 s"
	assert_equal "$(totals state)" "$(lines 1 35 | totals -r)"
	kill %%
	wait
}

@test "a live pipe, no marks: what was committed stays, the rest is lost" {
	# live FROM: the pipe, from that line of the log on; $agg is its end.
	live()
	{
		rm -f raw events
		mkfifo raw events
		later sh -c "exec tail -n +$1 -F log >raw"
		tail=$(tail -n 1 pids)
		later sh -c 'exec mlog-parse <raw >events'
		later sh -c "exec mlog-agg --no-own -r '$rules' -s state <events"
		agg=$(tail -n 1 pids)
	}
	local agg tail
	lines 1 100 >log
	live 1
	wait_for 10 test -s state
	lines 101 150 >>log
	sleep 0.5
	kill -KILL "$agg"
	assert_equal "$(totals state)" "$(lines 1 100 | totals -r)"
	stop_all
	# At 150 again, from where nobody kept its place.
	live 151
	lines 151 160 >>log
	sleep 0.5
	assert_equal "$(totals state)" "$(lines 1 100 | totals -r)"
	kill "$tail"
	wait "$agg"
	assert_equal "$(totals state)" \
	    "$({ lines 1 100; lines 151 160; } | totals -r)"
	# Long after the last commit it comes with what was read.
	touch -d '1 minute ago' state
	live 161
	lines 161 170 >>log
	wait_for 10 eval '[ "$(totals state)" = "$({ lines 1 100
	    lines 151 170; } | totals -r)" ]'
}

@test "SIGTERM and SIGINT end it in order" {
	local sig agg code
	begin_agg()
	{
		later mlog-agg --no-own -r "$rules" -s state pipe
		agg=$(tail -n 1 pids)
		wait_for 5 test -s state
		kill -"$sig" "$agg"
		code=0
		wait "$agg" || code=$?
		stop_all
		rm pipe
	}
	lines 1 10 >log
	for sig in TERM INT; do
		rm -f state*
		mkfifo pipe
		later sh -c "exec python3 '$root/tests/state/marked.py' \
		    state log step=4 pause=30 >pipe"
		begin_agg
		assert_equal "$code" 75
		assert_equal "$(totals state)" "$(lines 1 4 | totals -r)"
		once
		same
		# Its writer ends in order too.
		rm state*
		mkfifo pipe
		marked state log end=no >in
		later sh -c 'exec >pipe; cat in; sleep 1
		    echo "{\"@mlog\":\"end\"}"'
		begin_agg
		assert_equal "$code" 0
		same
		# Without marks: what came counts.
		rm state*
		mkfifo pipe
		later sh -c 'exec >pipe; cat log; exec sleep 30'
		begin_agg
		assert_equal "$code" 0
		same
	done
}

@test "50 runs at once: each exits 0 or 75, none counts twice" {
	local i n to=0
	for n in 1 2 ${LONG:+3 4 5}; do
		lines $((to + 1)) $((to + 300)) >>log
		to=$((to + 300))
		for i in {1..50}; do
			(
				code=0
				marked state log step=50 2>/dev/null |
				    agg 2>/dev/null || code=$?
				echo "$code" >"code.$i"
			) &
		done
		wait
		run sort -u code.*
		[[ $output =~ ^0($'\n'75)?$ ]] || fail "exit codes: $output"
		assert_equal "$(cat code.* | wc -l)" 50
		same
	done
}
