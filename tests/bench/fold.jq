# What fold.rules counts: jq -rn -f fold.jq LOG writes EVENT LEVEL NUMBER.
[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as $bounds
| reduce inputs as $e ({};
	.events["\($e.event)"]["\($e.level)"] += 1
	| if $e.cost then .cost["\($e.model)"] += $e.cost else . end
	| if $e.duration_ms then ($e.duration_ms / 1000) as $v
		| .bucket["\($e.event)"][$bounds | map(select(. < $v)) | length
			| tostring] += 1
		| .sum["\($e.event)"] += $v
	  else . end)
| .events | to_entries[] | .key as $event
| .value | to_entries[] | "\($event) \(.key) \(.value)"
