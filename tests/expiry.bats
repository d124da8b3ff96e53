#!/usr/bin/env bats
# expire: what is forgotten, by the times of the events alone. How limits and
# events without times go with it is in kinds.bats.

load helper

setup()
{
	at_tmp
}

# plain SNAPSHOT: its series as the model prints them.
plain()
{
	jq -r 'select(.name) | "\(.name) \(.labels | tojson) \(.value)"' "$1" |
		sort
}

# forgets SEED: whatever was forgotten in between begins anew, in one run as in
# those that a state was carried through.
forgets()
{
	python3 "$root/tests/oracle/expiry.py" 300 "$1" r log >want
	[ "$(wc -l <want)" -gt 5 ]
	mlog-agg --no-own -r r log >one
	diff <(plain one) want
	rm -f st st.*
	split -l "${2:-37}" log part.
	for part in part.*; do
		mlog-agg --no-own -r r -s st --now "$(tail -n 1 "$part" |
			jq -r .time)" "$part"
	done
	rm part.*
	diff <(plain st) want
}

@test "what was silent for too long begins anew with its next event" {
	printf '{"time":"2026-11-21T%s:00Z","v":%d,"e":"%s"}\n' 10:00 9 o \
	    12:00 5 c >log
	run -0 mlog-agg --no-own -e 'gauge g max of v expire 1h' \
	    -e 'updown u up where e == "o" down where e == "c" expire 1h' log
	assert_line --partial '"name":"g","labels":{},"value":5,'
	assert_line --partial '"name":"u","labels":{},"value":-1,'
	run -0 mlog-agg --no-own -e 'gauge g max of v expire 2h' \
	    -e 'updown u up where e == "o" down where e == "c" expire 2h' log
	assert_line --partial '"name":"g","labels":{},"value":9,'
	assert_line --partial '"name":"u","labels":{},"value":0,'
}

@test "expiry is what a model of the page says, in one run or many" {
	local seed seeds='1 2 3 4 5 6'

	[ -z "${LONG:-}" ] || seeds=$(seq 200)
	for seed in $seeds; do
		forgets "$seed" $((seed * 11 % 60 + 1))
	done
}
