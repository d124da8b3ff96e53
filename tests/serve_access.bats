# mlog-prom --serve: who is let in, and what the process can do by then.

load helper
load serve

setup()
{
	at_tmp
	make_snap
	umask 077
	# digest SECRET: as the man page says it is made.
	digest() { printf %s "$1" | sha256sum | cut -d ' ' -f 1; }
	{
		echo '# name digest'
		echo "prometheus $(digest open-sesame)"
		echo "prometheus $(digest next-sesame)"
		echo "vm $(digest hunter2)"
	} >tokens
}

teardown()
{
	stop_all
}

# asked FIELD [OPTION...]: a request with that field line.
asked()
{
	local field=$1

	shift
	ask "GET /metrics HTTP/1.0\r\n$field\r\n\r\n" --auth tokens "$@"
}

basic()
{
	echo "Authorization: Basic $(printf %s "$1" | base64)"
}

@test "--auth: bearer tokens and basic passwords, old and new" {
	for field in 'Authorization: Bearer open-sesame' \
	    'authorization:BEARER   next-sesame ' "$(basic vm:hunter2)" \
	    "$(basic prometheus:next-sesame)" 'Authorization: Bearer hunter2'
	do
		asked "$field"
		[ "$(status)" = 200 ] || fail "$field: $(status)"
		cmp app.prom body
	done
}

@test "--auth: 401 says how to ask; nothing of what was shown comes back" {
	for field in 'X: y' 'Authorization: Bearer NAUGHTY' \
	    'Authorization: Bearer open-sesam' 'Authorization: NAUGHTY x' \
	    'Authorization:' "$(basic vm:open-sesame)" "$(basic :hunter2)" \
	    "$(basic vm)" "Authorization: Bearer $(digest hunter2)"; do
		asked "$field"
		[ "$(status)" = 401 ] || fail "$field: $(status)"
		grep -qx 'WWW-Authenticate: Bearer realm="metrics"' head
		grep -qx 'WWW-Authenticate: Basic realm="metrics", charset="UTF-8"' \
			head
		[ "$(sed -n 's/^Content-Length: //p' head)" = "$(wc -c <body)" ]
		run ! grep -q 'lag_seconds\|NAUGHTY\|sesam\|hunter' answer
	done
	ask 'HEAD /metrics HTTP/1.0\r\n\r\n' --auth tokens
	[ "$(status)" = 401 ]
	[ ! -s body ]
	refused 400 'GET /x HTTP/1.0\r\nAuthorization: Bearer hunter2\r\nAuthorization: Bearer hunter2\r\n\r\n' \
		--auth tokens
}

@test "--auth: what is not there, not allowed or switched off stays that" {
	refused 404 'GET /x HTTP/1.0\r\n\r\n' --auth tokens
	refused 405 'POST /metrics HTTP/1.0\r\n\r\n' --auth tokens
	refused 404 'GET /metrics HTTP/1.0\r\n\r\n' --auth tokens --disabled
	# Whether there is a snapshot is no stranger's business.
	asked 'X: y' --max-age 1s 2>err
	[ "$(status)" = 401 ]
	asked 'Authorization: Bearer hunter2' --max-age 1s 2>err
	[ "$(status)" = 503 ]
}

@test "--auth: a file that all can read is refused, as any mistake in it" {
	no()
	{
		printf 'GET /metrics HTTP/1.0\r\n\r\n' >request
		run -2 --separate-stderr mlog-prom --serve --auth "$1" app.snap \
			<request
		[ -z "$output" ]
		[[ $stderr == *"$2"* ]] || fail "$stderr"
		run ! grep -q "$(digest hunter2)" <<<"$stderr"
	}
	chmod 644 tokens
	no tokens 'tokens: can be read by all: chmod o= it first'
	chmod 640 tokens
	echo "eve hunter2" >>tokens
	no tokens 'tokens:5: no digest after the name'
	no missing 'missing: No such file'
	: >empty
	no empty 'empty: no entry'
	run -2 mlog-prom --auth tokens app.snap
	assert_output --partial 'need --serve'
}

