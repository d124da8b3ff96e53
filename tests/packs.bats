#!/usr/bin/env bats
# The rule packs: each on a log with its application's traps, against a script
# that counts the same log by the application's own definitions.

load helper

packs=$BATS_TEST_DIRNAME/packs
export PYTHONDONTWRITEBYTECODE=1

setup()
{
	at_tmp
}

# sample PACK [ARGUMENT]: its log, in `log`.
sample()
{
	python3 "$packs/gen.py" "$@" >log
}

# snapshot PACK [OPTION]...: of `log`, without mlog's own metrics.
snapshot()
{
	local pack=$1

	shift
	mlog-parse -q -r "$pack" log | mlog-agg --no-own -r "$pack" "$@" >snap
}

# agrees PACK [NAME=VALUE]...: what both sinks show equals the script's.
agrees()
{
	local pack=$1

	shift
	mlog-prom snap >prom
	run python3 "$packs/$pack.py" log prom "$@"
	assert_success
	mlog-otlp -n snap | python3 "$packs/otlp.py" >otlp
	run python3 "$packs/$pack.py" log otlp "$@"
	assert_success
}

# shows PACK: exposition and OTLP request are the ones that are kept.
shows()
{
	diff -u "$packs/$1.prom" prom
	mlog-otlp -n snap | jq -c '.resourceMetrics[]
	    | .resource, .scopeMetrics[].metrics[]' |
		diff -u "$packs/$1.otlp" -
}

