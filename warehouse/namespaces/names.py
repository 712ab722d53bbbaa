"""Which namespaces a name is in, by PEP 752."""

from collections.abc import Sequence

from packaging.utils import canonicalize_name


def prefixes(name: str) -> Sequence[str]:
    """Return every namespace that covers a name, normalised, the widest first."""
    words = canonicalize_name(name).split("-")
    return ["-".join(words[:end]) for end in range(1, len(words) + 1)]


def family(name: str) -> str:
    """Return the widest namespace that can cover a name, normalised."""
    return prefixes(name)[0]
