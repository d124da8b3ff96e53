# An event stream as OTLP/JSON log requests of 512 records, as mlog-otlp makes
# them, for the comparison in otlp.sh: jq -n -c -f otlp.jq <events. It derives
# a trace only of UUIDs, and no spans.
def any:
	if type == "string" then {stringValue: .}
	elif type == "boolean" then {boolValue: .}
	elif type == "number" then
		if . == floor and fabs < 9e15 then {intValue: tostring}
		else {doubleValue: .} end
	elif type == "array" then {arrayValue: {values: map(any)}}
	elif type == "object" then {kvlistValue: {values: to_entries |
		map({key, value: (.value | any)})}}
	else {} end;
def nano: (.[0:19] + "Z" | fromdate | tostring) +
	((.[20:-1] + "000000000")[0:9]);
def record: {
	timeUnixNano: (.time | nano? // "0"),
	observedTimeUnixNano: $now,
	severityNumber: (.severity // 0),
	severityText: (.level_text // .level // ""),
	body: (.event | any),
	attributes: (del(.time, .severity, .level, .level_text, .event) |
		to_entries | map({key, value: (.value | any)}))
} + (if .request_id | type == "string" and length == 36 then
	{traceId: (.request_id | gsub("-"; ""))} else {} end);
def batch: {resourceLogs: [{
	resource: {attributes: [{key: "service.name",
		value: {stringValue: "unknown_service:mlog"}}]},
	scopeLogs: [{scope: {name: "mlog", version: "0"}, logRecords: .}]}]};
foreach (inputs, null) as $e ({out: null, in: []};
	if $e == null then {out: .in, in: []}
	elif (.in | length) == 511 then {out: (.in + [$e | record]), in: []}
	else {out: null, in: (.in + [$e | record])} end;
	.out | select(. != null and length > 0) | batch)
