"""usage: gen.py synthorg_month UNTIL: what SynthOrg spent in the first months
of 2026, up to that time: a few costs each day, some of them at its very ends,
and nothing from Saturday, February 28 to Tuesday, March 3."""
import count

DAY = 86400 * 1000000
QUIET = [count.stamp("2026-%sT00:00:00Z" % d) for d in ("02-28", "03-03")]


def write(log):
    until = count.stamp(log.args[0])
    first = count.stamp("2026-01-20T00:00:00Z")
    for day in range(first, count.stamp("2026-04-05T00:00:00Z"), DAY):
        for at in (0, 1, log.below(DAY // 2), DAY // 2, DAY - 1):
            log.us = day + at
            record = {"agent_id": "agent-%d" % log.below(4),
                      "cost_usd": log.below(200000) / 100000,
                      "event": "budget.record.added", "level": "info",
                      "logger": "synthorg.budget.tracker",
                      "timestamp": log.stamp()}
            if log.us <= until and not QUIET[0] <= log.us < QUIET[1]:
                log.put(record)
