#!/usr/bin/env bats
# The golden cases: tests/golden/CMD/NAME holds args (one shell line), in
# (standard input, else empty), out and err (exact, where they are there) and
# code (else 0). A case runs in a copy of its folder.

load helper

# One case; prints what differs.
golden_case()
{
	local cmd=$1 dir=$2 tmp=$BATS_TEST_TMPDIR/case code=0 bad=0 want f
	rm -rf "$tmp"
	cp -R "$dir" "$tmp"
	[ -e "$tmp/in" ] || : >"$tmp/in"
	(
		cd "$tmp" || exit 99
		sh -c "$cmd $(cat args 2>/dev/null)" <in >got.out 2>got.err
	) || code=$?
	want=$(cat "$tmp/code" 2>/dev/null || echo 0)
	if [ "$code" -ne "$want" ]; then
		echo "exit code $code, wanted $want"
		cat "$tmp/got.err"
		bad=1
	fi
	for f in out err; do
		[ -e "$tmp/$f" ] || continue
		diff -u "$tmp/$f" "$tmp/got.$f" || bad=1
	done
	return "$bad"
}

golden()
{
	local cmd=$1 dir n=0 bad=0
	for dir in "$root/tests/golden/$cmd"/*/; do
		[ -d "$dir" ] || continue
		n=$((n + 1))
		golden_case "$cmd" "${dir%/}" >"$BATS_TEST_TMPDIR/diff" ||
		    { bad=$((bad + 1))
		    echo "--- $cmd/$(basename "$dir")"
		    cat "$BATS_TEST_TMPDIR/diff"; }
	done
	echo "# $cmd: $n golden cases, $bad failed" >&3
	[ "$n" -gt 0 ] || fail "no case below tests/golden/$cmd"
	[ "$bad" -eq 0 ] || fail "$bad of $n cases"
}

@test "golden cases of mlog-parse" {
	golden mlog-parse
}

@test "golden cases of mlog-agg" {
	golden mlog-agg
}

@test "golden cases of the sinks" {
	local cmd
	for cmd in mlog-prom mlog-otlp; do
		[ ! -d "$root/tests/golden/$cmd" ] || golden "$cmd"
	done
}

@test "each golden case belongs to a command and says what it expects" {
	local dir
	for dir in "$root"/tests/golden/mlog-*/*/; do
		[ -d "$dir" ] || continue
		[ -e "$dir/out" ] || [ -e "$dir/err" ] || [ -e "$dir/code" ] ||
		    fail "$dir expects nothing"
		[ -e "$dir/args" ] || fail "$dir has no args"
	done
}
