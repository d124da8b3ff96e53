#!/bin/sh
# usage: sh tests/fuzz/run.sh [TARGET]...
# Builds the fuzz targets (tests/fuzz/fuzz_TARGET.c; all of them) with clang
# and libFuzzer into $BUILD/fuzz, and runs each for FUZZ_SECONDS (5, with
# LONG=1 600) from the seeds of the corpus and the conformance suites. What is
# found stays in $BUILD/fuzz/TARGET, new inputs in TARGET.corpus.
set -eu

cd "$(dirname "$0")/../.."
BUILD=${BUILD:-build/release}
SUITES=${SUITES:-../shared/suites}
CLANG=${CLANG:-clang}
seconds=${FUZZ_SECONDS:-5}
[ -z "${LONG:-}" ] || seconds=${FUZZ_SECONDS:-600}
out=$BUILD/fuzz
flags='-std=c11 -D_POSIX_C_SOURCE=200809L -D_FILE_OFFSET_BITS=64 -Ilib -I.
-g -O1 -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined
-fno-sanitize-recover=all'

command -v "$CLANG" >/dev/null 2>&1 || {
	echo "fuzz: $CLANG is not installed" >&2
	exit 2
}
mkdir -p "$out/obj"
[ $# -gt 0 ] || set -- json logline snapfile

# What the targets need of the library, as objects of their own; one is made
# anew when it is older than its source or any header.
headers=$(ls -t lib/*/*.h | head -n 1)
objects=
for c in lib/base/*.c lib/json/*.c lib/event/*.c lib/snapshot/build.c \
    lib/snapshot/snap.c lib/snapshot/snapfile.c lib/snapshot/snapline.c \
    lib/snapshot/snapwrite.c; do
	# A kernel for a processor needs flags of its own.
	own=
	case $c in
	*_avx2.c) own='-mavx2 -mpclmul -mbmi' ;;
	*_avx512.c) own='-mavx512f -mavx512bw -mavx512vl -mavx512vbmi2
	    -mpclmul -mbmi' ;;
	esac
	o=$out/obj/$(echo "$c" | tr / _).o
	if [ ! -e "$o" ] || [ -n "$(find "$c" "$headers" -newer "$o")" ]; then
		# shellcheck disable=SC2086
		"$CLANG" $flags $own -c -o "$o" "$c"
	fi
	objects="$objects $o"
done

seeds=$out/seeds
mkdir -p "$seeds"
for f in tests/corpus/* "$SUITES"/JSONTestSuite/test_parsing/*.json; do
	[ ! -f "$f" ] || [ "$(wc -c <"$f")" -gt 20000 ] ||
	    cp "$f" "$seeds/$(basename "$f")"
done

for t; do
	# shellcheck disable=SC2086
	"$CLANG" $flags -fsanitize=fuzzer,address,undefined \
	    -o "$out/fuzz_$t" "tests/fuzz/fuzz_$t.c" $objects -lz -lm
	mkdir -p "$out/$t" "$out/$t.corpus"
	echo "fuzz: $t for $seconds s"
	"$out/fuzz_$t" -max_total_time="$seconds" -max_len=4096 \
	    -rss_limit_mb=2048 -timeout=10 -print_final_stats=0 \
	    -verbosity=0 -artifact_prefix="$out/$t/" \
	    "$out/$t.corpus" "$seeds" >"$out/$t.log" 2>&1 || {
		tail -n 40 "$out/$t.log" >&2
		echo "fuzz: $t failed; its input is in $out/$t" >&2
		exit 1
	}
done
