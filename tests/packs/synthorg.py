"""usage: synthorg.py LOG EXPOSITION [monthly=N] [reset=N] [daily=N]
[daily.AGENT=N] [now=T]: what SynthOrg's own definitions make of its debug.log.
daily is the limit of an agent's day; now is the end of the log unless it is
given."""
import calendar
import datetime
import math
import re
import sys

import count

OUTCOME = {"completed": "succeeded", "shutdown": "cancelled"}
CATEGORY = {401: "auth", 403: "auth", 402: "budget_exhausted",
            404: "not_found", 409: "conflict", 429: "rate_limit",
            502: "provider_error", 503: "provider_error",
            504: "provider_error"}
REASONS = {
    "invalid_password": "invalid_password invalid_credentials "
                        "invalid_current_password",
    "hash_verification_error": "hash_verification_error "
                               "invalid_hash_data_corruption",
    "jwt_secret_missing": "jwt_secret_missing jwt_secret_not_configured "
                          "api_key_hash_failed_secret_not_configured",
    "token_invalid": "token_invalid jwt_invalid jwt_user_not_found "
                     "api_key_not_found api_key_orphaned api_key_revoked",
    "token_expired": "token_expired api_key_expired "
                     "password_changed_since_token_issued",
    "unauthenticated": "unauthenticated missing_header invalid_scheme",
    "refresh_rejected": "refresh_rejected",
    "account_locked": "account_locked",
}
REASON = {said: why for why, all in REASONS.items() for said in all.split()}
REASON["Signature has expired"] = "token_expired"
FAILURES = {"provider.rate.limited": "rate_limit",
            "provider.auth.error": "auth",
            "provider.connection.error": "connection",
            "provider.model.not_found": "not_found"}
REFUSED = ("tool.permission.denied", "tool.security.denied",
           "tool.security.escalated")
CLASSES = (("rate_limit", "rate.?limit|429|too many"),
           ("timeout", "time.?out|timed out"), ("connection", "connect"),
           ("content_filter", "content.?filter"), ("auth", "auth|401|403"),
           ("not_found", "not.?found|404"),
           ("invalid_request", "invalid|400|422"),
           ("internal", "internal|50[0-9]"))
TOOL = [.005, .025, .1, .5, 1, 5, 30, 120]
CALL = [.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120]
API = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10]
RUN = [.1, .5, 1, 5, 10, 30, 60, 300, 600]
WS = [1, 5, 30, 60, 300, 1800, 3600, 14400]
m = count.Metrics()
calls, streams, tools = count.Pairs(), count.Pairs(), count.Pairs()
sockets = count.Pairs()
costs = []          # (microseconds, agent, money)
tasks, agents = {}, {}
given = count.params()


def latest(world, k, at, parts):
    """The parts of an entity, each by the latest event that has it."""
    entity = world.setdefault(k, {})
    for name, value in parts.items():
        if value is not None and at >= entity.get(name, (at, 0))[0]:
            entity[name] = at, value


def task(r, at, event):
    if event == "task.status.changed" and "api" in r["logger"].split("."):
        return      # the controller, of what the task itself has said
    if event in ("task.created", "task.status.changed",
                 "execution.engine.start"):
        k = re.sub(r"^UUID\('(.*)'\)$", r"\1", r["task_id"])
        latest(tasks, k, at, {"status": r.get("to_status"),
                              "agent": r.get("agent_id")})
    if event == "task.status.changed":
        m.add("synthorg_task_transitions_total",
              from_status=r["from_status"], to_status=r["to_status"])
        if r["to_status"] == "rejected":
            m.add("synthorg_task_runs_total", outcome="rejected")
    why = r.get("termination_reason")
    if event == "execution.engine.complete" and why != "parked":
        outcome = OUTCOME.get(why, "failed")
        m.add("synthorg_task_runs_total", outcome=outcome)
        took = count.number(r["duration_seconds"])
        if took is not None:
            m.observe("synthorg_task_duration_seconds", RUN, took,
                      outcome=outcome)


