"""Words as often as people write them: a few in every text, most in hardly any."""

from itertools import accumulate
from random import Random

from tests.benchmarks.generator.names import WORDS

_EVERYWHERE = """
    the a to and of is for in it with that you this on be are or as can from python an by
    your use if not at install we have will using which package all library file example
    any code more run one when data has import project version new only other into also set
"""
_SYLLABLES = """
    ba be bi bo bra ca co cra cu da de di do dra el en er fa fi fo ga ge go gra ha he in
    jo ka ko la le li lo ma me mi mo na ne ni no or pa pe pi po qua ra re ri ro sa se si so
    sta ta te ti to tra un va ve vi vo wa we xi yo za ze
"""
_RARE = 20_000
_SUMMARIES = (
    "{0} {1} for {2}",
    "A {0} {1} that makes {2} {3} simple",
    "Python {0} for {1} and {2}",
    "Fast {0} {1} with {2} support",
    "Tools to {0} your {1}",
    "Unofficial {0} client for {1} {2}",
    "{0}",
)


class Vocabulary:
    """Draws words, the n-th most frequent of them about 1/n times as often as the first."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._words = [*_EVERYWHERE.split(), *WORDS, *_rare(random)]
        self._weights = list(accumulate(1 / (n + 2) for n in range(len(self._words))))

    def text(self, length: int) -> str:
        """Return so many words in a row."""
        return " ".join(
            self._random.choices(self._words, cum_weights=self._weights, k=length)
        )

    def summary(self, name: str) -> str:
        """A line about the project `name`: its own words, and some others."""
        own = name.replace("-", " ").replace("_", " ").replace(".", " ").split()
        words = [*own[-2:], *self._random.choices(WORDS, k=2), *self.text(2).split()]
        self._random.shuffle(words)
        return self._random.choice(_SUMMARIES).format(*words).capitalize()

    def keywords(self) -> str:
        """Three subjects."""
        return " ".join(self._random.choices(WORDS, k=3))

    def description(self) -> str:
        """A paragraph of its own for each project: mostly short, now and then long."""
        return self.text(min(20 + int(self._random.expovariate(0.012)), 600))


def _rare(random: Random) -> list[str]:
    syllables = _SYLLABLES.split()
    made = ("".join(random.choices(syllables, k=2 + n % 3)) for n in range(_RARE))
    return list(dict.fromkeys(made))
