#!/bin/sh
# usage: sh tests/fuzz/run.sh [TARGET]...
# Builds the fuzz targets (tests/fuzz/fuzz_TARGET.c; all of them) with clang
# and libFuzzer into $BUILD/fuzz, and runs each for FUZZ_SECONDS (5, with
# LONG=1 1200) from the seeds of the corpus and the conformance suites. What is
# found stays in $BUILD/fuzz/TARGET (put it into tests/fuzz/found
# with the fix), new inputs in TARGET.corpus. FUZZ_FLAGS replaces the sanitizers
# (tests/coverage.sh does); FUZZ_SECONDS=0 only runs what is there already.
set -eu

cd "$(dirname "$0")/../.."
BUILD=${BUILD:-build/release}
SUITES=${SUITES:-../shared/suites}
CLANG=${CLANG:-clang}
seconds=${FUZZ_SECONDS:-5}
[ -z "${LONG:-}" ] || seconds=${FUZZ_SECONDS:-1200}
out=$BUILD/fuzz
flags='-g -O1 -fno-omit-frame-pointer'
sanitize='-fsanitize=address,undefined -fno-sanitize-recover=all'
flags="$flags ${FUZZ_FLAGS:-$sanitize}"
how=-max_total_time=$seconds
[ "$seconds" -gt 0 ] || how=-runs=0

command -v "$CLANG" >/dev/null 2>&1 || {
	echo "fuzz: $CLANG is not installed" >&2
	exit 2
}
mkdir -p "$out/obj"
[ $# -gt 0 ] || set -- answer expo http jansson json logline merge otlp rules \
    scan snapfile thaw

# The library as it is always built, but for the fuzzer.
unset MAKEFLAGS MAKELEVEL MFLAGS
"${MAKE:-make}" -s -j2 V=1 SAN= B="$out/lib" CC="$CLANG" \
	OPT="$flags -fsanitize=fuzzer-no-link" "$out/lib/libmlog.a"

seeds=$out/seeds
mkdir -p "$seeds"
for f in tests/corpus/* tests/fuzz/found/* tests/fuzz/seeds/* \
    tests/golden/rules/*.rules tests/golden/rules/*.json \
    tests/golden/mlog-parse/*/in tests/demo/*.rules \
    "$SUITES"/JSONTestSuite/test_*/*.json \
    "$SUITES"/OpenMetrics/tests/testdata/parsers/*/metrics; do
	[ ! -f "$f" ] || [ "$(wc -c <"$f")" -gt 20000 ] ||
	    cp "$f" "$seeds/$(echo "${f#"$SUITES"/}" | tr / _)"
done

# more TARGET: the other files that it is made of.
more() {
	case $1 in
	json|logline) echo tests/fuzz/grammar.c ;;
	scan) echo tests/kernels/reference.c tests/kernels/compare.c ;;
	esac
}

for t; do
	# shellcheck disable=SC2046,SC2086
	"$CLANG" -std=c11 -D_POSIX_C_SOURCE=200809L -Ilib -I. $flags \
	    -fsanitize=fuzzer -o "$out/fuzz_$t" "tests/fuzz/fuzz_$t.c" \
	    $(more "$t") "$out/lib/libmlog.a" -lprotobuf-c -ljansson \
	    -lpcre2-8 -lcurl -lz -lm
	mkdir -p "$out/$t" "$out/$t.corpus"
	echo "fuzz: $t for $seconds s"
	dict=
	case $t in
	jansson|json|logline|otlp|scan) dict=-dict=tests/fuzz/json.dict ;;
	rules) dict=-dict=tests/fuzz/rules.dict ;;
	esac
	# shellcheck disable=SC2086
	"$out/fuzz_$t" $dict "$how" -max_len=4096 \
	    -rss_limit_mb=2048 -timeout=10 -print_final_stats=0 \
	    -verbosity=0 -artifact_prefix="$out/$t/" \
	    "$out/$t.corpus" "$seeds" >"$out/$t.log" 2>&1 || {
		tail -n 40 "$out/$t.log" >&2
		echo "fuzz: $t failed; its input is in $out/$t" >&2
		exit 1
	}
done
