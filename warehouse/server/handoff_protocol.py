"""A connection that moves to the process which answers its next request (`handoff.py`)."""

from asyncio import BaseTransport
from typing import Any

from warehouse.server.error_protocol import ErrorProtocol
from warehouse.server.handoff import WorkerPool


class HandoffProtocol(ErrorProtocol):
    """Hands its connection off when a request begins that is for the other pool."""

    _request_ready: Any
    _has_part_of_head = False
    """Whether the parser holds a beginning of a request, of which a part is to come."""

    def __init__(self, worker: Any, said: bytes = b"") -> None:
        super().__init__(worker)
        self._said = said
        """What another process has read of the connection already."""

    def connection_made(self, transport: BaseTransport) -> None:
        """Begin with the bytes that another process has read, which are not kept."""
        super().connection_made(transport)
        said, self._said = self._said, b""
        if said:
            self.data_received(said)

    def _feed_callback_parser(self, data: bytes) -> bool:
        """Parse `data`, unless it begins a request that is handed off."""
        is_start = self._current_request is None and not self._has_part_of_head
        if is_start and self._given_away(data):
            return False
        goes_on: bool = super()._feed_callback_parser(data)
        self._has_part_of_head = self._current_request is None
        return goes_on

    def _given_away(self, data: bytes) -> bool:
        """Hand the connection off if `data` is for the other pool; returns if it was."""
        pool: WorkerPool | None = self.worker.pool
        if pool is None or pool.is_for(data):
            return False
        if self._finishing_calls or self.transport.get_write_buffer_size():
            return False
        descriptor = self.transport.get_extra_info("socket").fileno()
        if not pool.other.put(descriptor, data):
            return False
        # The other process has a descriptor of its own; only that of this one is closed,
        # where gunicorn would tell the client that the conversation is over.
        self._closed = True
        self._request_ready.set()
        self.transport.abort()
        return True
