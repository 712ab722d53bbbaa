"""Refusing an upload: a reason, and the facts it is told with."""

from warehouse.forklift.reasons import Reason, Wording
from warehouse.packaging.metadata.reading import abbreviated

__all__ = ["Reason", "Refused", "abbreviated", "shown"]


class Refused(Exception):
    """An upload that is not accepted, with the facts for its reason's words."""

    def __init__(self, reason: Reason, **facts: str | int) -> None:
        super().__init__(reason.code)
        self.reason = reason
        self.facts = facts
        self.headers: dict[str, str] = {}

    def sentence(self) -> str:
        """Return what is wrong, without the link to the help."""
        wording: Wording = self.reason.value
        facts = {name: shown(value) for name, value in self.facts.items()}
        return wording.text.format(**facts)

    def message(self, site: str) -> str:
        """Return the whole text, with the help page below the address `site`."""
        wording: Wording = self.reason.value
        text = self.sentence()
        if wording.anchor is None:
            return text
        link = wording.anchor
        if not link.startswith("https://"):
            link = f"{site}/help/#{link}"
        return f"{text} See {link} for more information."


def shown(value: str | int, limit: int = 1000) -> str | int:
    """Shorten a fact for a message to its two ends, beyond `limit` characters."""
    if isinstance(value, int) or len(value) <= limit:
        return value
    half = limit // 2
    return f"{value[:half]}...{value[-half:]}"
