#!/usr/bin/env bats
# The suite itself: what tests/run.sh counts, and what it lets pass on CI.

load helper

setup()
{
	at_tmp
	unset LONG
	tests some 'passes: :' 'for want of a suite: suites none/such; false' \
	    'for want of a right: impossible "no such right"; false'
}

# tests NAME TEST...: NAME.bats with these tests, each "TITLE: COMMANDS".
tests()
{
	local name=$1

	shift
	echo "load $root/tests/helper.bash" >"$name.bats"
	printf '%s\n' "$@" |
	    sed 's/^\([^:]*\): \(.*\)/@test "\1" { \2; }/' >>"$name.bats"
}

# suite FILE...: run.sh, as it runs where no bats is around it.
suite()
{
	(
		PATH=${PATH//"$BATS_LIBEXEC:"/}
		unset "${!BATS_@}"
		CI=${ci:-} sh "$root/tests/run.sh" "$@" 3>&-
	)
}

@test "what cannot be run is counted as skipped, on CI too" {
	for ci in '' true; do
		run -0 suite "$PWD/some.bats"
		assert_line --partial '# skip SUITES has no none/such'
		assert_line --partial '# skip not possible here: no such right'
		assert_line --index -1 '1 passed, 0 failed, 2 skipped'
	done
}

@test "any other reason to skip is a failure on CI" {
	tests other 'passes: :' 'no SUITES: skip "a mood of SUITES"' \
	    'not possible here: skip'
	run -0 suite "$PWD/other.bats"
	assert_line --index -1 '1 passed, 0 failed, 2 skipped'
	ci=true
	run -1 suite "$PWD/other.bats" "$PWD/some.bats"
	assert_line --index -1 '2 passed, 2 failed, 2 skipped'
	assert_line --regexp '^# other.bats: skipped on CI: .* mood of SUITES$'
}

@test "a unit test says what it leaves out" {
	SUITES=$PWD/nowhere ci=true
	run -0 suite test_json
	assert_line 'ok unit/test_json'
	assert_line 'ok unit/test_json # skip SUITES has no JSONTestSuite'
	assert_line --index -1 '1 passed, 0 failed, 2 skipped'
	mkdir unit
	printf '#!/bin/sh\necho "skip: no mood"\necho "1 checks, 0 failed"\n' \
	    >unit/test_moody
	chmod +x unit/test_moody
	BUILD=$PWD
	run -1 suite "$PWD/unit/test_moody"
	assert_line --index -1 '1 passed, 1 failed'
}

@test "what fails, breaks off or runs nothing is a failure" {
	tests fails 'fails: false'
	run -1 suite "$PWD/fails.bats"
	assert_line --index -1 '0 passed, 1 failed'
	tests hangs 'ends: :' 'hangs: sleep 60'
	FILE_LIMIT=3 run -1 suite "$PWD/hangs.bats"
	assert_line '# hangs.bats: over 3 seconds'
	assert_line 'not ok hangs.bats broke off after 1 of 2 tests'
	: >empty.bats
	run -1 suite "$PWD/empty.bats"
}

@test "only the helper skips, and no test ends early as if it had passed" {
	cd "$root/tests"
	run grep -nE '(^|[;&|{]|then|else|do)[[:space:]]*skip([[:space:];]|$)' \
	    --exclude=run.bats *.bats *.bash */*.bash
	assert_equal "${#lines[@]}" 2
	assert_line --index 0 --partial 'helper.bash:'
	assert_line --index 1 --partial 'helper.bash:'
	run awk '/^@test/ { test = 1 } /^}/ { test = 0 }
	    test && /return( 0)?$/ { print FILENAME ":" FNR }' *.bats
	refute_output
}
