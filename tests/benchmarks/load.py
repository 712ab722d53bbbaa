"""Eight keep-alive connections that ask one thing again and again.

`wrk` does that where it is installed. Elsewhere this module is a program of its own, so
that the load does not share an interpreter with anything: `python load.py PORT SECONDS`
takes the request on its standard input and prints how many answers came in a second.
"""

import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.benchmarks import pages
from tests.benchmarks.asking import Request
from tests.benchmarks.processes import Served

CONNECTIONS = 8
_SETTLING_SECONDS, _EVEN = 60, 0.1
_ROOT = Path(__file__).parents[2]


def rate(port: int, request: Request, seconds: float) -> float:
    """Answers in a second; `RuntimeError` when some are not what was asked for."""
    if shutil.which("wrk"):
        # What takes longer than that for one answer gets the time it needs.
        return _by_wrk(port, request, seconds) or _by_wrk(port, request, 10 * seconds)
    given = (port, seconds, request.status)
    command = [sys.executable, "-m", __name__, *map(str, given)]
    printed = subprocess.check_output(command, input=request.bytes(port), cwd=_ROOT)
    return float(printed)


def settle(served: Served) -> None:
    """Ask a server until it answers evenly, or until it had a minute for that."""
    page = served.pages[min(served.pages, key=pages.PAGES.index)]
    deadline, before = time.monotonic() + _SETTLING_SECONDS, 0.0
    while time.monotonic() < deadline:
        now = rate(served.port, page, 1)
        if abs(now - before) <= _EVEN * now:
            return
        before = now
    print(f"{served.name} has not settled in {_SETTLING_SECONDS} seconds")


def _by_wrk(port: int, request: Request, seconds: float) -> float:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_script(request))
        script.flush()
        command = [
            *("wrk", "--threads", "1", "--connections", str(CONNECTIONS)),
            *("--duration", f"{max(1, round(seconds))}s", "--timeout", "60s"),
            *("--script", script.name, f"http://localhost:{port}{request.path}"),
        ]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    wanted = re.search(r"(\d+) requests in", said)[1] if request.status >= 400 else None
    if (errors and errors[1]) != wanted or "Socket errors" in said:
        raise RuntimeError(f"{request.path}: {said}")
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", said)[1])


def _script(request: Request) -> str:
    """The request in Lua, whose strings of printable characters are JSON's."""
    lines = [f'wrk.method = "{"POST" if request.body else "GET"}"']
    for header in request.headers:
        name, value = header.split(": ", 1)
        lines.append(f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}")
    if request.body:
        lines.append(f"wrk.body = {json.dumps(request.body.decode())}")
    return "\n".join(lines) + "\n"


def ask(connection: socket.socket, request: bytes, wanted: int = 200) -> None:
    """One request, and all of its answer."""
    connection.sendall(request)
    received = b""
    while b"\r\n\r\n" not in received:
        received += _some(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    status, head = head.split(b" ", 2)[1], head.lower()
    if int(status) not in {wanted, 304}:
        raise SystemExit(f"answered {head[:200]!r}")
    if status == b"304":
        return
    if b"transfer-encoding: chunked" in head:
        while not body.endswith(b"0\r\n\r\n"):
            body = body[-16:] + _some(connection)
        return
    left = int(head.split(b"content-length: ")[1].split(b"\r\n")[0]) - len(body)
    while left > 0:
        left -= len(_some(connection))


def _some(connection: socket.socket) -> bytes:
    received = connection.recv(1 << 20)
    if not received:
        raise SystemExit("the server closed the connection")
    return received


def _by_threads(port: int, seconds: float, wanted: int, request: bytes) -> float:
    until, counts = time.monotonic() + seconds, [0] * CONNECTIONS

    def run(index: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while time.monotonic() < until:
                ask(connection, request, wanted)
                counts[index] += 1

    threads = [threading.Thread(target=run, args=(each,)) for each in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


if __name__ == "__main__":
    port, seconds, wanted = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    print(_by_threads(port, seconds, wanted, sys.stdin.buffer.read()))
