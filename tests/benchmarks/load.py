"""Eight keep-alive connections that ask one thing again and again.

`python load.py PORT SECONDS PATH [HEADER…]` prints how many answers came in a second. It
is a program of its own, so that the load does not share an interpreter with anything.
"""

import socket
import sys
import threading
import time

CONNECTIONS = 8


def ask(connection: socket.socket, request: bytes) -> None:
    """One request, and all of its answer."""
    connection.sendall(request)
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    status = head.split(b" ", 2)[1]
    if status not in {b"200", b"304"}:
        raise SystemExit(f"answered {head[:200]!r}")
    if status == b"304":
        return
    left = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]) - len(body)
    while left > 0:
        left -= len(connection.recv(min(left, 1 << 20)))


def rate(port: int, seconds: float, request: bytes) -> float:
    """Answers in a second, over all connections."""
    until, counts = time.monotonic() + seconds, [0] * CONNECTIONS

    def run(index: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while time.monotonic() < until:
                ask(connection, request)
                counts[index] += 1

    threads = [threading.Thread(target=run, args=(each,)) for each in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def main() -> None:
    """Read the command line and print the rate."""
    port, seconds, path, *headers = sys.argv[1:]
    lines = [f"GET {path} HTTP/1.1", f"Host: localhost:{port}", *headers, "", ""]
    print(rate(int(port), float(seconds), "\r\n".join(lines).encode()))


if __name__ == "__main__":
    main()
