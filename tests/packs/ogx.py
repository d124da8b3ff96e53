"""usage: ogx.py LOG EXPOSITION [doubled=1]: OGX's requests and errors. What
its middleware leaves out is left out; an unknown route is `unknown`."""
import re
import sys

import count

SKIP = ("/docs", "/redoc", "/openapi.json", "/favicon.ico", "/static",
        "/v1/metrics")
m = count.Metrics()
names = ["ogx_", "ogx_ogx_"] if count.params().get("doubled") else ["ogx_"]


def add(name, **labels):
    for n in names:
        m.add(n + name, **labels)


def is_id(part):
    return re.fullmatch(r"\d+|(vs_)?[0-9a-f-]{36}|(resp_|file-)[0-9a-f]{24}",
                        part)


def template(path):
    parts = path.split("?")[0].split("/")[1:]
    if parts[0] not in ("v1", "v1alpha", "v1beta"):
        return "unknown"
    for i, part in enumerate(parts):
        if part == "models" and i + 1 < len(parts):
            return "/" + "/".join(parts[:i + 1]) + "/{id}"
    return "/" + "/".join("{id}" if is_id(p) else p for p in parts)


for r in count.records(sys.argv[1]):
    level = {"warning": "warn", "critical": "error"}.get(
        r["level"], r["level"])
    add("log_lines_total", level=level, category=r["category"])
    if level == "error":
        add("log_errors_total", logger=r["logger"], category=r["category"])
    if r["logger"] != "uvicorn.access":
        continue
    method, path, _, code = r["event"].split(" - ")[1].replace(
        '"', "").split(" ")
    bare = path.split("?")[0]
    if not any(bare == s or bare.startswith(s + "/") for s in SKIP):
        add("requests_total", method=method, path=template(path),
            status="success" if int(code) < 400 else "error",
            status_code=code)
m.set("target_info", 1, service_name="ogx")
sys.exit(m.compare(sys.argv[2]))
