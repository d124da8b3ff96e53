#!/usr/bin/env bats
# JSONTestSuite and the naughty strings through mlog-parse, as lines of a log.

load helper

setup()
{
	suite=${SUITES:-$root/../shared/suites}/JSONTestSuite
	naughty=${SUITES:-$root/../shared/suites}/naughty-strings/blns.json
	at_tmp
}

need()
{
	[ -e "$1" ] || skip "SUITES has no ${1##*/}"
}

# Each text of the suite as the value of a member, a line each. Texts with a
# newline of their own are no line of a log: unit/test_json has them.
lines_of()
{
	local f
	for f in "$suite"/test_parsing/"$1"_*.json; do
		[ "$(tr -dc '\n' <"$f" | wc -c)" -eq 0 ] || continue
		printf '{"v":'
		cat "$f"
		printf '}\n'
	done
}

@test "every valid text is accepted, and its bytes come through" {
	need "$suite"
	lines_of y >in
	mlog-parse --strict in >out 2>err
	[ ! -s err ]
	jq -c . in >want
	jq -c . out >got
	cmp want got
	[ "$(wc -l <out)" -ge 80 ]
}

@test "every invalid text is refused and counted, whatever stands around it" {
	need "$suite"
	local total
	lines_of n >in
	total=$(grep -ac . in)
	[ "$total" -ge 150 ]
	{ echo '{"n":1}'; cat in; echo '{"n":2}'; } >mixed
	run --separate-stderr mlog-parse --strict -x refused mixed
	assert_equal "$status" 1
	# Some texts are only wrong alone: in the braces they are an object.
	mlog-parse --strict mixed >out 2>/dev/null || true
	jq -e . out >/dev/null
	[ "$(head -n 1 out)" = '{"n":1}' ]
	[ "$(tail -n 1 out)" = '{"n":2}' ]
	[ $(($(wc -l <out) + $(wc -l <refused))) -eq $((total + 2)) ]
	[ "$(wc -l <out)" -le 4 ]
}

@test "what the suite leaves open never stops the stream" {
	need "$suite"
	lines_of i >in
	echo '{"last":true}' >>in
	mlog-parse -q in >out
	[ "$(tail -n 1 out)" = '{"last":true}' ]
	iconv -f UTF-8 -t UTF-8 out >/dev/null
}

@test "numbers and keys keep their spelling" {
	need "$suite"
	local f
	for f in "$suite"/test_transform/number_*.json; do
		printf '{"v":%s}\n' "$(tr -d '\n' <"$f")"
	done >in
	mlog-parse --strict in >out
	sed 's/ //g' in >want
	cmp want out
}

@test "naughty strings come through as event names, labels and keys" {
	need "$naughty"
	jq -c '.[] | {level: "info", severity: 9, event: ., s: .,
	    ("k" + .): 1}' "$naughty" >in
	mlog-parse --strict in >out
	cmp in out
	mlog-agg --no-own --now 2026-11-21T00:00:00Z \
	    -e 'counter n by s' out >snap
	jq -r 'select(.name == "n") | .labels.s // ""' snap |
		LC_ALL=C sort >got
	# Rules take "-" for a missing value (mlog-rules.5).
	jq -r '.[] | if . == "-" then "" else . end' "$naughty" |
		LC_ALL=C sort -u >want
	cmp want got
}
