"""The errors of views."""

from collections.abc import Sequence
from typing import NamedTuple


class Problem(NamedTuple):
    """What is wrong in a rule: where, with the value, and how to mend it."""

    key: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.key}: {self.sentence}" if self.key else self.sentence


class IndexViewError(Exception):
    """The base of all errors of this domain; its text is a sentence."""


class RuleInvalid(IndexViewError):
    """The text is no rule, for each of `problems`."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


class ViewNameInvalid(IndexViewError):
    """No view can have this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name!r} cannot be the name of a view: use up to 50 small letters, digits "
            "and hyphens, and begin with a letter."
        )
        self.name = name


class ViewExists(IndexViewError):
    """There is a view of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a view named {name!r} already: edit it.")
        self.name = name


class RuleUnchanged(IndexViewError):
    """The view has this very rule."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The view {name!r} has this rule already.")
        self.name = name


class ViewChangedMeanwhile(IndexViewError):
    """The view has another version than whoever changes it has seen."""

    def __init__(self, name: str, version: int) -> None:
        super().__init__(
            f"The view {name!r} was changed meanwhile: version {version} is the newest. "
            "Read it, and begin anew."
        )
        self.name, self.version = name, version


class MomentInvalid(IndexViewError):
    """The text names no moment that is over."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is no moment of the past: write a day that is over, as 2026-11-01, "
            "or a time in UTC, as 2026-11-01T12:00:00Z."
        )
        self.text = text