@test "--list-packs names every pack and what it is for" {
	mlog-agg --list-packs >got
	(cd "$root/lib/packs" && ls ./*.rules) | sed 's,./\(.*\)\.rules,\1,' \
	    >want
	cut -d ' ' -f 1 got | diff want -
	run ! grep -vE '^[a-z]+ +[A-Z].{10,}[^.]$' got
	awk 'length > 79 { print; bad = 1 } END { exit bad }' got
}

@test "--list-packs of an installation, and where there is none" {
	mkdir -p at/bin at/share/mlog/packs none
	cp "$BUILD/mlog-agg" at/bin
	cp "$BUILD/mlog-agg" none
	printf '# Mine. More words.\ncounter n\n' >at/share/mlog/packs/own.rules
	printf 'counter n\n' >at/share/mlog/packs/bare.rules
	: >at/share/mlog/packs/notes.txt
	run at/bin/mlog-agg --list-packs
	assert_success
	assert_output "$(printf 'bare       \nown        Mine')"
	mkdir at/bin/packs
	printf '# Nearer\ncounter n\n' >at/bin/packs/own.rules
	run at/bin/mlog-agg --list-packs
	assert_output "$(printf 'own        Nearer\nbare       ')"
	run -2 none/mlog-agg --list-packs
	assert_output --partial 'no rule packs'
}

@test "each pack passes --check, is printed the same, has its section" {
	local p
	mlog-agg --list-packs | cut -d ' ' -f 1 >list
	while read -r p; do
		mlog-agg --check -r "$p"
		mlog-agg --print json -r "$p" >one
		mlog-agg --print json -r ./one >two
		cmp one two
		grep -qx "\.Ss $p" "$root/man/mlog-packs.7" ||
		    fail "mlog-packs.7 has no section $p"
		[ -f "$packs/$p.py" ] || fail "no script counts for $p"
	done <list
}

@test "packs stand side by side, and give no label to rules beside them" {
	printf '%s\n' 'counter mine by method, route, status, status_class, path' \
		>mine.rules
	mlog-agg --check -r logs -r http -r genai -r synthorg -r mine.rules
	echo '{"event":"e","method":"get","status":"x","path":"/7"}' |
		mlog-parse -q | mlog-agg --no-own -r http -r ogx -r mine.rules |
		mlog-prom >got
	grep -qx 'mine_total{method="get",path="/7",status="x"} 1' got
}

@test "logs: the numbers equal the script's, in both sinks" {
	sample logs
	snapshot logs
	agrees logs
	shows logs
}

@test "logs is what mlog-agg uses without rules" {
	sample logs
	mlog-parse -q log | mlog-agg >default
	mlog-parse -q log | mlog-agg -r logs >named
	cmp default named
	grep -q '"pipeline":"logs"' default
	mlog-parse -q log | mlog-agg -e 'counter n' >own
	run ! grep -q log_lines own
}

@test "the scripts notice a wrong number and a missing series" {
	sample logs
	snapshot logs
	mlog-prom snap >prom
	sed 's/\(kind="KeyError",logger="shop.cart"}\) .*/\1 0/' prom >wrong
	run -1 python3 "$packs/logs.py" log wrong
	assert_line --partial 'KeyError'
	sed '/level="debug",logger="shop.cart"/d' prom >wrong
	run -1 python3 "$packs/logs.py" log wrong
	assert_line --partial 'missing: log_lines_total{level="debug"'
}

# SynthOrg

synthorg_log()
{
	gen-synthorg -n "$1" >log
	python3 "$packs/gen.py" synthorg >>log
}

@test "synthorg: the numbers equal the script's, in both sinks" {
	synthorg_log 300
	snapshot synthorg
	agrees synthorg
	shows synthorg
	synthorg_log 12000
	snapshot synthorg
	agrees synthorg
}

@test "synthorg: the params set the budget and the agents' limits" {
	synthorg_log 3000
	snapshot synthorg -D monthly_budget=2500 -D reset_day=15 \
	    -D 'agent_daily_limit[temp-0]=4000' \
	    -D 'agent_daily_limit[ops-1]=0.5'
	agrees synthorg monthly=2500 reset=15 daily.temp-0=4000 daily.ops-1=.5
}

@test "synthorg: what has no event yet has no series, verdicts are at 0" {
	: >log
	snapshot synthorg --now 2026-02-10T00:00:00Z
	agrees synthorg now=2026-02-10T00:00:00Z
	grep -c '^synthorg_security_evaluations_total{.*} 0$' prom >n
	assert_equal "$(cat n)" 4
}

# Months of 31, 28 and 31 days that begin on the 31st or the last day: each
# time is that of a cron run, which goes on from the state of the one before.
@test "synthorg: the budget over midnight, month's ends, a quiet weekend" {
	local t n=0
	: >before
	for t in 2026-01-30T12:00:00Z 2026-01-30T23:59:59.999999Z \
	    2026-01-31T00:00:00Z 2026-02-15T00:00:00.000001Z \
	    2026-02-27T23:59:59.999999Z 2026-02-28T00:00:00Z \
	    2026-03-01T12:00:00Z 2026-03-03T00:00:00Z \
	    2026-03-30T23:59:59.999999Z 2026-03-31T00:00:00Z \
	    2026-04-02T12:00:00Z; do
		python3 "$packs/gen.py" synthorg_month "$t" >log
		snapshot synthorg -D reset_day=31 --now "$t"
		agrees synthorg reset=31 now="$t"
		tail -n "+$(($(wc -l <before) + 1))" log | mlog-parse -q |
			mlog-agg --no-own -r synthorg -D reset_day=31 \
			    -s state --now "$t" -o snap
		agrees synthorg reset=31 now="$t"
		[[ $t != 2026-03-01* ]] || {
			grep -qx 'synthorg_budget_used_percent 0' prom
			grep -qx 'synthorg_budget_daily_used_percent 0' prom
			grep -q '^synthorg_agent_budget_used.*} 0$' prom
		}
		cp log before
		n=$((n + 1))
	done
	assert_equal "$n" 11
}

@test "synthorg: of files that share events debug.log alone is right" {
	synthorg_log 3000
	grep -v '"level": "debug"' log >synthorg.log
	grep -E '"logger": "synthorg.(security|hr|observab)' log >audit.log
	snapshot synthorg
	agrees synthorg
	mlog-parse -q log synthorg.log audit.log |
		mlog-agg --no-own -r synthorg | mlog-prom >both
	run -1 python3 "$packs/synthorg.py" log both
	assert_line --partial 'synthorg_cost_total: wanted'
	run grep -c 'debug\.log' "$root/man/mlog-packs.7"
	assert_success
}

# OGX

@test "ogx: the numbers equal the script's, in both sinks" {
	sample ogx
	snapshot ogx
	agrees ogx
	shows ogx
	run ! grep -E '_ogx_|docs|redoc|favicon|static|v1/metrics"' prom
}

@test "ogx: a param gives the collector's doubled names as well" {
	sample ogx
	snapshot ogx -D doubled_namespace=1
	agrees ogx doubled=1
	grep '^# TYPE ogx_ogx_' prom | sed 's/ogx_ogx_/ogx_/' >doubled
	grep '^# TYPE ogx_[^o]' prom | diff - doubled
	[ "$(grep -c ' counter$' doubled)" = 3 ]
}

# Executor

@test "executor: the numbers equal the script's, in both sinks" {
	sample executor
	snapshot executor --now 2026-03-15T12:00:00Z
	agrees executor
	shows executor
	sed 's/^\[executor[^ ]* //' log >bare
	mlog-parse -q bare | mlog-agg --no-own -r executor | mlog-prom >none
	run grep -v '^#' none
	assert_output 'target_info{service_name="executor"} 1'
}

# http

@test "http: the numbers equal the script's, in both sinks" {
	sample http 80
	snapshot http
	agrees http
	shows http
	sample http 1500
	snapshot http
	agrees http
	run ! grep -E 'route="[^"]*(/metrics"|healthz|ready)' prom
}

@test "http: what SynthOrg's own access log tells is the same" {
	gen-synthorg -n 4000 >log
	snapshot http
	mlog-prom snap | grep '^http_requests_total' >prom
	jq -rR -L "$root/tests/oracle" 'include "record"; record
	    | select(.event == "api.request.completed")
	    | select(.status_code != "unknown") | .method' log | sort |
	    uniq -c | awk '{ print $2, $1 }' >want
	sed 's/.*method="\([A-Z]*\)".*} /\1 /' prom |
	    awk '{ n[$1] += $2 } END { for (m in n) print m, n[m] }' |
	    sort | diff want -
}

# genai

@test "genai: the numbers equal the script's, in both sinks" {
	sample genai 60
	snapshot genai
	agrees genai
	shows genai
	sample genai 2000
	snapshot genai
	agrees genai
	mlog-otlp -n snap | jq -r '.. | .metrics? // empty | .[]
	    | .name + " " + (.unit // "-")' | sort >names
	diff - names <<-'END'
	gen_ai.client.calls -
	gen_ai.client.cost {USD}
	gen_ai.client.operation.duration s
	gen_ai.client.token.usage {token}
	END
}

@test "promtool has nothing to say but of SynthOrg's gauges named _total" {
	local pack
	fetch_tools prometheus
	for pack in logs http genai ogx executor; do
		run tool promtool check metrics <"$packs/$pack.prom"
		assert_success
		refute_output
	done
	run tool promtool check metrics <"$packs/synthorg.prom"
	assert_equal "$status" 3
	assert_output - <<-'END'
	synthorg_active_agents_total non-counter metrics should not have "_total" suffix
	synthorg_agent_cost_total non-counter metrics should not have "_total" suffix
	synthorg_agents_total non-counter metrics should not have "_total" suffix
	synthorg_cost_total non-counter metrics should not have "_total" suffix
	synthorg_tasks_total non-counter metrics should not have "_total" suffix
	END
}
