"""Stored responses and made ones, asked for at once over one connection."""

import re
import socket


def heads_and_sizes(said):
    """Yield the head and the length of the body of each response."""
    while said:
        head, _, rest = said.partition(b"\r\n\r\n")
        size = int(re.search(rb"(?i)content-length: (\d+)", head)[1])
        yield head, rest[:size]
        said = rest[size:]


def test_stored_responses_do_not_overtake_others(web, edge):
    paths = ["/help/", "/nothing-{n}/here", "/help/", "/simple/nobody-{n}/"] * 12
    asked = [path.format(n=number) for number, path in enumerate(paths)]
    web.get("/help/")
    before = edge.tally["hit"]
    with socket.create_connection(("127.0.0.1", web.port), timeout=30) as client:
        client.sendall(
            b"".join(
                f"GET {path} HTTP/1.1\r\nHost: index.example\r\n\r\n".encode()
                for path in asked
            )
        )
        client.shutdown(socket.SHUT_WR)
        said = b"".join(iter(lambda: client.recv(65536), b""))
    found = list(heads_and_sizes(said))
    assert [b"200 OK" in head for head, _ in found] == [path == "/help/" for path in asked]
    assert len({body for head, body in found if b"200 OK" in head}) == 1
    assert edge.tally["hit"] - before >= 24
