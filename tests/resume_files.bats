#!/usr/bin/env bats
# mlog-parse --resume: each line once, however a log is rotated between two
# runs.

load helper
load resume

setup()
{
	at_tmp
	n=0
}

@test "a rotated file is read to its end, and then the new one" {
	put a.log 2
	expect "1 2" 'a.log*'
	put a.log 2
	mv a.log a.log.1
	put a.log 2
	expect "3 4 5 6" 'a.log*'
	run positions
	assert_output "a.log 40 true
a.log.1 80 false"
	expect "" 'a.log*'
	quiet
}

@test "several rotations between two runs" {
	put a.log 1
	expect 1 'a.log*'
	for i in 3 2 1; do
		put a.log 2
		mv a.log a.log.$i
	done
	put a.log 1
	expect "2 3 4 5 6 7 8" 'a.log*'
	quiet
}

@test "rotation into another folder" {
	mkdir old
	put a.log 2
	cp a.log old/a.log.2
	expect "1 2" a.log 'old/a.log*'
	put a.log 1
	mv a.log old/a.log.1
	put a.log 1
	rm old/a.log.2
	expect "3 4" a.log 'old/a.log*'
	run positions
	assert_output "a.log 20 true
old/a.log.1 60 false"
	rm old/a.log.1
	: >old/a.log.3
	expect "" a.log 'old/a.log*'
	quiet
}

@test "dates in names, the oldest first" {
	for day in 2026-11-19 20261120 20261121-1795253051; do
		put a.log 1
		mv a.log "a.log-$day"
	done
	put a.log 1
	gzip a.log-20261120
	expect "1 2 3 4" 'a.log*'
	expect "" 'a.log*'
	quiet
}

@test "a rotated file that is packed is the same" {
	put a.log 2
	expect "1 2" 'a.log*'
	put a.log 2
	mv a.log a.log.1
	gzip a.log.1
	put a.log 1
	expect "3 4 5" 'a.log*'
	mv a.log.1.gz a.log.2.gz
	mv a.log a.log.1
	gzip a.log.1
	expect "" 'a.log*'
	quiet
}

@test "a packed file in the inode of what it was made of" {
	put a.log 200
	expect "$(seq -s ' ' 200)" 'a.log*'
	mv a.log a.log.1
	put a.log.1 2
	gzip -c a.log.1 >x
	cat x >a.log.1
	mv a.log.1 a.log.1.gz
	rm x
	put a.log 1
	expect "201 202 203" 'a.log*'
	expect "" 'a.log*'
	quiet
}

@test "an old packed file is not opened again" {
	put a.log 2
	gzip -c a.log >a.log.1.gz
	: >a.log
	expect "1 2" 'a.log*'
	# The same size and time, but not the same any more: nobody looks.
	touch -r a.log.1.gz time
	head -c "$(stat -c %s a.log.1.gz)" /dev/zero >x
	cat x >a.log.1.gz
	rm x
	touch -r time a.log.1.gz
	expect "" 'a.log*'
	quiet
}

@test "a packed file that is cut short is not there yet" {
	put a.log 3000
	expect "$(seq -s ' ' 3000)" 'a.log*'
	mv a.log a.log.1
	put a.log 1
	gzip -c a.log.1 >whole.gz
	head -c 2000 whole.gz >a.log.1.gz
	expect 3001 'a.log*'
	cat whole.gz >a.log.1.gz
	expect "" 'a.log*'
	rm a.log.1
	expect "" 'a.log*'
	quiet
	run positions
	assert_output "a.log 23 true
a.log.1.gz $(gzip -dc whole.gz | wc -c) false"
}

@test "one that is cut short and all there is, is read as it grows" {
	put x 3000
	gzip -c x >whole.gz
	head -c 2000 whole.gz >a.log.1.gz
	step a.log.1.gz
	quiet
	first=$got
	[ -n "$first" ]
	step a.log.1.gz
	assert_equal "$got" ""
	cat whole.gz >a.log.1.gz
	step a.log.1.gz
	assert_equal "$first $got" "$(seq -s ' ' 3000)"
	run positions
	assert_output "a.log.1.gz $(wc -c <x) false"
}

