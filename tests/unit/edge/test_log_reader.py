"""Following the log of purges ends when it is asked to."""

import asyncio

import psycopg
import pytest

from tests.unit.edge.running import run
from warehouse.edge.invalidation import LogReader, Purges


class Interrupted(LogReader):
    """Its connection answers with an error when it is cut off."""

    async def _follow_one_connection(self):
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            raise psycopg.OperationalError("another command is in progress") from None


def test_following_ends_when_cancelled_with_an_error_of_the_connection():
    async def follow_and_end():
        following = asyncio.create_task(Interrupted("", Purges()).follow())
        await asyncio.sleep(0)
        following.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(following, 5)

    run(follow_and_end())
