#!/usr/bin/env bats
# The kernels of the scanner: each against a byte-by-byte reference, and each
# through the whole of mlog-parse. LONG=1 takes minutes, and goes on to other
# processors under qemu.

load helper

setup()
{
	corpus=$root/tests/corpus
	seconds=2
	[ -z "${LONG:-}" ] || seconds=${KERNELS_SECONDS:-300}
	seed=${KERNELS_SEED:-$((RANDOM * 32768 + RANDOM + 1))}
	echo "KERNELS_SEED=$seed"	# shown when the test fails
	at_tmp
}

# The texts that there are, one path a line; the suites only where they are.
texts()
{
	ls "$corpus"/* "$root"/tests/golden/mlog-*/*/in
	ls "$SUITES"/JSONTestSuite/test_*/*.json \
	    "$SUITES"/naughty-strings/*.json 2>/dev/null || true
}

# kernels that this processor can run, one a line.
usable()
{
	kernels -l | sed -n 's/ usable$//p'
}

@test "each kernel finds what the byte-by-byte reference finds" {
	gen-bench -b 4M -s "$seed" >bench.log
	readarray -t files < <(texts)
	[ "${#files[@]}" -gt 40 ]
	run kernels -s "$seed" -t "$seconds" bench.log "${files[@]}"
	assert_success
	sed 's/^/# /' <<<"$output" >&3
	for name in $(usable); do
		assert_output --regexp "kernel $name: [0-9]{6,} texts, "
	done
	for name in $(kernels -l | sed -n 's/ unusable$//p'); do
		assert_line "kernel $name: this processor cannot run it"
	done
	assert_output --regexp 'kernel neon( \(emulated\))?: [0-9]{6,} texts'
}

@test "a kernel that is wrong in one thing is found, whatever it is" {
	run kernels -F "$corpus"/*
	assert_success
	assert_line 'NONE: not found'
	[ "$(grep -c ': found$' <<<"$output")" -ge 15 ]
}

# damaged SEED: the files on standard input with random bytes changed, left
# out and put in, JSON's own most of all.
damaged()
{
	python3 -c '
import random, sys
r = random.Random(int(sys.argv[1]))
b = bytearray(sys.stdin.buffer.read())
pieces = [b"\"", b"\\", b"\n", b"\\" * 63, b"\\" * 64, b"\\" * 65, b"\"\n\"",
    b"{", b"}", b"[", b"]", b":", b",", b"\x01", b"\xff", b"\t", b" " * 64]
for _ in range(len(b) // 150):
    i = r.randrange(len(b))
    k = r.randrange(4)
    b[i:i + k] = r.choice(pieces) if k else bytes([r.randrange(256)])
sys.stdout.buffer.write(b)' "$1"
}

# parses NAME INPUT...: all that comes of it, to NAME.*, by the kernel NAME.
parses()
{
	local name=$1 code=0

	shift
	MLOG_SCAN=$name mlog-parse -v -x "$name.rejects" "$@" \
	    >"$name.out" 2>"$name.err" || code=$?
	MLOG_SCAN=$name mlog-parse --strict -q --max-line 500 "$@" \
	    >>"$name.out" 2>>"$name.err" || code=$code.$?
	MLOG_SCAN=$name mlog-parse -q --invalid pass -k event,level,a.b,n \
	    <"$1" >>"$name.out" 2>>"$name.err" || code=$code.$?
	echo "$code" >"$name.code"
}

@test "mlog-parse writes the same bytes by every kernel" {
	gen-bench -b 3M -s "$seed" >bench.log
	texts | xargs cat >all
	cat all bench.log | damaged "$seed" >bad
	parses scalar bad all bench.log
	[ "$(wc -l <scalar.out)" -gt 10000 ]
	[ "$(wc -l <scalar.rejects)" -gt 100 ]
	for name in $(usable); do
		parses "$name" bad all bench.log
		for part in out err rejects code; do
			cmp "scalar.$part" "$name.$part"
		done
	done
}

@test "mlog-parse writes the same bytes however the input is cut" {
	cat "$corpus"/* "$corpus"/* | damaged "$seed" >bad
	mlog-parse -q bad >want
	[ -s want ]
	for name in $(usable); do
		for size in 1 63 64 65 1000; do
			dd bs="$size" if=bad 2>/dev/null |
			    MLOG_SCAN=$name mlog-parse -q >got
			cmp want got
		done
	done
}

@test "a kernel that is not there, or not for this processor, is exit 2" {
	run --separate-stderr env MLOG_SCAN=nosuch mlog-parse /dev/null
	assert_equal "$status" 2
	[[ $stderr == *'no kernel "nosuch"'* ]]
	for name in $(kernels -l | cut -d ' ' -f 1); do
		[[ $stderr == *" $name"* ]]
	done
	for name in $(kernels -l | sed -n 's/ unusable$//p'); do
		run --separate-stderr env MLOG_SCAN="$name" \
		    mlog-parse /dev/null
		assert_equal "$status" 2
		[[ $stderr == *"cannot run"*"$name"* ]]
	done
	MLOG_SCAN='' mlog-parse /dev/null
}

# cross MACHINE: the comparison and its unit tests on another processor.
cross()
{
	readarray -t files < <(texts)
	sh "$root/tests/deps.sh" cross
	KERNELS_SEED=$seed KERNELS_SECONDS=60 run \
	    sh "$root/tests/kernels/cross.sh" "$1" "${files[@]}"
	assert_success
	sed 's/^/# /' <<<"$output" >&3
	assert_output --regexp 'kernel scalar: [0-9]{6,} texts'
	assert_output --regexp 'kernel neon( \(emulated\))?: [0-9]{6,} texts'
	[ "$(grep -c 'test_[a-z]*: [1-9][0-9]* checks, 0 failed' \
	    <<<"$output")" -eq 6 ]
}

@test "the same on 64-bit ARM, and where the high byte comes first" {
	# clang knows the real intrinsics everywhere; the C library's headers
	# are those at hand.
	local system
	system=$(gcc -print-multiarch)
	clang --target=aarch64-linux-gnu -fsyntax-only -std=c11 \
	    -D"__$(uname -m)__" -D_POSIX_C_SOURCE=200809L -I"$root/lib" \
	    -isystem "/usr/include/$system" -Wall -Wextra -Wconversion \
	    -Werror "$root/lib/json/scan_neon.c"
	if [ -n "${LONG:-}" ]; then
		cross s390x
		cross aarch64
		assert_output --regexp 'kernel neon: [0-9]{6,} texts'
	fi
}