@test "a file that is copied and cut (copytruncate)" {
	put a.log 3
	expect "1 2 3" 'a.log*'
	put a.log 2
	# Half of the copy is there, then all of it, then the file is cut.
	head -c 50 a.log >a.log.1
	expect "4 5" 'a.log*'
	put a.log 1
	cp a.log a.log.1
	expect 6 'a.log*'
	put a.log 1
	cp a.log a.log.1
	: >a.log
	expect 7 'a.log*'
	put a.log 2
	expect "8 9" 'a.log*'
	quiet
	run positions
	assert_output "a.log 40 true
a.log.1 140 false"
}

@test "a file that was cut, and is longer than it was already" {
	put a.log 100
	expect "$(seq -s ' ' 100)" 'a.log*'
	put a.log 1
	cp a.log a.log.1
	: >a.log
	put a.log 200
	expect "$(seq -s ' ' 101 301)" 'a.log*'
	quiet
}

@test "a copy that got less than was read" {
	put a.log 100
	cp a.log a.log.1
	put a.log 2
	expect "$(seq -s ' ' 102)" 'a.log*'
	: >a.log
	put a.log 1
	expect 103 'a.log*'
	expect "" 'a.log*'
	quiet
}

@test "a copy beside its original is left alone, a like file is not" {
	put a.log 3
	cp a.log a.log.bak
	gzip -c a.log >a.log.1.gz
	expect "1 2 3" 'a.log*'
	expect "" 'a.log*'
	# As the log begins, but another log.
	cp a.log a1.log
	expect "1 2 3" 'a*.log'
	# As the log begins, but another log, and another line behind it.
	cp a.log b.log
	expect "1 2 3" 'a.log*' b.log
	head -n 2 a.log >a.log.7
	put a.log.7 1
	expect "1 2 4" 'a.log*' b.log
	quiet
}

@test "a log that begins as its rotated file does" {
	echo '{"event":"e","n":1}' >a.log
	expect 1 'a.log*'
	mv a.log a.log.1
	echo '{"event":"e","n":1}' >a.log
	expect 1 'a.log*'
	expect "" 'a.log*'
	quiet
}

@test "what is lost is told once, and counted" {
	put a.log 2
	expect "1 2" 'a.log*'
	rm a.log
	put a.log 1
	expect 3 'a.log*'
	run cat err
	assert_output "mlog-parse: a.log: gone, or cut, after its first 40 bytes were read; what followed is lost"
	run jq -c '.inputs[]? | [.input, .gone, .lost, .offset]' stream
	assert_output '["a.log",true,true,null]
["a.log",null,null,20]'
	run jq 'select(.name == "mlog_inputs_lost_total") | .value' S
	assert_output 1
	expect "" 'a.log*'
	quiet
}

@test "a log that was rotated away and is not there anew is no fault" {
	local log
	for log in a.log '[a].log'; do
		rm -f S* a.log*
		n=0
		put a.log 2
		expect "1 2" "$log"
		put a.log 1
		mv a.log a.log.1
		expect 3 "$log"
		# Its program may go on in the file that it has.
		put a.log.1 1
		expect 4 "$log"
		put a.log 1
		expect 5 "$log"
		# Twice, and packed.
		put a.log 1
		gzip a.log.1
		mv a.log.1.gz a.log.2.gz
		gzip a.log
		mv a.log.gz a.log.1.gz
		expect 6 "$log"
		expect "" "$log"
		rm a.log.2.gz
		expect "" "$log"
		quiet
		# What nobody rotated has gone, whatever else is there.
		put a.log 1
		expect 7 "$log"
		rm a.log
		step "$log"
		assert_equal "$code" 2
		run cat err
		assert_output "mlog-parse: $log: No such file or directory"
	done
}

