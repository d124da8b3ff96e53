"""Model calls as instrumented clients, gateways and applications log them,
among lines that only announce a call or speak of a model otherwise."""


def dotted(log, c):
    return {"gen_ai.operation.name": c["op"], "gen_ai.system": c["provider"],
            "gen_ai.request.model": c["model"],
            "gen_ai.usage.input_tokens": c["in"],
            "gen_ai.usage.output_tokens": c["out"], "duration_ms": c["ms"]}


def nested(log, c):
    return {"gen_ai": {"operation": {"name": c["op"]},
                       "provider": {"name": c["provider"]},
                       "response": {"model": c["model"]},
                       "usage": {"input_tokens": c["in"],
                                 "output_tokens": c["out"]}},
            "duration_seconds": c["ms"] / 1000}


def answer(log, c):
    return {"model": c["model"], "provider": c["provider"],
            "usage": {"prompt_tokens": c["in"],
                      "completion_tokens": c["out"], "cost": c["cost"]},
            "latency_ms": str(c["ms"])}


def gateway(log, c):
    return {"model": c["model"], "call_type": c["op"],
            "response_cost": c["cost"], "prompt_tokens": c["in"],
            "completion_tokens": c["out"], "response_time_ms": c["ms"]}


def camel(log, c):
    return {"model_id": c["model"], "elapsed_ms": c["ms"],
            "usage": {"inputTokens": c["in"], "outputTokens": c["out"]}}


def gateway_payload(log, c):
    """LiteLLM's own payload for loggers."""
    return {"model": c["model"], "custom_llm_provider": c["provider"],
            "call_type": {"chat": "acompletion",
                          "embeddings": "embedding"}[c["op"]],
            "response_cost": c["cost"], "prompt_tokens": c["in"],
            "completion_tokens": c["out"], "response_time": c["ms"] / 1000}


def langchain(log, c):
    return {"response_metadata": {"model_name": c["model"]},
            "usage_metadata": {"input_tokens": c["in"],
                               "output_tokens": c["out"]}}


def within(log, c):
    """An SDK's answer as a member of the application's own record."""
    return {"response": {"object": "chat.completion", "model": c["model"],
                         "usage": {"prompt_tokens": c["in"],
                                   "completion_tokens": c["out"]}},
            "duration_ms": c["ms"], "error_type": log.pick([None, "Timeout"])}


def gemini(log, c):
    return {"modelVersion": c["model"], "candidates": [], "usageMetadata": {
        "promptTokenCount": c["in"], "candidatesTokenCount": c["out"]}}


def bedrock(log, c):
    return {"schemaType": "ModelInvocationLog", "modelId": c["model"],
            "operation": log.pick(["InvokeModel", "Converse"]),
            "input": {"inputTokenCount": c["in"]},
            "output": {"outputTokenCount": c["out"]}}


def ollama(log, c):
    """A part of a streamed answer, then its end with the numbers."""
    log.put({"model": c["model"], "done": False, "response": "The",
             "created_at": log.stamp()})
    return {"model": c["model"], "done": True,
            "total_duration": int(c["ms"] * 1000000),
            "prompt_eval_count": c["in"], "eval_count": c["out"]}


def redacted(log, c):
    return {"model": c["model"], "provider": c["provider"],
            "input_tokens": "**REDACTED**", "cost_usd": c["cost"]}


def start(log, c):
    return {"model": c["model"], "provider": c["provider"],
            "message_count": 3, "input_tokens": "**REDACTED**"}


def other(log, c):
    return log.pick([{"cost_usd": c["cost"], "duration_ms": c["ms"]},
                     {"model": None, "cost": 1}, {"model": c["model"]}])


def write(log):
    for i in range(int(log.args[0]) if log.args else 600):
        log.tick()
        c = {"op": log.pick(["chat", "embeddings"]),
             "provider": log.pick(["openai", "anthropic"]),
             "model": log.pick(["large", "sm\u00e4ll/8B"]),
             "in": log.pick([0, 1, 900, 128000]),
             "out": log.pick([0, 17, 4096]),
             "cost": log.pick([0.01, 1e-7, 2, float("nan"), -1]),
             "ms": log.pick([10, 640.5, 90000])}
        form = log.pick([dotted, nested, answer, gateway, camel, redacted,
                         start, gateway_payload, langchain, within, gemini,
                         bedrock, ollama, other])
        log.put(dict(form(log, c), event="llm", logger="app.llm",
                     level="info", timestamp=log.stamp()))
