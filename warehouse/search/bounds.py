"""The bounds of a search: how much it may read, and for how long."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What one search may cost.

    `hits` results are ranked, and may be leafed through. Where more match, `enough` results
    among the prominent projects do; else the first `hits_in_order` are read along an index.
    For a phrase, `hits_with_phrase` rows that have its words are looked at. A word of
    more than `hits_of_a_slip` projects is not taken for a misspelt name.
    PostgreSQL works for no longer than `seconds`.
    """

    hits: int = 10_000
    hits_in_order: int = 1_000
    enough: int = 200
    hits_with_phrase: int = 5_000
    hits_of_a_slip: int = 500
    seconds: float = 2


BOUNDS = Bounds()
"""What is allowed where nothing else is said."""
