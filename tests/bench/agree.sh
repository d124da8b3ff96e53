# shellcheck shell=sh disable=SC2154,SC2034,SC2086
# Before anything is timed: the programs must say the same of the same lines.
# Read by run.sh; stops the run where they do not.

disagree()
{
	echo "bench: $1 and mlog-parse -k disagree, line by line:" >&2
	diff want got | head -n 6 >&2
	exit 1
}

# answer_of ROW FILE: what the row's program says, as one text, in `got`.
answer_of()
{
	sh -c "$(command_of "$1" "$2")" >raw
	python3 "$here/canon.py" $eight <raw >got
}

# The lines that are whole are the same for all: those that can skip damaged
# lines get a log that has them.
check_answers()
{
	head -n "$sample" "$damaged" >sample-damaged.log
	head -n "$sample" "$log" >sample.log
	for of in sample-damaged.log sample.log; do
		rm -f want
		agreed=
		for row in $(answering "$of"); do
			answer_of "$row" "$of"
			[ -e want ] || cp got want
			cmp -s got want || disagree "$row"
			agreed="$agreed $row"
		done
		[ -z "$agreed" ] || echo "answers: $(wc -l <want) of" \
		    "$(wc -l <"$of") lines, the same from$agreed"
	done
}

# The rows whose answers are compared: each program and kernel once.
answering()
{
	for row in keep $rows; do
		case $row in
		keep-* | simdjson* | jansson) echo "$row" ;;
		jq) [ "$1" != sample.log ] || echo "$row" ;;
		keep) [ -n "${listed-}" ] || echo "$row"; listed=1 ;;
		esac
	done
}
