"""Sending one request to a target, whatever is at its other end."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cache

from warehouse.outbound.addresses import may_connect
from warehouse.outbound.errors import Unanswered
from warehouse.outbound.keeping import KeptConnections, Line
from warehouse.outbound.targets import Target

Sink = Callable[[bytes], object]
Failed = Callable[[Exception], Unanswered]
Resolver = Callable[[str, int], Sequence[str]]

_CONNECTING = 5.0
_MOST_ADDRESSES = 4
_PART = 256 * 1024


@dataclass(frozen=True)
class Answer:
    """The beginning of an answer: its status, its headers, and some of its body."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True)
class _Question:
    """A request."""

    method: str
    target: Target
    headers: Mapping[str, str]
    body: bytes | None

    @property
    def is_repeatable(self) -> bool:
        """Return whether asking it twice changes nothing (RFC 9110, 9.2.2)."""
        return self.method == "GET" and self.body is None


class OpenAnswer:
    """An answer whose body is read piece by piece, as long as it is open."""

    def __init__(self, answer: http.client.HTTPResponse, failed: Failed) -> None:
        self.status, self.reason = answer.status, answer.reason
        self.headers = answer.headers
        self._answer, self._failed = answer, failed
        self._left = answer.length

    def read(self, most: int) -> bytes:
        """Return some bytes, none at the end; raises `Unanswered` if any are missing."""
        data = self.begin(most)
        if self._left is not None:
            self._left -= len(data)
            if not data and most and self._left > 0:
                raise Unanswered(f"the last {self._left:,} bytes of the answer are missing")
        return data

    def feed(self, sink: Sink) -> None:
        """Feed all of the body to `sink`, which may raise; raises `Unanswered`."""
        while part := self.read(_PART):
            sink(part)

    def begin(self, most: int) -> bytes:
        """Return the beginning of the body, whether more is to come or not."""
        try:
            return self._answer.read(most)
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise self._failed(error) from error


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host, those that are best reached first."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@cache
def _trusted() -> ssl.SSLContext:
    """Return the one context that trusts whom this machine trusts, read when first used."""
    return ssl.create_default_context()


