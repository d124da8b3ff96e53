"""The events of SynthOrg that the tests' other generator of its logs lacks:
these lines are to follow that one's. Two hours later, so that time goes on."""
REDACTED = "**REDACTED**"


def line(log, event, logger, level="info", **kw):
    log.tick()
    log.put(dict(kw, event=event, logger="synthorg." + logger, level=level,
                 timestamp=log.stamp()))


def staff(log):
    for i in range(9):
        agent = "temp-%d" % i
        line(log, "hr.registry.agent_registered", "hr.registry",
             agent_id=agent, agent_name=agent, status="onboarding")
        line(log, "hr.registry.agent_registered", "hr.registry", "warning",
             agent_id=log.pick([agent, "ghost-%d" % i]), error="refused")
        # Its `level` was overwritten by the logger's.
        line(log, "trust.agent.initialized", "security.trust.service",
             agent_id=agent)
        if i % 2:
            line(log, "trust.level.changed", "security.trust.service",
                 agent_id=agent, old_level="standard", new_level="elevated",
                 reason="score")
        if i % 3:
            line(log, "hr.registry.status_updated", "hr.registry",
                 agent_id=agent, status=log.pick(["active", "on_leave"]))
        if i == 4:
            line(log, "hr.registry.agent_removed", "hr.registry",
                 agent_id=agent)


def tasks(log):
    for i in range(12):
        uuid = log.uuid()
        task = "UUID('%s')" % uuid if i % 3 == 0 else uuid
        line(log, "task.created", "engine.task_engine", task_id=task,
             title="t")
        if i % 4 == 0:      # no other event says who it is
            line(log, "execution.engine.start", "engine.agent_engine",
                 task_id=uuid, agent_id="temp-%d" % i, loop_type="react",
                 max_turns=20)
        steps = ["created", "assigned", "in_progress",
                 log.pick(["completed", "rejected", "parked", "failed"])]
        for old, new in zip(steps, steps[1:]):
            if new == "parked":
                line(log, "execution.engine.complete", "engine.agent_engine",
                     task_id=uuid, agent_id="temp-1", cost_usd=0.5,
                     termination_reason="parked", duration_seconds=7.5)
                break
            for event in ("task.status.changed", "execution.task.transition",
                          "execution.engine.task_transition"):
                line(log, event, "core.task", task_id=uuid, from_status=old,
                     to_status=new, **({} if i % 4 == 0 else
                                       {"agent_id": "temp-%d" % (i % 3)}))


def money(log):
    for i in range(40):
        agent = "temp-%d" % log.below(4)
        kw = {log.pick(["cost", "cost_usd", "total_cost"]):
              log.pick([0.01, 0.1, 1e-7, 3, float("nan"), -1.0])}
        line(log, "budget.cost.recorded", "budget.tracker", agent_id=agent,
             input_tokens=REDACTED, **kw)
        line(log, "execution.engine.cost_recorded", "engine.agent_engine",
             agent_id=agent, **kw)


def calls(log):
    for i in range(60):
        task, call = log.uuid(), "call_" + log.hex(8)
        line(log, "provider.call.start", "providers.base", "debug",
             model="large", task_id=task, message_count=2)
        line(log, "tool.invoke.start", "tools.invoker", tool_call_id=call,
             tool_name="mcp:read")
        log.us += log.pick([1000, 40000, 3000000, 90000000])
        if log.chance(0.5):
            line(log, "provider.call.error", "providers.base", "error",
                 provider="north", model="large", task_id=task,
                 error=log.pick(["HTTP 429 Too Many Requests",
                                 "AuthenticationError: key refused",
                                 "model not found", "Invalid request",
                                 "HTTP 503", "no idea", "Read timeout"]))
        else:
            line(log, "provider.call.success", "providers.base",
                 provider="north", model="large", task_id=task)
        line(log, log.pick(["tool.invoke.success", "tool.invoke.timeout",
                            "tool.invoke.not_found"]), "tools.invoker",
             tool_call_id=call, tool_name="mcp:read")


def crossing(log):
    """Calls of one tool, and of one model, that are open at once."""
    ids = [log.hex(8) for _ in range(6)]
    for name, key, kw in (("tool.invoke", "tool_call_id",
                           {"tool_name": "read_file"}),
                          ("provider.call", "task_id",
                           {"provider": "south", "model": "small"})):
        for k in ids:
            line(log, name + ".start", "tools.invoker", **{key: k}, **kw)
        log.us += 2000000
        for k in ids[1:]:
            line(log, name + ".success", "tools.invoker", **{key: k}, **kw)


