# What the tests of mlog-otlp share: `load otlp` behind `load helper`. A file
# of tests that starts with something else, or sends in another way, has a
# setup or an otlp of its own.
#   now         what the clock says, where a file sets it

load receiver/receiver

# at_otlp: in the test's folder, and none of the caller's settings get in.
at_otlp()
{
	unset "${!OTEL_@}" "${!MLOG_@}" http_proxy https_proxy ALL_PROXY
	at_tmp
}

setup()
{
	at_otlp
	points 5 small.snap
}

teardown()
{
	stop_all
	receiver_stop
}

# otlp [ARGUMENT...]: to $port, where the receiver is; one try.
otlp()
{
	mlog-otlp -u "http://127.0.0.1:${port:-1}" --allow-private \
		${now:+--now "$now"} --retry-for 0 "$@"
}

# logs, spans: what a dry run makes of the events on standard input.
logs()
{
	mlog-otlp -n ${now:+--now "$now"} --signal logs "$@" |
		jq -c '.resourceLogs[].scopeLogs[].logRecords[]'
}

spans()
{
	mlog-otlp -n ${now:+--now "$now"} --signal traces "$@" |
		jq -c '.resourceSpans[].scopeSpans[].spans[]'
}

# attribute NAME: its value in each record on standard input.
attribute()
{
	jq -c --arg k "$1" '.attributes[]? | select(.key == $k).value'
}

# nano TIME: nanoseconds since 1970 of an RFC 3339 time.
nano()
{
	date -u -d "$1" +%s%N
}

# fetch_faketime: the library that tells another time of day is in $faketime.
fetch_faketime()
{
	fetch_tools libfaketime
	faketime=$(find "$root/build/tools/root" -name libfaketime.so.1 |
		head -n 1)
}

# end_while_sending ARGUMENT...: mlog-otlp gets SIGTERM once the receiver has
# had a request; $code is its exit code, $SECONDS what that took.
end_while_sending()
{
	mlog-otlp -u "http://127.0.0.1:$port" --allow-private "$@" &
	pid=$!
	wait_for 5 test -s "$got/requests.jsonl"
	SECONDS=0
	kill -TERM "$pid"
	code=0
	wait "$pid" || code=$?
}
