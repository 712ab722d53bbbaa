"""Measuring how the time of some work grows with the size of its input."""

import gc
import time
from collections.abc import Callable
from typing import Any

_ROUNDS = 5
_FACTOR = 4


def growth(work: Callable[[Any], object], make: Callable[[int], Any], size: int) -> float:
    """Return how many times as long `work` takes for four times as much of `make(size)`.

    What is linear gives 4, what is quadratic 16. The best of several rounds counts, those
    of both sizes in turn, so that another program in between does not.
    """
    small, large = make(size), make(size * _FACTOR)
    work(small)
    best = {id(small): float("inf"), id(large): float("inf")}
    gc.disable()
    try:
        for _ in range(_ROUNDS):
            for given in (small, large):
                started = time.process_time()
                work(given)
                spent = time.process_time() - started
                best[id(given)] = min(best[id(given)], spent)
    finally:
        gc.enable()
    return best[id(large)] / max(best[id(small)], 1e-6)