def requests(log):
    for i in range(150):
        path = "/api/v1/" + log.pick([
            "metrics", "tasks/" + log.uuid(), "tasks/task-" + log.hex(12),
            "agents/17/history", "tasks?limit=%d" % i, "budget"])
        line(log, "api.request.completed", "api.middleware", method="GET",
             path=path, duration_ms=log.below(900000) / 100,
             status_code=log.pick([200, 402, 405, 502, 500, "unknown"]))
    for reason in (
            "hash_verification_error", "jwt_secret_missing",
            "refresh_rejected", "unauthenticated", "no such user 7",
            "invalid_credentials", "invalid_current_password",
            "invalid_hash_data_corruption", "jwt_secret_not_configured",
            "jwt_invalid", "jwt_user_not_found", "api_key_revoked",
            "api_key_expired", "password_changed_since_token_issued",
            "missing_header", "invalid_scheme", "unexpected_user_type",
            "api_key_hash_failed_secret_not_configured"):
        line(log, "api.auth.failed", "api.auth.middleware", "warning",
             reason=reason, path="/api/v1/auth/login")
    for i in range(8):
        client = "10.0.0.1:%d" % (50000 + i)
        line(log, "api.ws.connected", "api.ws", client=client)
        if i % 3:
            log.us += log.pick([900000, 45000000, 700000000])
            if i == 5:
                line(log, "api.ws.transport_error", "api.controllers.ws",
                     "error", exception="Traceback ...")
            else:
                line(log, "api.ws.disconnected", "api.controllers.ws",
                     "debug", reason="client_disconnect")
            line(log, "api.ws.disconnected", "api.ws", client=client)


def said_again(log):
    """What one part of SynthOrg says and another says again."""
    for old, new in (("created", "assigned"), ("assigned", "cancelled")):
        for task in ("again-1", "again-2"):
            if new == "assigned":
                line(log, "task.created", "api.controllers.tasks",
                     task_id=task, title="t")
            for logger in ("core.task", "api.controllers.tasks"):
                line(log, "task.status.changed", logger, task_id=task,
                     from_status=old, to_status=new)
    line(log, "hr.registry.agent_removed", "hr.registry", "warning",
         agent_id="temp-1", error="in use")
    for i in range(20):
        kw = {"tool_name": "read_file", "risk_level": "low"}
        how = log.pick(["allow", "deny", "escalate", "undecidable", "scan"])
        if how == "allow":
            line(log, "security.verdict.allow", "security.rules.engine",
                 "debug", **kw)
        elif how == "undecidable":
            how = "deny"
            line(log, "security.verdict.deny", "security.service", "warning",
                 tool_name="read_file", original_verdict="escalate",
                 note="no approval store")
        elif how == "scan":
            line(log, "security.audit.recorded", "security.audit", "debug",
                 audit_id=log.uuid(), tool_name="read_file",
                 verdict="output_scan")
            continue
        line(log, "security.audit.recorded", "security.audit", "debug",
             audit_id=log.uuid(), tool_name="read_file", verdict=how)
        line(log, "security.verdict." + how, "security.service",
             verdict=how, **kw)
    for kw in ({}, {"note": "on_expire callback failed"}):
        line(log, "api.approval.expired", "api.approval_store",
             approval_id="approval-1", **kw)


def refused(log):
    """Tools that may not run, models that do not answer."""
    for i in range(12):
        kw = {"tool_call_id": "call_" + log.hex(8), "tool_name": "run_shell"}
        line(log, "tool.invoke.start", "tools.invoker", **kw)
        event = log.pick(["tool.permission.denied", "tool.security.denied",
                          "tool.security.escalated"])
        if event == "tool.permission.denied":
            line(log, event, "tools.permissions", "warning",
                 tool_name="run_shell", category="shell", reason="sandboxed")
        log.us += log.pick([1000, 200000])
        line(log, event, "tools.invoker", "warning", reason="no", **kw)
    for i in range(20):
        who = {"model": "large", "agent_id": "temp-%d" % (i % 3)}
        line(log, "provider.stream.start", "providers.base", "debug",
             message_count=3, **who)
        log.us += log.pick([30000, 700000, 20000000])
        event = log.pick(["provider.stream.done", "provider.rate.limited",
                          "provider.auth.error", "provider.model.not_found",
                          "provider.connection.error"])
        line(log, event, "providers.drivers.litellm_driver", "warning",
             provider="west", **who)


def telemetry(log):
    for kw in ({"efficiency": 0.5, "overhead": 12.5},
               {"coordination_efficiency": 0.75,
                "coordination_overhead_percent": 33},
               {"efficiency": float("nan"), "overhead_percent": None}):
        line(log, "metrics.coordination.recorded", "observability", **kw)
    for url in ("https://c.example/v1/logs", "https://c.example/v1/traces"):
        for dropped in (100, 7):
            line(log, "metrics.otlp.export_failed", "observability",
                 "warning", url=url, error_type="URLError",
                 dropped_records=dropped, total_dropped=dropped * 3)
    for event in ("requested", "denied", "requested", "granted", "denied"):
        line(log, "autonomy.promotion." + event, "security.autonomy",
             agent_id="temp-2", requested_level="full", reason="score")
    line(log, "security.verdict.defer", "security.service", tool_name="x")


def write(log):
    log.us += 2 * 3600 * 1000000
    for part in (staff, tasks, money, calls, crossing, requests, said_again,
                 refused, telemetry):
        part(log)
