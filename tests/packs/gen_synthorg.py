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
    for reason in ("hash_verification_error", "jwt_secret_missing",
                   "refresh_rejected", "unauthenticated", "no such user 7"):
        line(log, "api.auth.failed", "api.auth.middleware", "warning",
             reason=reason, path="/api/v1/auth/login")
    for i in range(8):
        client = "10.0.0.1:%d" % (50000 + i)
        line(log, "api.ws.connected", "api.ws", client=client)
        if i % 3:
            log.us += log.pick([900000, 45000000, 700000000])
            line(log, "api.ws.disconnected", "api.ws", client=client)


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
    line(log, "security.verdict.defer", "security.service", tool_name="x")


def write(log):
    log.us += 2 * 3600 * 1000000
    for part in (staff, tasks, money, calls, crossing, requests,
                 telemetry):
        part(log)
