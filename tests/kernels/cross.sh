#!/bin/sh
# usage: sh tests/kernels/cross.sh MACHINE [FILE...]
# Builds the comparison of the kernels, and the unit tests of what they need,
# for another processor (aarch64, s390x: one with NEON, one that stores the
# high byte first), and runs them under qemu's user emulation. FILEs are texts
# for the comparison. Needs what `tests/deps.sh cross` installs.
set -eu

cd "$(dirname "$0")/../.."
machine=${1:?usage: cross.sh MACHINE [FILE...]}
shift
cc=$machine-linux-gnu-gcc
qemu=qemu-$machine
seconds=${KERNELS_SECONDS:-60}
out=build/cross/$machine
for program in "$cc" "$qemu"; do
	command -v "$program" >/dev/null 2>&1 || {
		echo "cross: $program is not installed" >&2
		exit 2
	}
done

unset MAKEFLAGS MAKELEVEL MFLAGS
mk() {
	"${MAKE:-make}" -s V=1 SAN= B="$out" CC="$cc" ALL_LDFLAGS=-static "$@"
}

# What wants a library of that processor is left out.
units='json lines num scan stamp str'
objects=
for f in $(grep -LE '<(xxhash|zlib)' lib/base/*.c) lib/json/*.c; do
	objects="$objects $out/${f%.c}.o"
done
tests=
for u in $units; do
	tests="$tests $out/tests/unit/test_$u.o"
done
# shellcheck disable=SC2086
mk "$out/kernels" $objects $tests
rm -f "$out/lib.a"
# shellcheck disable=SC2086
"$machine-linux-gnu-ar" rcD "$out/lib.a" $objects

"$qemu" "$out/kernels" -s "${KERNELS_SEED:-1}" -t "$seconds" "$@"
for u in $units; do
	"$cc" -static -o "$out/test_$u" "$out/tests/unit/test_$u.o" \
	    "$out/lib.a" -lm
	printf '%s: ' "test_$u"
	SUITES=${SUITES:-../shared/suites} "$qemu" "$out/test_$u"
done
