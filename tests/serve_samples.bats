# The samples of man/examples, as they are but for paths and ports (the one
# for xinetd is in serve_slow.bats).

load helper
load serve

setup()
{
	at_tmp
	make_snap
	samples=$root/man/examples
}

teardown()
{
	stop_all
}

@test "the inetd sample" {
	fetch_inetd
	port=$(free_port)
	sed "s/:9464/:$port/; s/ nobody / $(id -un) /
		s|/usr/local/bin/|$BUILD/|; s/ --max-age 5m / /
		s|/var/lib/mlog/|$PWD/|" "$samples/mlog-prom.inetd" >inetd.conf
	later tool inetd -i inetd.conf
	listens
	client $port 's.sendall(b"GET /metrics HTTP/1.0\r\n\r\n"); answer = rest()'
	cmp app.prom body
}

@test "the systemd samples: nothing to verify, little exposed" {
	fetch_systemd
	for unit in mlog-prom.socket mlog-prom@.service; do
		sed "s|/usr/local/bin/|$BUILD/|" "$samples/$unit" >$unit
	done
	# The targets that they ask for are there where systemd itself is not.
	export SYSTEMD_UNIT_PATH=$PWD:$root/build/tools/root/lib/systemd/system
	run tool systemd-analyze verify --man=no ./mlog-prom.socket \
		./mlog-prom@.service
	assert_success
	assert_output ''
	run tool systemd-analyze security --offline=true --threshold=20 \
		./mlog-prom@.service
	assert_success
	# It can fail.
	sed -i 's/^DynamicUser=.*/DynamicUsr=yes/' mlog-prom@.service
	run tool systemd-analyze verify --man=no ./mlog-prom@.service
	assert_output --partial DynamicUsr
}

@test "the limits that the systemd sample speaks of are set" {
	grep -qE '^MaxConnections=[0-9]+$' "$samples/mlog-prom.socket"
	grep -qE '^MaxConnectionsPerSource=[0-9]+$' "$samples/mlog-prom.socket"
	for line in DynamicUser=yes ProtectSystem=strict StandardInput=socket \
	    StandardError=journal SystemCallErrorNumber=EPERM; do
		grep -qx "$line" "$samples/mlog-prom@.service"
	done
}

@test "the cron sample: a snapshot, and a file for the collector" {
	"$BUILD/gen-synthorg" -n 500 >app.log
	cp "$root/tests/demo/demo.rules" app.rules
	mkdir textfile
	# The command behind five times and a user; % would be special.
	sed -n 's|^\* \* \* \* \* mlog	||p' "$samples/mlog-prom.cron" |
		sed "s|/var/lib/mlog|$PWD|; s|/var/log/|$PWD/|" >command
	[ "$(wc -l <command)" -ge 1 ]
	run ! grep -q % command
	rm app.snap
	umask 077
	sh -e command
	[ "$(stat -c %a textfile/app.prom)" = 644 ]
	[ "$(ls -A textfile)" = app.prom ]
	mlog-prom app.snap | cmp - textfile/app.prom
	# No sample bears a timestamp: name, labels, value, and no more.
	run ! grep -vE '^#|^[a-z_]+(\{.*\})? [^ ]+$' textfile/app.prom
}

@test "a reader in a loop over a thousand replacements and kills" {
	count=1000
	[ -z "${LONG:-}" ] || count=20000
	python3 - $count <<'END'
import os, random, subprocess, sys, threading, time

random.seed(8)
count = int(sys.argv[1])
texts = {}
for k in range(8):
    body = '{"@mlog":"snapshot","version":1,"time":"2026-11-21T09:24:11Z","resource":{}}\n' \
        '{"family":"v","type":"gauge","kind":"gauge","rule":"0000000000000001","unit":"","help":""}\n'
    for i in range(1000, 1000 + 300 * (k + 1)):
        body += '{"name":"v","labels":{"i":"%d"},"value":%d}\n' % (i, k)
    sum = subprocess.run(["xxh64sum"], input=body.encode(),
        capture_output=True, check=True).stdout.split()[0].decode()
    with open("%d.snap" % k, "w") as f:
        f.write(body + '{"@mlog":"end","lines":%d,"xxh64":"%s"}\n'
            % (body.count("\n"), sum))
    text = subprocess.run(["mlog-prom", "%d.snap" % k],
        capture_output=True, check=True).stdout
    texts[text] = k
assert len(texts) == 8

os.mkdir("textfile")
out = "textfile/app.prom"
subprocess.run(["mlog-prom", "-o", out, "0.snap"], check=True)
done, torn, seen, reads = False, [], set(), 0

def read():
    global reads
    while not done:
        # What the collector would read of the folder.
        names = [n for n in os.listdir("textfile") if n.endswith(".prom")]
        with open(out, "rb") as f:
            k = texts.get(f.read())
        if k is None or names != ["app.prom"]:
            torn.append((k, names))
        seen.add(k)
        reads += 1

reader = threading.Thread(target=read)
reader.start()
killed = replaced = 0
for i in range(count):
    inode = os.stat(out).st_ino
    p = subprocess.Popen(["mlog-prom", "-o", out, "%d.snap" % (i // 2 % 8)])
    if i % 2:
        time.sleep(random.random() * .005)
        p.kill()
    code = p.wait()
    killed += code == -9
    assert code in (0, -9), code
    replaced += os.stat(out).st_ino != inode
done = True
reader.join()
print("# %d replaced, %d killed, %d reads" % (replaced, killed, reads),
    file=sys.stderr)
assert not torn, torn[:3]
assert seen == set(range(8)), seen
assert replaced >= count / 2 and killed >= count / 20 and reads >= count / 10
# What a kill leaves behind is not for the collector, and one run of the
# same process id clears it away.
assert all(n == "app.prom" or n.startswith(".app.prom.")
    for n in os.listdir("textfile"))
END
}
