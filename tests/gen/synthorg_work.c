/*
 * The work in the SynthOrg log: tasks, the models and tools they use, money.
 * Each function without a result is one thing that the application does, in
 * the lines it logs for it.
 */
#include <stdio.h>
#include <string.h>

#include "synthorg.h"

static const char *const status_name[SO_NSTATUS] = {
	"created", "assigned", "in_progress", "in_review", "completed",
	"blocked", "failed", "interrupted", "cancelled",
};
static const char *const tool[] = {
	"web_search", "read_file", "write_file", "run_tests", "sql_query",
	"send_mail",
};
static const char feedback[] = "\345\256\242\346\210\267\345\217"
    "\215\351\246\210\345\210\206\346\236\220";
static const char *const title[] = {
	"Summarise the quarterly report", "Review the \"billing\" change",
	"\303\234bersicht f\303\274r Zo\303\253 schreiben", feedback,
	"\360\237\232\200 launch checklist",
	"Move C:\\reports to /srv/reports",
};
const char so_traceback[] =
    "Traceback (most recent call last):\n"
    "  File \"/app/src/synthorg/engine/agent_engine.py\", line 412, in run\n"
    "    result = await self._loop.execute(context)\n"
    "  File \"/app/src/synthorg/tools/invoker.py\", line 177, in invoke\n"
    "    raise ToolExecutionError(f\"tool {name!r} failed\")\n"
    "synthorg.tools.errors.ToolExecutionError: tool 'run_tests' failed";

struct so_task *
so_any_task(struct so_world *w)
{
	w->at = &w->task[gen_below(&w->r, SO_TASKS)];
	w->agent = w->at->agent;
	return w->at->live ? w->at : NULL;
}

/* Millionths of a dollar, or now and then what a division by 0 left. */
static int64_t
money(struct so_world *w, const char *key)
{
	int64_t cost = gen_spread(&w->r, 40, 400000);

	if (gen_chance(&w->r, 120)) {
		gen_raw(&w->l, key, gen_chance(&w->r, 5000) ? "NaN" :
		    "Infinity");
		return 0;
	}
	gen_dec(&w->l, key, cost, 6);
	return cost;
}

/* Tasks */

/* One transition, reported by up to three events. */
static void
transition(struct so_world *w, struct so_task *t, enum so_status to)
{
	static const struct {
		const char *event, *logger;
		uint32_t often;
	} by[] = {
		{ "execution.task.transition",
		    "synthorg.engine.task_execution", 7000 },
		{ "task.status.changed", "synthorg.core.task", 10000 },
		{ "execution.engine.task_transition",
		    "synthorg.engine.agent_engine", 5000 },
	};
	size_t i;

	for (i = 0; i < SO_COUNT(by); i++) {
		if (!gen_chance(&w->r, by[i].often))
			continue;
		so_begin(w, by[i].event, by[i].logger, "info",
		    SO_TASK | SO_REQUEST |
		    (t->status == SO_CREATED && to == SO_CANCELLED ? 0 :
		    SO_AGENT));
		gen_str(&w->l, "from_status", status_name[t->status]);
		gen_str(&w->l, "to_status", status_name[to]);
		if (to == SO_BLOCKED || to == SO_FAILED)
			gen_str(&w->l, "reason", "waiting for \"write_file\"");
		so_end(w);
	}
	t->status = to;
}

static void
task_created(struct so_world *w, struct so_task *t)
{
	char hex[13];

	gen_hex(&w->r, hex, 12);
	snprintf(t->id, sizeof t->id, "task-%s", hex);
	t->live = true;
	t->status = SO_CREATED;
	t->agent = gen_below(&w->r, SO_AGENTS);
	gen_uuid(&w->r, w->request);
	so_begin(w, "task.created", "synthorg.engine.task_engine", "info",
	    SO_TASK | SO_REQUEST);
	gen_str(&w->l, "title", gen_pick(&w->r, title, SO_COUNT(title)));
	gen_raw(&w->l, "parent", "null");
	gen_raw(&w->l, "labels", "[\"quarter, \\\"Q1\\\"\", {\"area\": "
	    "\"sales\", \"level\": 3}, []]");
	gen_str(&w->l, "deadline", "datetime.datetime(2026, 3, 31, 18, 0, "
	    "tzinfo=datetime.timezone.utc)");
	so_end(w);
}

