"""What every kind of captcha offers."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Question:
    """What a page asks its browser; `kind` says how the template shows it."""

    kind: str
    form: str
    """The form it is for."""
    values: Mapping[str, str] = field(default_factory=dict)


class Captcha(ABC):
    """Tells people from programs, as well as one can."""

    answer_field: str
    """The field that has a browser's answer."""
    sources: Mapping[str, str] = {}
    """What the page has to load from elsewhere: directives of its policy, and hosts."""

    @abstractmethod
    def question(self, form: str) -> Question:
        """Return what to ask a browser that is shown `form`."""

    @abstractmethod
    def check(self, form: str, answer: str, address: str | None) -> None:
        """Raise `CaptchaFailed` unless `answer` is a good one for `form`, and new."""