class OutboundClient:
    """Sends requests to targets; each has `seconds` from its beginning to its end.

    In these no single piece may take longer than `stall` seconds. One that `keeps` its
    connections asks again by one that is idle.
    """

    def __init__(
        self,
        *,
        private: bool = False,
        seconds: float = 15.0,
        stall: float | None = None,
        most_bytes: int = 2048,
        resolver: Resolver = resolve,
        tls: ssl.SSLContext | None = None,
        keeps: bool = False,
    ) -> None:
        self._private, self._seconds, self._most = private, seconds, most_bytes
        self._stall = seconds if stall is None else stall
        self._resolver = resolver
        self._tls = tls
        self._kept = KeptConnections() if keeps else None

    def post(self, target: Target, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a body and return the beginning of the answer; raises `Unanswered`."""
        return self._exchange("POST", target, headers, body)

    def get(self, target: Target, headers: Mapping[str, str]) -> Answer:
        """Return the beginning of what is at a target; raises `Unanswered`.

        A redirect is an answer like any other, and is not followed.
        """
        return self._exchange("GET", target, headers, None)

    @contextmanager
    def opened(
        self,
        target: Target,
        headers: Mapping[str, str],
        *,
        method: str = "GET",
        body: bytes | None = None,
    ) -> Iterator[OpenAnswer]:
        """Yield the answer of a target, to be read in pieces; raises `Unanswered`.

        A redirect is an answer like any other, and is not followed.
        """
        deadline = time.monotonic() + self._seconds
        with ExitStack() as stack:
            line, answer, failed = self._begun(
                stack, _Question(method, target, headers, body), deadline
            )
            with answer:
                yield OpenAnswer(answer, failed)
                is_read = answer.isclosed() or answer.length == 0
                line.is_free = is_read and not answer.will_close

    def _begun(
        self, stack: ExitStack, question: "_Question", deadline: float
    ) -> tuple[Line, http.client.HTTPResponse, Failed]:
        """Return the beginning of an answer, by a connection that is kept or a new one.

        One that was kept may be at its end without our knowing; a new one is not.
        """
        kept = None
        if self._kept is not None and question.is_repeatable:
            kept = self._kept.take(question.target)
        if kept is not None:
            try:
                with ExitStack() as held:
                    found = self._begun_on(held, kept, question, deadline)
                    stack.push(held.pop_all())
                    return found
            except Unanswered:
                if time.monotonic() >= deadline:
                    raise
        addresses = self._addresses(question.target)
        line = Line(self._connected(question.target, addresses, deadline))
        return self._begun_on(stack, line, question, deadline)

    def _begun_on(
        self, stack: ExitStack, line: Line, question: "_Question", deadline: float
    ) -> tuple[Line, http.client.HTTPResponse, Failed]:
        is_over = stack.enter_context(self._held(line, question.target, deadline))

        def failed(error: Exception) -> Unanswered:
            # A read waits no longer than the whole exchange may take.
            is_late = is_over() or isinstance(error, TimeoutError)
            return Unanswered(self._late() if is_late else _said(error))

        try:
            return line, self._ask(line, question), failed
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise failed(error) from error

    @contextmanager
    def _held(
        self, line: Line, target: Target, deadline: float
    ) -> Iterator[Callable[[], bool]]:
        """Use a connection until the deadline, and keep it if all of it went well."""
        with ExitStack() as closing:
            closing.callback(line.connection.close)
            with _deadline(line.connection, deadline) as is_over:
                yield is_over
            if is_over():
                raise Unanswered(self._late())
            if line.is_free and self._kept is not None:
                closing.pop_all()
                self._kept.give(target, line)

    def _exchange(
        self, method: str, target: Target, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        with self.opened(target, headers, method=method, body=body) as answer:
            named = tuple(answer.headers.items())
            said = answer.begin(self._most)
            return Answer(answer.status, answer.reason, named, said)

    def _addresses(self, target: Target) -> Sequence[str]:
        """Return the addresses of a target, all of which may be connected to."""
        try:
            found = self._resolver(target.host, target.port)
        except (OSError, UnicodeError) as error:
            raise Unanswered(f"{target.host} has no address: {_said(error)}") from error
        for each in found:
            if not may_connect(each, private=self._private):
                raise Unanswered(f"{target.host} is {each}, which is not a public address")
        if not found:
            raise Unanswered(f"{target.host} has no address")
        return found[:_MOST_ADDRESSES]

    def _connected(
        self, target: Target, addresses: Sequence[str], deadline: float
    ) -> socket.socket:
        problem = ""
        for address in addresses:
            left = deadline - time.monotonic()
            if left <= 0:
                raise Unanswered(self._late())
            try:
                plain = socket.create_connection(
                    (address, target.port), timeout=min(left, _CONNECTING)
                )
                plain.settimeout(self._stall)
                return self._wrapped(plain, target)
            except (OSError, ValueError) as error:
                problem = f"{address}, port {target.port}: {_said(error)}"
        raise Unanswered(problem)

    def _wrapped(self, plain: socket.socket, target: Target) -> socket.socket:
        """Return the connection with TLS, if the target has it, before its handshake."""
        if target.scheme == "http":
            return plain
        with plain:
            # Wrapping takes the descriptor over, so this closes only what was not wrapped.
            return (self._tls or _trusted()).wrap_socket(
                plain, server_hostname=target.host, do_handshake_on_connect=False
            )

    def _ask(self, line: Line, question: "_Question") -> http.client.HTTPResponse:
        target, connection = question.target, line.connection
        if isinstance(connection, ssl.SSLSocket) and not line.left:
            connection.do_handshake()
        asking = http.client.HTTPConnection(target.host, target.port)
        asking.sock = connection
        own = {"Host": target.authority}
        if self._kept is None:
            own["Connection"] = "close"
        sent = {**own, **question.headers}
        asking.request(question.method, target.path, question.body, sent)
        return asking.getresponse()

    def _late(self) -> str:
        return f"no whole answer within {self._seconds:g} seconds"


@contextmanager
def _deadline(connection: socket.socket, deadline: float) -> Iterator[Callable[[], bool]]:
    """Cut a connection at the deadline, since each byte begins the time-out anew.

    The function says whether that has happened.
    """
    is_over = threading.Event()

    def cut() -> None:
        is_over.set()
        with suppress(OSError):
            # Not the method of TLS, which would drop the state that a reader uses.
            socket.socket.shutdown(connection, socket.SHUT_RDWR)

    timer = threading.Timer(max(deadline - time.monotonic(), 0), cut)
    timer.daemon = True
    timer.start()
    try:
        yield is_over.is_set
    finally:
        timer.cancel()
        # What was cut is not kept.
        timer.join()


def _said(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate is not valid: {error.verify_message}"
    return str(error) or type(error).__name__
