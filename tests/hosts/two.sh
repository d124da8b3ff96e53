#!/bin/sh
# usage: unshare -n -m sh two.sh ROOT, in a folder with a.log, b.log and
# app.rules. Two hosts, each with a network, an sshd and an app.log of its own;
# GNU parallel goes to both. All of it is in the namespaces of this shell, and
# ends with it. Writes app.snap, hosta.prom and hostb.prom.
set -eu

root=$1
dir=$PWD
tools=$root/build/tools/root
libs=$(find "$tools" -name 'lib*.so*' -exec dirname {} + | sort -u |
    paste -sd :)
PATH=$dir/bin:$PATH:/usr/sbin:/sbin
pids=

finish()
{
	for pid in $pids; do
		kill "$pid" 2>/dev/null || :
	done
}
trap finish EXIT

# program NAME PATH: runs what was unpacked.
program()
{
	mkdir -p bin
	cat >"bin/$1" <<-END
	#!/bin/sh
	exec env LD_LIBRARY_PATH='$libs' '$tools/$2' $3 "\$@"
	END
	chmod +x "bin/$1"
}

program ip bin/ip ''
program keygen usr/bin/ssh-keygen ''
program ssh usr/bin/ssh "-F '$dir/ssh_config'"

# sshd wants a user of its own; here it has one.
mount --make-rprivate /
{
	grep -v '^sshd:' /etc/passwd
	echo 'sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin'
} >passwd
mount --bind passwd /etc/passwd
mount -t tmpfs none /run
mkdir -p /run/sshd
keygen -q -t ed25519 -N '' -f host
keygen -q -t ed25519 -N '' -f key
cat >sshd_config <<END
HostKey $dir/host
AuthorizedKeysFile $dir/key.pub
StrictModes no
PermitRootLogin yes
UsePAM no
PidFile none
SetEnv PATH=$PATH
END
cat >ssh_config <<END
IdentityFile $dir/key
IdentitiesOnly yes
StrictHostKeyChecking no
UserKnownHostsFile $dir/known
LogLevel ERROR
User root
Host hosta
	HostName 10.77.1.2
Host hostb
	HostName 10.77.2.2
END

# host NAME NUMBER: a network with an address, where app.log is NAME.log.
host()
{
	mkdir -p "files-$1"
	cp "$1.log" "files-$1/app.log"
	cat >"$1.sh" <<-END
	mount --bind '$dir/files-$1' /mnt
	until ip addr add 10.77.$2.2/24 dev h$1 2>/dev/null; do sleep 0.1; done
	ip link set h$1 up
	exec env LD_LIBRARY_PATH='$libs' '$tools/usr/sbin/sshd' -D -e \\
	    -f '$dir/sshd_config'
	END
	unshare -n -m sh "$1.sh" 2>"sshd-$1.err" &
	pid=$!
	pids="$pids $pid"
	# Its namespace is its own once it differs.
	while [ "$(readlink /proc/$pid/ns/net)" = \
	    "$(readlink /proc/self/ns/net)" ]; do
		sleep 0.1
	done
	ip link add "v$1" type veth peer name "h$1" netns "$pid"
	ip addr add "10.77.$2.1/24" dev "v$1"
	ip link set "v$1" up
}

host a 1
host b 2
for h in hosta hostb; do
	n=0
	until ssh $h true 2>ssh.err; do
		n=$((n + 1))
		[ $n -lt 50 ] || { cat ssh.err sshd-*.err >&2; exit 1; }
		sleep 0.2
	done
done

parts=$(parallel --nonall -S hosta,hostb -k --files \
    "mlog-agg -q --logs -r '$dir/app.rules' /mnt/app.log")
mlog-agg --merge $parts >app.snap
rm $parts
parallel "ssh {} mlog-agg -q --logs -r '$dir/app.rules' /mnt/app.log |
    mlog-prom -o {}.prom" ::: hosta hostb
