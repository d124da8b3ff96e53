# Requests that nobody would write, to processes: tests/unit/test_heads makes
# them. A million in one process is that unit test's own run.

load helper
load serve

setup()
{
	at_tmp
	make_snap
	count=1000
	[ -z "${LONG:-}" ] || count=100000
	# The build of the moment for the driver, the sanitizers' for both.
	heads=$BUILD/unit/test_heads
	san=$root/build/san
	unset MAKEFLAGS MAKELEVEL MFLAGS
	${MAKE:-make} -s -C "$root" SAN=1 CC=gcc V=1 B=build/san \
		build/san/mlog-prom build/san/unit/test_heads 2>&1
}

@test "each of many odd heads gets one whole answer and exit 0" {
	run "$heads" -p $count 20261121 mlog-prom --serve --require-sandbox \
		app.snap
	assert_success
	assert_output "$((count + 2)) checks, 0 failed"
}

@test "the same with ASan and UBSan, tokens asked for" {
	(umask 077; printf 'a %064d\n' 0 >tokens)
	for options in '' '--auth tokens'; do
		run "$heads" -p $((count / 2)) 4711 "$san/mlog-prom" --serve \
			$options app.snap
		assert_success
		assert_output "$((count / 2 + 2)) checks, 0 failed"
	done
}

@test "a hundred thousand of them in one process under ASan" {
	run "$san/unit/test_heads" $((count * 100)) 99
	assert_success
	assert_output "$((count * 100 + 2)) checks, 0 failed"
}
