"""A process ends, whatever its background tasks make of being cancelled."""

import asyncio

import structlog

from tests.unit.edge.running import run
from warehouse.edge.application import cancelled


def test_a_task_that_missed_its_cancellation_is_cancelled_again():
    async def deaf():
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            await asyncio.sleep(60)

    async def end():
        task = asyncio.create_task(deaf())
        await asyncio.sleep(0)
        await cancelled(task)
        return task.cancelled()

    assert run(end())


def test_a_task_that_failed_is_told_and_does_not_keep_others_from_ending():
    async def failing():
        raise ValueError("a reason")

    async def end():
        task = asyncio.create_task(failing())
        await asyncio.sleep(0)
        await cancelled(task)

    with structlog.testing.capture_logs() as lines:
        run(end())
    assert [line["event"] for line in lines] == ["background_task_failed"]
