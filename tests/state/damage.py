"""usage: damage.py NOW RULES LOG [bits]

Damage to a small state: each byte with a bit flipped (with `bits` each of its
bits), each length that it can be cut to. The pair then runs, its writer being
one that follows the rule for damaged states too: STATE must come to what it
would be had the last commit not been made, nothing lost and nothing twice;
and the damaged file must have been kept.

Prints what was tried; exit 1 when anything was wrong.
"""
import multiprocessing
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
NOW, RULES, LOG = sys.argv[1], *map(os.path.abspath, sys.argv[2:4])
BITS = len(sys.argv) > 4
AGG = ["mlog-agg", "--no-own", "-q", "--now", NOW, "-r", RULES, "-s", "state"]


def read(path):
    with open(path, "rb") as f:
        return f.read()


def write(path, data):
    with open(path, "wb") as f:
        f.write(data)


def marked(upto=10**9):
    return subprocess.run([sys.executable, HERE + "/marked.py", "state", LOG,
                           "step=1000", "upto=%d" % upto],
                          stdout=subprocess.PIPE, check=True).stdout


def run(stream):
    return subprocess.run(AGG, input=stream, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE)


def damages(good):
    for n in range(len(good)):
        yield "cut to %d" % n, good[:n]
    for i, byte in enumerate(good):
        for bit in range(8) if BITS else (i % 8,):
            yield ("byte %d bit %d" % (i, bit), good[:i] +
                   bytes([byte ^ 1 << bit]) + good[i + 1:])


def try_each(share, shares, prev, state, want, stream):
    """Every so manyth damage, in a folder of its own: how many, how bad."""
    os.mkdir("share%d" % share)
    os.chdir("share%d" % share)
    tried, wrong = 0, []
    for name, bytes_ in list(damages(state))[share::shares]:
        write("state", bytes_)
        write("state.prev", prev)
        done = run(stream)
        bad = [f for f in os.listdir(".") if f.startswith("state.bad.")]
        tried += 1
        if (done.returncode or read("state") != want or
                read("state.prev") != prev or len(bad) != 1 or
                read(bad[0]) != bytes_):
            wrong.append("%s: exit %d, %s" % (name, done.returncode,
                                              done.stderr.decode()))
        for f in bad:
            os.unlink(f)
    return tried, wrong


def main():
    run(marked(30)).check_returncode()
    prev = read("state")
    stream = marked()       # by whom STATE is damaged for
    run(marked(60)).check_returncode()
    state = read("state")
    write("state", prev)
    run(stream).check_returncode()
    want = read("state")
    n = os.cpu_count() or 1
    with multiprocessing.Pool(n, maxtasksperchild=1) as pool:
        done = pool.starmap(try_each, [
            (i, n, prev, state, want, stream) for i in range(n)], 1)
    tried = sum(t for t, _ in done)
    wrong = [text for _, texts in done for text in texts]
    for text in wrong:
        print(text)
    print("%d bytes, %d damages, %d wrong" % (len(state), tried, len(wrong)))
    sys.exit(bool(wrong) or tried < 2 * len(state) or len(state) < 4000)


main()
