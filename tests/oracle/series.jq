# One spelling for a sample, whoever says it: name{label="value",...} number
# with the labels sorted, empty ones left out, le as a number.

def le: if . == "+Inf" or . == "Inf" then "+Inf" else tonumber | tojson end;

def sample($name; $labels; $value):
	$name + "{" + ($labels | to_entries
	    | map(select(.value != "" and .value != null)
	        | .value |= tostring
	        | if .key == "le" then .value |= le else . end
	        | .key + "=" + (.value | tojson))
	    | sort | join(",")) + "} " + $value;
