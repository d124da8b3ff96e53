#!/usr/bin/env bats
# A commit of mlog-agg --state with a fault in it: calls that fail or are never
# returned from, damage, a full disk, a power cut. The long form (LONG=1)
# tries all bits.

load helper
load state

now=2026-11-21T12:00:00Z

setup()
{
	at_tmp
	# The numbers of small files, of which there are many, are not about
	# how fast a disk is.
	if [ -d /dev/shm ] && [ -w /dev/shm ]; then
		fast=$(mktemp -d /dev/shm/mlog.XXXXXX)
		cd "$fast"
	fi
	rules=$root/tests/state/numbered.rules
	lines 1 90 >log
}

teardown()
{
	[ -z "${fast:-}" ] || rm -rf "$fast"
}

@test "KILL, ENOSPC, EIO and EINTR at each system call of a commit" {
	local every=1
	traced
	case ${BUILD##*/} in
	san*)	[ -n "${LONG:-}" ] || every=5 ;;
	esac
	run python3 "$root/tests/state/inject.py" "$now" "$rules" log $every
	echo "# ${lines[-1]}" >&3
	assert_success
}

@test "each byte of a state flipped, each length it can be cut to" {
	head -n 20 "$rules" >few.rules
	run python3 "$root/tests/state/damage.py" "$now" few.rules log \
	    ${LONG:+bits}
	echo "# ${lines[-1]}" >&3
	assert_success
}

@test "a power cut leaves the old state or the new one" {
	traced
	run python3 "$root/tests/state/powercut.py" "$now" "$rules" log
	echo "# ${lines[-1]}" >&3
	assert_success
}

# fill_up FOLDER: counts into a state there until that fails, makes room, and
# has the next run catch up.
fill_up()
{
	local n=0 to=90 code
	agg()
	{
		python3 "$root/tests/state/marked.py" "$1/state" log step=30 |
		    mlog-agg --no-own -e 'counter lines' \
		    -e 'counter each by n limit 100000' -s "$1/state"
	}
	head -c 16384 /dev/zero >"$1/filler"
	while agg "$1" 2>err; do
		cp "$1/state" good
		totals good | grep -q "^$to "
		n=$((n + 1))
		[ "$n" -lt 100 ]
		lines $((to + 1)) $((to + 30)) >>log
		to=$((to + 30))
	done
	[ "$n" -gt 0 ]
	code=0
	agg "$1" 2>err || code=$?
	cat err
	[ "$code" -eq 2 ]
	grep -q "$2" err
	cmp "$1/state" good
	[ -z "$(ls "$1"/state.tmp.* 2>/dev/null)" ]
	rm "$1/filler"
	agg "$1"
	totals "$1/state" | grep -q "^$to "
	[ "$(grep -c '"name":"each"' "$1/state")" -eq "$to" ]
	echo "# full after $n commits, caught up" >&3
}

@test "a full disk: exit 2, the old state intact, and the next run catches up" {
	namespaces m
	mkdir disk
	export -f fill_up lines totals
	export root
	unshare "$apart" bash -c 'set -e
	    mount -t tmpfs -o size=64k none disk
	    fill_up disk "No space left"' 3>&3
}

@test "a file that may not grow: exit 2, the old state intact" {
	limited()
	{
		(
			trap '' XFSZ
			ulimit -S -f "$1"
			python3 "$root/tests/state/marked.py" state log |
			    mlog-agg --no-own -r "$rules" -s state
		)
	}
	limited 100
	cp state good
	lines 91 100 >>log
	run -2 limited 1
	assert_output --partial 'File too large'
	cmp state good
	assert_equal "$(ls state*)" "$(printf '%s\n' state state.lock)"
	limited 100
	assert_equal "$(totals state)" "$(totals -r <log)"
}
