/*
 * What happens in the SynthOrg log, and how often: requests, the
 * organisation, other loggers. Tasks and their tools are synthorg_work.c's.
 */
#include <stdio.h>

#include "synthorg.h"

/* Requests */

static int
answer(struct so_world *w)
{
	static const int code[] = { 200, 200, 200, 200, 200, 200, 201, 204,
	    304, 400, 401, 404, 409, 422, 429, 500, 503 };

	return code[gen_below(&w->r, SO_COUNT(code))];
}

static void
path(struct so_world *w, char *s, size_t size)
{
	static const char *const base[] = { "/api/v1/tasks",
	    "/api/v1/agents", "/api/v1/budget", "/api/v1/approvals" };
	const char *b = gen_pick(&w->r, base, SO_COUNT(base));
	char id[37];

	gen_uuid(&w->r, id);
	if (gen_chance(&w->r, 5000))
		snprintf(s, size, "%s/%s", b, id);
	else
		snprintf(s, size, "%s", b);
}

static void
api_request(struct so_world *w)
{
	static const char *const method[] = { "GET", "GET", "GET", "POST",
	    "PATCH", "DELETE" };
	const char *m = gen_pick(&w->r, method, SO_COUNT(method));
	int code = answer(w);
	char p[96];

	gen_uuid(&w->r, w->request);
	path(w, p, sizeof p);
	so_begin(w, "api.request.started", "synthorg.api.middleware",
	    "debug", SO_REQUEST);
	gen_str(&w->l, "method", m);
	gen_str(&w->l, "path", p);
	so_end(w);
	so_begin(w, "api.request.completed", "synthorg.api.middleware",
	    code >= 500 ? "warning" : "info", SO_REQUEST);
	gen_str(&w->l, "method", m);
	gen_str(&w->l, "path", p);
	if (gen_chance(&w->r, 80))
		gen_str(&w->l, "status_code", "unknown");
	else
		gen_int(&w->l, "status_code", code);
	gen_dec(&w->l, "duration_ms", gen_spread(&w->r, 90, 1200000), 2);
	gen_str(&w->l, "session_id", SO_REDACTED);
	so_end(w);
}

static void
auth_failed(struct so_world *w)
{
	static const char *const reason[] = { "invalid_password",
	    "token_expired", "token_invalid", "account_locked",
	    "Signature has expired", "user \"root\" is not known\tto us" };

	so_begin(w, "api.auth.failed", "synthorg.api.auth.middleware",
	    "warning", SO_REQUEST);
	gen_str(&w->l, "reason", gen_pick(&w->r, reason, SO_COUNT(reason)));
	gen_str(&w->l, "path", "/api/v1/auth/login");
	gen_raw(&w->l, "user_id", "null");
	gen_str(&w->l, "authorization", SO_REDACTED);
	so_end(w);
}

/* The organisation */

static void
staff(struct so_world *w)
{
	static const char *const level[] = { "sandboxed", "restricted",
	    "standard", "elevated" };
	uint32_t from = gen_below(&w->r, SO_COUNT(level));

	w->agent = gen_below(&w->r, SO_AGENTS);
	so_begin(w, "hr.registry.agent_registered", "synthorg.hr.registry",
	    "info", SO_AGENT);
	gen_str(&w->l, "agent_name", so_agent[w->agent]);
	if (gen_chance(&w->r, 1500))
		gen_str(&w->l, "error", "agent exists already");
	else
		gen_str(&w->l, "status", "active");
	so_end(w);
	so_begin(w, "trust.level.changed", "synthorg.security.trust.service",
	    "info", SO_AGENT);
	gen_str(&w->l, "old_level", level[from]);
	gen_str(&w->l, "new_level", level[(from + 1) % SO_COUNT(level)]);
	gen_str(&w->l, "reason", "score \342\211\245 0.8");
	so_end(w);
}

