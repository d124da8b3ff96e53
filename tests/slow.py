# usage: slow.py PORT SECONDS IDLE
# Holds IDLE connections from 127.0.0.1 that say nothing, each made again when
# it is closed, and scrapes from 127.0.0.2 beside them. Prints
# "SCRAPES FAILED P99 HELD": the third in milliseconds, the last the idle
# connections that were made in all.
import socket
import sys
import threading
import time

port, seconds, idle = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
done = threading.Event()
held = 0


def closed(s):
    try:
        return s.recv(4096) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def hold():
    global held
    open_ones = []
    while not done.is_set():
        while len(open_ones) < idle and not done.is_set():
            s = socket.create_connection(("127.0.0.1", port), 5)
            s.setblocking(False)
            open_ones.append(s)
            held += 1
        open_ones = [s for s in open_ones if not closed(s)]
        time.sleep(0.05)


def scrape():
    with socket.socket() as s:
        s.settimeout(10)
        s.bind(("127.0.0.2", 0))
        s.connect(("127.0.0.1", port))
        s.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = b""
        while part := s.recv(65536):
            answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    length = b"Content-Length: %d\r\n" % len(body)
    if not head.startswith(b"HTTP/1.1 200 ") or length not in head:
        raise OSError("not a whole answer: %r" % head[:100])


beside = threading.Thread(target=hold)
beside.start()
time.sleep(1)
times, failed = [], 0
end = time.monotonic() + seconds
while time.monotonic() < end:
    start = time.monotonic()
    try:
        scrape()
        times.append(time.monotonic() - start)
    except OSError as e:
        failed += 1
        if failed <= 3:
            print(e, file=sys.stderr)
    time.sleep(0.02)
done.set()
beside.join()
times.sort()
p99 = 1000 * times[int(len(times) * 0.99)] if times else -1
print(len(times), failed, round(p99, 1), held)
