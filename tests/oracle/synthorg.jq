# What demo.rules makes of a SynthOrg log, said once more in jq, straight from
# the raw lines: jq -n -R -r -L tests/oracle -f synthorg.jq app.log
# Deliberately plain; it shares nothing with the programs it checks.
include "record";
include "series";

def stamp: if contains(".") then . else sub("Z$"; ".000000Z") end;
def money: .cost_usd // .cost;
def is($event): .event == $event;
def under($prefix): .event | startswith($prefix);

def status_class:
	.status_code | tostring
	| if test("^[1-5]") then .[0:1] + "xx" else "unknown" end;
def run_outcome:
	{ completed: "succeeded", shutdown: "cancelled" }[.termination_reason]
	// "failed";
def error_class:
	.error
	| if test("rate limit|429") then "rate_limit"
	  elif test("timed out") then "timeout"
	  elif test("connection") then "connection"
	  elif test("^content filter") then "content_filter"
	  else "other" end;
def auth_reason:
	.reason
	| if . == "invalid_password" or . == "account_locked"
	    or . == "token_invalid" then .
	  elif endswith("expired") then "token_expired"
	  else "__other__" end;
def tool_outcome:
	.event
	| if . == "tool.invoke.success" then "success"
	  elif . == "tool.invoke.timeout" then "timeout"
	  else "error" end;
def verdict:
	.event[17:]
	| if . == "allow" or . == "deny" or . == "escalate" then .
	  else "other" end;
def level_name:
	{ warning: "warn", error: "error", critical: "error" }[.level];

# An observation is [operation, family, labels, value].
def add($name; $labels): ["add", $name, $labels, 1];
def add($name; $labels; $v): ["add", $name, $labels, $v];
def last($name; $v): ["last", $name, {}, $v, (.timestamp | stamp)];
def hist($name; $labels; $v; $bounds): ["hist", $name, $labels, $v, $bounds];

def of_task:
	if is("task.status.changed") then
		add("synthorg_task_transitions_total";
		    { from_status, to_status }),
		add("synthorg_task_status_entered_total";
		    { status: .to_status, agent: .agent_id })
	elif is("execution.engine.complete") then
		add("synthorg_task_runs_total"; { outcome: run_outcome }),
		hist("synthorg_task_duration_seconds";
		    { outcome: run_outcome }; .duration_seconds;
		    [0.1, 0.5, 1, 5, 10, 30, 60, 300, 600])
	else empty end;

def of_money:
	if is("budget.record.added") or is("budget.cost.recorded") then
		add("synthorg_cost_total"; {}; money),
		add("synthorg_agent_cost_total"; { agent_id }; money),
		add("synthorg_provider_cost_total"; { provider, model };
		    money),
		["max", "synthorg_call_cost_max", { model }, money],
		["min", "synthorg_call_cost_min", { model }, money]
	elif is("budget.alert.threshold_crossed") then
		last("synthorg_budget_monthly_cost"; .monthly_budget),
		last("synthorg_budget_used_percent";
		    [100, 100 * .total_cost / .monthly_budget] | min),
		add("synthorg_budget_alerts_total"; { alert_level })
	else empty end;

def of_model:
	if is("provider.call.error") then
		add("synthorg_provider_errors_total";
		    { provider, model, error_class: error_class })
	elif is("provider.retry.attempt") then
		hist("synthorg_provider_retry_delay_seconds"; {}; .delay;
		    [0.5, 1, 2.5, 5, 10, 30])
	else empty end;

def of_tool:
	if under("tool.invoke.") and (is("tool.invoke.start") | not) then
		add("synthorg_tool_invocations_total";
		    { tool_name, outcome: tool_outcome })
	elif under("security.verdict.") then
		add("synthorg_security_evaluations_total";
		    { verdict: verdict })
	elif is("security.evaluate.complete") then
		hist("synthorg_security_evaluation_duration_seconds"; {};
		    .duration_ms / 1000;
		    [0.00001, 0.0001, 0.001, 0.0025, 0.005, 0.01])
	else empty end;

def of_request:
	if is("api.request.completed") then
		hist("synthorg_api_request_duration_seconds";
		    { method, status_class: status_class };
		    .duration_ms / 1000;
		    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
		    10]),
		add("synthorg_api_requests_total";
		    { route: (.path | sub("/[0-9a-f-]{36}"; "/:id")),
		    status_code })
	elif is("api.auth.failed") then
		add("synthorg_auth_failures_total"; { reason: auth_reason }),
		add("synthorg_auth_failure_texts_total"; { reason })
	elif is("api.approval.approved") or is("api.approval.rejected")
	    or is("api.approval.expired") then
		add("synthorg_approval_decisions_total";
		    { outcome: .event[13:] })
	else empty end;

def of_staff:
	if is("hr.registry.agent_registered") and has("status") then
		add("synthorg_agent_registrations_total";
		    { agent_id, status })
	elif is("trust.level.changed") then
		add("synthorg_trust_level_changes_total";
		    { old_level, new_level })
	elif is("metrics.coordination.recorded") then
		last("synthorg_coordination_efficiency";
		    .efficiency // .coordination_efficiency),
		last("synthorg_coordination_overhead_percent";
		    .overhead_percent // .coordination_overhead_percent)
	else empty end;

def of_any:
	if level_name != null and (under("security.") | not) then
		add("synthorg_problems_total"; { level: level_name, logger })
	else empty end;

def bucket($v; $bounds): [$bounds[] | if $v <= . then 1 else 0 end];
def plus($a; $b): [range($b | length) as $i | ($a[$i] // 0) + $b[$i]];

def put($o):
	($o[1] + ($o[2] | tojson)) as $k
	| .[$k].name = $o[1] | .[$k].labels = $o[2]
	| if $o[0] == "add" then .[$k].v += $o[3]
	  elif $o[0] == "max" then .[$k].v |= ([., $o[3]] | max)
	  elif $o[0] == "min" then
		.[$k].v |= (if . == null then $o[3] else [., $o[3]] | min end)
	  elif $o[0] == "last" then
		if (.[$k].at // "") <= $o[4]
		then .[$k].at = $o[4] | .[$k].v = $o[3] else . end
	  else
		.[$k].bounds = $o[4]
		| .[$k].sum += $o[3] | .[$k].count += 1
		| .[$k].counts |= plus(.; bucket($o[3]; $o[4]))
	  end;

def samples:
	if has("bounds") then
		. as $h
		| (range(.bounds | length) as $i
		    | sample(.name + "_bucket";
		        .labels + { le: $h.bounds[$i] };
		        $h.counts[$i] | tostring)),
		sample(.name + "_bucket"; .labels + { le: "+Inf" };
		    .count | tostring),
		sample(.name + "_sum"; .labels; .sum | tostring),
		sample(.name + "_count"; .labels; .count | tostring)
	else sample(.name; .labels; .v | tostring) end;

# A bounded label's values are there before they occur.
def initial:
	reduce ("allow", "deny", "escalate") as $v ({};
	    put(["add", "synthorg_security_evaluations_total",
	        { verdict: $v }, 0]));

reduce (inputs | record
    | of_task, of_money, of_model, of_tool, of_request, of_staff, of_any
    | select(.[3] != null)) as $o (initial; put($o))
| .[] | samples
