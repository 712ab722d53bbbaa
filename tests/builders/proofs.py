"""Solving the task that a page sets its browser."""

from itertools import count

from warehouse.captcha.proof_of_work import is_solved


def solution(page):
    """Return the answer to the task on `page`."""
    place = page.html.find(attrs={"data-proof": True})
    task, bits = place["data-task"], int(place["data-bits"])
    return next(
        answer
        for answer in (f"{task}:{number}" for number in count())
        if is_solved(answer, bits)
    )