def agent(r, at, event):
    k = r.get("agent_id")
    if event in ("hr.registry.agent_registered",
                 "hr.registry.status_updated") and "status" in r:
        latest(agents, k, at, {"status": r["status"]})
    elif event == "trust.level.changed":
        latest(agents, k, at, {"trust": r["new_level"]})
    elif event == "hr.registry.agent_removed" and "error" not in r:
        agents.pop(k, None)


def money(r, at, event):
    if event not in ("budget.record.added", "budget.cost.recorded"):
        return
    v = count.number(count.first(r, "cost", "cost_usd", "total_cost"))
    if v is None:
        return
    if v >= 0:
        costs.append((at, r["agent_id"], v))
        m.add("synthorg_agent_cost_total", v, agent_id=r["agent_id"])
        if "model" in r:
            m.add("synthorg_provider_cost_total", v,
                  provider=r.get("provider"), model=r["model"])


def work(r, at, event):
    who = r.get("task_id") or r.get("agent_id")
    for pairs, call, begin, ends in (
            (calls, "complete", "provider.call.start",
             ("provider.call.success", "provider.call.error")),
            (streams, "stream", "provider.stream.start",
             ("provider.stream.done",))):
        if event == begin:
            pairs.start(who, at, r)
        elif event in ends:
            took, begun = pairs.end(who, at)
            if took is not None:
                m.observe("synthorg_provider_call_duration_seconds", CALL,
                          took, provider=r.get("provider",
                                               begun.get("provider")),
                          model=r["model"], call_type=call)
    if event == "provider.call.error":
        found = [c for c, p in CLASSES if re.search(p, r["error"], re.I)]
        failed(r, (found + ["other"])[0])
    elif event in FAILURES:
        failed(r, FAILURES[event])


def failed(r, why):
    m.add("synthorg_provider_errors_total", provider=r["provider"],
          model=r["model"], error_class=why)


def tool(r, at, event):
    if event == "tool.invoke.start":
        tools.start(r["tool_call_id"], at, r)
    elif event.startswith("tool.invoke.") or event in REFUSED:
        if "tool_call_id" not in r:
            return      # who checks permissions, before who asked for it
        how = event[len("tool.invoke."):]
        how = how if how in ("success", "timeout") else "error"
        m.add("synthorg_tool_invocations_total", tool_name=r["tool_name"],
              outcome=how)
        took, begun = tools.end(r["tool_call_id"], at)
        if took is not None:
            m.observe("synthorg_tool_duration_seconds", TOOL, took,
                      tool_name=r["tool_name"], outcome=how)


def security(r, at, event):
    v = None
    if event == "security.audit.recorded" and r["verdict"] == "output_scan":
        v = "output_scan"
    elif event.startswith("security.verdict."):
        # One from the rules' engine comes again from the service, and so
        # does a denial that was an escalation.
        if r["logger"].endswith(".rules.engine") or "original_verdict" in r:
            return
        v = event[len("security.verdict."):]
    if v is not None:
        m.add("synthorg_security_evaluations_total", verdict=v if v in
              ("allow", "deny", "escalate", "output_scan") else "other")


