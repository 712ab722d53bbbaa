"""People who sign in as fast as they are answered, while something else is measured.

A program of its own, so that it shares an interpreter with nothing:
`python -m tests.benchmarks.signing_in PORT` prints a dot for each sign-in, until it
is stopped. The accounts are there already, by `accounts`.
"""

import http.client
import os
import re
import sys
import threading
from contextlib import AbstractContextManager
from urllib.parse import urlencode

from tests.benchmarks.dots import Dots, dots
from tests.clients.server import Server

AT_ONCE = 16
PASSWORD = "correct horse battery staple"


def accounts(server: Server) -> None:
    """Make the accounts of those who will sign in."""
    for number in range(AT_ONCE):
        name = f"busy-person-{number}"
        email = ("--email", f"{name}@example.com")
        options = ("--verified", "--password-stdin")
        server.run("users", "create", name, *email, *options, say=PASSWORD)


def people(port: int) -> AbstractContextManager[Dots]:
    """Have everyone sign in again and again, from here to the end of the block."""
    return dots(__name__, str(port), after=AT_ONCE)


def _sign_in(port: int, number: int) -> None:
    while True:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        host = {"Host": f"localhost:{port}"}
        client.request("GET", "/account/login/", headers=host)
        page = client.getresponse()
        cookie = page.headers["Set-Cookie"].partition(";")[0]
        token = re.search(rb'name="csrf_token"[^>]* value="([^"]+)"', page.read())
        form = {
            "csrf_token": token[1].decode() if token else "",
            "username": f"busy-person-{number}",
            "password": PASSWORD,
        }
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        client.request("POST", "/account/login/", urlencode(form), {**host, **kind})
        answer = client.getresponse()
        answer.read()
        client.close()
        if answer.status != 303:
            sys.stderr.write(f"{answer.status} {answer.reason}\n")
            os._exit(1)
        os.write(sys.stdout.fileno(), b".")


def main() -> None:
    [port] = sys.argv[1:]
    threads = [
        threading.Thread(target=_sign_in, args=(int(port), number), daemon=True)
        for number in range(AT_ONCE)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


if __name__ == "__main__":
    main()
