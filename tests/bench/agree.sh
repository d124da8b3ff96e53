# shellcheck shell=sh disable=SC2154,SC2034,SC2046,SC2086
# Before anything is timed: the programs must say the same of the same lines.
# Read by run.sh; stops the run where they do not.

disagree()
{
	echo "bench: $1 and $2 disagree, line by line:" >&2
	diff want got | head -n 6 >&2
	exit 1
}

# answer_of ROW FILE: what the row's program says, as one text, in `got`. The
# bytes of the first row need that only once.
answer_of()
{
	sh -c "$(command_of "$1" "$2")" >raw
	if [ -e want ] && cmp -s raw raw-first; then
		cp want got
	else
		python3 "$here/canon.py" $eight <raw >got
	fi
}

# same_answers FILE ROW...
same_answers()
{
	of=$1
	first=$2
	shift
	rm -f want
	for row; do
		answer_of "$row" "$of"
		if [ ! -e want ]; then
			cp got want
			cp raw raw-first
		fi
		cmp -s got want || disagree "$first" "$row"
	done
	echo "answers: $(wc -l <want) of $(wc -l <"$of") lines," \
	    "the same from $*"
}

# The rows asked for that are among these.
asked()
{
	for row; do
		if among "$row"; then
			echo "$row"
		fi
	done
}

# Some programs stop at a damaged line, or write one for it: they get none.
check_answers()
{
	head -n "$sample" "$damaged" >sample-damaged.log
	head -n "$sample" "$log" >sample.log
	scans=$(kernels | sed 's/^/keep-/')
	same_answers sample-damaged.log keep $(asked $scans whole \
	    simdjson-od simdjson jansson jansson-whole) \
	    $(asked jq | sed 's/$/-skip/')
	same_answers sample.log keep $(asked $scans jq duckdb duckdb-2 miller)
}

# The lines of an exposition that must be the same.
requests_of()
{
	grep -E '^request(s_total|_duration_seconds_count)\{' | sort
}

# What the pipe counts, from events of the rules' members and from whole ones,
# and by mtail.
check_counts()
{
	among agg || among mtail || return 0
	sh -c "$(command_of agg sample.log)" | mlog-prom | requests_of >want
	sh -c "$(command_of whole sample.log)" |
	    mlog-agg -q --no-own -r "$rules" | mlog-prom | requests_of >got
	cmp -s want got || disagree agg whole
	if among mtail; then
		sh -c "$(command_of mtail sample.log)" | requests_of >got
		cmp -s want got || disagree agg mtail
	fi
	n=$(awk '/^requests_total/ { n += $NF } END { print n + 0 }' want)
	[ "$n" -eq "$(grep -c '"event": *"http.request"' sample.log)" ] || {
		echo "bench: the pipe counted $n requests" >&2
		exit 1
	}
	echo "answers: $n requests, counted alike by agg" $(asked mtail)
}

# The named events by name and level, of an exposition or of lines EVENT LEVEL
# N, with mlog's names of levels. Lines of other dialects have no such name.
folds_of()
{
	sed -n -e 's/^events_total{event="\(.*\)",level="\(.*\)"} /\1 \2 /' \
	    -e 's/ warning / warn /' -e '/^null /d' \
	    -e '/^[a-z][a-z.]* [a-z][a-z]* [0-9]*$/p' | sort
}

check_folds()
{
	among fold || return 0
	sh -c "$(command_of fold sample.log)" | mlog-prom | folds_of >want
	n=$(awk '{ n += $NF } END { print n + 0 }' want)
	[ "$n" -eq "$(grep -c '"event": *"[a-z]' sample.log)" ] || {
		echo "bench: the fold counted $n events" >&2
		exit 1
	}
	for row in $(asked logs-1 logs-2); do
		sh -c "$(command_of "$row" sample.log)" | mlog-prom |
		    folds_of >got
		cmp -s want got || disagree fold "$row"
	done
	for row in $(asked fold-simdjson-od fold-simdjson fold-jq \
	    fold-mtail fold-duckdb); do
		sh -c "$(command_of "$row" sample.log)" | folds_of >got
		cmp -s want got || disagree fold "$row"
	done
	echo "answers: $n events folded, counted alike by" \
	    $(asked fold logs-1 logs-2 fold-simdjson-od fold-simdjson \
	    fold-jq fold-mtail fold-duckdb)
}