@test "what was read to its end may go" {
	put a.log 2
	mv a.log a.log.1
	put a.log 1
	expect "1 2 3" 'a.log*'
	rm a.log.1
	expect "" 'a.log*'
	quiet
	run positions
	assert_output "a.log 20 true"
}

@test "a closed file that grew after all is read on" {
	put a.log 2
	mv a.log a.log.1
	put a.log 1
	expect "1 2 3" 'a.log*'
	put a.log.1 1
	expect 4 'a.log*'
	quiet
}

@test "a rotated file's last line needs no newline after a minute" {
	put a.log 1
	printf '{"event":"e","n":2}' >>a.log
	mv a.log a.log.1
	n=2
	put a.log 1
	expect "1 3" 'a.log*'
	touch -d '-61 seconds' a.log.1
	expect 2 'a.log*'
	expect "" 'a.log*'
	# Nor does that of a packed one, ever.
	printf '{"event":"e","n":4}' | gzip >a.log.2.gz
	expect 4 'a.log*'
	quiet
}

@test "rotated files that only their log's name asks for" {
	# What was rotated away before the first run is not asked for.
	put a.log.2 1
	gzip a.log.2
	put a.log.1 1
	put a.log 2
	expect "3 4" '*.log'
	run positions
	assert_output "a.log 40 true"
	rm S*
	expect "3 4" a.log
	put a.log 1
	mv a.log.2.gz a.log.4.gz
	mv a.log.1 a.log.3
	mv a.log a.log.2
	put a.log.1 1
	put a.log 1
	expect "5 6 7" a.log
	expect "" a.log
	# The log is not there just now, and then it is in another file.
	put a.log 1
	mv a.log a.log-20261121
	expect 8 a.log
	gzip a.log-20261121
	put a.log 1
	expect 9 a.log
	quiet
	run positions
	assert_output "a.log 20 true
a.log-20261121.gz 40 false
a.log.1 20 false
a.log.2 60 false"
	rm a.log.2 a.log-20261121.gz
	expect "" a.log
	quiet
	run positions
	assert_output "a.log 20 true
a.log.1 20 false"
}

@test "rotated files alone, and a log that no pattern matches yet" {
	put a.log.1 1
	put b.log.1 1
	put b.log.2 1
	expect "1 2" 'a.log*' b.log.1 '?.lo[g]*1'
	rm S
	step b.log.1 '*.log' 'a*'
	assert_equal "$got" "1 2"
	expect "" 'a.log*'
	quiet
	put a.log.1 1
	put a.log 1
	expect "4 5" 'a.log*'
	quiet
}

@test "a rotated file in the place of one that was read, or of one lost" {
	put a.log 2
	expect "1 2" a.log
	mv a.log a.log.1
	: >a.log
	expect "" a.log
	# Of the empty log nothing is known, and what was known goes.
	put a.log 1
	mv a.log a.log.1
	: >a.log
	expect 3 a.log
	put a.log 1
	expect 4 a.log
	quiet
	rm a.log*
	put a.log 1
	mv a.log a.log.1
	put a.log 1
	expect "5 6" a.log
	grep -q lost err
	run positions
	assert_output "a.log 20 true
a.log.1 20 false"
}

@test "a rotated file that nobody asked for may be unreadable" {
	mlog-parse() { humble mlog-parse "$@"; }
	put a.log.1 1
	chmod 0 a.log.1
	put a.log 1
	expect 2 a.log
	expect "" a.log
	quiet
	put a.log 1
	mv a.log a.log.2
	chmod 0 a.log.2
	put a.log 1
	step a.log
	assert_equal "$got" 4
	assert_equal "$code" 2
	run cat err
	assert_output "mlog-parse: a.log.2: Permission denied"
	chmod 600 a.log.2
	expect 3 a.log
	quiet
}
