# What the tests of mlog-parse --resume share: `load resume` behind
# `load helper`. n is the number of the last line that was written.

# put FILE COUNT: appends so many numbered lines.
put()
{
	local i

	for ((i = 0; i < $2; i++)); do
		n=$((n + 1))
		echo "{\"event\":\"e\",\"n\":$n}" >>"$1"
	done
}

# step OPERAND...: a run, and its commit; sets $got to the numbers it read,
# $code, and leaves messages in err.
step()
{
	code=0
	mlog-parse --resume S "$@" >stream 2>err || code=$?
	mlog-agg -e 'counter n' --state S <stream
	got=$(jq -r 'select(has("@mlog") | not) | .n' stream | paste -sd ' ')
}

# expect NUMBERS OPERAND...
expect()
{
	local want=$1

	shift
	step "$@"
	assert_equal "$got" "$want"
	assert_equal "$code" 0
}

quiet()
{
	[ ! -s err ] || fail "$(cat err)"
}

# positions: what the state knows: name, offset, open or closed.
positions()
{
	jq -r 'select(.["@mlog"] == "input") |
	    "\(.input) \(.offset) \(.open)"' S
}