@test "-v: the name of the entry is in the line, the token is not" {
	printf 'GET /metrics HTTP/1.0\r\nAuthorization: Bearer hunter2\r\n\r\n' |
		mlog-prom -v --serve --auth tokens app.snap 2>err >/dev/null
	run cat err
	assert_output --regexp '^mlog-prom: vm GET 200, [0-9]+ bytes$'
	printf 'GET /metrics HTTP/1.0\r\nAuthorization: Bearer hunter3\r\n\r\n' |
		mlog-prom -v --serve --auth tokens app.snap 2>err >/dev/null
	run cat err
	assert_output --regexp '^mlog-prom: GET 401, [0-9]+ bytes$'
}

@test "Prometheus is let in with its credentials" {
	fetch_tools prometheus
	start_inetd "--serve --auth $PWD/tokens $PWD/app.snap"
	start_prometheus 'authorization: { credentials: next-sesame }'
	wait_for 30 query 'up{job="mlog"} == 1' || fail "$(cat prometheus.log)"
	stop_all
	start_inetd "--serve --auth $PWD/tokens $PWD/app.snap"
	start_prometheus 'basic_auth: { username: vm, password: hunter2 }'
	wait_for 30 query 'up{job="mlog"} == 1' || fail "$(cat prometheus.log)"
	run query 'tasks_finished_total{status="completed"}'
	assert_output 42
}

# ---- confinement

@test "sandboxed before the first byte of the client is read" {
	mkfifo request
	mlog-prom --serve --require-sandbox app.snap <request >answer 3>&- &
	pid=$!
	echo $pid >pids
	exec 9>request
	wait_for 5 grep -q '^Seccomp:[[:space:]]*2' /proc/$pid/status
	grep -q '^NoNewPrivs:[[:space:]]*1' /proc/$pid/status
	grep -qE '^Max open files +1 +1 ' /proc/$pid/limits
	grep -qE '^Max processes +0 +0 ' /proc/$pid/limits
	grep -qE '^Max core file size +0 +0 ' /proc/$pid/limits
	printf 'GET /metrics HTTP/1.0\r\n\r\n' >&9
	exec 9>&-
	wait $pid
	split
	cmp app.prom body
	rm pids
}

# watched: before trace_of; what shows its memory to nobody shows it to root.
watched()
{
	traced
	[ "$(id -u)" = 0 ] || namespaces m
	printf 'GET /metrics HTTP/1.0\r\n\r\n' >request
}

# trace_of COMMAND...: its system calls, in trace.
trace_of()
{
	${apart:+unshare "$apart"} strace -qq -o trace "$@" <request >answer \
		2>err
}

@test "no system call behind the filter but to read, write and end" {
	watched
	trace_of mlog-prom --serve --auth tokens app.snap
	grep -n 'PR_SET_SECCOMP' trace
	sed '1,/PR_SET_SECCOMP/d' trace >after
	grep -q '^read(0, "GET' after
	# One look for a time zone is refused, and goes without.
	run grep -vE '^(read|write|poll|ppoll|brk|mmap|munmap|mremap|madvise|rt_sig[a-z]+|exit_group|close|shutdown|clock_gettime)\(|^openat\(.*(localtime|zoneinfo).*EPERM|^\+\+\+ exited' \
		after
	assert_output ''
	run ! grep -q '^read(0' <(sed '/PR_SET_SECCOMP/q' trace)
	# The seed of tables is drawn before; one that is made up behind it
	# could be guessed.
	cp "$root/tests/golden/mlog-prom/kinds/in" kinds.snap
	trace_of mlog-prom --serve kinds.snap
	sed '1,/PR_SET_SECCOMP/d' trace >after
	grep -q '^read(0, "GET' after
	run ! grep -q urandom after
	grep -q urandom trace
}

@test "--require-sandbox: no answer where there is none; else it is said" {
	watched
	run -2 trace_of -e inject=prctl:error=EINVAL \
		mlog-prom --serve --require-sandbox app.snap
	[ ! -s answer ]
	grep -q -- '--require-sandbox: the kernel takes no filter' err
	run ! grep -q '^read(0' trace
	trace_of -e inject=prctl:error=EINVAL mlog-prom --serve -v app.snap
	split
	cmp app.prom body
	grep -q 'GET 200, [0-9]* bytes, not confined' err
	run -2 mlog-prom --require-sandbox app.snap
	assert_output --partial 'need --serve'
}
