# What the tests of mlog-agg --state share: `load state` behind `load helper`.
# rules is the file of rules.

# lines FROM TO: events of these numbers.
lines()
{
	awk -v from="$1" -v to="$2" -f "$root/tests/state/lines.awk"
}

marked()
{
	python3 "$root/tests/state/marked.py" "$@"
}

agg()
{
	mlog-agg --no-own -r "$rules" -s state "$@"
}

totals()
{
	python3 "$root/tests/state/totals.py" "$@"
}

# same: the state counts what log holds.
same()
{
	assert_equal "$(totals state)" "$(totals -r <log)"
}

# once OPTION...: one run of the pair.
once()
{
	marked state log "$@" | agg
}

generation()
{
	jq -r 'select(."@mlog" == "snapshot").generation' "${1:-state}"
}
