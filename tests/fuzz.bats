#!/usr/bin/env bats
# The fuzz targets, for a few seconds each; LONG=1 for twenty minutes.

load helper

setup()
{
	seconds=${FUZZ_SECONDS:-5}
	[ -z "${LONG:-}" ] || seconds=${FUZZ_SECONDS:-1200}
}

fuzz()
{
	FUZZ_SECONDS=$seconds run sh "$root/tests/fuzz/run.sh" "$1"
	assert_success
}

@test "any bytes through every kernel of the scanner" {
	fuzz scan
}

@test "any bytes through the JSON reader" {
	fuzz json
}

@test "any text means to the reader what it means to jansson" {
	fuzz jansson
}

@test "any record to an event, once and twice" {
	fuzz logline
}

@test "any snapshot is refused or reads and writes alike" {
	fuzz snapfile
}

@test "any exposition is refused or becomes a snapshot" {
	fuzz expo
}

@test "any snapshots are merged, subtracted and shown, or refused" {
	fuzz merge
}

@test "any state is refused, or is counted on from" {
	fuzz thaw
}

@test "any rules are refused with a place, or can be run" {
	fuzz rules
}

@test "any request head is parsed within its limits" {
	fuzz http
}

@test "any answer of a collector becomes clean words" {
	fuzz answer
}

@test "any event stream to requests that decoders take" {
	fuzz otlp
}

@test "a target that finds something fails" {
	printf '#include <stddef.h>\n#include <stdlib.h>\n%s\n' \
	    'int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
	    { if (n > 1 && p[0] == 91) abort(); return 0; }' \
	    >"$BATS_TEST_TMPDIR/bad.c"
	clang -fsanitize=fuzzer -o "$BATS_TEST_TMPDIR/bad" \
	    "$BATS_TEST_TMPDIR/bad.c"
	cd "$BATS_TEST_TMPDIR"
	# What is found new is written to the first folder.
	mkdir new
	run ./bad -max_total_time=5 new "$root/tests/corpus"
	assert_failure
}
