/*
 * What mlog-otlp makes of rules: spans of events, and their resource.
 */
#ifndef CMD_SPANS_H
#define CMD_SPANS_H

#include "otlp/run.h"
#include "rules/rule.h"

/*
 * Gives the run what the rules say. They outlive it; timeout (ns) is for the
 * spans of rules without one.
 */
void cmd_spans(struct run *r, struct rules *rules, int64_t timeout);
void cmd_spans_free(struct run *r);

#endif
