"""A table of measurements, to read and to compare with the one before."""

import statistics
from collections.abc import Callable, Mapping, Sequence

from tests.benchmarks.pages import PAGES

Rates = dict[tuple[str, str], list[float]]
"""Answers in a second of each round, by server and page."""

CEILINGS = ("constant ASGI", "constant WSGI")
_WIDTH = 15


def rates_table(rates: Rates, peers: Sequence[str]) -> str:
    """Medians of requests a second with how far rounds differ, and ours as multiples."""
    ceilings = {name: statistics.median(rates[name, ""]) for name in CEILINGS}
    lines = [
        f"{name}, 20 kB: {rate:,.0f} a second {_spread(rates[name, ''])}"
        for name, rate in ceilings.items()
    ]
    if peers:
        lines += ["the others: the best of their rounds x how many times as many are ours"]
    titles = ("ours a second", "of ASGI", "of WSGI", *peers)
    lines += ["", f"{'':31}" + "".join(f"{title:>{_WIDTH + 2}}" for title in titles)]
    lines += [
        _row(page, rates, ceilings, peers) for page in PAGES if ("ours", page) in rates
    ]
    return "\n".join(lines)


def _row(page: str, rates: Rates, ceilings: dict[str, float], peers: Sequence[str]) -> str:
    found = rates["ours", page]
    ours = statistics.median(found)
    cells = [f"{ours:,.0f} {_spread(found)}"]
    cells += [f"{ours / rate:.1%}" for rate in ceilings.values()]
    for peer in peers:
        if (peer, page) not in rates:
            cells.append("-")
            continue
        rate = max(rates[peer, page])
        cells.append(f"{rate:,.1f} x {ours / rate:,.2f}" if rate else "none")
    return f"{page:31}" + "".join(f"{cell:>{_WIDTH + 2}}" for cell in cells)


def _spread(found: Sequence[float]) -> str:
    """Half the distance of the extremes, relative to the median."""
    middle = statistics.median(found)
    if not middle:
        return "none"
    return f"±{(max(found) - min(found)) / 2 / middle:.0%}"


def share(found: Sequence[float]) -> str:
    """The median of shares, and how far they differ."""
    return f"{statistics.median(found):.0%} {_spread(found)}"


def weights_row(weights: Mapping[str, float]) -> str:
    """MB of an idle index, and of each of its programs."""
    parts = ", ".join(f"{name} {weight:,.0f}" for name, weight in weights.items())
    return f"ours, idle: {sum(weights.values()):,.0f} MB of all processes (PSS): {parts}"


def cold_table(cold: Callable[[str], float], names: Sequence[str], rounds: int) -> str:
    """Milliseconds of first answers after a change: the median, and the extremes."""
    lines = [f"{'first answer after a change':31}{'ms':>8}{'from':>8}{'to':>8}"]
    for page in names:
        found = [cold(page) for _ in range(rounds)]
        middle = statistics.median(found)
        lines.append(f"{page:31}{middle:8.1f}{min(found):8.1f}{max(found):8.1f}")
    return "\n".join(lines)
