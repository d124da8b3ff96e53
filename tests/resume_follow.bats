#!/usr/bin/env bats
# mlog-parse --follow, and runs that are killed at random: each line once, with
# rotations meanwhile.

load helper
load resume

setup()
{
	at_tmp
	n=0
}

teardown()
{
	stop_all
}

# has N: whether the stream has the line with that number.
has()
{
	grep -q "\"n\":$1}" stream
}

@test "--follow stays, through rotation of all kinds" {
	put a.log 1
	later mlog-parse --resume S --follow 'a.log*' >stream 2>err
	wait_for 10 has 1
	put a.log 1
	wait_for 10 has 2
	mv a.log a.log.1
	put a.log.1 1
	put a.log 1
	wait_for 10 has 4
	cp a.log a.log.2
	: >a.log
	put a.log 1
	wait_for 10 has 5
	gzip a.log.1
	rm a.log
	put a.log 1
	wait_for 10 has 6
	put b.log 1
	mv b.log a.log.3
	wait_for 10 has 7
	pid=$(cat pids)
	kill "$pid"
	wait_for 10 grep -q '{"@mlog":"end"}' stream
	rm pids
	run jq -s -c '[.[] | .n // empty]' stream
	assert_output "[1,2,3,4,5,6,7]"
	quiet
	mlog-agg -e 'counter n' --state S <stream
	expect "" 'a.log*'
}

@test "--follow of a plain name goes through rotation too" {
	put a.log.1 1
	put a.log 1
	later mlog-parse --resume S --follow a.log >stream 2>err
	wait_for 10 has 2
	put a.log 1
	mv a.log.1 a.log.3
	mv a.log a.log.2
	put a.log.2 1
	put a.log.1 1
	put a.log 1
	wait_for 10 has 6
	gzip a.log.2
	cp a.log a.log.0
	: >a.log
	put a.log 1
	wait_for 10 has 7
	kill "$(cat pids)"
	wait_for 10 grep -q '{"@mlog":"end"}' stream
	rm pids
	run jq -s -c '[.[] | .n // empty]' stream
	assert_output "[2,3,4,5,6,7]"
	quiet
	mlog-agg -e 'counter n' --state S <stream
	expect "" a.log
}

@test "--follow of a log whose first line comes in pieces" {
	local long

	long=$(printf '%02000d' 0)
	later mlog-parse --resume S --follow 'a.log*' >stream 2>err
	printf '{"event":"e",' >a.log
	sleep 0.6
	printf '"pad":"%s",' "$long" >>a.log
	sleep 0.6
	printf '"n":1}\n' >>a.log
	n=1
	wait_for 10 has 1
	kill "$(cat pids)"
	wait_for 10 grep -q '{"@mlog":"end"}' stream
	rm pids
	run jq -r '.inputs[]?.head' stream
	assert_output "$(head -c 1024 a.log | xxh64sum | cut -d ' ' -f 1)"
	mlog-agg -e 'counter n' --state S <stream
	: >err
	put a.log 1
	expect 2 'a.log*'
	quiet
}

@test "--follow alone writes no marks, and waits for its file" {
	later mlog-parse --follow a.log >stream 2>err
	sleep 0.5
	put a.log 2
	wait_for 10 has 2
	stop_all
	[ "$(wc -l <stream)" -eq 2 ]
	run cat err
	assert_output "mlog-parse: a.log: No such file or directory"
}

@test "--follow ends when its reader has gone" {
	put a.log 1
	for option in "--resume S" ""; do
		bash -c "set +o pipefail
		    timeout 20 mlog-parse $option --follow a.log 2>err |
		    head -n 1 >/dev/null; echo \${PIPESTATUS[0]} >code"
		assert_equal "$(cat code)" 141
		quiet
	done
}

@test "killed at random among rotations: every line once" {
	rounds=60
	[ -z "${LONG:-}" ] || rounds=3000
	for seed in 1 2; do
		mkdir loop
		run bash -c "cd loop &&
		    python3 '$root/tests/resume/loop.py' $seed $rounds"
		assert_success
		echo "# $output" >&3
		rm -r loop
	done
}

@test "killed at random, mlog-agg too: every line once" {
	rounds=40
	[ -z "${LONG:-}" ] || rounds=2000
	for follow in "" follow; do
		mkdir loop
		run bash -c "cd loop && python3 '$root/tests/resume/loop.py' \
		    4 $rounds $follow pair 2>/dev/null"
		assert_success
		echo "# $output" >&3
		rm -r loop
		rounds=$((rounds / 10))
	done
}

@test "killed at random while it follows: every line once" {
	rounds=6
	[ -z "${LONG:-}" ] || rounds=150
	mkdir loop
	run bash -c "cd loop &&
	    python3 '$root/tests/resume/loop.py' 3 $rounds follow"
	assert_success
	echo "# $output" >&3
}