/* The line that closes a run; its tokens are always redacted. */
static void
run_complete(struct so_world *w, const char *how)
{
	int64_t took = gen_spread(&w->r, 60000, 900000000);

	so_begin(w, "execution.engine.complete",
	    "synthorg.engine.agent_engine", "info",
	    SO_TASK | SO_AGENT | SO_REQUEST);
	gen_str(&w->l, "termination_reason", how);
	gen_int(&w->l, "total_turns", 1 + gen_below(&w->r, 20));
	gen_str(&w->l, "total_tokens", SO_REDACTED);
	if (gen_chance(&w->r, 150))
		gen_raw(&w->l, "duration_seconds", "NaN");
	else
		gen_dec(&w->l, "duration_seconds", took, 6);
	money(w, "cost_usd");
	so_end(w);
	so_begin(w, "execution.engine.task_metrics",
	    "synthorg.engine.agent_engine", "debug",
	    SO_TASK | SO_AGENT | SO_REQUEST);
	gen_str(&w->l, "termination_reason", how);
	gen_str(&w->l, "tokens_per_task", SO_REDACTED);
	gen_str(&w->l, "prompt_token_ratio", SO_REDACTED);
	gen_dec(&w->l, "turns_per_task", 10 + gen_below(&w->r, 190), 1);
	so_end(w);
}

static enum so_status
next_status(struct so_world *w, enum so_status from)
{
	static const enum so_status next[SO_NSTATUS][4] = {
		[SO_CREATED] = { SO_ASSIGNED, SO_ASSIGNED, SO_ASSIGNED,
		    SO_ASSIGNED },
		[SO_ASSIGNED] = { SO_IN_PROGRESS, SO_IN_PROGRESS,
		    SO_IN_PROGRESS, SO_IN_PROGRESS },
		[SO_IN_PROGRESS] = { SO_IN_REVIEW, SO_IN_REVIEW, SO_BLOCKED,
		    SO_FAILED },
		[SO_IN_REVIEW] = { SO_COMPLETED, SO_COMPLETED, SO_COMPLETED,
		    SO_IN_PROGRESS },
		[SO_BLOCKED] = { SO_IN_PROGRESS, SO_IN_PROGRESS,
		    SO_IN_PROGRESS, SO_INTERRUPTED },
		[SO_INTERRUPTED] = { SO_ASSIGNED, SO_ASSIGNED, SO_ASSIGNED,
		    SO_ASSIGNED },
	};

	if (from != SO_IN_REVIEW && gen_chance(&w->r, 400))
		return SO_CANCELLED;
	return next[from][gen_below(&w->r, 4)];
}

/* Why the run ended that brought the task to this status, or NULL. */
static const char *
ending(struct so_world *w, enum so_status from, enum so_status to)
{
	static const char *const failure[] = { "error", "max_turns",
	    "budget_exhausted" };

	if (to == SO_COMPLETED)
		return "completed";
	if (to == SO_FAILED)
		return gen_pick(&w->r, failure, SO_COUNT(failure));
	if (to == SO_CANCELLED && from != SO_CREATED && from != SO_ASSIGNED)
		return "shutdown";
	return NULL;
}

void
so_task_step(struct so_world *w)
{
	struct so_task *t = so_any_task(w);
	enum so_status from, to;
	const char *how;

	if (t == NULL) {
		task_created(w, w->at);
		return;
	}
	from = t->status;
	to = next_status(w, from);
	transition(w, t, to);
	how = ending(w, from, to);
	if (how != NULL)
		run_complete(w, how);
	t->live = to != SO_COMPLETED && to != SO_FAILED &&
	    to != SO_CANCELLED;
}

/* Models and money */

static void
provider_error(struct so_world *w, const char *provider, const char *model)
{
	static const char *const error[] = { "rate limit reached (429)",
	    "request timed out after 60 s", "connection reset by peer",
	    "content filter: prompt refused" };

	so_begin(w, "provider.call.error", "synthorg.providers.base",
	    "error", SO_TASK | SO_AGENT | SO_REQUEST);
	gen_str(&w->l, "provider", provider);
	gen_str(&w->l, "model", model);
	gen_str(&w->l, "error", gen_pick(&w->r, error, SO_COUNT(error)));
	if (gen_chance(&w->r, 4000))
		gen_str(&w->l, "exception", so_traceback);
	so_end(w);
	so_begin(w, "provider.retry.attempt", "synthorg.providers.retry",
	    "warning", SO_TASK | SO_AGENT | SO_REQUEST);
	gen_int(&w->l, "attempt", 1 + gen_below(&w->r, 3));
	gen_int(&w->l, "max_retries", 3);
	gen_dec(&w->l, "delay", gen_spread(&w->r, 500, 30000), 3);
	so_end(w);
}

/* Older releases log cost_usd, newer ones cost with a currency. */
static void
cost(struct so_world *w, const char *provider, const char *model)
{
	bool newer = gen_chance(&w->r, 3000);

	so_begin(w, newer ? "budget.cost.recorded" : "budget.record.added",
	    "synthorg.budget.tracker", "info", SO_TASK | SO_AGENT);
	gen_str(&w->l, "provider", provider);
	gen_str(&w->l, "model", model);
	w->spent += money(w, newer ? "cost" : "cost_usd");
	if (newer)
		gen_str(&w->l, "currency", "USD");
	gen_str(&w->l, "input_tokens", SO_REDACTED);
	gen_str(&w->l, "output_tokens", SO_REDACTED);
	so_end(w);
}

