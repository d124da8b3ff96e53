"""OGX's standard error with OGX_LOG_FORMAT=json: sentences for events, and
uvicorn's lines within them."""


def path(log):
    return log.pick([
        "/v1/models", "/v1/models/meta-llama/Llama-3.2-3B-Instruct",
        "/v1/openai/v1/models/gpt%204", "/v1/chat/completions",
        "/v1/responses/resp_" + log.hex(24), "/v1/responses?limit=20",
        "/v1/vector_stores/vs_%s/files/file-%s" % (log.uuid(), log.hex(24)),
        "/v1/files/%s/content" % log.uuid(), "/v1alpha/eval/jobs/17",
        "/v1/health", "/wp-login.php", "/", "/v1/metrics", "/docs", "/redoc",
        "/openapi.json", "/favicon.ico", "/static/a.css", "/docs?x=1",
        "/documents", "/v1/metrics2"])


def access(log):
    code = log.pick([200, 200, 201, 307, 400, 404, 422, 500])
    client = log.pick(["127.0.0.1:50000", "::1:50001", ""])
    return {"event": '%s - "%s %s HTTP/1.1" %d' % (
        client, log.pick(["GET", "POST", "DELETE"]), path(log), code),
        "category": "server", "logger": "uvicorn.access", "level": "info"}


def sentence(log):
    event, category, logger, level, kw = log.pick([
        ("Starting up OGX server", "core::server", "ogx.core.server", "info",
         {}),
        ("Failed to register model", "core", "ogx.core.routing_tables",
         "error", {"provider_id": "vllm", "model_id": "m\u00e9ta/8B",
                   "error": "refused"}),
        ("Error executing endpoint route=\"/v1/chat\" method='post'",
         "core::server", "ogx.core.server.server", "critical",
         {"exc_info": True}),
        ('HTTP Request: POST http://vllm:8000/v1 "HTTP/1.1 200 OK"',
         "uncategorized", "httpx", "info", {}),
        ("vector store is slow", "vector_io", "ogx.providers", "warning",
         {"vector_store_id": "vs_1", "status_code": 504})])
    return dict({"event": event, "category": category, "logger": logger,
                 "level": level}, **kw)


def write(log):
    for i in range(600):
        log.tick()
        record = access(log) if log.chance(0.7) else sentence(log)
        log.put(dict(record, timestamp=log.stamp()))
        if log.chance(0.01):
            print("INFO:     Uvicorn running on http://0.0.0.0:8321")
