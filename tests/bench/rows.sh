# shellcheck shell=sh disable=SC2154,SC2034,SC2086
# What the benchmark runs: a row is a command, the log it reads and what it
# must have. Read by run.sh, which sets the variables.

# What every row takes of a record: these of an event of its own, and eight
# members more.
head='timestamp level event logger'
eight='method status duration_ms bytes cost model request_id user'
keys=$(echo "$eight" | tr ' ' ,)
jq_event="{time: .timestamp, level, event, logger, $keys}"

# The names of the kernels that this processor runs.
kernels()
{
	MLOG_SCAN='?' mlog-parse </dev/null 2>&1 |
	    sed -n 's/.*(there are: \(.*\))$/\1/p' | tr ' ' '\n' |
	    while read -r k; do
		if MLOG_SCAN=$k mlog-parse </dev/null 2>/dev/null; then
			echo "$k"
		fi
	done
}

# All rows, in the order of the table.
all_rows()
{
	echo wc keep
	kernels | sed 's/^/keep-/'
	echo damaged whole rules pipe agg fold logs-1 logs-2
	echo simdjson-od simdjson duckdb-2 duckdb jansson jansson-whole
	echo mtail jq miller
	echo fold-simdjson-od fold-simdjson fold-duckdb fold-mtail fold-jq
}

# The program that a row is of; where there is none the row is left out.
program_of()
{
	case $1 in
	simdjson*) echo rival-simdjson ;;
	fold-simdjson*) echo rival-fold ;;
	jansson*) echo rival-jansson ;;
	duckdb* | fold-duckdb) echo node ;;
	fold-jq) echo jq ;;
	fold-mtail) echo mtail ;;
	miller) echo mlr ;;
	wc | jq | mtail) echo "$1" ;;
	*) echo mlog-parse ;;
	esac
}

is_there()
{
	command -v "$(program_of "$1")" >/dev/null 2>&1 || return
	case $1 in
	duckdb* | fold-duckdb) [ -d "$NODE_PATH/@duckdb/node-api" ] ;;
	esac
}

# Of the rows, those that are not mlog's.
is_rival()
{
	[ "$(program_of "$1")" != mlog-parse ]
}

# The log that a row reads: those of the slow a slice of it.
log_of()
{
	case $1 in
	jansson* | jq | mtail | miller | fold-jq | fold-mtail) echo "$slice" ;;
	damaged) echo "$damaged" ;;
	*) echo "$log" ;;
	esac
}

# command_of ROW FILE: the shell command that reads FILE, without its output.
command_of()
{
	case $1 in
	wc) echo "$on wc -l $2" ;;
	keep | damaged) echo "$on mlog-parse -q -k $keys $2" ;;
	keep-*) echo "MLOG_SCAN=${1#keep-} $on mlog-parse -q -k $keys $2" ;;
	whole) echo "$on mlog-parse -q $2" ;;
	rules) echo "$on mlog-parse -q -r '$rules' $2" ;;
	pipe) echo "$on mlog-parse -q -k $keys $2 | $beside cat" ;;
	agg)
		echo "$on mlog-parse -q -r '$rules' $2 |" \
		    "$beside mlog-agg -q --no-own -r '$rules'"
		;;
	fold)
		echo "$on mlog-parse -q -r '$fold' $2 |" \
		    "$beside mlog-agg -q --no-own -r '$fold'"
		;;
	logs-1) echo "$on mlog-agg -q --no-own --logs -r '$fold' $2" ;;
	logs-2) echo "mlog-agg -q --no-own --logs -j 2 -r '$fold' $2" ;;
	fold-simdjson) echo "$on rival-fold dom $2" ;;
	fold-simdjson-od) echo "$on rival-fold ondemand $2" ;;
	fold-jq) echo "$on jq -rn -f '$here/fold.jq' $2" ;;
	fold-duckdb) echo "$on node '$here/fold.mjs' $2" ;;
	fold-mtail)
		echo "$on mtail -one_shot -one_shot_format prometheus" \
		    "-emit_prog_label=false -address 127.0.0.1 -port 0" \
		    "-progs '$here/fold.mtail' -logs $2 2>mtail.err"
		;;
	simdjson) echo "$on rival-simdjson dom $2 $head $eight" ;;
	simdjson-od) echo "$on rival-simdjson ondemand $2 $head $eight" ;;
	duckdb) echo "$on node '$here/duckdb.mjs' 1 $2 $head $eight" ;;
	duckdb-2) echo "node '$here/duckdb.mjs' 2 $2 $head $eight" ;;
	jansson) echo "$on rival-jansson $2 $head $eight" ;;
	jansson-whole) echo "$on rival-jansson $2" ;;
	jq) echo "$on jq -c '$jq_event' $2" ;;
	jq-skip) echo "$on jq -cR 'fromjson? | $jq_event' $2" ;;
	miller)
		echo "$on mlr --ijsonl --ojsonl cut -f" \
		    "$(echo "$head $eight" | tr ' ' ,) $2"
		;;
	mtail)
		echo "$on mtail -one_shot -one_shot_format prometheus" \
		    "-emit_prog_label=false -address 127.0.0.1 -port 0" \
		    "-progs '$here/bench.mtail' -logs $2 2>mtail.err"
		;;
	esac
}

# The pairs whose ratio of speed is a target:
# name, row, row, at least, reach for
pairs()
{
	cat <<-'END'
	to-jansson keep jansson 15 22
	to-jq keep jq 25 40
	to-simdjson keep simdjson 0.8 1.2
	scalar-to-jansson keep-scalar jansson 6 10
	whole-to-jansson whole jansson-whole 12 20
	pipe-to-null pipe keep 0.75 0.9
	fold-to-jq fold fold-jq 30 45
	fold-to-mtail fold fold-mtail 15 22
	fold-to-duckdb fold fold-duckdb 1.5 2.5
	logs-to-ondemand logs-1 fold-simdjson-od 0.55 0.9
	logs-to-dom logs-1 fold-simdjson 1.0 1.5
	logs-to-duckdb logs-1 fold-duckdb 2.5 4
	logs-two-cores logs-2 logs-1 1.8 1.95
	fold-to-logs fold logs-1 0.65 0.9
	END
}
