# What the tests of mlog-otlp --spool share: `load spool` behind `load helper`.

load otlp

setup()
{
	at_otlp
	points 5 five.snap
	port=$(free_port)
}

# otlp [ARGUMENT...]: to $port, through the spool.
otlp()
{
	mlog-otlp -u "http://127.0.0.1:$port" --allow-private \
		--retry-for 0 --spool spool "$@"
}

# The same with the patience to wait for a backoff to end.
patient()
{
	mlog-otlp -u "http://127.0.0.1:$port" --allow-private \
		--retry-for 30s --spool spool "$@"
}

# Anew at the same port, so that what waits has an address that answers.
collector()
{
	receiver_stop
	rm -rf "${got:-none}"
	receiver_start --port "$port" "$@"
}

waiting()
{
	find spool -maxdepth 1 -name '*.otlp' | wc -l
}

# one VALUE MINUTE FILE: a snapshot of one counter.
one()
{
	{
		echo "{\"@mlog\":\"snapshot\",\"version\":1,\"time\":\"$2\",\"resource\":{}}"
		echo '{"family":"n_total","type":"counter","kind":"counter","rule":"0000000000000005","unit":"","help":""}'
		echo "{\"name\":\"n_total\",\"labels\":{\"i\":\"$1\"},\"value\":$1,\"start\":\"2026-11-20T00:00:00Z\",\"time\":\"$2\"}"
	} | seal "$3"
}

# The values of n_total that came, one a line.
values()
{
	received_jq '.[].data[]?.scopes[].metrics[] |
		select(.name == "n_total") | .points[].value'
}

# faked OFFSET COMMAND...: at another time of day.
faked()
{
	local offset=$1

	shift
	fetch_faketime
	LD_PRELOAD=$faketime FAKETIME=$offset FAKETIME_DONT_FAKE_MONOTONIC=1 \
		ASAN_OPTIONS=verify_asan_link_order=0 "$@"
}