static void
coordination(struct so_world *w)
{
	bool newer = gen_chance(&w->r, 5000);

	so_begin(w, "coordination.completed", "synthorg.engine.coordination",
	    "info", SO_TASK | SO_REQUEST);
	gen_str(&w->l, "topology", "centralized");
	gen_raw(&w->l, "is_success", "true");
	gen_dec(&w->l, "total_duration_seconds",
	    gen_spread(&w->r, 100000, 300000000), 6);
	gen_raw(&w->l, "phases", "[{\"phase\": \"plan\", \"ok\": true}, "
	    "{\"phase\": \"merge\", \"ok\": true}]");
	so_end(w);
	so_begin(w, "metrics.coordination.recorded",
	    "synthorg.observability.collector", "info", SO_REQUEST);
	gen_dec(&w->l, newer ? "coordination_efficiency" : "efficiency",
	    400 + gen_below(&w->r, 600), 3);
	gen_dec(&w->l, newer ? "coordination_overhead_percent" :
	    "overhead_percent", gen_spread(&w->r, 10, 9000), 2);
	so_end(w);
}

static void
approval(struct so_world *w)
{
	static const char *const event[] = { "api.approval.created",
	    "api.approval.approved", "api.approval.approved",
	    "api.approval.rejected", "api.approval.expired" };
	char id[37];

	gen_uuid(&w->r, id);
	so_begin(w, gen_pick(&w->r, event, SO_COUNT(event)),
	    "synthorg.api.controllers.approvals", "info", SO_REQUEST);
	gen_str(&w->l, "approval_id", id);
	gen_str(&w->l, "action_type", "deploy:production");
	so_end(w);
}

static void
memory(struct so_world *w)
{
	char id[37];

	if (so_any_task(w) == NULL)
		return;
	gen_uuid(&w->r, id);
	so_begin(w, "memory.entry.stored", "synthorg.memory.mem0.adapter",
	    "debug", SO_TASK | SO_AGENT);
	gen_str(&w->l, "memory_id", id);
	gen_str(&w->l, "category", "episodic");
	gen_raw(&w->l, "metadata", "{\"source\": \"turn\", \"tags\": "
	    "[\"a\", \"b\"], \"score\": 0.1}");
	so_end(w);
}

/* Records of other loggers: their text is the event. */
static void
foreign(struct so_world *w)
{
	static const char *const text[] = {
		"127.0.0.1:50000 - \"GET /api/v1/health HTTP/1.1\" 200",
		"HTTP Request: POST https://north.example/v1 \"200 OK\"",
		"Task <Task pending name='Task-7'> took 0.123 seconds",
	};
	static const char *const logger[] = { "uvicorn.access", "httpx",
	    "asyncio" };
	uint32_t i = gen_below(&w->r, SO_COUNT(text));

	so_begin(w, text[i], logger[i], "info", SO_REQUEST);
	so_end(w);
}

static void
breakdown(struct so_world *w)
{
	if (so_any_task(w) == NULL)
		return;
	so_begin(w, "execution.engine.error", "synthorg.engine.agent_engine",
	    gen_chance(&w->r, 2000) ? "critical" : "error",
	    SO_TASK | SO_AGENT | SO_REQUEST);
	gen_str(&w->l, "error_type", "ToolExecutionError");
	gen_str(&w->l, "exception", so_traceback);
	so_end(w);
}

void
so_happen(struct so_world *w)
{
	static const struct {
		uint32_t weight;
		void (*run)(struct so_world *w);
	} thing[] = {
		{ 260, api_request }, { 12, auth_failed },
		{ 200, so_task_step }, { 170, so_provider_call },
		{ 8, so_budget }, { 180, so_tool_call }, { 6, staff },
		{ 12, coordination }, { 14, approval }, { 60, memory },
		{ 60, foreign }, { 18, breakdown },
	};
	uint32_t sum = 0, at, i;

	for (i = 0; i < SO_COUNT(thing); i++)
		sum += thing[i].weight;
	at = gen_below(&w->r, sum);
	for (i = 0; at >= thing[i].weight; i++)
		at -= thing[i].weight;
	thing[i].run(w);
}
