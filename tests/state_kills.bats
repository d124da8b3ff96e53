#!/usr/bin/env bats
# The whole pipe, killed at random among rotations. The long form (LONG=1) has
# 10,000 kills, 2,000 rotations and 10 million lines.

load helper

setup()
{
	at_tmp
}

@test "kill -9 of either or both at random: each line counts once" {
	local seed=${SEED:-$RANDOM} kills=200 lines_=20002
	[ -z "${LONG:-}" ] || { kills=10000 lines_=10000002; }
	echo "# seed $seed" >&3
	run python3 "$root/tests/state/killloop.py" "$seed" \
	    "$kills" "$lines_"
	echo "# ${lines[-1]}" >&3
	assert_success
}

@test "the same with --follow, which stays until it is killed" {
	local seed=${SEED:-$RANDOM} kills=8
	[ -z "${LONG:-}" ] || kills=200
	echo "# seed $seed" >&3
	run python3 "$root/tests/state/killloop.py" "$seed" "$kills" \
	    $((kills * 2500 + 2)) follow
	echo "# ${lines[-1]}" >&3
	assert_success
}

@test "the same with the log's own name for an operand, no pattern" {
	local seed=${SEED:-$RANDOM} kills=100
	[ -z "${LONG:-}" ] || kills=2000
	echo "# seed $seed" >&3
	run python3 "$root/tests/state/killloop.py" "$seed" "$kills" \
	    $((kills * 100 + 2)) plain
	echo "# ${lines[-1]}" >&3
	assert_success
}

@test "what logtail2 and jq make of it, for comparison" {
	fetch_tools logtail
	# It is not installed, so it looks in another place.
	sed "s|/usr/share/logtail|$root/build/tools/root&|g" \
	    "$root/build/tools/root/usr/sbin/logtail2" >logtail2
	run python3 "$root/tests/state/killloop.py" 1 61 20002 \
	    logtail2 "$PWD/logtail2"
	echo "# logtail2 | jq: ${lines[-1]}" >&3
	assert_success
	assert_output --partial '61 kills'
}
