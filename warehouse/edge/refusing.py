"""A connection that is never closed without a word, and not before the word is read.

Gunicorn's parser refuses what is no HTTP; what it says then is made a sentence here, and
what it stumbles over itself is an answer as well. Whoever is answered before all was read
may go on sending for a while (`lingering.py`).
"""

from http import HTTPStatus
from typing import Any

from gunicorn.asgi import protocol

from warehouse.edge.lingering import Lingering

_OURS = "Something went wrong on our side, which is written down here. Try again."
_UNREADABLE = "The request is not HTTP/1.1 as RFC 9112 has it"


class RefusingProtocol(protocol.ASGIProtocol):
    """Answers what cannot be understood, and lingers where a client may be sending."""

    _body_receiver: Any
    _closed: bool
    _lingering: Lingering | None = None
    _hears_nothing_more = False
    _was_refused = False

    def data_received(self, data: bytes) -> None:
        """Take what the client says, or drop it where it was answered already."""
        if self._lingering is None:
            super().data_received(data)
        else:
            self._linger(data)

    def _feed_callback_parser(self, data: bytes) -> bool:
        try:
            goes_on: bool = super()._feed_callback_parser(data)
            return goes_on
        except ValueError as error:
            # A number with more digits than Python reads, or a name that is not ASCII.
            self._send_error_response(400, "A number or a name in it has no value")
            self.log.info("Request refused: %s", type(error).__name__)
            self._close_transport()
            return False

    def _send_error_response(
        self, status: int, message: str, extra_headers: Any = ()
    ) -> None:
        if " " not in message:
            # Gunicorn says what it has found, and in the name of a class what that is.
            message = f"{message[:100]!r} is not understood"
        self._refuse(status, _OURS if status == 500 else f"{_UNREADABLE}: {message}.")

    def _refuse(self, status: int, sentence: str, headers: Any = ()) -> None:
        """Answer with a sentence, and let no more requests come."""
        self._was_refused = True
        text = f"{status} {HTTPStatus(status).phrase}\n\n{sentence}\n"
        super()._send_error_response(status, text, headers)

    def _will_close(self, request: Any, response_requires_close: bool) -> bool:
        """Say so where the answer comes before the whole of the body."""
        closes: bool = super()._will_close(request, response_requires_close)
        return closes or self._may_go_on

    def _is_websocket_upgrade(self, request: Any) -> bool:
        """We speak nothing else, and who offers to may be answered as if they did not."""
        return False

    def eof_received(self) -> bool:
        """The client says nothing more; whether it is to be answered all the same."""
        self._hears_nothing_more = True
        return False

    def _close_transport(self) -> None:
        if self._closed or self.transport is None:
            return
        if not (self._may_go_on or self._was_refused) or self._hears_nothing_more:
            super()._close_transport()
            return
        self._closed = True
        self._lingering = Lingering()
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._resume_reading()
        self._linger(b"")

    def _linger(self, data: bytes) -> None:
        seconds = self._lingering.drop(data) if self._lingering is not None else None
        if seconds is None:
            self.transport.close()
        else:
            self._expect(seconds)

    def _expect(self, seconds: float | None) -> None:
        """Cut the connection in so many seconds, unless something happens before."""
        raise NotImplementedError

    @property
    def _may_go_on(self) -> bool:
        """Whether a part of a body is still to come."""
        receiver = self._body_receiver
        return receiver is not None and not receiver._complete
