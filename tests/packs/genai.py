"""usage: genai.py LOG EXPOSITION: model calls, each read as the program that
logged it names its parts."""
import sys

import count

TOKENS = [4 ** n for n in range(14)]
TIMES = [round(.01 * 2 ** n, 2) for n in range(14)]
m = count.Metrics()


def call(r):
    """(operation, provider, model, in, out, cost, seconds) of a record."""
    if "custom_llm_provider" in r:
        return ({"acompletion": "chat", "embedding": "embeddings"}[
            r["call_type"]], r["custom_llm_provider"], r["model"],
            r["prompt_tokens"], r["completion_tokens"], r["response_cost"],
            r["response_time"])
    if "usage_metadata" in r:
        u = r["usage_metadata"]
        return ("chat", None, r["response_metadata"]["model_name"],
                u["input_tokens"], u["output_tokens"], None, None)
    if isinstance(r.get("response"), dict):
        u = r["response"]["usage"]
        return ("chat", None, r["response"]["model"], u["prompt_tokens"],
                u["completion_tokens"], None, r["duration_ms"] / 1000)
    if "usageMetadata" in r:
        u = r["usageMetadata"]
        return ("chat", None, r["modelVersion"], u["promptTokenCount"],
                u["candidatesTokenCount"], None, None)
    if "modelId" in r:
        return ("chat", None, r["modelId"], r["input"]["inputTokenCount"],
                r["output"]["outputTokenCount"], None, None)
    if "eval_count" in r:
        return ("chat", None, r["model"], r["prompt_eval_count"],
                r["eval_count"], None, r["total_duration"] / 1e9)
    if "gen_ai.request.model" in r:
        return (r["gen_ai.operation.name"], r["gen_ai.system"],
                r["gen_ai.request.model"], r["gen_ai.usage.input_tokens"],
                r["gen_ai.usage.output_tokens"], None,
                r["duration_ms"] / 1000)
    if "gen_ai" in r:
        g = r["gen_ai"]
        return (g["operation"]["name"], g["provider"]["name"],
                g["response"]["model"], g["usage"]["input_tokens"],
                g["usage"]["output_tokens"], None, r["duration_seconds"])
    if "latency_ms" in r:
        u = r["usage"]
        return ("chat", r["provider"], r["model"], u["prompt_tokens"],
                u["completion_tokens"], u["cost"],
                float(r["latency_ms"]) / 1000)
    if "call_type" in r:
        return (r["call_type"], None, r["model"], r["prompt_tokens"],
                r["completion_tokens"], r["response_cost"],
                r["response_time_ms"] / 1000)
    if "model_id" in r:
        u = r["usage"]
        return ("chat", None, r["model_id"], u["inputTokens"],
                u["outputTokens"], None, r["elapsed_ms"] / 1000)
    if r.get("model") and "cost_usd" in r:
        return ("chat", r["provider"], r["model"], None, None,
                r["cost_usd"], None)
    return None


for r in count.records(sys.argv[1]):
    found = call(r)
    if found is None:
        continue
    op, provider, model, read, written, cost, seconds = found
    at = {"gen_ai_operation_name": op, "gen_ai_provider_name": provider,
          "gen_ai_request_model": model}
    if cost is not None and cost < 0:
        cost = None
    if {read, written, cost, seconds} == {None}:
        continue
    m.add("gen_ai_client_calls_total", **at)
    if cost is not None:
        m.add("gen_ai_client_cost_total", cost, **at)
    if seconds is not None:
        m.observe("gen_ai_client_operation_duration_seconds", TIMES, seconds,
                  error_type=r.get("error_type"), **at)
    for kind, n in (("input", read), ("output", written)):
        if n is not None:
            m.observe("gen_ai_client_token_usage", TOKENS, n,
                      gen_ai_token_type=kind, **at)
sys.exit(m.compare(sys.argv[2]))