void
so_provider_call(struct so_world *w)
{
	static const char *const model[] = { "large-2026-01", "small-2026-01",
	    "reasoner-3" };
	static const char *const provider[] = { "north", "south" };
	const char *m = gen_pick(&w->r, model, SO_COUNT(model));
	const char *p = gen_pick(&w->r, provider, SO_COUNT(provider));

	if (so_any_task(w) == NULL)
		return;
	so_begin(w, "provider.call.start", "synthorg.providers.base", "debug",
	    SO_TASK | SO_AGENT | SO_REQUEST);
	gen_str(&w->l, "provider", p);
	gen_str(&w->l, "model", m);
	gen_int(&w->l, "message_count", 1 + gen_below(&w->r, 40));
	so_end(w);
	if (gen_chance(&w->r, 900)) {
		provider_error(w, p, m);
		return;
	}
	so_begin(w, "provider.call.success", "synthorg.providers.base",
	    "info", SO_TASK | SO_AGENT | SO_REQUEST);
	gen_str(&w->l, "provider", p);
	gen_str(&w->l, "model", m);
	gen_raw(&w->l, "usage", "{\"input_tokens\": \"" SO_REDACTED "\", "
	    "\"cached\": false, \"finish\": {\"reason\": \"stop\"}}");
	so_end(w);
	cost(w, p, m);
}

void
so_budget(struct so_world *w)
{
	static const char *const alert[] = { "normal", "warning", "critical",
	    "hard_stop" };

	so_begin(w, "budget.alert.threshold_crossed",
	    "synthorg.budget.enforcer", "warning", 0);
	gen_str(&w->l, "alert_level", gen_pick(&w->r, alert, SO_COUNT(alert)));
	gen_dec(&w->l, "total_cost", w->spent, 6);
	gen_dec(&w->l, "monthly_budget", 5000, 1);
	so_end(w);
}

/* Tools and who may use them */

static void
verdict(struct so_world *w, const char *name, const char *event,
    const char *level)
{
	static const char *const risk[] = { "low", "medium", "high" };

	so_begin(w, "security.evaluate.complete", "synthorg.security.service",
	    "debug", SO_TASK | SO_AGENT | SO_REQUEST);
	gen_str(&w->l, "tool_name", name);
	gen_dec(&w->l, "duration_ms", gen_spread(&w->r, 3, 9000), 3);
	so_end(w);
	so_begin(w, event, "synthorg.security.service", level,
	    SO_TASK | SO_AGENT | SO_REQUEST);
	gen_str(&w->l, "tool_name", name);
	gen_str(&w->l, "risk_level", gen_pick(&w->r, risk, SO_COUNT(risk)));
	so_end(w);
}

/* Whether the tool may run. */
static bool
allowed(struct so_world *w, const char *name)
{
	if (gen_chance(&w->r, 500)) {
		verdict(w, name, "security.verdict.deny", "warning");
		return false;
	}
	if (gen_chance(&w->r, 300)) {
		verdict(w, name, "security.verdict.escalate", "warning");
		return false;
	}
	verdict(w, name, gen_chance(&w->r, 50) ?
	    "security.verdict.output_scan" : "security.verdict.allow",
	    "debug");
	return true;
}

static void
tool_line(struct so_world *w, const char *event, const char *level,
    const char *name, const char *call)
{
	so_begin(w, event, "synthorg.tools.invoker", level,
	    SO_TASK | SO_AGENT | SO_REQUEST);
	gen_str(&w->l, "tool_call_id", call);
	gen_str(&w->l, "tool_name", name);
	if (strcmp(level, "error") == 0)
		gen_str(&w->l, "exception", so_traceback);
	so_end(w);
}

void
so_tool_call(struct so_world *w)
{
	const char *name = gen_pick(&w->r, tool, SO_COUNT(tool));
	char hex[25], call[32];

	if (so_any_task(w) == NULL || !allowed(w, name))
		return;
	gen_hex(&w->r, hex, 24);
	snprintf(call, sizeof call, "call_%s", hex);
	tool_line(w, "tool.invoke.start", "info", name, call);
	if (gen_chance(&w->r, 300))
		tool_line(w, "tool.invoke.timeout", "warning", name, call);
	else if (gen_chance(&w->r, 300))
		tool_line(w, "tool.invoke.tool_error", "warning", name, call);
	else if (gen_chance(&w->r, 300))
		tool_line(w, "tool.invoke.execution_error", "error", name,
		    call);
	else
		tool_line(w, "tool.invoke.success", "info", name, call);
}
