"""A connection on which every refusal is a sentence, which the client has time to read.

Gunicorn's parser refuses bytes that are no HTTP; its words become a sentence here, and an
error of its own becomes an answer. A client that is answered before all of its request was
read may go on sending for a while (`lingering_close.py`).
"""

from http import HTTPStatus
from typing import Any

from gunicorn.asgi import protocol

from warehouse.server.lingering_close import LingeringClose

_OURS = "Something went wrong on our side, which is written down here. Try again."
_UNREADABLE = "The request is not HTTP/1.1 as RFC 9112 has it"


class ErrorProtocol(protocol.ASGIProtocol):
    """Answers requests that cannot be parsed, and lingers while a client may be sending."""

    _body_receiver: Any
    _closed: bool
    _lingering: LingeringClose | None = None
    _hears_nothing_more = False
    _was_refused = False

    def data_received(self, data: bytes) -> None:
        """Parse `data`, or drop it if the client was answered already."""
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
        """Answer with a sentence, and read no more requests."""
        self._was_refused = True
        text = f"{status} {HTTPStatus(status).phrase}\n\n{sentence}\n"
        super()._send_error_response(status, text, headers)

    def _will_close(self, request: Any, response_requires_close: bool) -> bool:
        """Return whether to close; always if the body has not come as a whole."""
        closes: bool = super()._will_close(request, response_requires_close)
        return closes or self._may_go_on

    def _is_websocket_upgrade(self, request: Any) -> bool:
        """Return False: an offer to upgrade is answered as if it had not been made."""
        return False

    def eof_received(self) -> bool:
        """Note that the client sends no more; returns whether to keep our side open."""
        self._hears_nothing_more = True
        return False

    def _close_transport(self) -> None:
        if self._closed or self.transport is None:
            return
        if not (self._may_go_on or self._was_refused) or self._hears_nothing_more:
            super()._close_transport()
            return
        self._closed = True
        self._lingering = LingeringClose(self.worker.slow_client_limits)
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
        """Cut the connection in so many seconds, unless this is called again before."""
        raise NotImplementedError

    @property
    def _may_go_on(self) -> bool:
        """Return whether a part of a body is still to come."""
        receiver = self._body_receiver
        return receiver is not None and not receiver._complete
