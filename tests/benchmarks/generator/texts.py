"""Descriptions of several lengths, ready for COPY: as they were written, and as HTML."""

from random import Random

_SENTENCES = (
    "It reads what it is given, checks it, and says plainly what is wrong with it.",
    "Install it with pip, import it, and call the one function that it has.",
    "Options may be given on the command line, in a file, or in the environment.",
    "Contributions are welcome; please open an issue before a large change.",
    "The first argument is a path or an open file, the second how much to read at once.",
    "Errors are exceptions with a message for people and a code for programs.",
    "It has no dependencies beyond the standard library and runs wherever Python does.",
    "See the examples in the repository for what else it does.",
)
_LENGTHS = ((0.35, 2), (0.70, 9), (0.90, 28), (0.98, 80), (1.0, 330))
"""Shares of the descriptions, added up, and how many sentences those have."""


def texts(random: Random, variants: int = 40) -> list[tuple[str, str]]:
    """Pairs of text and HTML, many short and few long, in COPY's text format."""
    return [_text(random, place / variants) for place in range(variants)]


def _text(random: Random, share: float) -> tuple[str, str]:
    length = next(length for limit, length in _LENGTHS if share < limit)
    paragraphs = []
    while length > 0:
        size = min(length, random.randint(2, 6))
        paragraphs.append(" ".join(random.choice(_SENTENCES) for _ in range(size)))
        length -= size
    raw = "".join(rf"## Part {n}\n\n{each}\n\n" for n, each in enumerate(paragraphs))
    html = "".join(
        rf"<h2>Part {n}</h2>\n<p>{each}</p>\n" for n, each in enumerate(paragraphs)
    )
    return raw, html