def request(r, at, event):
    if event == "api.request.completed":
        code = r["status_code"]
        cls = "%dxx" % (code // 100) if code != "unknown" else code
        if code != "unknown" and code >= 400:
            m.add("synthorg_api_error_classification_total",
                  category=CATEGORY.get(code, "internal" if code >= 500
                                        else "validation"), status_class=cls)
        route = r["path"].split("?")[0]
        if route in ("/metrics", "/api/v1/metrics"):
            return
        route = "/".join("{id}" if re.fullmatch(
            r"[0-9a-f-]{36}|[a-z]+-[0-9a-f]{12}|\d+", part) else part
            for part in route.split("/"))
        at = dict(method=r["method"], route=route, status_class=cls)
        m.add("synthorg_api_requests_total", **at)
        m.observe("synthorg_api_request_duration_seconds", API,
                  r["duration_ms"] / 1000, **at)
    elif event == "api.auth.failed":
        m.add("synthorg_auth_failures_total",
              reason=REASON.get(r["reason"], "__other__"))
    elif event.startswith("api.approval.") and event != \
            "api.approval.created" and "note" not in r:
        m.add("synthorg_approval_decisions_total",
              outcome=event.rsplit(".", 1)[1])
    elif event == "api.ws.connected":
        m.add("synthorg_ws_active_connections", 1)
        sockets.start(r["client"], at, r)
    elif event == "api.ws.transport_error":
        m.add("synthorg_client_disconnects_total", transport="websocket",
              reason="transport_error")
    elif event == "api.ws.disconnected" and r.get("reason") == \
            "client_disconnect":
        m.add("synthorg_client_disconnects_total", transport="websocket",
              reason="client_initiated")
    elif event == "api.ws.disconnected" and "client" in r:
        m.add("synthorg_ws_active_connections", -1)
        m.observe("synthorg_ws_connection_lifetime_seconds", WS,
                  sockets.end(r["client"], at)[0], transport="websocket")


def telemetry(r, at, event):
    if event == "metrics.coordination.recorded":
        m.last("synthorg_coordination_efficiency", at, count.number(
            count.first(r, "efficiency", "coordination_efficiency")))
        m.last("synthorg_coordination_overhead_percent", at, count.number(
            count.first(r, "overhead_percent", "overhead",
                        "coordination_overhead_percent")))
    elif event == "metrics.otlp.export_failed":
        kind = "traces" if r["url"].endswith("/v1/traces") else "logs"
        m.add("synthorg_otlp_export_batches_total", kind=kind,
              outcome="failure")
        m.add("synthorg_otlp_export_dropped_records_total",
              r["dropped_records"], kind=kind)
    elif event in ("autonomy.promotion.granted", "autonomy.promotion.denied"):
        m.add("synthorg_autonomy_promotion_decisions_total",
              outcome=event.split(".")[2])


def tally():
    for t in tasks.values():
        m.add("synthorg_tasks_total", agent=t.get("agent", (0, ""))[1],
              status=t.get("status", (0, "created"))[1])
    for a in agents.values():
        for name in ("synthorg_agents_total", "synthorg_active_agents_total"):
            m.add(name, status=a.get("status", (0, "active"))[1],
                  trust_level=a.get("trust", (0, "standard"))[1])


def reset_date(year, month, day):
    return datetime.date(year, month, min(
        day, calendar.monthrange(year, month)[1]))


def period(today, day):
    """First day of the billing period and of the one after it."""
    y, n = today.year, today.month
    dates = [reset_date(y + (n + i - 1) // 12, (n + i - 1) % 12 + 1, day)
             for i in (-1, 0, 1)]
    i = 1 if today >= dates[1] else 0
    return dates[i], dates[i + 1]


def budget(now):
    monthly = float(given.get("monthly", 100))
    daily = float(given.get("daily", 10))
    today = datetime.datetime.fromtimestamp(
        now // 1000000, datetime.timezone.utc).date()
    begin, end = period(today, int(given.get("reset", 1)))

    def since(date, who=None):
        at = calendar.timegm(date.timetuple()) * 1000000
        return math.fsum(v for t, a, v in costs
                         if t >= at and who in (None, a))

    m.set("synthorg_cost_total", math.fsum(v for _, _, v in costs))
    m.set("synthorg_budget_monthly_usd", monthly)
    m.set("synthorg_budget_monthly_cost", monthly)
    m.set("synthorg_budget_used_percent",
          min(100, since(begin) / monthly * 100))
    m.set("synthorg_budget_daily_used_percent",
          min(100, since(today) / (monthly / (end - begin).days) * 100))
    for who in {a for _, a, _ in costs}:
        m.set("synthorg_agent_budget_used_percent",
              min(100, since(today, who) * 100 /
                  float(given.get("daily." + who, daily))), agent_id=who)


now = 0
m.add("synthorg_ws_active_connections", 0)
m.there("synthorg_security_evaluations_total", "verdict",
        ("allow", "deny", "escalate", "output_scan"))
for r in count.records(sys.argv[1]):
    if not isinstance(r.get("event"), str) or "timestamp" not in r:
        continue
    at = count.stamp(r["timestamp"])
    now = max(now, at)
    for part in (task, agent, money, work, tool, security, request,
                 telemetry):
        part(r, at, r["event"])
m.set("target_info", 1, service_name="synthorg")
tally()
budget(count.stamp(given["now"]) if "now" in given else now)
sys.exit(m.compare(sys.argv[2]))
